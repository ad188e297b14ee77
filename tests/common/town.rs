//! What a test sees of a town: its people in their chats, the officers' group, and the matters in the database.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Kyiv;
use dovidka::{
    app::Clock,
    db::{Db, Tx},
    feedback::{Calendar, Deadline, Kind, State, Term},
    playground::telegram::{Message, Resident, Telegram, Topic},
    store::{
        audit,
        feedback::{self, Matter, letters, voices},
        officers::{self, Officer},
    },
    telegram::Api,
};

/// The officers' group, and an admin of the configuration.
pub(crate) const GROUP: i64 = -1_001;
pub(crate) const ADMIN: i64 = 1;
/// Whose data the small council's are.
pub(crate) const HOLDER: &str = "Вигадана рада";

/// A town, whoever runs the bot.
#[derive(Clone)]
pub(crate) struct Town {
    pub(crate) telegram: Telegram,
    pub(crate) db: Db,
    pub(crate) bot: i64,
    clock: Clock,
}

/// What somebody wants.
pub(crate) struct Wish<'a> {
    pub(crate) kind: Kind,
    pub(crate) title: &'a str,
    /// Who began it, then who joined.
    pub(crate) people: &'a [i64],
    pub(crate) term: Term,
    pub(crate) dataset: Option<&'a str>,
    pub(crate) holder: Option<&'a str>,
    /// What was written with it.
    pub(crate) letter: &'a str,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            kind: Kind::Complaint,
            title: "",
            people: &[7],
            term: Term::WorkingDays(5),
            dataset: None,
            holder: Some(HOLDER),
            letter: "",
        }
    }
}

impl Town {
    pub(crate) fn new(telegram: Telegram, db: Db, clock: Clock) -> Self {
        let bot = Api::new(&telegram.token(), telegram.url()).unwrap().bot();
        Self { telegram, db, bot, clock }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(crate) async fn read(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    /// The person in private.
    pub(crate) fn resident(&self, person: i64) -> Resident {
        self.telegram.resident(person)
    }

    /// A resident who has said something to the bot.
    pub(crate) async fn known(&self, person: i64) -> Resident {
        let resident = self.resident(person);
        resident.asks("/help").await;
        resident
    }

    /// The person in the group.
    pub(crate) fn member(&self, person: i64) -> Resident {
        self.telegram.member(GROUP, person)
    }

    /// Makes the person an officer of this department (empty: of all that nobody else has), with a private chat.
    pub(crate) async fn employs(&self, person: i64, department: &str) {
        self.telegram.acquaints(person);
        let officer = Officer {
            person,
            role: "officer".to_owned(),
            department: department.to_owned(),
            name: format!("Працівник {person}"),
        };
        let mut tx = self.db.write().await.unwrap();
        officers::add(&mut tx, self.bot, &officer, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    // ---- matters ------------------------------------------------------------------------------

    /// Keeps a matter as it was before there was a group.
    pub(crate) async fn begins(&self, wish: &Wish<'_>) -> i64 {
        let now = self.now();
        let calendar = Calendar { martial_law: true, ..Calendar::default() };
        let deadline = Deadline::of(wish.term, now, Kyiv, &calendar);
        let voice = |person: i64| voices::New {
            person,
            chat: person,
            locale: "uk",
            question: wish.title,
            name: None,
            contact: None,
        };
        let new = feedback::New {
            bot: self.bot,
            kind: wish.kind,
            answer: None,
            title: wish.title,
            details: wish.letter,
            voice: voice(wish.people[0]),
            dataset: wish.dataset,
            holder: wish.holder,
            urgent: matches!(wish.term, Term::Hours(_)),
            term: wish.term,
            deadline: &deadline,
            sources: &[],
        };
        let mut tx = self.db.write().await.unwrap();
        let (id, is_new) = feedback::add(&mut tx, &new, now).await.unwrap();
        assert!(is_new);
        for person in &wish.people[1..] {
            assert!(voices::add(&mut tx, id, &voice(*person), now).await.unwrap());
        }
        if !wish.letter.is_empty() {
            let letter = letters::New {
                feedback: id,
                side: letters::Side::Resident,
                person: wish.people[0],
                chat: wish.people[0],
                message: 1_000 + id,
                text: wish.letter,
            };
            letters::add(&mut tx, &letter, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    /// The same of `people`, with all else as usual.
    pub(crate) async fn wants(&self, kind: Kind, title: &str, people: &[i64]) -> i64 {
        self.begins(&Wish { kind, title, people, ..Wish::default() }).await
    }

    pub(crate) async fn get(&self, id: i64) -> Matter {
        feedback::get(&mut self.read().await, self.bot, id).await.unwrap().unwrap()
    }

    /// Waits until the matter is in this state.
    pub(crate) async fn is(&self, id: i64, state: State) -> Matter {
        for _ in 0..200 {
            let matter = self.get(id).await;
            if matter.state == state {
                return matter;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not {state:?}: {:?}", self.get(id).await);
    }

    /// Who wants it.
    pub(crate) async fn voices(&self, id: i64) -> Vec<i64> {
        let people = voices::of(&mut self.read().await, id).await.unwrap();
        people.iter().map(|voice| voice.person).collect()
    }

    /// What the log says that was done.
    pub(crate) async fn actions(&self, id: i64) -> Vec<String> {
        let actions = audit::of(&mut self.read().await, id).await.unwrap();
        actions.into_iter().map(|action| action.action).collect()
    }

    /// The number that `sql` counts.
    pub(crate) async fn counted(&self, sql: &'static str) -> usize {
        let count: i64 = match &mut self.read().await {
            Tx::Sqlite(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
            Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
        };
        usize::try_from(count).unwrap()
    }

    // ---- what is said -------------------------------------------------------------------------

    /// The topics of matters.
    pub(crate) fn topics(&self) -> Vec<Topic> {
        let chats = self.telegram.chats();
        let group = chats.into_iter().find(|chat| chat.id == GROUP).unwrap();
        group.topics.into_iter().filter(|topic| topic.name.contains('№')).collect()
    }

    /// Waits for the newest message in the group that contains `words`.
    pub(crate) async fn group(&self, words: &str) -> Message {
        let found = self.told(GROUP, words).await;
        self.settled().await;
        found
    }

    /// Waits for the newest message in the group with a button that contains `label`.
    pub(crate) async fn group_labels(&self, label: &str) -> Message {
        let found = |telegram: &Telegram| {
            let messages = telegram.messages(GROUP, 0);
            let has = |message: &Message| message.labels().iter().any(|it| it.contains(label));
            messages.into_iter().rev().find(has)
        };
        let found = self.telegram.waits_for(&format!("a button “{label}”"), found).await;
        self.settled().await;
        found
    }

    /// Waits for the first message in the group that `is` what is waited for.
    pub(crate) async fn group_sees(&self, what: &str, is: impl Fn(&Message) -> bool) -> Message {
        let found = |telegram: &Telegram| telegram.messages(GROUP, 0).into_iter().find(|it| is(it));
        self.telegram.waits_for(what, found).await
    }

    /// Waits for the newest message in a chat that contains `words`.
    pub(crate) async fn told(&self, chat: i64, words: &str) -> Message {
        let found = |telegram: &Telegram| {
            telegram.messages(chat, 0).into_iter().rev().find(|it| it.text.contains(words))
        };
        self.telegram.waits_for(&format!("“{words}” told to {chat}"), found).await
    }

    /// The person is told nothing more for a while.
    pub(crate) async fn silent(&self, person: i64) {
        let before = self.telegram.messages(person, 0).len();
        tokio::time::sleep(Duration::from_millis(500)).await;
        let after = self.telegram.messages(person, 0);
        assert_eq!(after.len(), before, "{:?}", after.last());
    }

    /// Waits until the bot knows what became of what it said: people do not press within milliseconds.
    pub(crate) async fn settled(&self) {
        for _ in 0..200 {
            if self.counted("SELECT COUNT(*) FROM outbox WHERE state = 'sending'").await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// What the button of `message` whose label contains `label` sends.
pub(crate) fn button<'a>(message: &'a Message, label: &str) -> &'a str {
    let found = message.buttons.iter().flatten().find(|button| button.text.contains(label));
    let found = found.unwrap_or_else(|| panic!("no “{label}” in {:?}", message.labels()));
    found.data.as_deref().unwrap()
}

/// The number of a matter that a message tells.
pub(crate) fn number(message: &Message) -> i64 {
    let after = message.text.split("№ ").nth(1).unwrap_or_else(|| panic!("{}", message.text));
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
