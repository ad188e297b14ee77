//! What residents want of the data, through the real inbox and outbox and a Telegram on loopback, on both databases:
//!
//! 1. A suggestion takes three steps, each of which leads back; details may be skipped, all may be cancelled; number,
//!    deadline and how it was counted are told.
//! 2. «Запросити дані» and «Хибно?» open the same form, with what was asked as read, bound to dataset, version and row.
//! 3. A request under the law wants a name and a contact, may be urgent, and is nobody's but the council's.
//! 4. A draft survives a restart; a command in the middle leaves it, says so, and it is gone on with.
//! 5. A question in the middle is answered, or put into the form, as the resident chooses.
//! 6. Photo, document, voice and place go along, every picture of an album too; what the form took may be edited.
//! 7. Similar open matters are shown first; who joins has said it, and is one voice.
//! 8. Beyond the limit of an hour nothing is sent and the draft is kept; the same words are one matter; who is blocked
//!    hears until when and why.
//! 9. /my is one message turned like a book; what is added, replied or edited reaches the officers; it can be withdrawn.
//! 10. After the end it is rated, and opened again with a new term, which the officers are told.
//! 11. /requests shows what all may see, by votes or date; one vote a person, which can be taken back.
//! 12. Who is forgotten leaves no trace in any table but what is public.
//! 13. One's own data are had as a document.
//! 14. Hostile text breaks nothing, and buttons made up by hand do nothing.
//! 15. In a group a matter begins at once, without a form; commands of forms point to a private chat.
//! 16. Who speaks English is spoken to in English.
//! 17. Without a group of officers a matter waits for one.
//! 18. Long after the end words and people are erased.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use dovidka::{
    bot::Settings,
    db::{Db, Tx},
    feedback::{Kind, Outcome, State},
    playground::telegram::{Kind as ChatKind, Message, Resident, Topic},
    store::{
        blocks::{self, Block},
        feedback::{self, Change, Matter, letters, sources, voices},
        outbox, personal,
    },
    telegram::{Api, Call},
};
use serde_json::Value;

#[path = "common/bot.rs"]
mod bot;
#[path = "common/engines.rs"]
mod engines;
use bot::{Desk, VERSION, desk, silence};
use engines::engines;

const GROUP: i64 = -1_001;
/// Forms are pressed through: on a busy machine a faster clock would have presses grow too old.
const SPEED: f64 = 6.0;
const OLHA: i64 = 770_077_123;
const TARAS: i64 = 770_088_456;

fn settings(settings: &mut Settings) {
    settings.officers_chat = Some(GROUP);
    settings.questions_per_minute = 1_000;
    settings.feedback.appeals = Some("rada@example.ua".to_owned());
}

/// A bot with officers.
struct Town {
    desk: Desk,
    bot: i64,
}

impl Town {
    async fn open(db: Db) -> Self {
        let desk = Desk::at_speed(db, settings, SPEED).await;
        desk.telegram.forum(GROUP, "Працівники");
        let bot = Api::new(&desk.telegram.token(), desk.telegram.url()).unwrap().bot();
        Self { desk, bot }
    }

    fn resident(&self, person: i64) -> Resident {
        self.desk.telegram.resident(person)
    }

    fn now(&self) -> DateTime<Utc> {
        (self.desk.telegram.clock())()
    }

    async fn read(&self) -> Tx {
        self.desk.db.read().await.unwrap()
    }

    async fn matter(&self, id: i64) -> Matter {
        feedback::get(&mut self.read().await, self.bot, id).await.unwrap().unwrap()
    }

    async fn voices(&self, id: i64) -> Vec<i64> {
        let people = voices::of(&mut self.read().await, id).await.unwrap();
        people.iter().map(|voice| voice.person).collect()
    }

    fn topics(&self) -> Vec<Topic> {
        let chats = self.desk.telegram.chats();
        let group = chats.into_iter().find(|chat| chat.id == GROUP).unwrap();
        group.topics.into_iter().filter(|topic| topic.name.contains('№')).collect()
    }

    /// Waits until the officers read `words`.
    async fn officers_read(&self, words: &str) -> Message {
        let seen = |telegram: &dovidka::playground::telegram::Telegram| {
            let messages = telegram.messages(GROUP, 0);
            messages.into_iter().find(|message| message.text.contains(words))
        };
        self.desk.telegram.waits_for(&format!("the officers to read {words}"), seen).await
    }

    /// A suggestion of `person`, sent.
    async fn suggests(&self, person: &Resident, what: &str) -> i64 {
        person.asks("/suggest").await;
        let step = person.asks(what).await;
        if step.labels().contains(&"У форму") {
            person.presses("У форму");
            person.hears().await;
        }
        person.presses("Пропустити");
        person.hears().await;
        person.presses("Надіслати");
        number(&person.hears().await)
    }

    async fn ends(&self, id: i64) {
        let seen = self.matter(id).await.version;
        let change = Change {
            state: Some(State::Closed),
            outcome: Some(Outcome::Answered),
            ..Change::default()
        };
        let mut tx = self.desk.db.write().await.unwrap();
        assert!(feedback::change(&mut tx, id, seen, &change, self.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn closes(self) {
        self.desk.closes().await;
    }
}

/// The number that a message tells.
fn number(message: &Message) -> i64 {
    let after = message.text.split("№ ").nth(1).unwrap_or_else(|| panic!("{}", message.text));
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[tokio::test]
async fn a_suggestion_takes_three_steps_and_each_leads_back() {
    for db in engines("req_steps").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let first = olha.asks("/suggest").await;
        assert!(first.text.contains("Крок 1 з 3"), "{}", first.text);
        assert_eq!(first.labels(), ["Скасувати"]);
        let second = olha.asks("Розклад дирижаблів\nза цей рік").await;
        assert!(second.text.contains("Крок 2 з 3"), "{}", second.text);
        olha.presses("Пропустити");
        let third = olha.hears().await;
        assert!(third.edited && third.text.contains("Крок 3 з 3"), "{}", third.text);
        assert!(third.text.contains("до 09.03.2026 включно"), "{}", third.text);
        assert!(third.text.contains("не побачать, хто ви"), "{}", third.text);
        olha.presses("Показати моє ім’я");
        assert!(olha.hears().await.text.contains("побачать ім’я"));
        olha.presses("Не показувати");
        olha.hears().await;
        olha.presses("Назад");
        assert!(olha.hears().await.text.contains("Крок 2 з 3"));
        let added = olha.asks("Для туристів").await;
        assert!(added.text.contains("Для туристів"), "{}", added.text);
        olha.presses("Надіслати");
        let sent = olha.hears().await;
        assert!(sent.text.starts_with("Прийнято, № 1"), "{}", sent.text);
        assert!(sent.text.contains("5 робочих днів, рахуючи з 03.03"), "{}", sent.text);
        let header = town.officers_read("Розклад дирижаблів").await;
        assert!(header.text.contains("Для туристів"), "{}", header.text);
        assert!(town.topics()[0].name.contains("№ 1 Розклад дирижаблів"), "{:?}", town.topics());
        let people = voices::of(&mut town.read().await, 1).await.unwrap();
        assert_eq!((people[0].person, people[0].name.as_deref()), (OLHA, None));
        // Cancelled, nothing is sent; its button is of no use any more.
        let taras = town.resident(TARAS).speaking("en");
        taras.asks("/report").await;
        let step = taras.asks("Zeppelins are wrong").await;
        assert!(step.text.contains("Step 2 of 3"), "{}", step.text);
        let skip = step.buttons.iter().flatten().find(|button| button.text == "Skip").unwrap();
        taras.presses("Cancel");
        assert_eq!(taras.hears().await.text, "Cancelled. Nothing was sent.");
        taras.presses_data(step.id, skip.data.as_deref().unwrap());
        assert_eq!(taras.hears().await.text, "This form is over or was cancelled.");
        assert!(taras.asks("/my").await.text.starts_with("None yet"));
        town.closes().await;
    }
}

#[tokio::test]
async fn buttons_under_an_answer_open_the_form_with_what_was_asked() {
    for db in engines("req_doors").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let none = olha.asks("розклад дирижаблів на вулиці Шкільній за 2024 рік").await;
        assert_eq!(none.labels(), ["Запросити дані"], "{}", none.text);
        olha.presses("Запросити дані");
        let form = olha.hears().await;
        assert!(form.text.contains("Крок 1 з 2") && form.text.contains("Що: розклад"));
        assert!(form.text.contains("Де: вулиці Шкільній"), "{}", form.text);
        assert!(form.text.contains("Коли: ") && form.text.contains("2024"), "{}", form.text);
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № 1"));
        let matter = town.matter(1).await;
        assert_eq!((matter.kind, matter.dataset), (Kind::Suggestion, None));
        olha.asks("графік прийому міський голови").await;
        olha.presses("Хибно?");
        let form = olha.hears().await;
        assert!(form.text.contains("рядки файлу: 2"), "{}", form.text);
        let check = olha.asks("Насправді прийом у п’ятницю").await;
        assert!(check.text.contains("Перевірте"), "{}", check.text);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № 2"));
        let matter = town.matter(2).await;
        assert_eq!(matter.kind, Kind::Complaint);
        assert_eq!(matter.holder.as_deref(), Some("Вигадана рада"));
        assert_eq!(matter.details, "Насправді прийом у п’ятницю");
        let about = sources::of(&mut town.read().await, 2).await.unwrap();
        assert_eq!(
            (&*about[0].dataset, &*about[0].sha256, &*about[0].rows),
            ("reception", VERSION, "2")
        );
        let header = town.officers_read("Скарга на дані № 2").await;
        let line = "Набір: Графік прийому громадян, рядки файлу: 2";
        assert!(header.text.lines().any(|it| it == line), "{}", header.text);
        let page = "https://data.example.ua/dataset/reception";
        assert_eq!(header.raw["entities"][1]["url"], page, "{}", header.raw["entities"]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_request_under_the_law_wants_a_name_and_may_be_urgent() {
    for db in engines("req_formal").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let law = olha.asks("/ask_council").await;
        assert!(law.text.contains("№ 2939-VI") && law.text.contains("rada@example.ua"));
        let contact = olha.asks("Копія договору про дирижаблі").await;
        assert!(contact.text.contains("стаття 19"), "{}", contact.text);
        assert!(!contact.labels().contains(&"Пропустити"), "{:?}", contact.labels());
        let more = olha.asks("Ольга Коваль").await;
        assert!(more.text.contains("Потрібні й ім’я, й адреса"), "{}", more.text);
        let check = olha.asks("Ольга Коваль\nolha@example.ua, 0671112233").await;
        assert!(check.text.contains("Ольга Коваль, olha@example.ua"), "{}", check.text);
        olha.presses("48 годин");
        let urgent = olha.hears().await;
        assert!(urgent.text.contains("Строк 48 годин"), "{}", urgent.text);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Строк 48 годин"));
        let matter = town.matter(1).await;
        assert!(matter.urgent && matter.kind == Kind::Formal);
        assert_eq!(matter.due_at, Some(matter.created_at + TimeDelta::hours(48)));
        let header = town.officers_read("Копія договору").await;
        assert!(header.text.contains("olha@example.ua"), "{}", header.text);
        let taras = town.resident(TARAS);
        assert!(taras.asks("/requests").await.text.starts_with("Поки ніхто"));
        let page = taras.asks("/help").await;
        taras.presses_data(page.id, "k:1:show");
        assert_eq!(taras.hears().await.text, "Такого звернення немає.");
        taras.presses_data(page.id, "k:1:join");
        taras.hears_within(std::time::Duration::from_millis(500)).await;
        assert_eq!(town.voices(1).await, [OLHA]);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_draft_survives_a_restart_and_a_command() {
    for db in engines("req_draft").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        olha.asks("Розклад дирижаблів").await;
        let town = Town { desk: town.desk.restarted().await, ..town };
        olha.asks("/help").await;
        let left = olha.hears().await;
        assert!(left.text.contains("збережено як чернетку"), "{}", left.text);
        // Left, it takes nothing: this is a question.
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        silence(&olha).await;
        olha.presses("Продовжити");
        let again = olha.hears().await;
        assert!(again.text.contains("Крок 2 з 3"), "{}", again.text);
        // Another form does not replace it.
        olha.asks("/report").await;
        olha.asks("Хиба в дирижаблях").await;
        let first = olha.asks("/suggest").await;
        assert!(first.text.starts_with("Продовжуємо"), "{}", first.text);
        assert!(first.text.contains("Розклад дирижаблів"), "{}", first.text);
        // A day later words are questions, and the command still finds the draft.
        town.desk.minutes_pass(25 * 60);
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        let later = olha.asks("/suggest").await;
        assert!(later.text.contains("Розклад дирижаблів"), "{}", later.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_question_in_the_middle_is_answered_or_put_into_the_form() {
    for db in engines("req_question").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        let choice = olha.asks("тариф на водопостачання").await;
        assert_eq!(choice.labels(), ["Відповісти", "У форму"], "{}", choice.text);
        olha.presses("Відповісти");
        let answer = olha.hears().await;
        assert!(answer.text.contains("33,48"), "{}", answer.text);
        let bare = olha.hears().await;
        assert!(bare.edited && bare.labels().is_empty(), "{}", bare.text);
        assert!(olha.hears().await.text.contains("Крок 1 з 3"));
        olha.asks("тариф на водопостачання").await;
        olha.presses("У форму");
        let step = olha.hears().await;
        assert!(step.text.contains("Крок 2 з 3"), "{}", step.text);
        assert!(step.text.contains("тариф на водопостачання"), "{}", step.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn what_is_attached_goes_along() {
    for db in engines("req_attached").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/report").await;
        olha.sends_photo("");
        assert!(olha.hears().await.text.contains("ще й словами"));
        olha.asks("Дирижабль не там").await;
        olha.sends_voice();
        assert!(olha.hears().await.text.contains("Додано 2 вкладення"));
        olha.sends_document("акт.pdf", Bytes::from_static(b"%PDF"));
        assert!(olha.hears().await.text.contains("Додано 3 вкладення"));
        olha.sends_location(48.8, 29.4);
        assert!(olha.hears().await.text.contains("Додано 4 вкладення"));
        // Of an album it is spoken once, and every picture is counted.
        olha.sends_album(3);
        let mut said = olha.hears().await;
        assert!(!said.edited);
        let form = said.id;
        while !said.text.contains("Додано 7 вкладень") {
            said = olha.hears().await;
            assert!(said.edited && said.id == form, "{}", said.text);
        }
        silence(&olha).await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято"));
        let has = |kind: &'static str, count: usize| {
            move |telegram: &dovidka::playground::telegram::Telegram| {
                let messages = telegram.messages(GROUP, 0);
                let of_kind = messages.iter().filter(|message| !message.raw[kind].is_null());
                (of_kind.count() == count).then_some(())
            }
        };
        for (kind, count) in [("photo", 4), ("voice", 1), ("document", 1), ("location", 1)] {
            town.desk.telegram.waits_for(kind, has(kind, count)).await;
        }
        assert_eq!(letters::of(&mut town.read().await, 1).await.unwrap().len(), 7);
        town.closes().await;
    }
}

#[tokio::test]
async fn a_message_that_the_form_took_may_be_edited() {
    for db in engines("req_edited").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        olha.asks("/suggest").await;
        let what = olha.says("Розклад дирижаблів");
        let step = olha.hears().await;
        olha.edits(what, "Розклад повітряних куль");
        let edited = olha.hears().await;
        assert!(edited.edited && edited.id == step.id, "{}", edited.text);
        assert!(edited.text.contains("Розклад повітряних куль"), "{}", edited.text);
        assert!(edited.text.contains("Крок 2 з 3"), "{}", edited.text);
        // An album: the details, of which each picture may have some.
        olha.sends_album(2);
        let mut check = olha.hears().await;
        while !check.text.contains("Додано 2 вкладення") {
            check = olha.hears().await;
        }
        assert!(check.text.contains("Крок 3 з 3"), "{}", check.text);
        let all = town.desk.telegram.messages(OLHA, 0);
        let mut photos = all.iter().filter(|it| !it.raw["photo"].is_null());
        let photo = photos.next_back().unwrap().id;
        olha.edits_caption(photo, "на вежі");
        let edited = olha.hears().await;
        assert!(edited.edited && edited.id == check.id, "{}", edited.text);
        assert!(edited.text.contains("на вежі"), "{}", edited.text);
        // A button has shown the form in this very message since.
        olha.presses("Назад");
        olha.hears().await;
        olha.presses("Пропустити");
        olha.hears().await;
        // What would make it no matter is refused, and nothing is lost.
        olha.edits(what, "???");
        let refused = olha.hears().await;
        assert!(refused.text.contains("словами"), "{}", refused.text);
        assert!(refused.text.contains("Розклад повітряних куль"), "{}", refused.text);
        let town = Town { desk: town.desk.restarted().await, ..town };
        let olha = town.resident(OLHA);
        olha.edits(what, "Розклад\nповітряних куль");
        let said = |telegram: &dovidka::playground::telegram::Telegram| {
            let all = telegram.messages(OLHA, 0);
            all.into_iter().rev().find(|it| it.text.contains("Розклад\nповітряних куль\nна вежі"))
        };
        town.desk.telegram.waits_for("the draft to be edited after a restart", said).await;
        olha.presses("Надіслати");
        town.officers_read("Розклад\nповітряних куль\nна вежі").await;
        assert_eq!(town.matter(1).await.title, "Розклад");
        town.officers_read("Мешканець пише:\nна вежі").await;
        town.closes().await;
    }
}

#[tokio::test]
async fn who_joins_what_is_similar_has_said_it() {
    for db in engines("req_similar").await {
        let town = Town::open(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        let first = town.suggests(&olha, "Графік вивезення сміття по вулицях").await;
        town.suggests(&olha, "Перелік дитячих садків").await;
        taras.asks("/suggest").await;
        taras.asks("Коли забирають сміття, потрібен графік вивезення").await;
        taras.presses("Пропустити");
        let check = taras.hears().await;
        assert!(check.text.contains("Схоже вже чекає"), "{}", check.text);
        assert!(check.text.contains("чекає 1 людина"), "{}", check.text);
        assert!(!check.text.contains("садків"), "{}", check.text);
        taras.presses(&format!("Приєднатися до № {first}"));
        let joined = taras.hears().await;
        assert!(joined.text.starts_with("Ви приєдналися"), "{}", joined.text);
        assert!(joined.text.contains("чекають 2 людини"), "{}", joined.text);
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        let people = voices::of(&mut town.read().await, first).await.unwrap();
        assert!(people[1].question.starts_with("Коли забирають"), "{}", people[1].question);
        town.officers_read("Чекають 2 людини").await;
        // The form is over: words are questions again.
        assert!(taras.asks("тариф на воду").await.text.contains("33,48"));
        // One's own are not offered.
        olha.asks("/suggest").await;
        olha.asks("Графік вивезення сміття по вулицях міста").await;
        olha.presses("Пропустити");
        let check = olha.hears().await;
        assert!(!check.text.contains("Схоже вже"), "{}", check.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn limits_fold_and_hold_and_who_is_blocked_hears_why() {
    for db in engines("req_limits").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let first = town.suggests(&olha, "Розклад дирижаблів").await;
        let again = town.suggests(&olha, "Розклад дирижаблів").await;
        assert_eq!(first, again, "the same words are one matter");
        for what in ["Перша пропозиція", "Друга ідея", "Третя думка", "Четверта річ"]
        {
            town.suggests(&olha, what).await;
        }
        olha.asks("/suggest").await;
        olha.asks("Шоста справа").await;
        olha.presses("Пропустити");
        olha.hears().await;
        olha.presses("Надіслати");
        let refused = olha.hears().await;
        assert!(refused.text.contains("щонайбільше 5"), "{}", refused.text);
        town.desk.minutes_pass(61);
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.contains("Прийнято, № "));
        let mut tx = town.desk.db.write().await.unwrap();
        let until = town.now() + TimeDelta::days(2);
        let block = Block { person: OLHA, until, reason: "<b>спам</b>".to_owned() };
        blocks::add(&mut tx, town.bot, &block, 1, town.now()).await.unwrap();
        tx.commit().await.unwrap();
        let blocked = olha.asks("/suggest").await;
        assert!(blocked.text.contains("Причина: <b>спам</b>"), "{}", blocked.text);
        town.closes().await;
    }
}

/// An officer's letter to the resident, as it arrives.
async fn officer_writes(town: &Town, id: i64, person: i64, text: &str) {
    let mut tx = town.desk.db.write().await.unwrap();
    let new = letters::New {
        feedback: id,
        side: letters::Side::Officer,
        person: 5,
        chat: GROUP,
        message: 900,
        text,
    };
    let letter = letters::add(&mut tx, &new, town.now()).await.unwrap().unwrap();
    let call = Call::message(person, text);
    let row = outbox::queue(&mut tx, town.bot, &call, town.now()).await.unwrap();
    letters::copied(&mut tx, letter, row).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn ones_own_matters_are_a_book_and_letters_reach_the_officers() {
    for db in engines("req_my").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        for what in ["Перша пропозиція", "Друга ідея", "Третя думка", "Четверта річ"]
        {
            town.suggests(&olha, what).await;
        }
        town.desk.minutes_pass(61);
        for what in ["П’ята справа", "Шоста забаганка"] {
            town.suggests(&olha, what).await;
        }
        let book = olha.asks("/my").await;
        assert!(book.text.contains("Сторінка 1 з 2"), "{}", book.text);
        assert!(book.text.contains("№ 6 Шоста забаганка"), "{}", book.text);
        olha.presses("›");
        let second = olha.hears().await;
        assert!(second.edited && second.id == book.id, "{}", second.text);
        olha.presses("№ 1");
        let page = olha.hears().await;
        assert!(page.edited && page.text.contains("Стан: нове"), "{}", page.text);
        // Added to it.
        olha.presses("Дописати");
        assert!(olha.hears().await.text.starts_with("Напишіть або надішліть"));
        let letter = olha.says("тариф на воду дирижаблів");
        assert_eq!(olha.hears().await.text, "Передано раді, № 1");
        town.officers_read("тариф на воду дирижаблів").await;
        olha.edits(letter, "тариф на гелій");
        town.officers_read("тариф на гелій").await;
        // The next message is a question again.
        assert!(olha.asks("тариф на воду").await.text.contains("33,48"));
        // A reply to an officer's letter.
        officer_writes(&town, 1, OLHA, "Уточніть, будь ласка").await;
        let asked = olha.hears().await;
        assert_eq!(asked.text, "Уточніть, будь ласка");
        olha.replies(asked.id, "Уточнюю: синій дирижабль");
        assert_eq!(olha.hears().await.text, "Передано раді, № 1");
        town.officers_read("синій дирижабль").await;
        olha.asks("/my").await;
        olha.presses("›");
        olha.hears().await;
        olha.presses("№ 1");
        let page = olha.hears().await;
        for words in ["ви: тариф на гелій", "рада: Уточніть", "ви: Уточнюю"]
        {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        olha.presses("Відкликати");
        assert!(olha.hears().await.text.starts_with("Справді відкликати?"));
        olha.presses("Так, відкликати");
        assert!(olha.hears().await.text.starts_with("Відкликано."));
        assert_eq!(town.matter(1).await.state, State::Withdrawn);
        town.officers_read("Мешканець відкликав").await;
        // Nothing is added to what is over.
        olha.replies(asked.id, "Ще одне");
        assert!(olha.hears().await.text.contains("уже завершено"));
        town.closes().await;
    }
}

#[tokio::test]
async fn after_the_end_it_is_rated_and_opened_again() {
    for db in engines("req_rate").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let id = town.suggests(&olha, "Розклад дирижаблів").await;
        town.officers_read("Розклад дирижаблів").await;
        let due = town.matter(id).await.due_at;
        town.ends(id).await;
        olha.presses("Мої звернення");
        let page = olha.hears().await;
        assert!(page.text.contains("Справді виправлено?"), "{}", page.text);
        olha.presses("4 ★");
        assert!(olha.hears().await.text.contains("Ваша оцінка: 4"));
        town.officers_read("Оцінка мешканця: 4 з 5").await;
        town.desk.minutes_pass(3 * 24 * 60);
        olha.presses("відкрити знову");
        let again = olha.hears().await;
        assert!(again.text.starts_with("Відкрито знову"), "{}", again.text);
        town.officers_read("питання лишилося").await;
        let matter = town.matter(id).await;
        assert_eq!((matter.state, matter.outcome()), (State::New, None));
        assert!(matter.due_at > due && matter.closed_at.is_none() && matter.reminded == 0);
        assert_eq!(matter.extended_at, None, "a new term is no extension");
        town.closes().await;
    }
}

#[tokio::test]
async fn all_see_what_is_asked_for_and_one_has_one_vote() {
    for db in engines("req_public").await {
        let town = Town::open(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        let first = town.suggests(&olha, "Перша пропозиція").await;
        let second = town.suggests(&olha, "Друга ідея").await;
        let list = taras.asks("/requests").await;
        assert!(list.text.find("Друга") < list.text.find("Перша"), "{}", list.text);
        taras.presses(&format!("№ {first}"));
        let page = taras.hears().await;
        assert_eq!(page.labels(), ["Приєднатися", "‹ Усі"]);
        let join = page.buttons[0][0].data.clone().unwrap();
        taras.presses("Приєднатися");
        assert!(taras.hears().await.text.contains("чекають 2 людини"));
        taras.presses_data(page.id, &join);
        taras.hears().await;
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        let popular = taras.asks("/requests").await;
        assert!(popular.text.find("Перша") < popular.text.find("Друга"), "{}", popular.text);
        taras.presses("Найновіші");
        let new = taras.hears().await;
        assert!(new.edited && new.text.find("Друга") < new.text.find("Перша"), "{}", new.text);
        town.ends(second).await;
        taras.presses("За голосами");
        assert!(taras.hears().await.text.contains("відповідь надано"));
        taras.presses(&format!("№ {first}"));
        taras.hears().await;
        taras.presses("Зняти голос");
        let left = taras.hears().await;
        assert!(left.text.starts_with("Ваш голос знято"), "{}", left.text);
        assert_eq!(town.voices(first).await, [OLHA]);
        taras.presses("Приєднатися");
        taras.hears().await;
        assert_eq!(town.voices(first).await, [OLHA, TARAS]);
        // A stranger's press of an owner's button does nothing.
        taras.presses_data(page.id, &format!("k:{first}:gone"));
        taras.hears_within(std::time::Duration::from_millis(500)).await;
        assert_eq!(town.matter(first).await.state, State::New);
        // Who began it steps back, and it stays for who joined.
        olha.asks("/my").await;
        olha.presses(&format!("№ {first}"));
        olha.hears().await;
        olha.presses("Відкликати");
        olha.hears().await;
        olha.presses("Так, відкликати");
        assert!(olha.hears().await.text.contains("Інші ще чекають"));
        assert_eq!(town.matter(first).await.state, State::New);
        assert_eq!(town.voices(first).await, [TARAS]);
        town.closes().await;
    }
}

/// Every row of every table, as text.
async fn everything(db: &Db) -> Vec<String> {
    let mut rows = Vec::new();
    match db {
        Db::Sqlite { readers, .. } => {
            let tables: Vec<(String,)> = sqlx::query_as(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            )
            .fetch_all(readers)
            .await
            .unwrap();
            for (table,) in tables {
                let columns: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT name FROM pragma_table_info('{table}')"
                )))
                .fetch_all(readers)
                .await
                .unwrap();
                let all =
                    columns.iter().map(|(name,)| format!("COALESCE(CAST(\"{name}\" AS TEXT), '')"));
                let all = all.collect::<Vec<_>>().join(" || ' ' || ");
                let found: Vec<(Vec<u8>,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT CAST({all} AS BLOB) FROM \"{table}\""
                )))
                .fetch_all(readers)
                .await
                .unwrap();
                let text = |row: Vec<u8>| String::from_utf8_lossy(&row).into_owned();
                rows.extend(found.into_iter().map(|(row,)| format!("{table}: {}", text(row))));
            }
        }
        Db::Postgres(pool) => {
            let tables: Vec<(String,)> = sqlx::query_as(
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
            )
            .fetch_all(pool)
            .await
            .unwrap();
            for (table,) in tables {
                let found: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT CAST(t.* AS TEXT) FROM \"{table}\" AS t"
                )))
                .fetch_all(pool)
                .await
                .unwrap();
                rows.extend(found.into_iter().map(|(row,)| format!("{table}: {row}")));
            }
        }
    }
    rows
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_trace_but_what_is_public() {
    for db in engines("req_forget").await {
        let town = Town::open(db).await;
        let (olha, taras) = (town.resident(OLHA), town.resident(TARAS));
        olha.asks("/lang").await;
        olha.presses("Українська");
        olha.hears().await;
        olha.hears_within(std::time::Duration::from_millis(300)).await;
        olha.asks("розклад цепелінів").await;
        olha.presses("Запросити дані");
        olha.hears().await;
        olha.asks("Подробиця-зникома").await;
        olha.presses("Показати моє ім’я");
        olha.hears().await;
        olha.presses("Надіслати");
        let shared = number(&olha.hears().await);
        olha.asks("/ask_council").await;
        olha.asks("Таємниця-зникома").await;
        olha.asks("Ольга Зникома\nznykoma@example.ua").await;
        olha.presses("Надіслати");
        let formal = number(&olha.hears().await);
        let held = town.suggests(&taras, "Перелік дирижаблів").await;
        olha.asks("/requests").await;
        olha.presses(&format!("№ {held}"));
        olha.hears().await;
        olha.presses("Приєднатися");
        olha.hears().await;
        olha.presses("Дописати");
        olha.hears().await;
        olha.asks("Лист-зникомий").await;
        town.officers_read("Лист-зникомий").await;
        olha.asks("/suggest").await;
        olha.asks("Чернетка-зникома").await;
        let kept = everything(&town.desk.db).await;
        let id = OLHA.to_string();
        assert!(kept.iter().any(|row| row.contains(&id) && row.contains("зником")));
        // Asked once more, and the first time kept.
        let sure = olha.asks("/forget_me").await;
        olha.hears().await; // the draft was left
        assert!(sure.text.starts_with("Стерти все"), "{}", sure.text);
        olha.presses("Ні");
        assert_eq!(olha.hears().await.text, "Гаразд, нічого не стерто.");
        olha.asks("/forget_me").await;
        olha.presses("Так, стерти все");
        let gone = olha.hears().await;
        assert!(gone.text.starts_with("Стерто."), "{}", gone.text);
        // The officers no longer see them either.
        let clean = |telegram: &dovidka::playground::telegram::Telegram| {
            let messages = telegram.messages(GROUP, 0);
            let trace = |message: &Message| {
                message.text.contains("зником") || message.text.contains("Зником")
            };
            (!messages.iter().any(trace)).then_some(())
        };
        town.desk.telegram.waits_for("the officers' group to be clean", clean).await;
        // Nor is anything left, down to whom the last word was said.
        let traces = [&*id, "зником", "Зником", "znykoma"];
        let mut left = Vec::new();
        for _ in 0..100 {
            left = everything(&town.desk.db).await;
            left.retain(|row| traces.iter().any(|trace| row.contains(trace)));
            if left.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(left, [""; 0]);
        // What is public stays, and a request of which nobody would hear is over.
        let matter = town.matter(shared).await;
        assert_eq!((&*matter.title, matter.voices), ("розклад цепелінів", 1));
        assert_eq!(town.matter(held).await.voices, 2);
        assert_eq!(town.matter(formal).await.state, State::Withdrawn);
        assert!(taras.asks("/requests").await.text.contains("розклад цепелінів"));
        // A clean sheet.
        assert!(olha.asks("/my").await.text.starts_with("Звернень ще немає"));
        town.closes().await;
    }
}

#[tokio::test]
async fn ones_own_data_are_had_as_a_document() {
    for db in engines("req_export").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let id = town.suggests(&olha, "Розклад дирижаблів").await;
        town.suggests(&town.resident(TARAS), "Чужа пропозиція").await;
        let privacy = olha.asks("/privacy").await;
        assert!(privacy.text.contains("/forget_me") && privacy.text.contains("1095 дн."));
        olha.presses("Мої дані файлом");
        let file = olha.hears().await;
        let document = &file.raw["document"]["file_id"];
        let bytes = town.desk.telegram.file(document.as_str().unwrap()).unwrap();
        let data: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(data["telegram"], OLHA);
        assert_eq!(data["matters"][0]["number"], id);
        assert_eq!(data["matters"][0]["title"], "Розклад дирижаблів");
        assert_eq!(data["matters"].as_array().unwrap().len(), 1);
        assert!(!String::from_utf8_lossy(&bytes).contains("Чужа"));
        let same = olha.asks("/export_me").await;
        assert!(!same.raw["document"].is_null());
        town.closes().await;
    }
}

#[tokio::test]
async fn hostile_text_breaks_nothing() {
    for db in engines("req_hostile").await {
        let town = Town::open(db).await;
        for (person, text) in (100..).zip([
            "<b>жирний</b> & <script>alert(1)</script>".to_owned(),
            "\u{202e}\u{2066}дирижабль".to_owned(),
            "щ".repeat(4_096),
            format!("школа {}", "🏫".repeat(2_000)),
            "ї\u{0}ї'; DROP TABLE feedback; --".to_owned(),
            "a\u{301}".repeat(1_500),
        ]) {
            let person = town.resident(person);
            let id = town.suggests(&person, &text).await;
            for command in ["/my", "/requests"] {
                let list = person.asks(command).await;
                assert!(list.text.encode_utf16().count() <= 4_096, "{text:?}");
                person.presses(&format!("№ {id}"));
                assert!(!person.hears().await.text.contains('\u{202e}'));
            }
            town.desk.minutes_pass(61);
        }
        let olha = town.resident(OLHA);
        let page = olha.asks("/my").await;
        for data in
            ["q:send:99", "k:999:withdraw", "k:1:gone", "k:1:rate:5", "k:1:reopen", "k:1:write"]
        {
            olha.presses_data(page.id, data);
            olha.hears_within(std::time::Duration::from_millis(500)).await;
        }
        assert_eq!(town.matter(1).await.state, State::New);
        assert_eq!(town.voices(1).await, [100]);
        town.closes().await;
    }
}

#[tokio::test]
async fn without_officers_a_matter_waits_for_them() {
    for db in engines("req_alone").await {
        let desk = Desk::open(db).await;
        let olha = desk.telegram.resident(OLHA);
        let form = olha.asks("/ask_council").await;
        assert!(form.text.contains("письмово або електронною поштою"), "{}", form.text);
        olha.asks("/suggest").await;
        olha.asks("Розклад дирижаблів").await;
        olha.sends_photo("");
        olha.hears().await;
        olha.presses("Надіслати");
        assert!(olha.hears().await.text.starts_with("Прийнято, № 1"));
        let bot = Api::new(&desk.telegram.token(), desk.telegram.url()).unwrap().bot();
        let mut tx = desk.db.read().await.unwrap();
        let waiting = feedback::without_topic(&mut tx, bot).await.unwrap();
        assert_eq!(waiting.iter().map(|matter| matter.id).collect::<Vec<_>>(), [1]);
        assert_eq!(letters::of(&mut tx, 1).await.unwrap().len(), 1, "to be told when it is posted");
        drop(tx);
        desk.closes().await;
    }
}

#[tokio::test]
async fn in_a_group_a_matter_begins_at_once() {
    for db in engines("req_group").await {
        let town = Town::open(db).await;
        town.desk.telegram.group(-5, ChatKind::Group, "Двір");
        let olha = town.desk.telegram.member(-5, OLHA);
        olha.asks("@dovidka_test_bot розклад дирижаблів").await;
        olha.presses("Запросити дані");
        let sent = olha.hears().await;
        assert!(sent.text.starts_with("Прийнято, № 1"), "{}", sent.text);
        olha.presses("Запросити дані");
        silence(&olha).await;
        assert_eq!(town.voices(1).await, [OLHA]);
        let private = olha.asks("/suggest@dovidka_test_bot").await;
        assert!(private.text.contains("в особисті"), "{}", private.text);
        let list = olha.asks("/requests@dovidka_test_bot").await;
        assert!(list.text.contains("№ 1 розклад дирижаблів"), "{}", list.text);
        // What is added to it belongs in private.
        olha.presses_data(list.id, "k:1:gone");
        silence(&olha).await;
        assert_eq!(town.matter(1).await.state, State::New);
        town.closes().await;
    }
}

#[tokio::test]
async fn impatience_sends_once() {
    let desk = desk().await;
    let olha = desk.telegram.resident(OLHA);
    olha.asks("/suggest").await;
    olha.asks("Розклад дирижаблів").await;
    olha.presses("Пропустити");
    let check = olha.hears().await;
    let send = check.buttons.iter().flatten().find(|button| button.text == "Надіслати").unwrap();
    for _ in 0..3 {
        olha.presses_data(check.id, send.data.as_deref().unwrap());
    }
    assert!(olha.hears().await.text.starts_with("Прийнято, № 1"));
    silence(&olha).await;
    assert!(!olha.asks("/my").await.text.contains("№ 2"));
    desk.closes().await;
}

#[tokio::test]
async fn who_speaks_english_is_spoken_to_in_english() {
    for db in engines("req_english").await {
        let town = Town::open(db).await;
        let john = town.resident(TARAS).speaking("en");
        let mut heard = vec![john.asks("/ask_council").await];
        heard.push(john.asks("Copy of the zeppelin contract").await);
        heard.push(john.asks("John").await);
        heard.push(john.asks("John Smith\njohn@example.com").await);
        assert!(heard[3].text.contains("working days"), "{}", heard[3].text);
        john.presses("Send");
        heard.push(john.hears().await);
        assert!(heard[4].text.starts_with("Received, № 1"), "{}", heard[4].text);
        for command in ["/my", "/requests", "/privacy", "/forget_me"] {
            heard.push(john.asks(command).await);
        }
        for message in &heard {
            let cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
            assert!(!message.text.contains(cyrillic), "{}", message.text);
            let labels = message.labels().concat();
            assert!(!labels.contains(cyrillic), "{labels}");
        }
        // The officers are written to in Ukrainian.
        let header = town.officers_read("Copy of the zeppelin contract").await;
        assert!(header.text.contains("Запит на публічну інформацію"), "{}", header.text);
        town.closes().await;
    }
}

#[tokio::test]
async fn long_after_the_end_words_and_people_are_erased() {
    for db in engines("req_retire").await {
        let town = Town::open(db).await;
        let olha = town.resident(OLHA);
        let over = town.suggests(&olha, "Розклад дирижаблів\nподробиці").await;
        let open = town.suggests(&olha, "Перелік цепелінів\nподробиці").await;
        town.ends(over).await;
        let mut tx = town.desk.db.write().await.unwrap();
        let retired = personal::retire(&mut tx, town.now() - TimeDelta::days(1)).await.unwrap();
        assert_eq!(retired, 0, "it ended today");
        let retired = personal::retire(&mut tx, town.now() + TimeDelta::days(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(retired, 1);
        let matter = town.matter(over).await;
        assert_eq!((&*matter.title, &*matter.details), ("Розклад дирижаблів", ""));
        assert_eq!(town.voices(over).await, [0]);
        assert_eq!(town.voices(open).await, [OLHA]);
        assert!(town.matter(open).await.details.contains("подробиці"));
        town.closes().await;
    }
}
