//! How much of a question a plan explains, and how well a document fits it.

use super::{
    columns,
    evidence::Evidence,
    plan::{Ask, Computed, Found},
    rows::Selection,
};
use crate::{
    search::{Cue, Doc, Near, Reading},
    table::{Kind, Role, Table},
};

/// From this on a term is there.
const HALF: f32 = 0.5;
/// What is left of the confidence where a name is missing that the question gives.
const WITHOUT_NAME: f32 = 0.5;
/// What is left of it where the thing asked for is missing.
const WITHOUT_HEAD: f32 = 0.8;
/// What is left of it where another thing is missing.
const WITHOUT_THING: f32 = 0.88;
/// What is left of it where a number is missing that names the thing.
const WITHOUT_NUMBER: f32 = 0.8;
/// What a question that leans on another says without saying it, in nats.
const UNSAID: f32 = 2.0;

/// A plan whose worth is asked.
pub(super) struct Tried<'a> {
    pub(super) table: &'a Table,
    pub(super) selection: &'a Selection,
    pub(super) found: &'a Found,
    /// For each period of the question, whether the table knows it.
    pub(super) periods: &'a [bool],
}

/// The share of the question's information that `plan` explains, or the dataset's words alone.
pub(super) fn coverage(ask: &Ask<'_>, evidence: &Evidence, plan: Option<&Tried<'_>>) -> f32 {
    let (mut held, mut all, mut missing) = (0.0, 0.0, 1.0_f32);
    for (at, (term, known)) in ask.reading.terms.iter().zip(&evidence.terms).enumerate() {
        let information = ask.weight(at, term);
        let mut explained = if term.number.is_some() { 0.0 } else { known.text };
        if let Some(Tried { table, selection, found, .. }) = plan {
            explained = explained.max(selection.held[at]);
            for &(column, strength) in &known.labels {
                let used =
                    found.requested.contains(&column) || found.result.column() == Some(column);
                explained = explained.max(if used { strength.max(0.75) } else { strength * 0.75 });
            }
            for cue in &term.cues {
                if satisfies(table, found, *cue) {
                    explained = explained.max(1.0);
                }
            }
        }
        held += information * explained.min(1.0);
        all += information;
        if term.number.is_some() && explained < 0.3 && !ask.leaning {
            missing *= WITHOUT_NUMBER; // «ліцей №7», «Садова, 5»: another number is another thing
        } else if explained < HALF && term.number.is_none() {
            if term.required {
                missing *= WITHOUT_NAME;
            } else if ask.leaning {
                // most of what is meant was said before
            } else if ask.reading.head == Some(at) && !term.is_known() {
                missing *= WITHOUT_HEAD;
            } else if !term.verb && !term.is_known() && information > 2.5 {
                missing *= WITHOUT_THING;
            } else if !term.verb
                && explained < 0.25
                && information > 2.0
                && plan.is_some_and(adds_all)
            {
                missing *= WITHOUT_HEAD;
            }
        }
    }
    if let Some(Tried { table, found, periods, .. }) = plan {
        for &known in *periods {
            held += if known { 2.2 } else { 0.0 };
            all += 2.2;
        }
        if ask.near.is_some() && ask.placed {
            held += if matches!(found.result, Computed::Nearest(_)) { 3.0 } else { 0.0 };
            all += 3.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "few comparisons")]
        let (met, set) = (found.compared.len() as f32, ask.reading.comparisons.len() as f32);
        held += 2.5 * met;
        all += 2.5 * set;
        for cue in [Cue::Who, Cue::Where, Cue::When, Cue::Price, Cue::Percent] {
            let slot = ask.reading.asks(cue)
                && !ask.reading.terms.iter().any(|term| term.cues.contains(&cue));
            if slot {
                all += 1.0;
                held += if satisfies(table, found, cue) { 1.0 } else { 0.0 };
            }
        }
    } else {
        #[expect(clippy::cast_precision_loss, reason = "few periods")]
        let asked = ask.reading.periods.len() as f32;
        all += 1.0 * asked;
    }
    if ask.leaning {
        held += UNSAID;
        all += UNSAID;
    }
    let coverage = if all > 0.0 { held / all } else { 0.0 };
    coverage * missing
}

/// Whether a plan adds up all rows, so that nothing of them was chosen by what the question names.
fn adds_all(plan: &Tried<'_>) -> bool {
    plan.selection.filters.is_empty()
        && matches!(plan.found.result, Computed::Sum(..) | Computed::Count(_) | Computed::Mean(..))
}

/// Whether a table has what a cue asks for.
fn satisfies(table: &Table, found: &Found, cue: Cue) -> bool {
    let has = |roles: &[Role]| {
        table.columns.iter().any(|column| roles.contains(&column.role) && !column.personal)
    };
    match cue {
        Cue::Phone => has(&[Role::Phone]),
        Cue::Email => has(&[Role::Email]),
        Cue::Contacts => has(&[Role::Phone, Role::Email]),
        Cue::Who | Cue::Person => has(&[Role::Person]) || has(&[Role::Organization]),
        Cue::Where => has(&[Role::Address, Role::Street, Role::Settlement, Role::Latitude]),
        Cue::When => {
            has(&[Role::Hours, Role::Date, Role::Start, Role::End, Role::Weekday, Role::Period])
                || table.columns.iter().any(|column| {
                    matches!(column.kind, Kind::Date | Kind::DateTime | Kind::Time | Kind::Hours)
                })
        }
        Cue::Hours => {
            has(&[Role::Hours, Role::Weekday, Role::Start])
                || table
                    .columns
                    .iter()
                    .any(|column| matches!(column.kind, Kind::Time | Kind::Hours))
        }
        Cue::Price => {
            has(&[Role::Price, Role::Amount]) || matches!(found.result, Computed::Sum(..))
        }
        Cue::OpenNow => has(&[Role::Hours, Role::Weekday]),
        Cue::Percent => has(&[Role::Percent]) || matches!(found.result, Computed::Share(_)),
        Cue::Money => columns::metrics(table).iter().any(|&at| columns::is_money(table, at)),
        Cue::Planned => has(&[Role::Plan]),
        Cue::Actual => has(&[Role::Fact]),
        _ => false,
    }
}

/// Whether what was computed is of the kind that was asked for: a difference for «на скільки», money for «скільки коштує».
pub(super) fn fits(reading: &Reading, table: &Table, found: &Found) -> bool {
    let asks = |cue: Cue| reading.asks(cue);
    let metric = found.requested.iter().any(|&at| table.columns[at].is_metric());
    let one_of_kind = |cue: Cue| !asks(cue) || satisfies(table, found, cue);
    let superlative = matches!(
        found.result,
        Computed::Extreme(_)
            | Computed::Groups(..)
            | Computed::Difference { .. }
            | Computed::Periods(..)
    );
    (!asks(Cue::Difference)
        || matches!(
            found.result,
            Computed::Difference { .. } | Computed::Periods(..) | Computed::Extreme(_)
        ))
        && (!(asks(Cue::Most) || asks(Cue::Least)) || superlative || metric)
        && (!asks(Cue::Sum)
            || matches!(found.result, Computed::Sum(..) | Computed::Count(_))
            || metric)
        && (!asks(Cue::Average) || matches!(found.result, Computed::Mean(..)) || metric)
        && [Cue::Price, Cue::Money, Cue::Phone, Cue::Email].into_iter().all(one_of_kind)
}

/// The share of the title's information that the question names: a dataset about the thing before one that mentions it.
pub(super) fn precision(ask: &Ask<'_>, evidence: &Evidence, doc: &Doc) -> f32 {
    let named = |word: &u32| {
        ask.reading
            .terms
            .iter()
            .zip(&evidence.terms)
            .filter(|(_, known)| known.text > 0.3)
            .flat_map(|(term, _)| &term.variants)
            .any(|variant| {
                // Of a name of several words all must be in the title: «голова ради» is not in «депутати ради».
                let whole = |of: &Vec<Near>| of.iter().any(|near| doc.title.contains(&near.word));
                let least = if variant.words.len() > 1 { 0.8 } else { 0.45 };
                (variant.weight > 0.9 || variant.words.iter().all(whole))
                    && variant.weight > least
                    && variant.words.iter().flatten().any(|near| near.word == *word)
            })
    };
    let (mut all, mut said, mut place) = (0.6, 0.0, 0.0);
    for word in &doc.title {
        let near = [Near { word: *word, likeness: 1.0 }];
        // What comes first in a title is what the dataset is of.
        let information = ask.index.information(&near) / (1.0 + 0.22 * place);
        if information > 1.0 {
            place += 1.0;
        }
        all += information;
        if named(word) {
            said += information;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "words of a title")]
    let rest = doc.title_rest.min(20) as f32;
    said / all - 0.01 * rest
}
