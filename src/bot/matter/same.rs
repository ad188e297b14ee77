//! The answer of an earlier matter, offered for one like it.

use super::post;
use crate::{
    bot::{Settings, view},
    feedback::similar::{Matters, Open},
    i18n::Locale,
    store::feedback::{self, Matter, letters},
    telegram::{Failure, Unit},
};

/// Matters that are compared: the newest.
const COMPARED: i64 = 100;

/// The one of `answered` that says what `matter` says, else the newest about the same dataset.
async fn like<'a>(
    matter: &Matter,
    answered: &'a [Matter],
    unit: &Unit,
    settings: &Settings,
) -> Result<Option<&'a Matter>, Failure> {
    if answered.is_empty() {
        return Ok(None);
    }
    let open = answered.iter().map(|earlier| Open {
        number: earlier.id,
        title: earlier.title.clone(),
        details: earlier.details.clone(),
    });
    let said = format!("{}\n{}", matter.title.replace('\n', " "), matter.details);
    let today = unit.now.with_timezone(&settings.zone).date_naive();
    let open: Vec<Open> = open.collect();
    // An index is built, which would hold up everyone who is spoken to meanwhile.
    let similar = tokio::task::spawn_blocking(move || Matters::of(open).similar(&said, today));
    let similar = similar.await.map_err(|error| Failure::Other(error.to_string()))?;
    let first = similar.first().and_then(|id| answered.iter().find(|earlier| earlier.id == *id));
    Ok(first.or_else(|| {
        let mut same = answered.iter().filter(|earlier| earlier.dataset == matter.dataset);
        same.find(|earlier| earlier.dataset.is_some())
    }))
}

/// Offers the officers the last answer to an earlier matter like `matter`, where there is one.
pub(super) async fn offer(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    locale: Locale,
) -> Result<(), Failure> {
    let answered = feedback::answered(&mut unit.tx, unit.bot, matter.kind, matter.id, COMPARED);
    let answered = answered.await?;
    if answered.is_empty() {
        return Ok(());
    }
    let earlier = like(matter, &answered, unit, settings).await?;
    let Some(earlier) = earlier else { return Ok(()) };
    let Some((letter, _)) = letters::last_answer(&mut unit.tx, earlier.id).await? else {
        return Ok(());
    };
    let reply = view::same(matter.id, earlier.id, &letter.text, locale);
    post::say(unit, settings, matter, &reply).await?;
    Ok(())
}
