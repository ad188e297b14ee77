//! Saved questions: when the data are others, each that cites them is asked again; another answer makes a notice.
//!
//! Every process may do it: what is kept of a question is a compare-and-set, and newer data are never followed by older.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use sha2::{Digest, Sha256};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::{
    answer::Council,
    app::App,
    bot::Settings,
    news::{Difference, Look, Saved},
    store::news::{
        follows::{self, Question},
        notices, subscribers,
    },
    telegram::Failure,
};

/// How often it is looked whether the data are others.
const LOOK: Duration = Duration::from_millis(500);
/// Questions that are asked at once, and kept in one transaction.
const TOGETHER: i64 = 25;
/// After a failure all are looked at again after this time.
const AGAIN: Duration = Duration::from_mins(1);

/// Looks after the saved questions of the bot `bot` for ever.
pub(in crate::service) async fn run(app: App, settings: Arc<Settings>, bot: i64) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut seen, mut failed): (i64, Option<Instant>) = (0, None);
    loop {
        ticks.tick().await;
        let council = app.council.borrow().clone();
        let rests = failed.is_some_and(|at| at.elapsed() < AGAIN);
        if council.version() == seen || rests {
            continue;
        }
        match look(&app, &settings, bot, &council).await {
            Ok(true) => (seen, failed) = (council.version(), None),
            Ok(false) => failed = Some(Instant::now()),
            Err(error) => {
                tracing::error!(%error, "cannot look after saved questions");
                failed = Some(Instant::now());
            }
        }
    }
}

/// Asks every saved question whose data are others in `council`; false if some could not be asked, and are to be again.
async fn look(
    app: &App,
    settings: &Settings,
    bot: i64,
    council: &Arc<Council>,
) -> Result<bool, Failure> {
    let (mut after, mut all) = (0, true);
    loop {
        let mut tx = app.db.read().await?;
        let questions = follows::questions(&mut tx, bot, after, TOGETHER).await?;
        drop(tx);
        let Some(last) = questions.last() else { return Ok(all) };
        after = last.id;
        let (council, now) = (Arc::clone(council), (app.clock)().with_timezone(&settings.zone));
        let asked = tokio::task::spawn_blocking(move || {
            let asked = questions.into_iter().map(|question| {
                let look = || -> Option<Look> {
                    // What an older version kept in another form is asked no more.
                    let saved: Saved = serde_json::from_str(&question.question).ok()?;
                    Some(saved.look(&council, now))
                };
                let look = std::panic::catch_unwind(AssertUnwindSafe(look));
                (question, look.ok())
            });
            asked.collect::<Vec<_>>()
        });
        let asked = asked.await.map_err(|error| Failure::Other(error.to_string()))?;
        all &= asked.iter().all(|(_, look)| look.is_some());
        let looks = asked.into_iter().filter_map(|(question, look)| Some((question, look??)));
        let changed: Vec<_> = looks.filter(|(_, look)| *look != Look::Same).collect();
        if !changed.is_empty() {
            keep(app, settings, bot, &changed).await?;
        }
    }
}

/// Keeps what came of the questions, with a notice for each whose answer is another.
async fn keep(
    app: &App,
    settings: &Settings,
    bot: i64,
    looks: &[(Question, Look)],
) -> Result<(), Failure> {
    let now = (app.clock)();
    let mut tx = app.db.write().await?;
    for (question, look) in looks {
        let (saved, difference) = match look {
            Look::Same => continue,
            Look::Moved(saved) => (saved, None),
            Look::Differs(saved, difference) => (saved, Some(difference)),
        };
        // Another was quicker, or it is followed no more.
        if !follows::looked(&mut tx, question, &json(saved)?).await? {
            continue;
        }
        let (Some(difference), Some(subscriber)) =
            (difference, subscribers::get(&mut tx, bot, question.chat).await?)
        else {
            continue;
        };
        // What was not told yet is told together: from what is known to what is.
        let mut difference = difference.clone();
        let waits = notices::take_answer(&mut tx, bot, question.chat, question.id).await?;
        let waits = waits.and_then(|waits| serde_json::from_str::<Difference>(&waits).ok());
        if let Some(waits) = waits {
            difference.was = waits.was;
        }
        if difference.is.as_ref() == Some(&difference.was) {
            continue;
        }
        let answer = json(&difference)?;
        let digest = Sha256::digest(json(saved)?);
        let cause = format!("follow:{}:{digest:x}", question.id);
        let due = subscriber.rhythm.due(now, subscriber.quiet(), settings.zone);
        let whose = (question.chat, question.id);
        notices::of_answer(&mut tx, bot, whose, &cause, &answer, due, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::Other(error.to_string()))
}
