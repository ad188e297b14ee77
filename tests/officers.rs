//! Officers and residents' matters, through the real inbox and outbox and a Telegram on loopback, on both databases:
//!
//! 1. Who has an admin's link becomes an officer: once, within seven days, in the role that it says.
//! 2. A group is bound by a code; every open matter gets a topic there, urgent ones first, in the group's language.
//! 3. Of two who take a matter one wins, and the other sees who.
//! 4. What an officer writes as a reply reaches who it is for, attachments and edits too; notes stay inside.
//! 5. A question to the resident reaches who began the matter alone, and the matter waits.
//! 6. Handed over, a matter is its new department's, whose officers are told.
//! 7. A term is extended once, before it is over, with the reason.
//! 8. A matter ends answered, refused or with a dataset, and everyone who waits hears it.
//! 9. A usual answer, and that of an earlier matter, go to everyone at once, and once.
//! 10. A group without topics works by replies.
//! 11. A stranger's press, a forged one, and words of who is no officer do nothing.
//! 12. Whose matters are not taken hears until when and why.
//! 13. A new matter mentions its officers and tells them in private.
//! 14. Hostile text breaks nothing.
//! 15. Every action is in the log.

use chrono::TimeDelta;
use dovidka::{
    bot::Settings,
    db::{Db, Tx},
    feedback::{Calendar, Deadline, Kind, State, Term},
    playground::telegram::{Kind as ChatKind, Message, Resident, Topic},
    store::{
        audit, blocks,
        feedback::{self, Matter, letters, voices},
    },
    telegram::Api,
};
use serde_json::Value;

#[path = "common/bot.rs"]
#[expect(dead_code, reason = "made for the tests of questions")]
mod bot;
#[path = "common/engines.rs"]
mod engines;
use bot::Desk;
use engines::engines;

const GROUP: i64 = -1_001;
const ADMIN: i64 = 1;
const HOLDER: &str = "Вигадана рада";

fn settings(settings: &mut Settings) {
    settings.admins = vec![ADMIN];
}

/// A bot whose admin has said something, and a group for officers.
struct Town {
    desk: Desk,
    admin: Resident,
    bot: i64,
}

impl Town {
    async fn open(db: Db) -> Self {
        Self::with(db, true).await
    }

    async fn with(db: Db, forum: bool) -> Self {
        let desk = Desk::with(db, settings).await;
        let bot = Api::new(&desk.telegram.token(), desk.telegram.url()).unwrap().bot();
        if forum {
            desk.telegram.forum(GROUP, "Працівники");
        } else {
            desk.telegram.group(GROUP, ChatKind::Supergroup, "Працівники");
        }
        let admin = desk.telegram.resident(ADMIN);
        admin.asks("/help").await;
        Self { desk, admin, bot }
    }

    /// The person in the group.
    fn member(&self, person: i64) -> Resident {
        self.desk.telegram.member(GROUP, person)
    }

    /// A resident who has said something to the bot.
    async fn resident(&self, person: i64) -> Resident {
        let resident = self.desk.telegram.resident(person);
        resident.asks("/help").await;
        resident
    }

    async fn read(&self) -> Tx {
        self.desk.db.read().await.unwrap()
    }

    /// A matter that `people` want, as it was before there was a group.
    async fn matter(&self, kind: Kind, title: &str, people: &[i64]) -> i64 {
        self.matter_with(kind, title, people, Term::WorkingDays(5), None).await
    }

    async fn matter_with(
        &self,
        kind: Kind,
        title: &str,
        people: &[i64],
        term: Term,
        dataset: Option<&str>,
    ) -> i64 {
        let now = (self.desk.telegram.clock())();
        let zone = chrono_tz::Europe::Kyiv;
        let deadline = Deadline::of(term, now, zone, &Calendar::default());
        let voice = |person: i64| voices::New {
            person,
            chat: person,
            locale: "uk",
            question: title,
            name: None,
            contact: None,
        };
        let new = feedback::New {
            bot: self.bot,
            kind,
            answer: None,
            title,
            details: "",
            voice: voice(people[0]),
            dataset,
            holder: Some(HOLDER),
            urgent: matches!(term, Term::Hours(_)),
            term,
            deadline: &deadline,
            sources: &[],
        };
        let mut tx = self.desk.db.write().await.unwrap();
        let (id, is_new) = feedback::add(&mut tx, &new, now).await.unwrap();
        assert!(is_new);
        for person in &people[1..] {
            assert!(voices::add(&mut tx, id, &voice(*person), now).await.unwrap());
        }
        tx.commit().await.unwrap();
        id
    }

    /// The code that `/bind` gives.
    async fn code(&self) -> String {
        let told = self.admin.asks("/bind").await;
        let line = told.text.lines().last().unwrap().to_owned();
        assert!(line.starts_with("/bind@"), "{}", told.text);
        line.split(' ').nth(1).unwrap().to_owned()
    }

    /// Binds the group.
    async fn bound(&self) {
        let code = self.code().await;
        self.member(ADMIN).says(&format!("/bind {code}"));
        self.group("Групу прив’язано").await;
    }

    /// A link for an officer of the department on the button, or for an admin.
    async fn link(&self, labels: &[&str]) -> String {
        self.admin.asks("/invite").await;
        let mut told = None;
        for label in labels {
            self.admin.presses(label);
            told = Some(self.admin.hears().await);
        }
        let told = told.unwrap();
        told.text.split("start=").nth(1).unwrap().trim().to_owned()
    }

    /// A person who has become an officer of the department on the button.
    async fn officer(&self, person: i64, department: &str) -> Resident {
        let link = self.link(&["Працівника", department]).await;
        let officer = self.desk.telegram.resident(person);
        officer.opens(&link);
        let welcome = officer.hears().await;
        assert!(welcome.text.starts_with("Вітаю"), "{}", welcome.text);
        officer
    }

    /// The newest message of the bot in the group that contains `words`.
    async fn group(&self, words: &str) -> Message {
        let found = |telegram: &dovidka::playground::telegram::Telegram| {
            telegram.messages(GROUP, 0).into_iter().rev().find(|it| it.text.contains(words))
        };
        let found = self.desk.telegram.waits_for(&format!("“{words}” in the group"), found).await;
        self.settled().await;
        found
    }

    /// Waits until the bot knows what became of what it said: people do not press within milliseconds.
    async fn settled(&self) {
        let sql = "SELECT COUNT(*) FROM outbox WHERE state = 'sending'";
        for _ in 0..200 {
            let sending: i64 = match &mut self.read().await {
                Tx::Sqlite(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
                Tx::Postgres(tx) => sqlx::query_scalar(sql).fetch_one(&mut **tx).await.unwrap(),
            };
            if sending == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Waits until a person was told something with `words`.
    async fn told(&self, person: i64, words: &str) -> Message {
        let found = |telegram: &dovidka::playground::telegram::Telegram| {
            telegram.messages(person, 0).into_iter().rev().find(|it| it.text.contains(words))
        };
        self.desk.telegram.waits_for(&format!("“{words}” told to {person}"), found).await
    }

    /// The person is told nothing more for a while.
    async fn silent(&self, person: i64) {
        let before = self.desk.telegram.messages(person, 0).len();
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let after = self.desk.telegram.messages(person, 0);
        assert_eq!(after.len(), before, "{:?}", after.last());
    }

    fn topics(&self) -> Vec<Topic> {
        let chats = self.desk.telegram.chats();
        chats.into_iter().find(|chat| chat.id == GROUP).unwrap().topics
    }

    async fn get(&self, id: i64) -> Matter {
        feedback::get(&mut self.read().await, self.bot, id).await.unwrap().unwrap()
    }

    /// Waits until the matter is in this state.
    async fn is(&self, id: i64, state: State) -> Matter {
        for _ in 0..200 {
            let matter = self.get(id).await;
            if matter.state == state {
                return matter;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("not {state:?}: {:?}", self.get(id).await);
    }

    async fn actions(&self, id: i64) -> Vec<String> {
        let actions = audit::of(&mut self.read().await, id).await.unwrap();
        actions.into_iter().map(|action| action.action).collect()
    }
}

fn button<'a>(message: &'a Message, label: &str) -> &'a str {
    let mut buttons = message.buttons.iter().flatten();
    let found = buttons.find(|button| button.text.contains(label));
    found
        .unwrap_or_else(|| panic!("no “{label}” in {:?}", message.labels()))
        .data
        .as_deref()
        .unwrap()
}

#[tokio::test]
async fn a_link_makes_an_officer_once_within_a_week_in_its_role() {
    for db in engines("officers_link").await {
        let town = Town::open(db).await;
        // To a resident there is no such command.
        let olha = town.resident(7).await;
        for command in ["/invite", "/officers", "/bind", "/templates", "/block 7 днів образи"]
        {
            assert!(olha.asks(command).await.text.contains("/help"), "{command}");
        }
        let link = town.link(&["Працівника", HOLDER]).await;
        assert_eq!(link.len(), "o_".len() + 32);
        olha.opens(&link);
        let welcome = olha.hears().await;
        assert!(welcome.text.contains(&format!("розпорядник «{HOLDER}»")), "{}", welcome.text);
        // Another cannot use it, nor the same person again.
        let taras = town.resident(8).await;
        for person in [&taras, &olha] {
            person.opens(&link);
            assert!(person.hears().await.text.contains("уже використано"));
        }
        taras.opens("o_00000000000000000000000000000000");
        assert!(taras.hears().await.text.contains("Такого коду немає"));
        // A code for a group makes nobody an officer.
        let code = town.code().await;
        taras.opens(&format!("o_{code}"));
        assert!(taras.hears().await.text.contains("Такого коду немає"));
        let link = town.link(&["Адміністратора"]).await;
        town.desk.minutes_pass(7 * 24 * 60 + 1);
        taras.opens(&link);
        assert!(taras.hears().await.text.contains("Строк цього коду минув"));
        assert!(taras.asks("/invite").await.text.contains("/help"));
        let link = town.link(&["Адміністратора"]).await;
        taras.opens(&link);
        assert!(taras.hears().await.text.contains("адміністратор"));
        // An admin of that kind lists and removes.
        let list = taras.asks("/officers").await;
        assert_eq!(list.text.lines().count(), 3, "{}", list.text);
        taras.presses_data(list.id, "a:fire:7");
        let list = taras.hears().await;
        assert!(list.edited && list.text.lines().count() == 2, "{}", list.text);
        assert!(olha.asks("/templates").await.text.contains("/help"));
        // An officer is no admin.
        let ivan = town.officer(9, "Усі розпорядники").await;
        assert!(ivan.asks("/invite").await.text.contains("/help"));
        ivan.presses_data(1, "a:admin");
        ivan.presses_data(1, "a:fire:8");
        town.silent(9).await;
        assert!(ivan.asks("/templates").await.text.contains("Щоб додати зразок"));
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_group_is_bound_by_a_code_and_gets_every_open_matter_urgent_first() {
    for (at, db) in engines("officers_bind").await.into_iter().enumerate() {
        let town = Town::open(db).await;
        town.resident(7).await;
        let english = at == 1;
        if english {
            // The group chose English.
            town.member(ADMIN).says("/lang@dovidka_test_bot");
            town.group("Якою мовою").await;
            town.member(ADMIN).presses("English");
            town.group("English").await;
        }
        town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.matter_with(Kind::Formal, "якість води", &[7], Term::URGENT, None).await;
        let code = town.code().await;
        let told = town.admin.asks(&format!("/bind {code}")).await;
        assert!(told.text.contains("в самій групі"), "{}", told.text);
        let stranger = town.member(30);
        stranger.says("/bind 00000000000000000000000000000000");
        town.group(if english { "no such code" } else { "Такого коду немає" }).await;
        // The code is what counts, not who sends it.
        stranger.says(&format!("/bind {code}"));
        town.group(if english {
            "2 open ones appear"
        } else {
            "з’являться 2 відкриті"
        })
        .await;
        stranger.says(&format!("/bind {code}"));
        town.group(if english { "used already" } else { "уже використано" }).await;
        let header = if english {
            "Suggestion of data № 1"
        } else {
            "Пропозиція даних № 1"
        };
        let header = town.group(header).await;
        assert!(header.text.contains(if english { "State: new" } else { "Стан: нове" }));
        assert!(header.text.contains(if english {
            "For: admin"
        } else {
            "Кому: адміністратор"
        }));
        let names: Vec<String> = town.topics().into_iter().map(|topic| topic.name).collect();
        assert_eq!(names, ["🔥 № 2 якість води", "🆕 № 1 реєстр дерев"]);
        let labels = header.labels().join(" ");
        let expected = if english { "Take" } else { "Беру" };
        assert!(labels.starts_with(expected), "{labels}");
        town.member(ADMIN).presses_data(header.id, button(&header, expected));
        town.is(1, State::Taken).await;
        let renamed = |telegram: &dovidka::playground::telegram::Telegram| {
            let chats = telegram.chats();
            let group = chats.into_iter().find(|chat| chat.id == GROUP)?;
            group.topics.iter().any(|it| it.name == "✍️ № 1 реєстр дерев").then_some(())
        };
        town.desk.telegram.waits_for("the topic's new name", renamed).await;
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn of_two_who_take_a_matter_one_wins_and_the_other_sees_who() {
    for db in engines("officers_take").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.officer(21, "Усі розпорядники").await;
        town.resident(7).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("№ 1").await;
        let take = button(&header, "Беру");
        town.member(20).presses_data(header.id, take);
        town.member(21).presses_data(header.id, take);
        let said = town.group("Це вже взяв(-ла)").await;
        assert_eq!(said.text, "Це вже взяв(-ла): Мешканець 20");
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        // Once more is no change.
        town.member(20).presses_data(header.id, take);
        town.silent(ADMIN).await;
        assert_eq!(town.actions(id).await, ["take"]);
        town.group("Виконує: ").await;
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn what_an_officer_writes_as_a_reply_reaches_who_it_is_for_and_notes_stay_inside() {
    for db in engines("officers_write").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        town.resident(8).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7, 8]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        assert!(header.text.contains("Чекають 2 людини"), "{}", header.text);
        let officer = town.member(20);
        let thread = header.raw["message_thread_id"].as_i64().unwrap();
        // A note, in the topic and in reply to nothing.
        officer.says_in(thread, "Хто цим займається?");
        town.silent(7).await;
        // A reply to the header goes to everyone.
        let letter = officer.replies(header.id, "Опублікуємо <b>у березні</b>");
        for person in [7, 8] {
            let told = town.told(person, "Опублікуємо <b>у березні</b>").await;
            assert!(told.text.starts_with("Рада про № 1 «реєстр дерев»:"), "{}", told.text);
        }
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        assert!(town.get(id).await.first_reply_at.is_some());
        // Edits go along.
        officer.edits(letter, "Опублікуємо у квітні");
        let told = town.told(8, "Опублікуємо у квітні").await;
        assert!(told.edited);
        town.told(7, "Опублікуємо у квітні").await;
        // The button asks for words.
        officer.presses("Відповісти");
        let prompt = town.group("напишіть відповідь на № 1").await;
        assert_eq!(prompt.raw["message_thread_id"].as_i64(), Some(thread));
        officer.replies(prompt.id, "Ось посилання");
        for person in [7, 8] {
            town.told(person, "Ось посилання").await;
        }
        let sides = |letters: Vec<letters::Letter>| {
            letters.into_iter().map(|letter| format!("{:?}", letter.side)).collect::<Vec<_>>()
        };
        let letters = letters::of(&mut town.read().await, id).await.unwrap();
        assert_eq!(sides(letters), ["Note", "Officer", "Officer"]);
        // An attachment goes by copy, its caption too, and an edited caption.
        let photo = officer.replies_with_photo(prompt.id, "План <дерев>");
        let copy = town.told(7, "План <дерев>").await;
        assert!(copy.raw["photo"].is_array(), "{}", copy.raw);
        officer.edits_caption(photo, "План парку");
        town.told(8, "План парку").await;
        // What the bot is asked outside the topics is a question as before.
        officer.says("@dovidka_test_bot тариф на воду");
        town.group("33,48").await;
        town.silent(8).await;
        assert_eq!(town.actions(id).await, ["answer", "answer", "answer"]);
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_question_reaches_who_began_the_matter_alone_which_then_waits() {
    for db in engines("officers_clarify").await {
        let mut town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        town.resident(8).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7, 8]).await;
        town.bound().await;
        town.group("№ 1").await;
        let officer = town.member(20);
        officer.presses("Уточнити");
        let prompt = town.group("що треба уточнити в № 1").await;
        // What was asked outlives the process.
        town.desk = town.desk.restarted().await;
        officer.replies(prompt.id, "Якої вулиці?");
        let question = town.told(7, "Якої вулиці?").await;
        town.is(id, State::Waiting).await;
        town.silent(8).await;
        // The answer gives it back to the officer, whose reply goes to who wrote.
        town.settled().await;
        town.desk.telegram.resident(7).replies(question.id, "Шевченка");
        let letter = town.group("Шевченка").await;
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        officer.replies(letter.id, "Дякуємо, шукаємо");
        town.told(7, "Дякуємо, шукаємо").await;
        town.silent(8).await;
        officer.presses_data(letter.id, "k:1:clarify");
        let prompt = town.group("що треба уточнити в № 1").await;
        officer.replies(prompt.id, "А який квартал?");
        town.told(7, "А який квартал?").await;
        town.is(id, State::Waiting).await;
        // While the resident is asked, closing asks for the answer first.
        officer.presses("Закрити");
        town.group_labels("відповідь надано").await;
        officer.presses("відповідь надано");
        let prompt = town.group("останнє слово в № 1").await;
        officer.replies(prompt.id, "Даних немає, відповіли листом");
        for person in [7, 8] {
            town.told(person, "відповіли листом").await;
            let end = town.told(person, "рада відповіла, звернення закрито").await;
            assert_eq!(end.labels()[..5], ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]);
            assert_eq!(end.labels().len(), 6);
        }
        town.is(id, State::Closed).await;
        assert_eq!(town.actions(id).await, ["clarify", "answer", "clarify", "close"]);
        town.desk.closes().await;
    }
}

impl Town {
    /// Waits until a message in the group has a button with this label.
    async fn group_labels(&self, label: &str) -> Message {
        let found = |telegram: &dovidka::playground::telegram::Telegram| {
            let messages = telegram.messages(GROUP, 0);
            let has = |message: &Message| message.labels().iter().any(|it| it.contains(label));
            messages.into_iter().rev().find(has)
        };
        let found = self.desk.telegram.waits_for(&format!("a button “{label}”"), found).await;
        self.settled().await;
        found
    }
}

#[tokio::test]
async fn a_matter_handed_over_is_its_new_departments() {
    for db in engines("officers_hand").await {
        let town = Town::open(db).await;
        town.officer(20, HOLDER).await;
        town.officer(21, "Усі розпорядники").await;
        town.resident(7).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        // As if another department had it first.
        let mut tx = town.desk.db.write().await.unwrap();
        let change =
            feedback::Change { holder: Some("Водоканал"), ..feedback::Change::default() };
        assert!(
            feedback::change(&mut tx, id, 0, &change, chrono::DateTime::UNIX_EPOCH).await.unwrap()
        );
        tx.commit().await.unwrap();
        town.bound().await;
        let header = town.group("№ 1").await;
        // Nobody is of the waterworks: who has what nobody else has.
        assert!(header.text.contains("Кому: Мешканець 21"), "{}", header.text);
        let officer = town.member(21);
        officer.presses("Беру");
        town.is(id, State::Taken).await;
        officer.presses("Передати");
        town.group_labels(HOLDER).await;
        officer.presses("‹ Назад");
        town.group_labels("Передати").await;
        officer.presses("Передати");
        town.group_labels(HOLDER).await;
        officer.presses(HOLDER);
        let said = town.group("Передано: Вигадана рада.").await;
        assert!(said.text.ends_with("Мешканець 20"), "{}", said.text);
        let mention = said.raw["entities"].to_string();
        assert!(mention.contains("\"id\":20"), "{mention}");
        town.told(20, "Вам передано звернення № 1").await;
        let matter = town.is(id, State::New).await;
        assert_eq!((matter.holder.as_deref(), matter.officer), (Some(HOLDER), None));
        let header = town.group("Пропозиція даних № 1").await;
        assert!(header.text.contains("Кому: Мешканець 20"), "{}", header.text);
        // A department that is none changes nothing.
        town.member(20).presses_data(header.id, "k:1:to:0000000000000000");
        town.group_labels("‹ Назад").await;
        town.member(20).presses_data(header.id, "k:1:take");
        assert_eq!(town.is(id, State::Taken).await.officer, Some(20));
        assert_eq!(town.actions(id).await, ["take", "hand", "take"]);
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_term_is_extended_once_before_it_is_over_with_the_reason() {
    for db in engines("officers_extend").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        let formal = town.matter_with(Kind::Formal, "кошторис", &[7], Term::FORMAL, None).await;
        let own = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        let urgent = town.matter_with(Kind::Formal, "вода", &[7], Term::URGENT, None).await;
        town.bound().await;
        let officer = town.member(20);
        // Monday, 2 March 2026: twenty working days, and as long again.
        for (id, title, due) in
            [(formal, "кошторис", "30.03.2026"), (own, "реєстр дерев", "16.03.2026")]
        {
            let header = town.group(title).await;
            officer.presses_data(header.id, &format!("k:{id}:extend"));
            let prompt = town.group(&format!("чому № {id} потребує більше часу")).await;
            officer.replies(prompt.id, "Дані збирає <підрядник>");
            let told = town.told(7, &format!("на № {id} «{title}» продовжено")).await;
            assert!(told.text.contains(&format!("до {due} включно")), "{}", told.text);
            assert!(told.text.ends_with("Причина: Дані збирає <підрядник>"), "{}", told.text);
            town.group(&format!("Строк: до {due}")).await;
            let matter = town.get(id).await;
            assert!(matter.extended_at.is_some() && matter.reminded == 0);
            // Not twice, not by the button that was there nor by the same question.
            officer.replies(prompt.id, "Ще раз");
            town.group(&format!("Строк № {id} продовжити не можна")).await;
            assert_eq!(town.actions(id).await, ["extend"]);
        }
        let header = town.group("вода").await;
        assert!(!header.labels().contains(&"Продовжити строк"));
        officer.presses_data(header.id, &format!("k:{urgent}:extend"));
        town.group(&format!("Строк № {urgent} продовжити не можна")).await;
        // After its end it is too late.
        let late = town.matter(Kind::Complaint, "тарифи", &[7]).await;
        town.desk.minutes_pass(30 * 24 * 60);
        officer.presses_data(header.id, &format!("k:{late}:extend"));
        town.group(&format!("Строк № {late} продовжити не можна")).await;
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_refusal_has_its_reason_and_ends_the_matter_for_everyone() {
    for db in engines("officers_refuse").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        town.resident(8).await;
        let id = town.matter_with(Kind::Formal, "кошторис", &[7, 8], Term::FORMAL, None).await;
        town.bound().await;
        let header = town.group("Запит на публічну інформацію № 1").await;
        let officer = town.member(20);
        officer.presses("Закрити");
        town.group_labels("відмовлено").await;
        officer.presses("відмовлено");
        let prompt = town.group("стаття 22").await;
        // A picture alone is no reason.
        officer.replies_with_photo(prompt.id, "");
        town.group("Тут потрібен текст").await;
        officer.replies(prompt.id, "Інформація з обмеженим доступом");
        for person in [7, 8] {
            town.told(person, "обмеженим доступом").await;
            town.told(person, "рада відмовила, причина в її листі").await;
        }
        town.is(id, State::Closed).await;
        let header_now = town.group("Стан: відмовлено").await;
        assert_eq!(header_now.id, header.id);
        assert!(header_now.buttons.is_empty());
        // It is over.
        officer.presses_data(header.id, "k:1:take");
        town.group("№ 1 вже закрито").await;
        assert_eq!(town.actions(id).await, ["close"]);
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn with_a_dataset_everyone_gets_the_answer_to_what_they_asked() {
    for db in engines("officers_publish").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        let olha = town.resident(7).await;
        town.resident(8).await;
        let id = town.matter(Kind::Suggestion, "тариф на водопостачання", &[7, 8]).await;
        town.bound().await;
        town.group("№ 1").await;
        let officer = town.member(20);
        officer.presses("Закрити");
        town.group_labels("набір опубліковано").await;
        officer.presses("набір опубліковано");
        let prompt = town.group("посилання на опублікований набір").await;
        officer.replies(prompt.id, "https://data.example.ua/dataset/none-such");
        town.group("Такого набору в каталозі немає").await;
        for (text, title) in [
            ("https://data.example.ua/dataset/tariffs", "Тарифи на воду"),
            ("shelters", "Перелік укриттів"),
            ("графік прийому", "Графік прийому громадян"),
            ("тарифи", "Тарифи на воду"),
        ] {
            officer.replies(prompt.id, text);
            let found = |telegram: &dovidka::playground::telegram::Telegram| {
                let newest = telegram.messages(GROUP, 0).into_iter().next_back()?;
                (newest.labels() == [title]).then_some(())
            };
            town.desk.telegram.waits_for(title, found).await;
        }
        officer.presses("Тарифи на воду");
        for person in [7, 8] {
            town.told(person, "дані опубліковано, набір «Тарифи на воду»").await;
            let answer = town.told(person, "Ви запитували: тариф на водопостачання").await;
            assert!(answer.text.contains("33,48"), "{}", answer.text);
        }
        // The buttons under the answer work.
        olha.presses("Джерело");
        town.told(7, "рядок").await;
        let matter = town.is(id, State::Closed).await;
        assert_eq!(matter.dataset.as_deref(), Some("tariffs"));
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn usual_answers_and_those_of_earlier_matters_go_to_everyone_at_once_and_once() {
    for db in engines("officers_usual").await {
        let town = Town::open(db).await;
        let officer = town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        town.resident(8).await;
        let kept = officer.asks("/templates Дякуємо\nДякуємо за звернення!\n<i>Рада</i>").await;
        assert!(kept.text.contains("«Дякуємо» збережено"), "{}", kept.text);
        officer.asks("/templates Зайвий\nтекст").await;
        let list = officer.asks("/templates").await;
        assert!(list.text.contains("<i>Рада</i>"), "{}", list.text);
        officer.presses("Прибрати: Зайвий");
        assert!(!officer.hears().await.text.contains("Зайвий"));
        let about = Some("tariffs");
        let kind = Kind::Complaint;
        let first =
            town.matter_with(kind, "тариф на воду хибний", &[7], Term::WorkingDays(5), about);
        let first = first.await;
        town.bound().await;
        town.group("№ 1").await;
        let member = town.member(20);
        member.presses("Зразки");
        town.group_labels("Дякуємо").await;
        member.presses("Дякуємо");
        town.told(7, "Дякуємо за звернення!\n<i>Рада</i>").await;
        town.group("Мешканцям надіслано:").await;
        // An impatient second press sends nothing twice.
        let header = town.group("Скарга на дані № 1").await;
        member.presses_data(header.id, "k:1:usual:1");
        town.silent(ADMIN).await;
        let thanks = |telegram: &dovidka::playground::telegram::Telegram, person: i64| {
            let messages = telegram.messages(person, 0);
            messages.iter().filter(|it| it.text.contains("Дякуємо за звернення!")).count()
        };
        assert_eq!(thanks(&town.desk.telegram, 7), 1);
        // The last word was the officers': it is closed at once.
        member.presses_data(header.id, "k:1:answered");
        town.told(7, "рада відповіла, звернення закрито").await;
        town.is(first, State::Closed).await;
        // The next complaint about the same data.
        let second =
            town.matter_with(kind, "помилка в тарифі", &[8, 7], Term::WorkingDays(5), about);
        let second = second.await;
        town.bound().await;
        let offered = town.group("Схоже звернення № 1 вже мало таку відповідь").await;
        assert!(offered.text.contains("Дякуємо за звернення!"), "{}", offered.text);
        member.presses("Надіслати так само");
        for person in [7, 8] {
            town.told(person, "Рада про № 2 «помилка в тарифі»:\nДякуємо за звернення!").await;
        }
        assert_eq!(town.is(second, State::Taken).await.officer, Some(20));
        assert_eq!(town.actions(first).await, ["answer", "close"]);
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_group_without_topics_works_by_replies() {
    for db in engines("officers_plain").await {
        let town = Town::with(db, false).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        town.group("Тем у ній немає").await;
        let header = town.group("Пропозиція даних № 1").await;
        let officer = town.member(20);
        officer.presses("Відповісти");
        let prompt = town.group("напишіть відповідь на № 1").await;
        assert_eq!(prompt.raw["reply_to_message"]["message_id"].as_i64(), Some(header.id));
        let letter = officer.replies(prompt.id, "Опублікуємо в березні");
        town.told(7, "Опублікуємо в березні").await;
        officer.replies(header.id, "І в квітні");
        town.told(7, "І в квітні").await;
        // A reply to an officer's words is a note, other talk is nobody's.
        town.member(21).replies(letter, "стороння особа");
        officer.replies(letter, "це між нами");
        officer.says("просто розмова");
        town.silent(7).await;
        let letters = letters::of(&mut town.read().await, id).await.unwrap();
        let texts: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
        assert_eq!(texts, ["Опублікуємо в березні", "І в квітні", "це між нами"]);
        officer.presses("Закрити");
        town.group_labels("відповідь надано").await;
        officer.presses("відповідь надано");
        town.told(7, "звернення закрито").await;
        town.is(id, State::Closed).await;
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn strangers_and_forged_buttons_do_nothing() {
    for db in engines("officers_stranger").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        let olha = town.resident(7).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let stranger = town.member(30);
        stranger.presses("Беру");
        town.group("діють для тих, хто приєднався за посиланням").await;
        // It is said once, not with each press.
        let before = town.desk.telegram.messages(GROUP, 0).len();
        for data in ["k:1:close", "k:1:answered", "k:1:refused", "k:1:usual:1", "k:1:same:1"] {
            stranger.presses_data(header.id, data);
        }
        // Nor do words of theirs go anywhere, or a resident's forged press.
        stranger.replies(header.id, "від імені ради");
        stranger.says("/block 7 днів образи");
        let own = olha.sees()[0].id;
        olha.presses_data(own, "k:1:take");
        assert!(olha.hears().await.text.contains("за посиланням адміністратора"));
        let dataset = bot::COUNCIL.named("tariffs").unwrap().dataset.key();
        olha.presses_data(own, "k:1:answered");
        olha.presses_data(own, &format!("k:1:with:{dataset}"));
        olha.presses_data(own, "a:fire:20");
        for data in ["k:0:take", "k:99:take", "k:1:with:x", "a:fire:20", "a:officer:-", "a:drop:1"]
        {
            town.member(20).presses_data(header.id, data);
        }
        town.silent(7).await;
        let after: Vec<Message> = town.desk.telegram.messages(GROUP, 0);
        let ours = |message: &&Message| message.raw["from"]["is_bot"] == Value::Bool(true);
        let ours = after.iter().filter(ours).count();
        assert!(after.len() <= before + 5 && ours <= before + 2, "{after:#?}");
        let matter = town.get(id).await;
        assert_eq!((matter.state, matter.officer, matter.version), (State::New, None, 1));
        assert!(town.actions(id).await.is_empty());
        assert!(letters::of(&mut town.read().await, id).await.unwrap().is_empty());
        // Who was an officer is none any more.
        town.admin.asks("/officers").await;
        town.admin.presses("Прибрати: Мешканець 20");
        town.admin.hears().await;
        town.member(20).replies(header.id, "ще від імені ради");
        town.silent(7).await;
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn who_is_blocked_hears_until_when_and_why() {
    for db in engines("officers_block").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.matter(Kind::Suggestion, "реєстр ям", &[20]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let thread = header.raw["message_thread_id"].as_i64().unwrap();
        let officer = town.member(20);
        officer.says_in(thread, "/block образи");
        town.group("Напишіть строк і причину").await;
        officer.says_in(thread, "/block 7 днів <образи>");
        let said = town.group("не приймаємо до 09.03.2026").await;
        assert!(said.text.ends_with("Причина: <образи>"), "{}", said.text);
        town.told(7, "Рада не приймає ваших звернень через бота до 09.03.2026").await;
        let now = (town.desk.telegram.clock())();
        let later = now + TimeDelta::days(8);
        let block = blocks::get(&mut town.read().await, town.bot, 7, now).await.unwrap();
        assert_eq!(block.unwrap().reason, "<образи>");
        assert!(blocks::get(&mut town.read().await, town.bot, 7, later).await.unwrap().is_none());
        // By its number, from the private chat; never an officer.
        let private = town.desk.telegram.resident(20);
        assert!(private.asks("/unblock 1").await.text.contains("знову приймаємо"));
        assert!(private.asks("/unblock 1").await.text.contains("й так приймаємо"));
        assert!(private.asks("/block 2 7 днів образи").await.text.contains("Не видно, кого саме"));
        assert!(private.asks("/block 99 7 днів образи").await.text.contains("Не видно, кого саме"));
        assert_eq!(town.actions(1).await, ["block", "unblock"]);
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn a_group_that_is_bound_anew_gets_what_is_open() {
    for db in engines("officers_anew").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        let id = town.matter(Kind::Suggestion, "реєстр дерев", &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        town.member(20).replies(header.id, "Опублікуємо");
        town.told(7, "Опублікуємо").await;
        town.desk.telegram.forum(-1_002, "Інша група");
        let code = town.code().await;
        let other = town.desk.telegram.member(-1_002, 20);
        other.says(&format!("/bind {code}"));
        let found = |telegram: &dovidka::playground::telegram::Telegram| {
            let messages = telegram.messages(-1_002, 0);
            messages.into_iter().find(|it| it.text.contains("Мешканцеві відповіли:\nОпублікуємо"))
        };
        town.desk.telegram.waits_for("the letters in the other group", found).await;
        // The old group is one no more.
        town.member(20).replies(header.id, "у старій групі");
        town.silent(7).await;
        assert_eq!(letters::of(&mut town.read().await, id).await.unwrap().len(), 1);
        town.desk.closes().await;
    }
}

/// Goes through the form behind a button, leaving out what can be.
async fn sends(person: &Resident, door: &str) {
    person.presses(door);
    loop {
        let step = person.hears().await;
        let skip = ["Пропустити", "Надіслати"].into_iter().find(|it| step.labels().contains(it));
        match skip {
            Some(label) => person.presses(label),
            None => return,
        }
    }
}

#[tokio::test]
async fn a_new_matter_mentions_its_officers_and_tells_them_in_private() {
    for db in engines("officers_new").await {
        let town = Town::open(db).await;
        town.officer(20, HOLDER).await;
        town.officer(21, "Усі розпорядники").await;
        town.bound().await;
        let olha = town.resident(7).await;
        olha.asks("тариф на воду").await;
        sends(&olha, "Хибно?").await;
        let header = town.group("Скарга на дані № 1").await;
        // The data of the complaint are this holder's, and a request for none is for whoever has the rest.
        assert!(header.text.contains("Кому: Мешканець 20"), "{}", header.text);
        assert!(header.raw["entities"].to_string().contains("20"), "{}", header.raw);
        town.told(20, "Нове звернення № 1").await;
        let taras = town.resident(8).await;
        taras.asks("розклад дирижаблів").await;
        sends(&taras, "Запросити дані").await;
        let header = town.group("Пропозиція даних № 2").await;
        assert!(header.text.contains("Кому: Мешканець 21"), "{}", header.text);
        let notice = town.told(21, "Нове звернення № 2").await;
        assert!(notice.text.contains("розклад дирижаблів"), "{}", notice.text);
        assert!(!town.desk.telegram.messages(20, 0).iter().any(|it| it.text.contains("№ 2")));
        // Each sees the commands of their role.
        let listed = |name: &str| {
            let list = town.desk.telegram.setting(name).unwrap_or_default();
            let names = list.as_array().cloned().unwrap_or_default();
            names.iter().map(|it| it["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for place in ["20", "-1001"] {
            for language in ["", "en"] {
                let theirs = listed(&format!("commands:chat:{place}:{language}"));
                for command in ["templates", "block", "unblock"] {
                    assert!(theirs.contains(&command.to_owned()), "{place} {theirs:?}");
                }
                assert!(!theirs.contains(&"invite".to_owned()), "{place} {theirs:?}");
            }
        }
        assert!(!listed("commands:").contains(&"block".to_owned()));
        town.desk.closes().await;
    }
}

#[tokio::test]
async fn hostile_text_breaks_nothing() {
    for db in engines("officers_hostile").await {
        let town = Town::open(db).await;
        town.officer(20, "Усі розпорядники").await;
        town.resident(7).await;
        let title = format!("<b>&\u{202e}\n{}😀", "я".repeat(300));
        let id = town.matter(Kind::Suggestion, &title, &[7]).await;
        town.bound().await;
        let header = town.group("Пропозиція даних № 1").await;
        let name = town.topics()[0].name.clone();
        assert!(name.starts_with("🆕 № 1 <b>& я") && name.encode_utf16().count() <= 128, "{name}");
        assert!(!header.text.contains('\u{202e}'));
        let officer = town.member(20);
        // Telegram's longest leaves no room for a heading; it arrives whole all the same.
        let longest = "&<😀".repeat(1_024);
        officer.replies(header.id, &longest);
        town.told(7, &longest).await;
        let long = format!("</b>\u{202e}{}", "&<😀".repeat(900));
        officer.replies(header.id, &long);
        let told = town.told(7, "</b>&<😀&<😀").await;
        assert!(!told.text.contains('\u{202e}'));
        officer.presses_data(header.id, "k:1:extend");
        let prompt = town.group("потребує більше часу").await;
        officer.replies(prompt.id, &long);
        town.told(7, "Причина: </b>&<😀").await;
        officer.presses_data(header.id, "k:1:refused");
        let prompt = town.group("причину відмови").await;
        officer.replies_with_photo(prompt.id, &"&<😀".repeat(250));
        town.told(7, "рада відмовила").await;
        town.is(id, State::Closed).await;
        town.desk.closes().await;
    }
}
