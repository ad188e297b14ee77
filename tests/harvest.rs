//! The way from a portal to the database keeps these promises, on both engines:
//!
//! 1. A second harvest without change downloads nothing again and records nothing.
//! 2. What is new, different or gone is recorded, the description apart from the content.
//! 3. What fails, or arrives by half, costs nothing of what was known.
//! 4. A dataset is gone when a complete listing lacks it and the portal does not show it any more.
//! 5. CKAN old and new, `data.json` with its oddities and folders are read; several bodies and portals at once.
//! 6. Hostile text is bounded and harmless.
//! 7. A host gets two requests at once, each with the bot's name and a contact; a told wait is kept.
//! 8. Endless, swollen and lying answers are cut at the limit.
//! 9. Private addresses are refused as literals in any writing, after DNS and after a redirect.
//! 10. A harvest that dies between any two steps is made good by the next; one is under way at a time.

mod common {
    pub(crate) mod cut;
    pub(crate) mod engines;
    pub(crate) mod portal;
}

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use common::{
    cut::cut_after,
    engines::engines,
    portal::{Fault, Portal, Published},
};
use dovidka::{
    catalog::{Dataset, Field, Frequency, What},
    db::Db,
    harvest::{
        self, Clock, Error, JOB, Reason, Settings, Source, SourceKind, SourceSummary, Summary,
    },
    load,
    store::{catalog, changes, files, jobs},
};
use serde_json::{Value, json};

/// Time as the tests set it.
#[derive(Clone)]
struct Time(Arc<AtomicI64>);

impl Time {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_772_440_200)))
    }

    fn passes(&self, hours: i64) {
        self.0.fetch_add(hours * 3600, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let seconds = Arc::clone(&self.0);
        Arc::new(move || DateTime::from_timestamp(seconds.load(Ordering::SeqCst), 0).unwrap())
    }
}

/// Limits that do not make tests wait.
fn settings() -> Settings {
    Settings {
        max_file: 1 << 20,
        may_reach: |_| true,
        user_agent: harvest::user_agent("Test Council", Some("data@council.example")),
        connect: Duration::from_secs(2),
        idle: Duration::from_secs(1),
        total: Duration::from_secs(10),
        attempts: 4,
        pause: Duration::from_millis(5),
        longest_pause: Duration::from_secs(2),
        read: Some(load::read),
    }
}

fn source(id: &str, kind: SourceKind, url: &str) -> Source {
    Source { id: id.to_owned(), kind, url: url.to_owned(), organizations: Vec::new() }
}

fn ckan(portal: &Portal) -> Source {
    source("portal", SourceKind::Ckan, &portal.url)
}

async fn all(db: &Db, sources: &[Source], settings: &Settings, time: &Time) -> Summary {
    harvest::run(db, sources, settings, &time.clock(), &|_| ()).await.unwrap()
}

async fn once(db: &Db, source: &Source, time: &Time) -> SourceSummary {
    let summary = all(db, std::slice::from_ref(source), &settings(), time).await;
    summary.sources.into_iter().next().unwrap()
}

async fn datasets(db: &Db) -> Vec<Dataset> {
    let mut tx = db.read().await.unwrap();
    catalog::datasets(&mut tx).await.unwrap()
}

/// Changes after the one numbered `after`, in the order of their datasets and resources; and the last number.
async fn changed(db: &Db, after: i64) -> (Vec<(String, Option<String>, What)>, i64) {
    let mut tx = db.read().await.unwrap();
    let found = changes::after(&mut tx, after, 10_000).await.unwrap();
    let last = found.last().map_or(after, |(number, _)| *number);
    let mut found: Vec<_> = found
        .into_iter()
        .map(|(_, change)| (change.dataset, change.resource, change.what))
        .collect();
    found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    (found, last)
}

/// The bytes of the current content of `resource`, if there is one, and why its last attempt failed.
async fn content(db: &Db, resource: &str) -> (Option<String>, Option<Reason>) {
    let mut tx = db.read().await.unwrap();
    let known = files::current(&mut tx).await.unwrap();
    let Some(file) = known.into_iter().find(|file| file.resource == resource) else {
        return (None, None);
    };
    let reason = file.error.map(|error| error.0);
    match file.version {
        Some(version) => {
            let bytes = files::bytes(&mut tx, version).await.unwrap();
            (Some(String::from_utf8_lossy(&bytes).into_owned()), reason)
        }
        None => (None, reason),
    }
}

/// The reason why each file failed, by its resource.
fn failures(summary: &SourceSummary) -> Vec<(&str, &Reason)> {
    let mut found: Vec<_> =
        summary.failures.iter().map(|failed| (failed.resource.as_str(), &failed.reason)).collect();
    found.sort_by_key(|(resource, _)| *resource);
    found
}

const BUS: &str = "11111111-aaaa-4aaa-8aaa-000000000001";
const SHELTERS: &str = "11111111-aaaa-4aaa-8aaa-000000000002";
const MEALS: &str = "11111111-aaaa-4aaa-8aaa-000000000003";

// 1

#[tokio::test(flavor = "multi_thread")]
async fn a_second_harvest_without_change_downloads_nothing_and_records_nothing() {
    for db in engines("h_second").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        let dated = Published {
            modified: Some("Wed, 25 Nov 2025 10:00:00 GMT".to_owned()),
            ..Published::blind("a;b\n1;2\n")
        };
        portal.file("/files/stops.csv", dated.clone());
        portal.file("/files/shelters.csv", Published::blind("a;b\n3;4\n"));
        let first = once(&db, &ckan(&portal), &time).await;
        assert_eq!((first.datasets, first.appeared, first.files.new), (3, 3, 4), "{first:?}");
        assert_eq!((first.complete, first.error), (true, None));
        assert_eq!(portal.downloads().len(), 4);
        let (_, last) = changed(&db, 0).await;

        time.passes(1);
        let second = once(&db, &ckan(&portal), &time).await;
        assert_eq!((second.appeared, second.changed, second.files.same), (0, 0, 4), "{second:?}");
        let calls = portal.calls();
        let asked: Vec<(&str, u16)> = calls
            .iter()
            .filter(|call| call.path.starts_with("/files/"))
            .map(|call| (call.path.as_str(), call.status))
            .collect();
        // The portal's own hash speaks for the meals; of the shelters nobody can say anything before tomorrow.
        let mut asked = asked;
        asked.sort_unstable();
        assert_eq!(asked, [("/files/bus.csv", 304), ("/files/stops.csv", 304)]);

        time.passes(24);
        once(&db, &ckan(&portal), &time).await;
        assert_eq!(portal.downloads(), ["/files/shelters.csv"]);
        assert_eq!(changed(&db, last).await.0, []);

        // A server that does not know conditions sends the file, of which nothing is read.
        portal.file("/files/stops.csv", Published { deaf: true, ..dated });
        let body = "x;y\n".repeat(200_000);
        portal.file("/files/bus.csv", Published { deaf: true, ..Published::csv(&body) });
        once(&db, &ckan(&portal), &time).await;
        let (_, last) = changed(&db, 0).await;
        let sent = portal.sent();
        let again = once(&db, &ckan(&portal), &time).await;
        assert_eq!(again.files.same, 4);
        assert_eq!(changed(&db, last).await.0, []);
        assert!(portal.sent() - sent < 2 * body.len(), "cut off while it was sent");
    }
}

// 2

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_different_or_gone_is_recorded() {
    for db in engines("h_changes").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        portal.file("/files/bus.csv", Published::csv("рейс;година\n1;8:00\n2;9:00\n3;10:00\n"));
        once(&db, &ckan(&portal), &time).await;
        let (first, last) = changed(&db, 0).await;
        let appeared = |id: &str| (id.to_owned(), None, What::Appeared);
        assert_eq!(first, [appeared(BUS), appeared(SHELTERS), appeared(MEALS)]);

        time.passes(1);
        portal.file(
            "/files/bus.csv",
            Published::csv("рейс;година;перон\n1;8:00;А\n2;9:30;А\n3;10:00;Б\n4;11:00;Б\n"),
        );
        portal.file("/files/new.csv", Published::csv("a;b\n1;2\n"));
        portal.edit(BUS, |record| {
            record["title"] = json!("Розклад автобусів на 2026 рік");
            record["metadata_modified"] = json!("2026-01-01T00:00:00");
            record["resources"][0]["description"] = json!("зимовий");
            record["resources"][1]["last_modified"] = json!("2026-01-01T00:00:00");
        });
        portal.edit(SHELTERS, |record| {
            let resource = json!({"id": "r-new", "name": "Ще", "url": format!("{}/files/new.csv", portal.url)});
            record["resources"] = json!([resource]);
        });
        portal.withdraw(MEALS);
        let second = once(&db, &ckan(&portal), &time).await;
        assert_eq!((second.appeared, second.changed, second.gone), (0, 2, 1));
        assert_eq!((second.files.new, second.files.changed, second.files.same), (1, 1, 1));

        let (found, last) = changed(&db, last).await;
        let field = |name: &str, before: &str, after: &str| Field {
            name: name.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let metadata = |field: Field| What::Metadata { fields: vec![field] };
        assert_eq!(found.len(), 6, "{found:#?}");
        assert_eq!(
            found[0].2,
            metadata(field("title", "Розклад руху автобусів", "Розклад автобусів на 2026 рік"))
        );
        let described = metadata(field("description", "", "зимовий"));
        let of_bus: Vec<&What> = found
            .iter()
            .filter(|found| found.1.as_deref() == Some("r-bus"))
            .map(|found| &found.2)
            .collect();
        assert!(of_bus.contains(&&described), "{found:#?}");
        let Some(What::Content { before, after, tables }) =
            of_bus.iter().find(|what| matches!(what, What::Content { .. }))
        else {
            panic!("{found:#?}")
        };
        assert!(before.len() == 64 && after.len() == 64 && before != after);
        let [table] = &tables[..] else { panic!("{tables:?}") };
        assert_eq!(
            (table.columns_added.as_slice(), table.columns_removed.len()),
            (&["перон".to_owned()][..], 0)
        );
        assert_eq!((table.rows_added, table.rows_removed), (2, 1));
        assert_eq!(table.added, [["2", "9:30", "А"], ["4", "11:00", "Б"]]);
        assert_eq!(table.removed, [["2", "9:00"]]);
        let on = |id: &str, resource: Option<&str>, what| {
            (id.to_owned(), resource.map(str::to_owned), what)
        };
        assert!(found.contains(&on(SHELTERS, Some("r-new"), What::ResourceAdded)));
        assert!(found.contains(&on(SHELTERS, Some("r-shelters"), What::ResourceRemoved)));
        assert!(found.contains(&on(MEALS, None, What::Gone)));

        // What was withdrawn is known on, and may come back.
        assert!(content(&db, "r-meals").await.0.is_some());
        assert_eq!(datasets(&db).await.len(), 2);
        let data = Portal::with_data().await;
        portal.publish(record(&data, MEALS));
        let third = once(&db, &ckan(&portal), &time).await;
        assert_eq!(third.appeared, 1);
        assert!(changed(&db, last).await.0.contains(&appeared(MEALS)));
    }
}

/// A record of a portal as it is published.
fn record(portal: &Portal, id: &str) -> Value {
    let mut found = Value::Null;
    portal.edit(id, |record| found = record.clone());
    found
}

// 3

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_fails_costs_nothing_of_what_was_known() {
    for db in engines("h_fails").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        once(&db, &ckan(&portal), &time).await;
        let (before, (_, last)) = (datasets(&db).await, changed(&db, 0).await);
        for fault in [
            Fault::Status(500),
            Fault::Status(403),
            Fault::Html,
            Fault::Half,
            Fault::Cut,
            Fault::Silence,
            Fault::Moved("/elsewhere".to_owned()),
        ] {
            time.passes(1);
            portal.fails("/api/", fault.clone(), usize::MAX);
            let mut quick = settings();
            quick.attempts = 2;
            let summary = all(&db, &[ckan(&portal)], &quick, &time).await;
            assert!(!summary.is_ok() && summary.sources[0].error.is_some(), "{fault:?}");
            assert_eq!(summary.sources[0].files.same, 4, "files are looked at all the same");
            assert_eq!(datasets(&db).await, before, "{fault:?}");
            portal.recovers();
        }
        assert_eq!(changed(&db, last).await.0, []);
        assert!(once(&db, &ckan(&portal), &time).await.error.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_fails_is_kept_as_it_was_and_tried_again() {
    for db in engines("h_file").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        once(&db, &ckan(&portal), &time).await;
        let (before, _) = content(&db, "r-bus").await;
        for (fault, reason) in [
            (Fault::Status(404), Reason::Status { code: 404 }),
            (Fault::Status(503), Reason::Status { code: 503 }),
            (Fault::Busy(3600), Reason::Status { code: 429 }),
            (Fault::Html, Reason::Html),
            (Fault::Cut, Reason::Broken),
            (Fault::Silence, Reason::Timeout),
            (Fault::Endless, Reason::TooLarge),
            (Fault::Claims(1 << 40), Reason::TooLarge),
            (Fault::Bomb, Reason::Bomb),
            (Fault::Moved("/files/bus.csv".to_owned()), Reason::Redirect),
            (Fault::Moved("ftp://127.0.0.1/".to_owned()), Reason::Address),
        ] {
            // The content is another one by now, and still not to be had.
            portal.file("/files/bus.csv", Published::csv(&format!("a;b\n{reason};2\n")));
            portal.fails("/files/bus.csv", fault.clone(), usize::MAX);
            let mut quick = settings();
            quick.attempts = 2;
            let summary = all(&db, &[ckan(&portal)], &quick, &time).await;
            assert!(summary.is_ok(), "the catalogue was read");
            assert_eq!(failures(&summary.sources[0]), [("r-bus", &reason)], "{fault:?}");
            assert_eq!(content(&db, "r-bus").await, (before.clone(), Some(reason)), "{fault:?}");
            portal.recovers();
        }
        let after = once(&db, &ckan(&portal), &time).await;
        assert_eq!((after.files.changed, after.files.failed), (1, 0));
        assert_eq!(content(&db, "r-bus").await.1, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_waited_for() {
    for db in engines("h_passes").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        for part in ["/package_search", "/files/bus.csv"] {
            for fault in [Fault::Status(500), Fault::Cut, Fault::Busy(1)] {
                portal.fails(part, fault, 1);
            }
        }
        portal.fails("/files/meals.csv", Fault::Slow(Duration::from_millis(60)), 1);
        portal.fails("/files/stops.csv", Fault::Moved("shelters.csv".to_owned()), 1);
        let begun = Instant::now();
        let summary = once(&db, &ckan(&portal), &time).await;
        assert_eq!(
            (summary.datasets, summary.files.new, summary.files.failed),
            (3, 4, 0),
            "{summary:?}"
        );
        assert!(begun.elapsed() >= Duration::from_secs(2), "the told waits were kept");
    }
}

// 4

/// Publishes `count` datasets without files.
fn many(portal: &Portal, count: usize) {
    for number in 0..count {
        let id = format!("d{number:04}");
        portal.publish(
            json!({"id": id, "name": id, "title": format!("Набір {number}"), "resources": []}),
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_moves_or_comes_by_half_loses_no_dataset() {
    for db in engines("h_pages").await {
        let (portal, time) = (Portal::start().await, Time::new());
        many(&portal, 230);
        // A record that came in between pushes another one over the edge of a page.
        portal.fails("start=100", Fault::Shifted, 1);
        portal.fails("start=200", Fault::Half, 1);
        let first = once(&db, &ckan(&portal), &time).await;
        assert_eq!((first.datasets, first.complete), (230, true));
        let (_, last) = changed(&db, 0).await;
        for (part, fault) in [
            ("start=100", Fault::Short),
            ("package_search", Fault::Short),
            ("package_search", Fault::Counts(231)),
            ("package_search", Fault::Counts(0)),
            ("package_search", Fault::Counts(100)),
            ("start=200", Fault::Shifted),
        ] {
            time.passes(1);
            portal.fails(part, fault.clone(), usize::MAX);
            let summary = once(&db, &ckan(&portal), &time).await;
            assert_eq!((summary.datasets, summary.gone), (230, 0), "{part} {fault:?}");
            portal.recovers();
        }
        assert_eq!(changed(&db, last).await.0, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dataset_is_gone_when_the_portal_does_not_show_it_any_more() {
    for db in engines("h_gone").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        once(&db, &ckan(&portal), &time).await;
        portal.hide(MEALS);
        let hidden = once(&db, &ckan(&portal), &time).await;
        assert_eq!((hidden.datasets, hidden.gone), (3, 0), "only its index lacks it");
        portal.withdraw(MEALS);
        portal.fails("package_search", Fault::Status(500), usize::MAX);
        portal.fails("package_list", Fault::Status(500), usize::MAX);
        let broken = once(&db, &ckan(&portal), &time).await;
        assert_eq!((broken.datasets, broken.gone, broken.complete), (3, 0, false));
        portal.recovers();
        let gone = once(&db, &ckan(&portal), &time).await;
        assert_eq!((gone.datasets, gone.gone), (2, 1));
    }
}

// 5

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_read_at_the_top_level_and_under_extras() {
    for db in engines("h_fields").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        once(&db, &ckan(&portal), &time).await;
        let datasets = datasets(&db).await;
        let of = |id: &str| datasets.iter().find(|dataset| dataset.id == id).unwrap();
        for (id, maintainer, purpose) in [
            (BUS, "Відділ транспорту", "Закон «Про автомобільний транспорт»"),
            (SHELTERS, "Відділ цивільного захисту", "Кодекс цивільного захисту"),
        ] {
            let dataset = of(id);
            assert_eq!(dataset.frequency, Frequency::Monthly);
            assert_eq!(dataset.maintainer.as_deref(), Some(maintainer));
            assert_eq!(dataset.purpose.as_deref(), Some(purpose));
        }
        assert_eq!(of(BUS).tags, ["транспорт", "розклад"]);
        assert_eq!(of(BUS).url, format!("{}/dataset/rozklad-avtobusiv", portal.url));
        assert_eq!(of(SHELTERS).resources[0].size, Some(41));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_bodies_and_portals_are_read_side_by_side() {
    for db in engines("h_bodies").await {
        let (one, two, time) = (Portal::with_data().await, Portal::with_data().await, Time::new());
        let by = |organizations: &[&str], id: &str, portal: &Portal| Source {
            organizations: organizations.iter().map(|&name| name.to_owned()).collect(),
            ..source(id, SourceKind::Ckan, &portal.url)
        };
        let council = "22222222-bbbb-4bbb-8bbb-000000000001";
        let sources = [by(&["rada", "osvita"], "one", &one), by(&[council], "two", &two)];
        let summary = all(&db, &sources, &settings(), &time).await;
        let counts: Vec<usize> = summary.sources.iter().map(|source| source.datasets).collect();
        assert_eq!(counts, [3, 2]);
        assert_eq!(datasets(&db).await.len(), 5);

        // Where the search is broken the list is walked, and the id of a body still names it.
        two.fails("package_search", Fault::Status(500), usize::MAX);
        let walked = all(&db, &sources, &settings(), &time).await;
        assert_eq!((walked.sources[1].datasets, walked.sources[1].gone), (2, 0));
        assert!(walked.is_ok());
        // What the index lacks is asked for by its own address.
        two.recovers();
        two.hide(BUS);
        assert_eq!(all(&db, &sources, &settings(), &time).await.sources[1].gone, 0);

        // One portal that is down does not hold the other back.
        drop(one);
        let summary = all(&db, &sources, &settings(), &time).await;
        assert!(summary.sources[0].error.is_some() && summary.sources[1].error.is_none());
        assert_eq!(datasets(&db).await.len(), 5);

        // A misspelt body is told, not taken for one without data.
        let summary = all(&db, &[by(&["radaa"], "two", &two)], &settings(), &time).await;
        assert!(
            matches!(&summary.sources[0].error, Some(Reason::Refused { said }) if said.contains("radaa"))
        );
        assert_eq!(datasets(&db).await.len(), 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_with_oddities_is_read() {
    for db in engines("h_dcat").await {
        let (portal, time) = (Portal::start().await, Time::new());
        let feed = include_str!("data/harvest/odd-feed.json").replace("PORTAL", &portal.url);
        let json = |body: &str| Published { kind: "application/json", ..Published::csv(body) };
        portal.file("/data.json", json(&feed));
        portal.file("/files/tariffs.csv", Published::csv("послуга;тариф\nвода;20,5\n"));
        portal.file("/files/repair.csv", Published::csv("вулиця\nЗелена\n"));
        let dcat = source("feed", SourceKind::Dcat, &portal.url);
        let summary = once(&db, &dcat, &time).await;
        assert_eq!(
            (summary.datasets, summary.files.new, summary.complete),
            (3, 2, true),
            "{summary:?}"
        );
        let known = datasets(&db).await;
        assert_eq!(
            (known[0].name.as_str(), known[0].title.as_str()),
            ("tariffs", "Тарифи на воду")
        );
        assert_eq!(known[0].frequency, Frequency::Monthly);
        assert_eq!(known[0].maintainer_email.as_deref(), Some("voda@rada.example"));
        assert_eq!(known[1].tags, ["дороги", "7"]);
        assert_eq!((known[2].title.as_str(), known[2].holder.title.as_str()), ("707", "Водоканал"));
        for body in ["", "<html></html>", "{\"dataset\": 5}", &feed[..feed.len() / 2]] {
            portal.file("/data.json", json(body));
            let summary = once(&db, &dcat, &time).await;
            assert!(summary.error.is_some() && summary.gone == 0, "{body}");
        }
        assert_eq!(datasets(&db).await, known);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_read_and_nothing_outside_of_it() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/harvest/folder");
    for db in engines("h_folder").await {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir(at("files")).unwrap();
        for path in ["catalog.json", "files/vacancies.csv"] {
            std::fs::copy(fixture.join(path), at(path)).unwrap();
        }
        let time = Time::new();
        let local = source("local", SourceKind::Folder, folder.path().to_str().unwrap());
        let summary = once(&db, &local, &time).await;
        assert_eq!((summary.datasets, summary.files.new), (1, 1));
        assert_eq!(
            failures(&summary),
            [("absent", &Reason::Missing), ("outside", &Reason::Missing)]
        );
        std::fs::write(at("files/vacancies.csv"), "посада;оклад\nводій;13000\n").unwrap();
        std::os::unix::fs::symlink("/etc/hostname", at("files/absent.csv")).unwrap();
        let summary = once(&db, &local, &time).await;
        assert_eq!((summary.files.changed, summary.files.failed), (1, 2), "a link leads outside");
        std::fs::remove_file(at("catalog.json")).unwrap();
        let summary = once(&db, &local, &time).await;
        assert_eq!((summary.error, summary.gone), (Some(Reason::Missing), 0));
    }
}

// 6

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_bounded_and_harmless() {
    for db in engines("h_hostile").await {
        let (portal, time) = (Portal::start().await, Time::new());
        let long = "довге ".repeat(200_000);
        let nasty = "a\u{0}b\u{202e}c\u{1b}[31md\r\ne";
        let tags: Vec<Value> = (0..5_000).map(|n| json!({"name": format!("тег {n}")})).collect();
        let resources: Vec<Value> = ["javascript:alert(1)", "", "file:///etc/passwd"]
            .iter()
            .map(|url| json!({"id": "same", "name": nasty, "url": url}))
            .collect();
        portal.publish(
            json!({"id": "h1", "name": nasty, "title": long, "notes": long, "tags": tags,
            "extras": [{"key": "maintainer", "value": nasty}], "resources": resources,
            "organization": {"name": nasty, "title": {"deep": {"deep": {"deep": {"deep": 1}}}}}}),
        );
        portal.publish(json!({"id": "h2", "title": 7, "tags": "none", "extras": {"a": 1}, "resources": {"x": []}}));
        portal.fails("/files/", Fault::Status(500), 0);
        let summary = once(&db, &ckan(&portal), &time).await;
        assert_eq!((summary.datasets, summary.files.failed), (2, 3), "{summary:?}");
        assert!(summary.failures.iter().all(|failed| failed.reason == Reason::Address));
        let known = datasets(&db).await;
        let hostile = &known[0];
        assert_eq!(hostile.name, "abc[31md\ne");
        assert!(hostile.title.chars().count() <= 1_000 && hostile.notes.chars().count() <= 20_000);
        assert!(hostile.tags.len() <= 1_000);
        let ids: BTreeSet<&str> = hostile.resources.iter().map(|file| file.id.as_str()).collect();
        assert_eq!(ids.len(), 3, "each has an id of its own");
        assert!(hostile.url.starts_with(&portal.url) && !hostile.url.contains(char::is_whitespace));
        assert_eq!((known[1].name.as_str(), known[1].title.as_str()), ("h2", "7"));

        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        portal
            .file("/deep.json", Published { kind: "application/json", ..Published::blind(&deep) });
        let feed = source("deep", SourceKind::Dcat, &format!("{}/deep.json", portal.url));
        assert!(once(&db, &feed, &time).await.error.is_some());
    }
}

// 7

#[tokio::test(flavor = "multi_thread")]
async fn a_host_gets_two_requests_at_once_each_with_a_name_and_a_contact() {
    for db in engines("h_polite").await {
        let (portal, time) = (Portal::start().await, Time::new());
        portal.rests(Duration::from_millis(25));
        let resources: Vec<Value> = (0..16)
            .map(|n| {
                let path = format!("/files/{n}.csv");
                portal.file(&path, Published::csv("a;b\n1;2\n"));
                json!({"id": format!("r{n}"), "url": format!("{}{path}", portal.url)})
            })
            .collect();
        portal.publish(json!({"id": "d", "resources": resources}));
        portal.fails("/files/3.csv", Fault::Slow(Duration::from_millis(10)), 1);
        let summary = once(&db, &ckan(&portal), &time).await;
        assert_eq!(summary.files.new, 16);
        assert_eq!(portal.most_at_once(), 2);
        let named = format!(
            "dovidka/{} (open data bot of Test Council; data@council.example)",
            env!("CARGO_PKG_VERSION")
        );
        let calls = portal.calls();
        assert_eq!(calls.len(), 17);
        assert!(calls.iter().all(|call| call.headers["user-agent"] == named.as_str()));
    }
}

// 8

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_holds_while_a_body_streams() {
    let (portal, time) = (Portal::with_data().await, Time::new());
    let db = Db::in_memory().await.unwrap();
    portal.fails("/files/bus.csv", Fault::Endless, usize::MAX);
    portal.fails("/files/stops.csv", Fault::Bomb, usize::MAX);
    portal.fails("/files/meals.csv", Fault::Claims(2 << 20), usize::MAX);
    portal.file(
        "/files/shelters.csv",
        Published { body: vec![b'x'; (1 << 20) + 1], ..Published::default() },
    );
    let summary = once(&db, &ckan(&portal), &time).await;
    assert_eq!(
        failures(&summary),
        [
            ("r-bus", &Reason::TooLarge),
            ("r-meals", &Reason::TooLarge),
            ("r-shelters", &Reason::TooLarge),
            ("r-stops", &Reason::Bomb),
        ]
    );
    // What the sockets between hold is sent, too.
    assert!(portal.sent() < 16 << 20, "{} bytes", portal.sent());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_swells_is_kept_and_not_read() {
    let (portal, time) = (Portal::with_data().await, Time::new());
    let db = Db::in_memory().await.unwrap();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("a.csv", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b'0'), 256 << 20), &mut archive)
        .unwrap();
    let body = archive.finish().unwrap().into_inner();
    assert!(body.len() < 1 << 20);
    portal.file("/files/bus.csv", Published { body: body.clone(), ..Published::csv("bomb") });
    once(&db, &ckan(&portal), &time).await;
    // Read to be compared, twice, within its bounds.
    portal.file(
        "/files/bus.csv",
        Published { body: [&body[..], b" "].concat(), ..Published::csv("again") },
    );
    let begun = Instant::now();
    assert_eq!(once(&db, &ckan(&portal), &time).await.files.changed, 1);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

// 9

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_refused_in_any_writing() {
    let (portal, time) = (Portal::with_data().await, Time::new());
    let db = Db::in_memory().await.unwrap();
    let port = portal.url.rsplit(':').next().unwrap();
    let hosts = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "localhost",
        "LOCALHOST.",
        "①②⑦.⓪.⓪.①",
    ];
    let resources: Vec<Value> = hosts
        .iter()
        .map(|host| json!({"id": host, "url": format!("http://{host}:{port}/files/bus.csv")}))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let record = json!([{"id": "d", "resources": resources}]);
    std::fs::write(folder.path().join("catalog.json"), record.to_string()).unwrap();
    let guarded = Settings { may_reach: harvest::client::is_public, ..settings() };
    let sources =
        [source("local", SourceKind::Folder, folder.path().to_str().unwrap()), ckan(&portal)];
    let summary = all(&db, &sources, &guarded, &time).await;
    assert_eq!(summary.sources[0].failures.len(), hosts.len());
    for failed in &summary.sources[0].failures {
        assert_eq!(failed.reason, Reason::Private, "{}", failed.url);
    }
    assert_eq!(summary.sources[1].error, Some(Reason::Private));
    assert_eq!(portal.calls().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_does_not_lead_into_a_private_network() {
    let (portal, inner, time) =
        (Portal::with_data().await, Portal::at("127.0.0.2").await, Time::new());
    let db = Db::in_memory().await.unwrap();
    inner.file("/secret", Published::csv("a;b\n1;2\n"));
    let port = inner.url.rsplit(':').next().unwrap();
    // Stands for the public internet: one address of loopback, and no other.
    let may_reach = |ip| ip == IpAddr::V4(Ipv4Addr::LOCALHOST);
    let guarded = Settings { may_reach, ..settings() };
    for location in [
        format!("{}/secret", inner.url),
        format!("//127.0.0.2:{port}/secret"),
        format!("http://2130706434:{port}/secret"),
        format!("http://[::ffff:127.0.0.2]:{port}/secret"),
        format!("http://u:p@127.0.0.2:{port}/secret"),
    ] {
        portal.fails("/files/bus.csv", Fault::Moved(location.clone()), usize::MAX);
        portal.fails("/files/stops.csv", Fault::Moved("/files/bus.csv".to_owned()), usize::MAX);
        let summary = all(&db, &[ckan(&portal)], &guarded, &time).await;
        assert_eq!(
            failures(&summary.sources[0]),
            [("r-bus", &Reason::Private), ("r-stops", &Reason::Private)],
            "{location}"
        );
        portal.recovers();
    }
    assert_eq!(inner.calls().len(), 0);
    let open = all(&db, &[ckan(&portal)], &settings(), &time).await;
    assert_eq!(open.sources[0].files.failed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unresolvable_host_costs_5_s_in_all() {
    let db = Db::in_memory().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let resources: Vec<Value> = (0..40)
        .map(|n| json!({"id": format!("r{n}"), "url": format!("http://nowhere.invalid/{n}.csv")}))
        .collect();
    let record = json!([{"id": "d", "resources": resources}]);
    std::fs::write(folder.path().join("catalog.json"), record.to_string()).unwrap();
    let sources = [
        source("portal", SourceKind::Ckan, "http://nowhere.invalid"),
        source("local", SourceKind::Folder, folder.path().to_str().unwrap()),
    ];
    let begun = Instant::now();
    let summary = all(&db, &sources, &Settings::default(), &Time::new()).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(summary.sources[0].error, Some(Reason::Unresolvable));
    assert_eq!(summary.sources[1].failures.len(), 40);
}

// 10

/// What a harvest leaves, without times and numbers.
async fn state(
    db: &Db,
) -> (Vec<(Dataset, bool)>, BTreeSet<String>, Vec<(String, Option<String>, Option<String>)>) {
    let mut tx = db.read().await.unwrap();
    let datasets = catalog::of_source(&mut tx, "portal").await.unwrap();
    let found = changes::after(&mut tx, 0, 10_000).await.unwrap();
    let count = found.len();
    let changes: BTreeSet<String> = found
        .iter()
        .map(|(_, change)| format!("{} {:?} {:?}", change.dataset, change.resource, change.what))
        .collect();
    assert_eq!(changes.len(), count, "no change twice");
    let mut contents = Vec::new();
    for file in files::current(&mut tx).await.unwrap() {
        let mut sum = None;
        if let Some(version) = file.version {
            let bytes = files::bytes(&mut tx, version).await.unwrap();
            assert_eq!(Some(bytes.len()), file.size.and_then(|size| usize::try_from(size).ok()));
            sum = file.sha256;
        }
        contents.push((file.resource, sum, file.etag));
    }
    contents.sort();
    (datasets, changes, contents)
}

/// A portal, and what becomes of it.
async fn before() -> Portal {
    let portal = Portal::with_data().await;
    portal.file("/files/bus.csv", Published::csv(&"рейс;година\n".repeat(90_000)));
    portal
}

fn after(portal: &Portal) {
    portal.file("/files/bus.csv", Published::csv(&"рейс;хвилина\n".repeat(90_000)));
    portal.file("/files/stops.csv", Published::csv("зупинка\nРинок\n"));
    portal.file("/files/more.csv", Published::csv("a;b\n1;2\n"));
    portal.edit(BUS, |record| record["title"] = json!("Розклад на зиму"));
    portal.withdraw(MEALS);
    let url = format!("{}/files/more.csv", portal.url);
    portal.publish(
        json!({"id": "more", "title": "Ще один", "resources": [{"id": "r-more", "url": url}]}),
    );
}

/// Limits for [`before`].
fn large() -> Settings {
    Settings { max_file: 8 << 20, read: None, ..settings() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_harvest_that_dies_anywhere_is_made_good_by_the_next() {
    let (calm, cut) = (engines("h_calm").await, engines("h_cut").await);
    for (calm, db) in calm.into_iter().zip(cut) {
        let time = Time::new();
        let portal = before().await;
        let sources = [ckan(&portal)];
        all(&calm, &sources, &large(), &time).await;
        let mut deaths = 0;
        for changed in [false, true] {
            if changed {
                after(&portal);
                time.passes(25);
                all(&calm, &sources, &large(), &time).await;
            }
            // Each attempt comes a little further than the one before.
            let mut polls = 1;
            loop {
                let (settings, clock) = (large(), time.clock());
                let work = harvest::run(&db, &sources, &settings, &clock, &|_| ());
                if let Some(ended) = cut_after(polls, work).await {
                    ended.unwrap();
                    break;
                }
                deaths += 1;
                polls += 3;
                time.passes(1);
            }
            assert_eq!(state(&db).await, state(&calm).await);
        }
        assert!(deaths > 20, "{deaths} deaths");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_a_database_that_the_next_makes_good() {
    let folder = tempfile::tempdir().unwrap();
    let (portal, time) = (before().await, Time::new());
    portal.rests(Duration::from_millis(10));
    let calm = Db::in_memory().await.unwrap();
    all(&calm, &[ckan(&portal)], &large(), &time).await;
    let config = format!(
        "[council]\nname = {{ uk = \"Рада\" }}\n[[source]]\nid = \"portal\"\nkind = \"ckan\"\nurl = \"{}\"\n[harvest]\nallow_private_hosts = true\n",
        portal.url
    );
    let path = folder.path().join("dovidka.toml");
    std::fs::write(&path, config).unwrap();
    let url = format!("sqlite:{}", folder.path().join("dovidka.db").display());
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_dovidka"))
            .args(["harvest", "--config", path.to_str().unwrap()])
            .env("DATABASE_URL", &url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    for millis in [60, 120, 180, 240, 320, 400] {
        let mut child = run();
        tokio::time::sleep(Duration::from_millis(millis)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        expire(&Db::open(&url).await.unwrap()).await;
    }
    let mut child = run();
    let status = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
    assert!(status.success());
    assert_eq!(state(&Db::open(&url).await.unwrap()).await, state(&calm).await);
}

/// Lets the term of a dead harvest run out.
async fn expire(db: &Db) {
    let mut tx = db.write().await.unwrap();
    if let Some(job) = jobs::get(&mut tx, JOB).await.unwrap() {
        jobs::hold(&mut tx, JOB, job.epoch, DateTime::<Utc>::UNIX_EPOCH).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_harvest_is_under_way_at_a_time_and_its_end_is_known() {
    for db in engines("h_one").await {
        let (portal, time) = (Portal::with_data().await, Time::new());
        portal.rests(Duration::from_millis(30));
        let (sources, settings, clock) = ([ckan(&portal)], settings(), time.clock());
        let run = || harvest::run(&db, &sources, &settings, &clock, &|_| ());
        let due = async || {
            let mut tx = db.read().await.unwrap();
            let job = jobs::get(&mut tx, JOB).await.unwrap();
            job.is_none_or(|job| job.is_due(TimeDelta::hours(1), clock()))
        };
        assert!(due().await);
        let (one, two) = tokio::join!(run(), run());
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_eq!(won.unwrap().version, 1);
        assert!(matches!(lost, Err(Error::Busy)));
        assert!(!due().await);
        time.passes(1);
        assert!(due().await);
        // One that died is due again as soon as its term is over, and is nobody's until then.
        assert!(cut_after(12, run()).await.is_none());
        assert!(!due().await);
        assert!(matches!(run().await, Err(Error::Busy)));
        time.0.fetch_add(31, Ordering::SeqCst);
        assert!(due().await);
        assert_eq!(run().await.unwrap().version, 2);
    }
}
