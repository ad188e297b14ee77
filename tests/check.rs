//! `dovidka check` of the officers' group, on both databases:
//!
//! 1. The group that was bound is looked at, not the one that the configuration began with.
//! 2. In one with topics the bot must be able to manage them; in one without it must be in it.
//! 3. A group that moved is looked at where it is now.

use std::process::Command;

use dovidka::{
    config::{Config, Environment},
    db::Db,
    playground::telegram::{Kind, Role, Telegram},
    store::{
        chats,
        officers::{self, Group},
    },
    telegram::Api,
};
use serde_json::Value;

#[path = "common/engines.rs"]
#[expect(dead_code, reason = "the program opens its database itself")]
mod engines;
use engines::postgres_url;

const FORUM: i64 = -1_001;
const PLAIN: i64 = -1_002;
const MOVED: i64 = -1_003;
const CONFIG: &str = "[council]\nname = { uk = \"Рада\" }\n[telegram]\nofficers_chat = -9\n
    [[source]]\nid = \"folder\"\nkind = \"folder\"\nurl = \".\"\n";

/// A council whose database the program and the test share.
struct Town {
    folder: tempfile::TempDir,
    url: String,
    telegram: Telegram,
    db: Db,
    bot: i64,
}

impl Town {
    async fn open(engine: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = if engine == 0 {
            format!("sqlite:{}", folder.path().join("d.db").display())
        } else {
            postgres_url("check").await
        };
        std::fs::write(folder.path().join("dovidka.toml"), CONFIG).unwrap();
        let telegram = Telegram::start().await.unwrap();
        telegram.forum(FORUM, "Відділи");
        telegram.group(PLAIN, Kind::Supergroup, "Приймальня");
        // The program makes the database its own.
        let environment = Environment::from(|name| (name == "DATABASE_URL").then(|| url.clone()));
        let config = Some(Config::parse(CONFIG).unwrap());
        let clock = telegram.clock();
        let app = dovidka::app::App::open(config, &environment.unwrap(), clock).await.unwrap();
        let bot = Api::new(&telegram.token(), telegram.url()).unwrap().bot();
        Self { folder, url, telegram, db: app.db, bot }
    }

    async fn binds(&self, chat: i64, forum: bool) {
        let mut tx = self.db.write().await.unwrap();
        let now = (self.telegram.clock())();
        officers::bind(&mut tx, self.bot, Group { chat, forum }, 1, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The exit status, whether the group is well, and what is said of it.
    async fn checked(&self) -> (i32, bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dovidka"));
        command
            .args(["check", "--json", "--lang", "uk"])
            .current_dir(self.folder.path())
            .env_clear()
            .env("TELOXIDE_TOKEN", self.telegram.token())
            .env("TELOXIDE_API_URL", self.telegram.url())
            .env("DATABASE_URL", &self.url);
        // Off the threads that play Telegram.
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of_group = lines.filter(|line| line["name"] == "Група посадовців");
        let [line] = &of_group.collect::<Vec<_>>()[..] else {
            panic!("{out} {}", String::from_utf8_lossy(&output.stderr))
        };
        let said = line["detail"].as_str().unwrap().to_owned();
        (output.status.code().unwrap(), line["ok"] == true, said)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_group_that_was_bound_is_looked_at_where_it_is_now() {
    for engine in 0..2 {
        let town = Town::open(engine).await;
        let (status, well, said) = town.checked().await;
        assert_eq!((status, well), (1, false), "the configured one is none: {said}");
        town.binds(FORUM, true).await;
        assert_eq!(town.checked().await, (0, true, "Відділи".to_owned()));
        town.telegram.bot_lacks(FORUM, &["can_manage_topics"]);
        let (status, well, said) = town.checked().await;
        assert_eq!((status, well), (1, false));
        assert!(said.contains("«Відділи» бот не може керувати темами"), "{said}");

        // Without topics it is enough to be there.
        town.binds(PLAIN, false).await;
        assert_eq!(town.checked().await, (0, true, "Приймальня".to_owned()));
        let mut tx = town.db.write().await.unwrap();
        let (from, to) = (PLAIN.to_string(), MOVED.to_string());
        chats::migrate(&mut tx, town.bot, &from, &to).await.unwrap();
        tx.commit().await.unwrap();
        town.telegram.group(MOVED, Kind::Supergroup, "Нова приймальня");
        assert_eq!(town.checked().await, (0, true, "Нова приймальня".to_owned()));
        town.telegram.bot_is(MOVED, Role::Left);
        let (status, well, said) = town.checked().await;
        assert_eq!((status, well), (1, false), "{said}");
        // One that was bound with topics and has none any more.
        town.binds(PLAIN, true).await;
        town.telegram.bot_is(MOVED, Role::Administrator);
        let (status, well, said) = town.checked().await;
        assert_eq!((status, well), (1, false));
        assert!(said.contains("вимкнено теми"), "{said}");
    }
}
