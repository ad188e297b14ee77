//! What is said of a dataset itself: its card, its source and its age.

use chrono::{DateTime, Utc};

use super::{
    Answer, Content, File, Outcome, Source, State,
    plan::Found,
    say::{Voice, date_of, shorten},
};
use crate::{catalog::Frequency, search::Cue};

/// Row numbers named in a source.
const ROWS_NAMED: usize = 100;

/// When the file of the document changed.
fn updated(voice: &Voice<'_>) -> Option<DateTime<Utc>> {
    let of = |resource: &str| {
        voice
            .entry
            .files
            .iter()
            .find(|file| file.resource == resource)
            .and_then(|file| file.updated)
    };
    if let Some((resource, _)) = &voice.doc.place {
        return of(resource);
    }
    voice.entry.changed()
}

pub(super) fn frequency(voice: &Voice<'_>, frequency: Frequency) -> String {
    voice.text(frequency.key(), &[])
}

/// The record of where rows of a document come from.
pub(super) fn source(voice: &Voice<'_>, rows: &[usize]) -> Source {
    let dataset = &voice.entry.dataset;
    let updated = updated(voice);
    let table = voice.doc.table();
    let table = table.as_deref();
    let resource = voice.doc.place.as_ref().map_or("", |(resource, _)| resource);
    let file = voice.entry.files.iter().find(|file| file.resource == resource);
    Source {
        dataset: dataset.name.clone(),
        title: dataset.title.clone(),
        resource: resource.to_owned(),
        version: file.map(|file| file.sha256.clone()).unwrap_or_default(),
        sheet: table.and_then(|table| table.sheet.clone()),
        member: table.and_then(|table| table.member.clone()),
        rows: table.map_or_else(Vec::new, |table| {
            rows.iter().take(ROWS_NAMED).map(|&row| table.rows[row].number).collect()
        }),
        updated: updated.map(|at| at.with_timezone(&voice.now.timezone()).date_naive()),
        late: updated.and_then(|at| dataset.frequency.is_late(at, voice.now.with_timezone(&Utc))),
        url: dataset.url.clone(),
    }
}

/// Where the answer comes from, and its age.
pub(super) fn provenance(voice: &Voice<'_>, found: &Found, answer: &mut Answer) {
    let dataset = &voice.entry.dataset;
    let source = source(voice, &found.rows);
    answer.footer.push(
        voice
            .text("answer-source", &[("title", &dataset.title), ("holder", &dataset.holder.title)]),
    );
    let mut age = match source.updated {
        Some(date) => voice.text("answer-updated", &[("date", &date_of(date))]),
        None => voice.text("answer-updated-unknown", &[]),
    };
    if (1..=3).contains(&source.rows.len()) {
        let rows: Vec<String> = source.rows.iter().map(u32::to_string).collect();
        age.push_str(", ");
        age.push_str(&voice.text("answer-rows", &[("rows", &rows.join(", "))]));
    }
    answer.footer.push(age);
    let promised = frequency(voice, dataset.frequency);
    answer.footer.push(if source.late == Some(true) {
        voice.text("answer-late", &[("frequency", &promised)])
    } else {
        voice.text("answer-frequency", &[("frequency", &promised)])
    });
    answer.datasets = vec![dataset.name.clone()];
    answer.sources = vec![source];
}

/// What is asked of a dataset itself: when updated, by whom, how often.
pub(super) fn about(voice: &Voice<'_>) -> Option<Answer> {
    let dataset = &voice.entry.dataset;
    let zone = voice.now.timezone();
    let day = |at: DateTime<Utc>| date_of(at.with_timezone(&zone).date_naive());
    let asks = |cue| voice.reading.asks(cue);
    let mut lead = Vec::new();
    if asks(Cue::Updated) {
        lead.push(match updated(voice) {
            Some(at) => voice.text("answer-card-updated", &[("date", &day(at))]),
            None => voice.text("answer-updated-unknown", &[]),
        });
    }
    if asks(Cue::Created)
        && let Some(at) = dataset.created
    {
        lead.push(voice.text("answer-card-created", &[("date", &day(at))]));
    }
    if asks(Cue::Frequency) {
        lead.push(
            voice.text("answer-frequency", &[("frequency", &frequency(voice, dataset.frequency))]),
        );
    }
    if asks(Cue::Holder) {
        lead.push(voice.text("answer-card-holder", &[("holder", &dataset.holder.title)]));
        if let Some(maintainer) = &dataset.maintainer {
            lead.push(voice.text("answer-card-maintainer", &[("maintainer", maintainer)]));
        }
    }
    if asks(Cue::Format) {
        lead.push(voice.text("answer-card-formats", &[("formats", &formats(voice))]));
    }
    if lead.is_empty() {
        return None;
    }
    let mut answer = card(voice);
    answer.outcome = Outcome::Answer;
    answer.body.insert(0, answer.lead.clone());
    answer.lead = lead.join("\n");
    Some(answer)
}

fn formats(voice: &Voice<'_>) -> String {
    let mut formats: Vec<String> = Vec::new();
    for resource in &voice.entry.dataset.resources {
        let format = resource.format.trim().trim_start_matches('.').to_uppercase();
        if !format.is_empty() && !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats.join(", ")
}

/// The card of a dataset.
pub(super) fn card(voice: &Voice<'_>) -> Answer {
    let dataset = &voice.entry.dataset;
    let mut answer =
        Answer { outcome: Outcome::Dataset, locale: voice.locale, ..Answer::default() };
    answer.lead = voice.text("answer-card-title", &[("title", &dataset.title)]);
    if !dataset.notes.is_empty() {
        answer.body.push(shorten(&dataset.notes, 300));
    }
    if dataset.resources.is_empty() {
        answer.body.push(voice.text("answer-card-no-files", &[]));
    } else {
        answer.body.push(voice.text("answer-card-formats", &[("formats", &formats(voice))]));
        let rows: usize = voice
            .entry
            .files
            .iter()
            .filter_map(File::tables)
            .map(|tables| tables.iter().map(|table| table.rows.len()).sum::<usize>())
            .sum();
        if rows > 0 {
            answer.body.push(voice.text("answer-card-rows", &[("rows", &rows.to_string())]));
        }
    }
    let state = State::of(voice.entry, voice.now.with_timezone(&Utc));
    answer.body.push(state.line(voice));
    for file in &voice.entry.files {
        if let Content::Unreadable(key) = &file.content {
            let line = voice.text(key, &[]);
            if !answer.body.iter().any(|told| told.contains(&line)) {
                answer.body.push(line);
            }
        }
    }
    provenance(voice, &Found::default(), &mut answer);
    answer
}
