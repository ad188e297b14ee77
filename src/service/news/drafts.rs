//! Drafts out of what harvests found: one of a dataset, or one digest of many.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    answer::{Council, Entry, File},
    app::App,
    bot::view::news as view,
    catalog::{Change, What},
    db::Tx,
    harvest,
    i18n::Locale,
    news::{Found, KnownFile, Novelty, Subject, Words, of_changes},
    store::{
        catalog, changes, files, jobs,
        news::{
            drafts,
            items::{self, Draft},
        },
    },
};

/// Changes read at once.
const PAGE: i64 = 1_000;
/// More news of one harvest than this become a digest.
const ONE_BY_ONE: usize = 3;

/// A novelty, and from what it is drafted.
pub(super) struct Drafted {
    pub(super) cause: String,
    pub(super) novelty: Novelty,
}

/// Changes with their numbers, and the number to go on from.
type Numbered = (Vec<(i64, Change)>, i64);

/// What is drafted at one look.
struct Batch {
    /// Where the cursor was, and where it is to be.
    from: Option<i64>,
    to: i64,
    /// What the harvests found, and what became late.
    all: Vec<Drafted>,
    /// Patterns of causes whose untouched drafts do not hold any more.
    overtaken: Vec<String>,
    /// Causes of all that is late now.
    late: HashSet<String>,
}

/// Drafts what the harvests since the last look found; tells whether the data in memory were those of the last harvest,
/// so that it was looked at all.
///
/// The cursor moves in the same transaction: whatever dies, each change is drafted once, and of several processes one
/// does it.
pub async fn look(app: &App, bot: i64) -> sqlx::Result<bool> {
    let (now, zone) = ((app.clock)(), app.time_zone());
    let loaded = *app.loaded.borrow();
    let council = Arc::clone(&app.council.borrow());
    let mut tx = app.db.read().await?;
    if loaded == 0 || catalog::version(&mut tx).await? != loaded || council.entries().is_empty() {
        return Ok(false);
    }
    let from = drafts::cursor(&mut tx, bot).await?;
    let Some(found) = after(&mut tx, from).await? else { return Ok(false) };
    let mut batch = of_changes_of(&mut tx, &council, from, found).await?;
    let reported: HashSet<String> =
        batch.all.iter().map(|drafted| drafted.novelty.subject.key.clone()).collect();
    for (cause, subject) in late(&council, now) {
        let is_news =
            !reported.contains(&subject.key) && !drafts::is_drafted(&mut tx, bot, &cause).await?;
        batch.late.insert(cause.clone());
        if is_news {
            batch.all.push(Drafted { cause, novelty: Novelty { subject, what: Found::Late } });
        }
    }
    drop(tx);
    write(app, bot, &batch, &council, (now, zone)).await?;
    Ok(true)
}

/// The changes after `from` with their numbers, and the last of these; the very first time only the last number. `None` if
/// a harvest is under way, whose changes are to be seen together.
async fn after(tx: &mut Tx, from: Option<i64>) -> sqlx::Result<Option<Numbered>> {
    let mut found: Vec<(i64, Change)> = Vec::new();
    let mut at = from;
    while let Some(cursor) = at {
        let page = changes::after(tx, cursor, PAGE).await?;
        at = page.last().map(|(id, _)| *id);
        found.extend(page);
    }
    let last = match (from, found.last()) {
        (_, Some((id, _))) => *id,
        (Some(from), None) => from,
        (None, None) => changes::last(tx).await?,
    };
    // Looked at after the changes: what a harvest writes that begins now is not among them.
    let job = jobs::get(tx, harvest::JOB).await?;
    let ended = job.is_some_and(|job| job.done_at.is_some() && job.done_at >= job.begun_at);
    Ok(ended.then_some((found, last)))
}

/// What `found` comes to, dataset by dataset.
async fn of_changes_of(
    tx: &mut Tx,
    council: &Council,
    from: Option<i64>,
    (found, to): Numbered,
) -> sqlx::Result<Batch> {
    let mut batch =
        Batch { from, to, all: Vec::new(), overtaken: Vec::new(), late: HashSet::new() };
    let mut removed: HashMap<(String, String, String), String> = HashMap::new();
    if found.iter().any(|(_, change)| change.what == What::ResourceRemoved) {
        for file in files::current(tx).await? {
            let key = (file.source, file.dataset, file.resource);
            removed.extend(file.sha256.map(|sha256| (key, sha256)));
        }
    }
    let mut by_dataset: BTreeMap<(String, String), Vec<(i64, Change)>> = BTreeMap::new();
    for (id, change) in found {
        let dataset = (change.source.clone(), change.dataset.clone());
        by_dataset.entry(dataset).or_default().push((id, change));
    }
    for ((source, dataset), numbered) in by_dataset {
        let (first, last) = (numbered[0].0, numbered[numbered.len() - 1].0);
        let of_one: Vec<Change> = numbered.into_iter().map(|(_, change)| change).collect();
        let appeared = of_one.iter().any(|change| change.what == What::Appeared);
        let known = appeared && changes::is_known(tx, &source, &dataset, first).await?;
        let entry = council
            .entries()
            .iter()
            .find(|entry| entry.dataset.source == source && entry.dataset.id == dataset);
        let file = |resource: &str| {
            let key = (source.clone(), dataset.clone(), resource.to_owned());
            known_file(entry, resource, removed.get(&key))
        };
        let Some(what) = of_changes(&of_one, known, file) else { continue };
        let subject = match entry {
            Some(entry) => subject(entry, true),
            None => match catalog::record(tx, &source, &dataset).await? {
                Some(record) => Subject::of(&record),
                None => continue,
            },
        };
        // Without an entry it is gone, whatever the changes say of it.
        if entry.is_none() && what != Found::Gone {
            continue;
        }
        let key = subject.key.clone();
        let kind = if what == Found::Gone { "gone" } else { "change" };
        match what {
            Found::Gone => batch.overtaken.push(format!("change:%:{key}")),
            Found::New { back: true } => batch.overtaken.push(format!("gone:%:{key}")),
            _ => {}
        }
        let cause = format!("{kind}:{last}:{key}");
        batch.all.push(Drafted { cause, novelty: Novelty { subject, what } });
    }
    Ok(batch)
}

/// What is known of a file that is described, or was (`removed`: its bytes' hash).
fn known_file(entry: Option<&Entry>, resource: &str, removed: Option<&String>) -> KnownFile {
    let described = entry.and_then(|entry| {
        let name = &entry.dataset.resources.iter().find(|it| it.id == resource)?.name;
        let file = entry.files.iter().find(|file| file.resource == resource);
        let sha256 = file.map(|file| file.sha256.clone()).filter(|sha256| !sha256.is_empty());
        Some(KnownFile { name: name.clone(), sha256 })
    });
    described.unwrap_or_else(|| KnownFile { name: String::new(), sha256: removed.cloned() })
}

/// The dataset as people know it; its rows are only `counted` where they are told of, as they may have to be read anew.
pub(super) fn subject(entry: &Entry, counted: bool) -> Subject {
    let mut subject = Subject::of(&entry.dataset);
    subject.updated = entry.changed();
    if counted {
        let tables = entry.files.iter().filter_map(File::tables);
        subject.rows =
            tables.map(|tables| tables.iter().map(|table| table.rows.len()).sum::<usize>()).sum();
    }
    subject
}

/// What is late, each with the cause of its draft: once for each time that it changed last.
fn late(council: &Council, now: DateTime<Utc>) -> Vec<(String, Subject)> {
    let entries = council.entries().iter().filter_map(|entry| {
        let updated = entry.changed()?;
        let late = entry.dataset.frequency.is_late(updated, now) == Some(true);
        let cause = format!("late:{}:{}", entry.dataset.key(), updated.format("%Y-%m-%d"));
        late.then(|| (cause, subject(entry, false)))
    });
    entries.collect()
}

/// Writes the drafts of `batch` and moves the cursor, or nothing if another process did.
async fn write(
    app: &App,
    bot: i64,
    batch: &Batch,
    council: &Council,
    (now, zone): (DateTime<Utc>, Tz),
) -> sqlx::Result<()> {
    let local = now.with_timezone(&zone);
    let drafts: Vec<Draft> =
        batch.all.iter().map(|drafted| draft(drafted, council, local, zone)).collect();
    let head = match batch.from {
        None => Some(opened(batch, council, local)),
        Some(_) if drafts.len() > ONE_BY_ONE => Some(digest(batch, &drafts, zone)),
        Some(_) => None,
    };
    let mut tx = app.db.write().await?;
    if !drafts::advance(&mut tx, bot, batch.from, batch.to).await? {
        return Ok(());
    }
    for pattern in &batch.overtaken {
        for (id, _) in drafts::untouched(&mut tx, bot, pattern).await? {
            drafts::discard(&mut tx, id).await?;
        }
    }
    for (id, cause) in drafts::untouched(&mut tx, bot, "late:%").await? {
        if !batch.late.contains(&cause) {
            drafts::discard(&mut tx, id).await?;
        }
    }
    let mut count = 0;
    let part_of = match &head {
        Some(head) => items::add(&mut tx, bot, head, now).await?,
        None => None,
    };
    for draft in &drafts {
        let draft = Draft { part_of, ..draft.clone() };
        count += usize::from(items::add(&mut tx, bot, &draft, now).await?.is_some());
    }
    tx.commit().await?;
    if count > 0 || head.is_some() {
        tracing::info!(news = count, digest = head.is_some(), "drafted what a harvest found");
    }
    Ok(())
}

/// Says something in both languages.
fn both(say: impl Fn(Locale) -> String) -> Words {
    Words { uk: say(Locale::Uk), en: Some(say(Locale::En)) }
}

/// A draft of one dataset.
pub(super) fn draft(drafted: &Drafted, council: &Council, now: DateTime<Tz>, zone: Tz) -> Draft {
    let Drafted { cause, novelty } = drafted;
    let told = matches!(novelty.what, Found::New { .. } | Found::Updated(_) | Found::Asked { .. });
    Draft {
        cause: Some(cause.clone()),
        novelty: serde_json::to_string(novelty).ok(),
        datasets: vec![novelty.subject.key.clone()],
        question: if told { question(council, &novelty.subject.name, now) } else { None },
        words: both(|locale| view::draft(novelty, locale, zone)),
        ..Draft::default()
    }
}

/// A question that the dataset `name` answers; it was tried.
fn question(council: &Council, name: &str, now: DateTime<Tz>) -> Option<Words> {
    let of = |locale: Locale| council.questions(name, locale, now).into_iter().next();
    Some(Words { uk: of(Locale::Uk)?, en: of(Locale::En) })
}

/// The draft that tells of all of `batch`.
fn digest(batch: &Batch, parts: &[Draft], zone: Tz) -> Draft {
    let news: Vec<Novelty> = batch.all.iter().map(|drafted| drafted.novelty.clone()).collect();
    let (uk, mut named) = view::digest(&news, Locale::Uk, zone);
    // The question is asked of the first dataset.
    let first = named.iter().position(|&at| parts[at].question.is_some());
    if let Some(first) = first {
        named[..=first].rotate_right(1);
    }
    Draft {
        cause: Some(format!("digest:{}", digest_cause(batch))),
        datasets: named.iter().map(|&at| news[at].subject.key.clone()).collect(),
        question: first.and_then(|_| parts[named[0]].question.clone()),
        words: Words { uk, en: Some(view::digest(&news, Locale::En, zone).0) },
        ..Draft::default()
    }
}

/// What makes a digest the same: its last change, and what is late without one.
fn digest_cause(batch: &Batch) -> String {
    let late = batch.all.iter().filter(|drafted| drafted.novelty.what == Found::Late);
    let last = late.map(|drafted| drafted.cause.as_str()).max().unwrap_or_default();
    format!("{}:{last}", batch.to)
}

/// The very first draft: what there is.
fn opened(batch: &Batch, council: &Council, now: DateTime<Tz>) -> Draft {
    let (count, themes) = (council.entries().len(), council.themes());
    let example = |locale: Locale| council.examples(locale, now).first().cloned();
    let question = example(Locale::Uk).map(|uk| Words { uk, en: example(Locale::En) });
    Draft {
        cause: Some("opened".to_owned()),
        question,
        words: both(|locale| view::opened(count, &themes, batch.late.len(), locale)),
        ..Draft::default()
    }
}
