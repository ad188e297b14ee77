//! The bot at work between residents and officers, over the small council.

use std::ops::Deref;

use dovidka::{
    bot::Settings,
    db::Db,
    feedback::{Outcome, State},
    playground::telegram::{Kind, Resident},
    store::feedback::{self, Change},
};

#[path = "bot.rs"]
pub(crate) mod bot;
#[path = "engines.rs"]
pub(crate) mod engines;
#[path = "town.rs"]
pub(crate) mod town;

use bot::Desk;
use town::{ADMIN, GROUP, Town, number};

/// Forms are pressed through: on a busy machine a faster clock would have presses grow too old.
const SPEED: f64 = 6.0;

/// Two residents whose numbers stand nowhere by chance.
pub(crate) const OLHA: i64 = 770_077_123;
pub(crate) const TARAS: i64 = 770_088_456;

/// A bot with an admin, and a group for officers.
pub(crate) struct Hall {
    pub(crate) desk: Desk,
    pub(crate) admin: Resident,
    town: Town,
}

impl Deref for Hall {
    type Target = Town;

    fn deref(&self) -> &Town {
        &self.town
    }
}

fn without_group(settings: &mut Settings) {
    settings.admins = vec![ADMIN];
    settings.questions_per_minute = 1_000;
    settings.feedback.appeals = Some("rada@example.ua".to_owned());
}

fn with_group(settings: &mut Settings) {
    without_group(settings);
    settings.officers_chat = Some(GROUP);
}

impl Hall {
    /// One whose group is yet to be bound, and whose admin has said something.
    pub(crate) async fn open(db: Db) -> Self {
        Self::unbound(db, true).await
    }

    /// The same, where the group may have no topics.
    pub(crate) async fn unbound(db: Db, forum: bool) -> Self {
        let desk = Desk::with(db, without_group).await;
        let hall = Self::of(desk, forum);
        hall.admin.asks("/help").await;
        hall
    }

    /// One whose group is in the configuration.
    pub(crate) async fn staffed(db: Db) -> Self {
        Self::of(Desk::at_speed(db, with_group, SPEED).await, true)
    }

    fn of(desk: Desk, forum: bool) -> Self {
        if forum {
            desk.telegram.forum(GROUP, "Працівники");
        } else {
            desk.telegram.group(GROUP, Kind::Supergroup, "Працівники");
        }
        let admin = desk.telegram.resident(ADMIN);
        let town = Town::new(desk.telegram.clone(), desk.db.clone(), desk.clock());
        Self { desk, admin, town }
    }

    /// The same after the process ended and began again.
    pub(crate) async fn restarted(self) -> Self {
        Self { desk: self.desk.restarted().await, ..self }
    }

    pub(crate) async fn closes(self) {
        self.desk.closes().await;
    }

    /// A suggestion of `person`, sent.
    pub(crate) async fn suggests(&self, person: &Resident, what: &str) -> i64 {
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

    /// The matter is closed as answered, and nobody is told.
    pub(crate) async fn ends(&self, id: i64) {
        let seen = self.get(id).await.version;
        let change = Change {
            state: Some(State::Closed),
            outcome: Some(Outcome::Answered),
            ..Change::default()
        };
        let mut tx = self.db.write().await.unwrap();
        assert!(feedback::change(&mut tx, id, seen, &change, self.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    // ---- officers -----------------------------------------------------------------------------

    /// The code that `/bind` gives.
    pub(crate) async fn code(&self) -> String {
        let told = self.admin.asks("/bind").await;
        let line = told.text.lines().last().unwrap().to_owned();
        assert!(line.starts_with("/bind@"), "{}", told.text);
        line.split(' ').nth(1).unwrap().to_owned()
    }

    /// Binds the group.
    pub(crate) async fn bound(&self) {
        let code = self.code().await;
        self.member(ADMIN).says(&format!("/bind {code}"));
        self.group("Групу прив’язано").await;
    }

    /// A link for an officer of the department on the button, or for an admin.
    pub(crate) async fn link(&self, labels: &[&str]) -> String {
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
    pub(crate) async fn officer(&self, person: i64, department: &str) -> Resident {
        let link = self.link(&["Працівника", department]).await;
        let officer = self.resident(person);
        officer.opens(&link);
        let welcome = officer.hears().await;
        assert!(welcome.text.starts_with("Вітаю"), "{}", welcome.text);
        officer
    }
}
