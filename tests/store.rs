//! The store keeps these promises, on both engines:
//!
//! 1. A unit of work that is cut anywhere leaves no trace and does no harm to the next.
//! 2. The catalogue knows what is published now and what once was; changes are told in order.
//! 3. A file's content is visible when whole, the one before it is kept, of older ones only the hash.
//! 4. A job and a bot have one holder at a time, and who lost one writes nothing any more.
//! 5. An update is stored once, claimed in order, and done only by its last claimant; then its text is erased.
//! 6. A call waits for its time and for the call it needs; only the holder of the bot makes it. Of who is forgotten it
//!    does not tell.
//! 7. Of two that change a conversation, an answer's buttons or a request at once one wins.
//! 8. An answer's buttons work for 90 days in the chat where it was given.
//! 9. What is known of a chat follows it through its moves.

mod common {
    pub(crate) mod cut;
    pub(crate) mod engines;
}

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use common::{cut::cut_after, engines::engines};
use dovidka::{
    answer::Source,
    catalog::{Change, Dataset, Field, Resource, TableChange, What},
    db::{Db, Tx},
    feedback::{Calendar, Deadline, Kind, Outcome, State, Term},
    harvest::Reason,
    store::{
        answers, catalog, changes, chats,
        conversation::{self, Key},
        feedback::{self, sources, voices},
        files::{self, NewVersion, Validators},
        inbox::{self, Arrival},
        jobs, lease,
        outbox::{self, Call, Claim, IfUnknown},
        personal,
    },
    telegram::Priority,
};
use serde_json::{Value, json};

const BOT: i64 = 42;

/// A moment, in seconds after the tests' first one.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_440_200 + seconds, 0).unwrap()
}

/// One store function as a unit of work of its own.
macro_rules! unit {
    ($db:expr, $module:ident::$function:ident($($argument:expr),* $(,)?)) => {{
        let mut tx = $db.write().await.unwrap();
        let found = $module::$function(&mut tx, $($argument),*).await.unwrap();
        tx.commit().await.unwrap();
        found
    }};
}

// 1

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_of_work_that_is_cut_anywhere_leaves_no_trace_and_does_no_harm() {
    for db in engines("st_cut").await {
        assert_eq!(unit!(db, catalog::raise_version()), 1);
        for polls in 0..40 {
            let reads = async {
                let mut tx = db.read().await.unwrap();
                catalog::version(&mut tx).await.unwrap();
                catalog::version(&mut tx).await.unwrap();
            };
            cut_after(polls % 10, reads).await;
            let writes = async {
                let mut tx = db.write().await.unwrap();
                catalog::raise_version(&mut tx).await.unwrap();
                catalog::raise_version(&mut tx).await.unwrap();
            };
            cut_after(polls % 13, writes).await;
        }
        assert_eq!(unit!(db, catalog::version()), 1);
        assert_eq!(unit!(db, catalog::raise_version()), 2);
    }
}

// 2

fn dataset(id: &str, title: &str) -> Dataset {
    Dataset {
        source: "portal".to_owned(),
        id: id.to_owned(),
        title: title.to_owned(),
        modified: Some(at(5)),
        resources: vec![Resource { id: "r".to_owned(), size: Some(7), ..Resource::default() }],
        ..Dataset::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_knows_what_is_published_and_what_once_was() {
    for db in engines("st_catalog").await {
        let (one, two) = (dataset("1", "перший"), dataset("2", "другий"));
        unit!(db, catalog::upsert(&one, at(0)));
        unit!(db, catalog::upsert(&two, at(0)));
        unit!(db, catalog::gone("portal", "1", at(1)));
        assert_eq!(unit!(db, catalog::datasets()), std::slice::from_ref(&two));
        assert_eq!(
            unit!(db, catalog::of_source("portal")),
            [(one.clone(), true), (two.clone(), false)]
        );
        assert_eq!(unit!(db, catalog::of_source("other")), []);
        let back = Dataset { title: "знову".to_owned(), ..one };
        unit!(db, catalog::upsert(&back, at(2)));
        assert_eq!(
            unit!(db, catalog::datasets()),
            [back, two],
            "in the order of their first coming"
        );
        assert_eq!(unit!(db, catalog::version()), 0);
        assert_eq!((unit!(db, catalog::raise_version()), unit!(db, catalog::version())), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_told_in_order_and_as_they_were_kept() {
    for db in engines("st_changes").await {
        let field =
            Field { name: "title".to_owned(), before: "а".to_owned(), after: "б".to_owned() };
        let table = TableChange {
            name: Some("Аркуш1".to_owned()),
            columns_added: vec!["перон".to_owned()],
            rows_added: 2,
            added: vec![vec!["1".to_owned(), "\u{1f68c}".to_owned()]],
            ..TableChange::default()
        };
        let whats = [
            What::Appeared,
            What::Gone,
            What::ResourceAdded,
            What::ResourceRemoved,
            What::Metadata { fields: vec![field] },
            What::Content { before: "0".to_owned(), after: "1".to_owned(), tables: vec![table] },
        ];
        let kept: Vec<Change> = (0..)
            .zip(whats)
            .map(|(second, what)| Change {
                source: "portal".to_owned(),
                dataset: "1".to_owned(),
                resource: (second % 2 == 1).then(|| "r".to_owned()),
                at: at(second),
                what,
            })
            .collect();
        for change in &kept {
            unit!(db, changes::add(change));
        }
        let found = unit!(db, changes::after(0, 100));
        let (numbers, changes): (Vec<i64>, Vec<Change>) = found.into_iter().unzip();
        assert_eq!(changes, kept);
        assert!(numbers.is_sorted());
        let rest = unit!(db, changes::after(numbers[3], 1));
        assert_eq!(rest, [(numbers[4], kept[4].clone())]);
    }
}

// 3

/// Keeps `bytes` as the next content of `file` up to its last chunk; returns the version.
async fn begin(db: &Db, file: i64, bytes: &[u8], seconds: i64) -> i64 {
    let sha256 = format!("hash of {seconds}");
    let new = NewVersion {
        sha256: &sha256,
        size: bytes.len(),
        content_type: Some("text/csv"),
        dated: Some(at(seconds - 1)),
    };
    let version = unit!(db, files::begin(file, &new, at(seconds)));
    for (number, chunk) in (0..).zip(bytes.chunks(files::CHUNK)) {
        unit!(db, files::add_chunk(version, number, &files::pack(chunk)));
    }
    version
}

#[tokio::test(flavor = "multi_thread")]
async fn a_content_is_visible_when_whole_and_the_one_before_is_kept() {
    for db in engines("st_files").await {
        let file = unit!(db, files::ensure("portal", "d", "r"));
        assert_eq!(unit!(db, files::ensure("portal", "d", "r")), file);
        assert_ne!(unit!(db, files::ensure("portal", "d", "r2")), file);
        let known = async || unit!(db, files::current()).remove(0);

        let large: Vec<u8> =
            (0..2 * files::CHUNK + 5).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let first = begin(&db, file, &large, 1).await;
        assert_eq!((known().await.version, known().await.sha256), (None, None), "not yet");
        unit!(db, files::finish(file, first));
        let validators = Validators {
            url: "u",
            etag: Some("\"1\""),
            portal_date: Some(at(9)),
            ..Validators::default()
        };
        unit!(db, files::confirmed(file, &validators, at(2)));
        let seen = known().await;
        assert_eq!(
            (seen.version, seen.previous, seen.size),
            (Some(first), None, Some(i64::try_from(large.len()).unwrap()))
        );
        assert_eq!(
            (seen.url.as_str(), seen.etag.as_deref(), seen.portal_date),
            ("u", Some("\"1\""), Some(at(9)))
        );
        assert_eq!(
            (seen.dated, seen.first_seen, seen.checked_at),
            (Some(at(0)), Some(at(1)), Some(at(2)))
        );
        assert_eq!(unit!(db, files::bytes(first)), large);

        // A process that dies in the middle leaves what the next one sweeps; what is whole stays.
        let half = begin(&db, file, b"half", 3).await;
        assert_eq!(known().await.version, Some(first));
        unit!(db, files::sweep());
        assert_eq!(unit!(db, files::bytes(half)), b"");
        assert_eq!(unit!(db, files::bytes(first)), large);

        let second = begin(&db, file, b"second", 4).await;
        unit!(db, files::finish(file, second));
        assert_eq!((known().await.version, known().await.previous), (Some(second), Some(first)));
        assert_eq!(unit!(db, files::bytes(first)), large);
        let third = begin(&db, file, b"third", 5).await;
        unit!(db, files::finish(file, third));
        assert_eq!((known().await.version, known().await.previous), (Some(third), Some(second)));
        assert_eq!(unit!(db, files::bytes(third)), b"third");
        assert_eq!(unit!(db, files::bytes(second)), b"second");
        assert_eq!(unit!(db, files::bytes(first)), b"", "only its hash stays");
        // A version that feedback is about is kept, whatever comes after.
        let about = Source { dataset: "d".to_owned(), ..Source::default() };
        let sources = [(about, "hash of 4".to_owned())];
        unit!(db, feedback::add(&matter(&sources), at(5)));
        let fourth = begin(&db, file, b"fourth", 6).await;
        unit!(db, files::finish(file, fourth));
        let third = {
            let fifth = begin(&db, file, b"fifth", 7).await;
            unit!(db, files::finish(file, fifth));
            assert_eq!(unit!(db, files::bytes(second)), b"second", "it is complained of");
            assert_eq!(unit!(db, files::bytes(third)), b"");
            fifth
        };

        let reason = Reason::Status { code: 503 };
        unit!(db, files::failed(file, &reason));
        let seen = known().await;
        assert_eq!((seen.version, seen.error.map(|error| error.0)), (Some(third), Some(reason)));
        unit!(db, files::confirmed(file, &validators, at(6)));
        assert_eq!(known().await.error, None);
    }
}

// 4

#[tokio::test(flavor = "multi_thread")]
async fn a_job_has_one_holder_at_a_time() {
    for db in engines("st_jobs").await {
        assert_eq!(unit!(db, jobs::get("harvest")), None);
        assert_eq!(unit!(db, jobs::begin("harvest", "a", at(0), at(30))), Some(1));
        assert_eq!(unit!(db, jobs::begin("harvest", "b", at(29), at(60))), None);
        assert_eq!(unit!(db, jobs::begin("export", "b", at(29), at(60))), Some(1), "another job");
        assert!(unit!(db, jobs::hold("harvest", 1, at(45))));
        assert_eq!(unit!(db, jobs::begin("harvest", "b", at(44), at(74))), None);
        // Its term runs out: another takes it, and the first one learns of it at its next write.
        assert_eq!(unit!(db, jobs::begin("harvest", "b", at(45), at(75))), Some(2));
        assert!(!unit!(db, jobs::hold("harvest", 1, at(90))));
        unit!(db, jobs::done("harvest", 1, at(50)));
        let job = unit!(db, jobs::get("harvest")).unwrap();
        assert_eq!(
            (job.epoch, job.until, job.begun_at, job.done_at),
            (2, at(75), Some(at(45)), None)
        );
        unit!(db, jobs::done("harvest", 2, at(60)));
        assert_eq!(unit!(db, jobs::get("harvest")).unwrap().done_at, Some(at(60)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_has_one_holder_at_a_time() {
    for db in engines("st_lease").await {
        assert_eq!(unit!(db, lease::take(BOT, None)), Some(1));
        assert_eq!(unit!(db, lease::take(BOT, None)), None, "another was quicker");
        let seen = unit!(db, lease::get(BOT));
        assert!(unit!(db, lease::renew(BOT, 1)));
        assert_eq!(unit!(db, lease::take(BOT, seen)), None, "its holder lives");
        let seen = unit!(db, lease::get(BOT));
        assert_eq!(unit!(db, lease::take(BOT, seen)), Some(2));
        assert!(!unit!(db, lease::renew(BOT, 1)), "the dead one's beat counts no more");
        unit!(db, lease::give_back(BOT, 1));
        assert!(unit!(db, lease::get(BOT)).unwrap().held);
        unit!(db, lease::give_back(BOT, 2));
        assert!(!unit!(db, lease::get(BOT)).unwrap().held);
        assert!(!unit!(db, lease::renew(BOT, 2)));
    }
}

// 5

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_stored_once_and_done_by_its_last_claimant() {
    for db in engines("st_inbox").await {
        let arrival = |update_id| Arrival { update_id, lane: "7", payload: "{\"x\":\"так\"}" };
        let second = unit!(db, inbox::store(BOT, arrival(12), at(0))).unwrap();
        let first = unit!(db, inbox::store(BOT, arrival(11), at(0))).unwrap();
        assert_eq!(unit!(db, inbox::store(BOT, arrival(12), at(0))), None);
        assert!(unit!(db, inbox::store(BOT + 1, arrival(12), at(0))).is_some(), "another bot's");
        let waiting: Vec<i64> = unit!(db, inbox::waiting(BOT)).iter().map(|(id, _)| *id).collect();
        assert_eq!(waiting, [second, first], "by arrival, not by Telegram's number");

        let claimed = unit!(db, inbox::claim(second, 1)).unwrap();
        assert_eq!((claimed.update_id, claimed.payload.as_str()), (12, "{\"x\":\"так\"}"));
        // Its process died; the next one claims it again, and the dead one's word counts no more.
        unit!(db, inbox::failed(second, 1));
        let again = unit!(db, inbox::claim(second, 2)).unwrap();
        assert_eq!((again.claims, again.failures), (2, 1));
        assert_eq!(unit!(db, inbox::claim(second, 1)), None);
        assert!(!unit!(db, inbox::done(second, 1, at(1))));
        assert!(unit!(db, inbox::done(second, 2, at(1))));
        assert!(!unit!(db, inbox::done(second, 2, at(1))), "once");
        assert_eq!(unit!(db, inbox::claim(second, 3)), None);

        unit!(db, inbox::claim(first, 2));
        assert!(!unit!(db, inbox::set_aside(first, 1, at(3))));
        assert!(unit!(db, inbox::set_aside(first, 2, at(3))));
        let counts = [("aside".to_owned(), 1), ("done".to_owned(), 1)];
        assert_eq!(unit!(db, inbox::counts(BOT)), counts);
        // A repeated delivery is known for as long as the number is.
        assert_eq!(unit!(db, inbox::forget(at(1))), 0);
        assert_eq!(unit!(db, inbox::store(BOT, arrival(12), at(2))), None);
        assert_eq!(unit!(db, inbox::forget(at(2))), 1);
        assert!(unit!(db, inbox::store(BOT, arrival(12), at(4))).is_some());
    }
}

// 6

async fn queue(db: &Db, call: &Call) -> i64 {
    unit!(db, outbox::queue(BOT, call, at(0)))
}

async fn claim(db: &Db, row: i64, epoch: i64) -> Claim {
    unit!(db, outbox::claim(BOT, row, epoch, at(0)))
}

async fn sending(db: &Db, row: i64, epoch: i64) -> outbox::Sending {
    match claim(db, row, epoch).await {
        Claim::Ours(sending) => *sending,
        other => panic!("{other:?}"),
    }
}

async fn state(db: &Db, row: i64) -> outbox::State {
    unit!(db, outbox::fate(row)).unwrap().state
}

async fn due(db: &Db, from: i64, seconds: i64) -> Vec<i64> {
    unit!(db, outbox::due(BOT, from, at(seconds))).iter().map(|due| due.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_waits_for_its_time_and_is_made_by_the_holder_of_the_bot() {
    for db in engines("st_outbox").await {
        let epoch = unit!(db, lease::take(BOT, None)).unwrap();
        let first = queue(&db, &Call::message(7, "перше")).await;
        let later = queue(&db, &Call::message(7, "пізніше").not_before(at(60))).await;
        let news = queue(&db, &Call::message(8, "новина").priority(Priority::News)).await;
        assert_eq!(due(&db, 0, 59).await, [first]);
        assert_eq!(due(&db, 0, 60).await, [first, later]);
        assert_eq!(due(&db, later, 60).await, [later]);
        // News are read apart, from their head on.
        let head = unit!(db, outbox::due_news(BOT, at(0), 10));
        assert_eq!(head.iter().map(|row| row.id).collect::<Vec<_>>(), [news]);

        assert_eq!(claim(&db, first, epoch + 1).await, Claim::Gone, "not the holder");
        let ours = sending(&db, first, epoch).await;
        assert_eq!((ours.method.as_str(), &ours.payload["text"]), ("sendMessage", &json!("перше")));
        assert_eq!(claim(&db, first, epoch).await, Claim::Gone, "it is under way");
        assert_eq!(due(&db, 0, 0).await, Vec::<i64>::new());

        // The process dies; the next one finds the call and may ask for it again, once counted.
        let seen = unit!(db, lease::get(BOT));
        let next = unit!(db, lease::take(BOT, seen)).unwrap();
        assert!(
            !unit!(db, outbox::finish(first, next, outbox::State::Sent, None, None, at(1))),
            "not its own"
        );
        let orphans = unit!(db, outbox::orphans(BOT, next));
        let method = "sendMessage".to_owned();
        assert_eq!(orphans, [(first, epoch, method, IfUnknown::Again, 0)]);
        unit!(db, outbox::doubt(first, epoch));
        let again = sending(&db, first, next).await;
        assert_eq!(again.doubts, 1);
        let result = json!({"message_id": 5});
        assert!(
            !unit!(db, outbox::finish(first, epoch, outbox::State::Failed, None, None, at(2))),
            "the dead one's word"
        );
        assert!(unit!(
            db,
            outbox::finish(first, next, outbox::State::Sent, Some(&result), None, at(2))
        ));
        let fate = unit!(db, outbox::fate(first)).unwrap();
        assert_eq!((fate.state, fate.result), (outbox::State::Sent, result));

        unit!(db, outbox::claim(BOT, news, next, at(0)));
        unit!(db, outbox::requeue(news, next));
        assert_eq!(state(&db, news).await, outbox::State::Queued, "told to wait");
        assert!(unit!(db, outbox::cancel(later, at(3))));
        assert!(!unit!(db, outbox::cancel(first, at(3))), "it is sent");
        assert_eq!(
            unit!(db, outbox::counts(BOT)),
            [(outbox::State::Cancelled, 1), (outbox::State::Queued, 1), (outbox::State::Sent, 1)]
        );
        assert_eq!(
            unit!(db, outbox::forget(at(3))),
            1,
            "the sent one; the cancelled one is younger"
        );
        assert_eq!(unit!(db, outbox::fate(first)), None);
    }
}

/// The chat that the journal names for a call.
async fn chat_of(db: &Db, row: i64) -> String {
    let sql = "SELECT chat FROM outbox WHERE id = $1";
    match &mut db.read().await.unwrap() {
        Tx::Sqlite(tx) => sqlx::query_scalar(sql).bind(row).fetch_one(&mut **tx).await.unwrap(),
        Tx::Postgres(tx) => sqlx::query_scalar(sql).bind(row).fetch_one(&mut **tx).await.unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_who_is_forgotten_not_even_the_last_word_tells() {
    for db in engines("st_farewell").await {
        let epoch = unit!(db, lease::take(BOT, None)).unwrap();
        let under_way = queue(&db, &Call::message(7, "a")).await;
        sending(&db, under_way, epoch).await;
        let waits = queue(&db, &Call::message(7, "b")).await;
        let other = queue(&db, &Call::message(8, "c")).await;
        unit!(db, personal::forget(BOT, 7, at(1)));
        let last = queue(&db, &Call::message(7, "d")).await;
        unit!(db, personal::farewell(last));
        assert_eq!(state(&db, waits).await, outbox::State::Cancelled);
        assert!(!unit!(db, personal::is_farewell_over()), "they are still to be said");
        unit!(db, personal::end_farewells());
        assert_eq!(sending(&db, last, epoch).await.chat, "7");
        for row in [under_way, last] {
            let blocked = outbox::State::Blocked;
            assert!(unit!(db, outbox::finish(row, epoch, blocked, None, None, at(2))));
            unit!(db, chats::block(BOT, "7", at(2)));
            assert!(unit!(db, personal::is_farewell_over()));
            unit!(db, personal::end_farewells());
        }
        assert_eq!(unit!(db, chats::get(BOT, "7")), chats::Chat::default());
        assert!(!unit!(db, personal::is_farewell_over()));
        for row in [under_way, waits, last] {
            assert_eq!(chat_of(&db, row).await, "");
        }
        assert_eq!(sending(&db, other, epoch).await.chat, "8");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_waits_for_the_one_it_needs_and_fails_with_it() {
    for db in engines("st_after").await {
        let epoch = unit!(db, lease::take(BOT, None)).unwrap();
        let pin =
            |row| Call::new("pinChatMessage", json!({"chat_id": 7})).after(row, Some("message_id"));
        let finish = async |row: i64, state, result: Option<Value>| {
            sending(&db, row, epoch).await;
            unit!(db, outbox::finish(row, epoch, state, result.as_ref(), None, at(1)))
        };
        let said = queue(&db, &Call::message(7, "a")).await;
        let pinned = queue(&db, &pin(said)).await;
        assert_eq!(claim(&db, pinned, epoch).await, Claim::Waits(said));
        assert_eq!(state(&db, pinned).await, outbox::State::Queued);
        finish(said, outbox::State::Sent, Some(json!({"message_id": 5}))).await;
        assert_eq!(unit!(db, outbox::forget(at(9))), 0, "another one waits for it");
        assert_eq!(sending(&db, pinned, epoch).await.payload["message_id"], 5);

        for ended in [outbox::State::Failed, outbox::State::Blocked, outbox::State::Unknown] {
            let lost = queue(&db, &Call::message(7, "b")).await;
            let with_it = queue(&db, &pin(lost)).await;
            finish(lost, ended, None).await;
            assert_eq!(claim(&db, with_it, epoch).await, Claim::Gone);
            assert_eq!(state(&db, with_it).await, outbox::State::Failed, "{ended:?}");
        }
        let nothing = queue(&db, &Call::message(7, "c")).await;
        let useless = queue(&db, &pin(nothing)).await;
        finish(nothing, outbox::State::Sent, Some(json!({}))).await;
        assert_eq!(claim(&db, useless, epoch).await, Claim::Gone);
        assert_eq!(state(&db, useless).await, outbox::State::Failed, "there is no message to pin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_changes_what_is_not_out_yet_and_else_finds_its_message() {
    for db in engines("st_edit").await {
        let epoch = unit!(db, lease::take(BOT, None)).unwrap();
        let edit = |text: &str, row| {
            Call::new("editMessageText", json!({"chat_id": 7, "text": text})).of(row)
        };
        let row = queue(&db, &Call::message(7, "a")).await;
        assert_eq!(queue(&db, &edit("b", row)).await, row);
        assert_eq!(sending(&db, row, epoch).await.payload["text"], "b");
        // Under way: the edit waits for the number of the message.
        let waits = queue(&db, &edit("c", row)).await;
        assert_eq!(claim(&db, waits, epoch).await, Claim::Waits(row));
        let result = json!({"message_id": 5});
        unit!(db, outbox::finish(row, epoch, outbox::State::Sent, Some(&result), None, at(1)));
        let known = queue(&db, &edit("d", row)).await;
        assert_eq!(queue(&db, &edit("e", row)).await, known, "a newer edit takes its place");
        let payload = sending(&db, known, epoch).await.payload;
        assert_eq!((&payload["text"], &payload["message_id"]), (&json!("e"), &json!(5)));
        // A message that is deleted before it is out is never sent.
        let unsent = queue(&db, &Call::message(7, "f")).await;
        let delete = Call::new("deleteMessage", json!({"chat_id": 7})).of(unsent);
        assert_eq!(queue(&db, &delete).await, unsent);
        assert_eq!(state(&db, unsent).await, outbox::State::Cancelled);
    }
}

// 7

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_change_a_conversation_one_wins() {
    for db in engines("st_talk").await {
        let key = Key { chat: -5, topic: 2, person: 9 };
        let other = Key { topic: 3, ..key };
        let (one, two) = (json!({"step": 1}), json!({"step": 2, "text": "так"}));
        assert!(unit!(db, conversation::set(BOT, key, 0, &one, at(0))));
        assert!(!unit!(db, conversation::set(BOT, key, 0, &two, at(0))), "it is under way");
        assert_eq!(unit!(db, conversation::get(BOT, other)), None);
        assert!(unit!(db, conversation::set(BOT, key, 1, &two, at(1))));
        assert!(!unit!(db, conversation::set(BOT, key, 1, &one, at(1))), "another was quicker");
        let kept = unit!(db, conversation::get(BOT, key)).unwrap();
        assert_eq!((kept.state, kept.version, kept.updated_at), (two.clone(), 2, at(1)));
        assert!(!unit!(db, conversation::remove(BOT, key, 1)));
        assert!(unit!(db, conversation::remove(BOT, key, 2)));
        assert!(!unit!(db, conversation::set(BOT, key, 2, &one, at(2))), "ended, not begun anew");
        unit!(db, conversation::set(BOT, key, 0, &one, at(3)));
        unit!(db, conversation::set(BOT, other, 0, &one, at(5)));
        assert_eq!(unit!(db, conversation::forget(at(4))), 1);
        assert!(unit!(db, conversation::get(BOT, other)).is_some());
    }
}

/// A complaint of the person 7 under the answer 3.
fn matter(sources: &[(Source, String)]) -> feedback::New<'_> {
    static DEADLINE: LazyLock<Deadline> = LazyLock::new(|| {
        Deadline::of(Term::FORMAL, at(0), chrono_tz::Europe::Kyiv, &Calendar::default())
    });
    feedback::New {
        bot: BOT,
        kind: Kind::Complaint,
        answer: Some(3),
        title: "ціна",
        details: "",
        voice: voices::New {
            person: 7,
            chat: 7,
            locale: "uk",
            question: "ціна",
            name: None,
            contact: None,
        },
        dataset: Some("shelters"),
        holder: Some("Відділ"),
        urgent: false,
        term: Term::FORMAL,
        deadline: &DEADLINE,
        sources,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_says_the_same_once_under_an_answer_and_of_which_rows() {
    for db in engines("st_feedback").await {
        let source = Source {
            dataset: "shelters".to_owned(),
            resource: "r1".to_owned(),
            rows: vec![2, 17],
            ..Source::default()
        };
        let sources = [(source, "ab12".to_owned())];
        let new = matter(&sources);
        let (number, first) = unit!(db, feedback::add(&new, at(0)));
        assert!(first);
        assert_eq!(unit!(db, feedback::add(&new, at(1))), (number, false));
        let other = voices::New { person: 8, ..new.voice };
        let (second, first) =
            unit!(db, feedback::add(&feedback::New { voice: other, ..new }, at(2)));
        assert!(first && second != number);
        let wish = feedback::New { kind: Kind::Suggestion, sources: &[], ..new };
        let (wish, first) = unit!(db, feedback::add(&wish, at(3)));
        assert!(first && wish != number, "another kind is another matter");
        let free = feedback::New { answer: None, ..new };
        let (one, _) = unit!(db, feedback::add(&free, at(4)));
        let (two, first) = unit!(db, feedback::add(&free, at(5)));
        assert!(first && one != two, "without an answer each is another");
        let about = unit!(db, sources::of(number)).remove(0);
        assert_eq!((about.sha256.as_str(), about.rows.as_str()), ("ab12", "2,17"));
        assert_eq!(unit!(db, sources::of(wish)), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_is_changed_by_who_saw_it_last_and_has_voices() {
    for db in engines("st_matter").await {
        let (id, _) = unit!(db, feedback::add(&matter(&[]), at(0)));
        let found = unit!(db, feedback::get(BOT, id)).unwrap();
        assert_eq!((found.state, found.kind, found.voices), (State::New, Kind::Complaint, 1));
        assert_eq!(found.term(), Some(Term::FORMAL));
        let take = feedback::Change {
            state: Some(State::Taken),
            officer: Some(50),
            ..feedback::Change::default()
        };
        assert!(unit!(db, feedback::change(id, 0, &take, at(1))));
        let late = feedback::Change { officer: Some(51), ..take.clone() };
        assert!(!unit!(db, feedback::change(id, 0, &late, at(1))), "another was quicker");
        let joins = voices::New {
            person: 8,
            chat: 8,
            locale: "en",
            question: "price",
            name: None,
            contact: None,
        };
        assert!(unit!(db, voices::add(id, &joins, at(2))));
        assert!(!unit!(db, voices::add(id, &joins, at(3))), "one voice a person");
        assert!(unit!(db, voices::leave(id, 8, at(4))));
        assert!(!unit!(db, voices::leave(id, 7, at(4))), "who began it withdraws it instead");
        assert!(unit!(db, voices::add(id, &joins, at(5))), "a voice taken back counts again");
        assert_eq!(unit!(db, voices::of(id)).len(), 2);
        assert_eq!(unit!(db, feedback::of_person(BOT, 8)).len(), 1);
        let close = feedback::Change {
            state: Some(State::Closed),
            outcome: Some(Outcome::Fixed),
            ..feedback::Change::default()
        };
        assert_eq!(unit!(db, feedback::open(BOT)).len(), 1);
        assert!(unit!(db, feedback::change(id, 1, &close, at(6))));
        let closed = unit!(db, feedback::get(BOT, id)).unwrap();
        assert_eq!((closed.state, closed.outcome()), (State::Closed, Some(Outcome::Fixed)));
        assert_eq!((closed.officer, closed.closed_at), (Some(50), Some(at(6))));
        assert_eq!(unit!(db, feedback::open(BOT)), []);
        let again = feedback::Change { state: Some(State::New), ..feedback::Change::default() };
        assert!(unit!(db, feedback::change(id, 2, &again, at(7))));
        let open = unit!(db, feedback::get(BOT, id)).unwrap();
        assert_eq!((open.outcome(), open.closed_at), (None, None));
    }
}

// 8

#[tokio::test(flavor = "multi_thread")]
async fn buttons_work_for_90_days_where_the_answer_was_given() {
    for db in engines("st_answer").await {
        let days = |days| at(0) + TimeDelta::days(days);
        let id = unit!(db, answers::add(BOT, 7, Some(11), "{\"plan\":1}", at(0)));
        unit!(db, answers::said(id, 99));
        let row = unit!(db, answers::get(BOT, 7, id, days(89))).unwrap();
        assert_eq!((row.id, row.outbox, row.kept.as_str()), (id, Some(99), "{\"plan\":1}"));
        assert_eq!(
            unit!(db, answers::get(BOT, 8, id, days(1))),
            None,
            "data of a button may be forged"
        );
        assert_eq!(unit!(db, answers::get(BOT + 1, 7, id, days(1))), None);
        assert_eq!(unit!(db, answers::get(BOT, 7, id, days(90))), None);

        assert!(unit!(db, answers::press(id, "more", at(0), at(1))));
        assert!(!unit!(db, answers::press(id, "more", at(0), at(2))), "a double press");
        assert!(unit!(db, answers::press(id, "source", at(0), at(3))));
        assert!(unit!(db, answers::press(id, "source", at(3), at(9))), "pressed again later");

        let edited = unit!(db, answers::to_message(BOT, 7, 11, at(-1))).unwrap();
        assert_eq!(edited.id, id);
        assert_eq!(unit!(db, answers::to_message(BOT, 7, 11, at(0))), None, "too long ago");
        unit!(db, answers::replace(id, "{\"plan\":2}"));
        assert_eq!(unit!(db, answers::get(BOT, 7, id, at(9))).unwrap().kept, "{\"plan\":2}");
        assert!(unit!(db, answers::press(id, "source", at(8), at(9))), "another answer's button");

        let young = unit!(db, answers::add(BOT, 7, None, "{}", days(1)));
        assert_eq!(unit!(db, answers::forget(days(90))), 1);
        assert!(unit!(db, answers::get(BOT, 7, young, days(90))).is_some());
        let next = unit!(db, answers::add(BOT, 7, None, "{}", days(90)));
        assert!(next > young && next != id, "a number is never given twice");
    }
}

// 9

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_of_a_chat_follows_it() {
    for db in engines("st_chats").await {
        assert_eq!(unit!(db, chats::get(BOT, "-5")), chats::Chat::default());
        unit!(db, chats::set_language(BOT, "-5", "en"));
        unit!(db, chats::block(BOT, "-5", at(1)));
        let chat = unit!(db, chats::get(BOT, "-5"));
        assert_eq!((chat.blocked_at, chat.language.as_deref()), (Some(at(1)), Some("en")));
        unit!(db, chats::unblock(BOT, "-5"));
        assert_eq!(unit!(db, chats::get(BOT, "-5")).blocked_at, None);

        let row = queue(&db, &Call::message(-5, "до переїзду")).await;
        unit!(db, chats::migrate(BOT, "-5", "-1005"));
        unit!(db, chats::migrate(BOT, "-1005", "-2005"));
        assert_eq!(unit!(db, chats::current(BOT, "-5")), "-2005");
        assert_eq!(unit!(db, chats::get(BOT, "-2005")).language.as_deref(), Some("en"));
        let moved = unit!(db, outbox::due(BOT, row, at(1)));
        assert_eq!(moved[0].chat, "-2005", "what waits goes along");
        let after = queue(&db, &Call::message(-5, "після")).await;
        assert_eq!(unit!(db, outbox::due(BOT, after, at(1)))[0].chat, "-2005");
        unit!(db, chats::migrate(BOT, "-2005", "-5"));
        unit!(db, chats::current(BOT, "-5"));

        unit!(db, chats::rest(BOT, "7", at(60)));
        unit!(db, chats::rest(BOT, "", at(30)));
        let mut resting = unit!(db, chats::resting(BOT, at(29)));
        resting.sort();
        assert_eq!(resting, [(String::new(), at(30)), ("7".to_owned(), at(60))]);
        assert_eq!(unit!(db, chats::resting(BOT, at(60))), []);
    }
}
