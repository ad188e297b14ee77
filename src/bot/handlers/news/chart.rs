//! A chart of an item's dataset, drawn once and sent with every copy.

use bytes::Bytes;

use super::At;
use crate::{
    answer::{Council, Outcome, Plan, Question},
    bot::{
        desk::{self, Asking},
        view,
    },
    catalog::Key,
    i18n::Locale,
    news::{Media, State},
    store::{
        news::items::{self, Change},
        outbox,
    },
    telegram::{Failure, Work},
};

/// The name of the picture.
const NAME: &str = "chart.png";

/// Draws the first question about the item's datasets whose answer can be drawn.
pub(super) async fn draw(at: &At<'_>) -> Result<Work, Failure> {
    let keys: Vec<Key> = at.item.datasets().iter().filter_map(|key| key.parse().ok()).collect();
    let asking = at.scene.asking("", Some(Locale::Uk), at.deps);
    let drawn = desk::with(at.deps, &asking, move |council, asking| {
        keys.iter().find_map(|key| chart(council, asking, *key))
    });
    let Some(png) = drawn.await? else {
        return at.scene.says(&view::news::no_chart(at.locale()).into());
    };
    Ok(at.changes(move |unit, item| {
        Box::pin(async move {
            if item.state != State::Draft {
                return Err(Failure::Conflict);
            }
            let file = outbox::Attached {
                field: "photo".to_owned(),
                name: NAME.to_owned(),
                bytes: Bytes::from(png),
            };
            let upload = outbox::keep_upload(&mut unit.tx, unit.bot, &file, unit.now).await?;
            let wanted = Change { media: Some(Some(Media::Chart { upload })), ..Change::default() };
            let changed = items::change(&mut unit.tx, &item, &wanted, unit.now).await?;
            if changed { Ok(()) } else { Err(Failure::Conflict) }
        })
    }))
}

fn chart(council: &Council, asking: &Asking, key: Key) -> Option<Vec<u8>> {
    let name = &council.dataset(key)?.dataset.name;
    let questions = council.questions(name, Locale::Uk, asking.now);
    questions.iter().find_map(|text| {
        let question =
            Question { text, locale: Some(Locale::Uk), near: None, now: asking.now, context: None };
        let answer = council.more(&Plan::within(name, text, None), 0, &question);
        let plan = answer.plan.filter(|_| answer.has_chart && answer.outcome == Outcome::Answer)?;
        council.chart(&plan, Locale::Uk, asking.now)
    })
}
