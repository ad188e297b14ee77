//! What is over is forgotten: answers, conversations, words, people.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use tokio::time::sleep;

use super::Settings;
use crate::{store, telegram::Options};

/// How often what is over is forgotten.
const HOUSEKEEPING: Duration = Duration::from_hours(1);
/// How often it is looked whether the last word to somebody who is forgotten was said.
const FAREWELLS: Duration = Duration::from_secs(1);
/// After this the journals do not tell whose chat a call went to, where nothing else is known of it.
const SWEPT: TimeDelta = TimeDelta::hours(1);

/// Forgets what is over, for ever.
pub(super) async fn run(options: Options, settings: Arc<Settings>) {
    tokio::join!(tidies(&options, &settings), farewells(&options));
}

/// Takes out of the journals to whom the last words to those who are forgotten went, as soon as they were said.
async fn farewells(options: &Options) {
    loop {
        sleep(FAREWELLS).await;
        let ended = async {
            let mut tx = options.db.read().await?;
            if !store::personal::is_farewell_over(&mut tx).await? {
                return Ok(());
            }
            drop(tx);
            let mut tx = options.db.write().await?;
            store::personal::end_farewells(&mut tx).await?;
            tx.commit().await
        };
        if let Err(error) = ended.await {
            tracing::warn!(%error, "cannot erase to whom the last word went");
        }
    }
}

/// Forgets answers whose buttons no longer work, conversations as old, and the words of questions after `keep`: /privacy
/// promises it.
async fn tidies(options: &Options, settings: &Settings) {
    loop {
        let forgotten = async {
            let now = (options.clock)();
            let mut tx = options.db.write().await?;
            let answers = store::answers::forget(&mut tx, now).await?;
            let conversations =
                store::conversation::forget(&mut tx, now - store::answers::KEPT).await?;
            let questions =
                store::questions::forget_words(&mut tx, now - settings.keep_questions).await?;
            let matters = store::personal::retire(&mut tx, now - settings.keep_feedback).await?;
            store::news::notices::forget(&mut tx, now - store::answers::KEPT).await?;
            store::personal::sweep(&mut tx, now - SWEPT).await?;
            tx.commit().await?;
            Ok::<_, sqlx::Error>((answers, conversations, questions, matters))
        };
        match forgotten.await {
            Ok((answers, conversations, questions, matters)) => {
                tracing::debug!(answers, conversations, questions, matters, "forgot what is over");
            }
            Err(error) => tracing::warn!(%error, "cannot forget what is over"),
        }
        sleep(HOUSEKEEPING).await;
    }
}
