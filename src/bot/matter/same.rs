//! The answer of an earlier matter, offered for one like it.

use chrono::NaiveDate;

use super::post;
use crate::{
    bot::{Settings, view},
    feedback::similar::{Matters, Open},
    store::feedback::{Matter, letters},
    telegram::{Failure, Unit},
};

/// The one of `answered` that says what `matter` says, else the newest about the same dataset. An index is built for
/// it: not while a transaction is open, nor where others are spoken to.
pub(crate) fn like(matter: &Matter, answered: &[Matter], today: NaiveDate) -> Option<i64> {
    let open = answered.iter().map(|earlier| Open {
        number: earlier.id,
        title: earlier.title.clone(),
        details: earlier.details.clone(),
    });
    let said = format!("{}\n{}", matter.title.replace('\n', " "), matter.details);
    let similar = Matters::of(open.collect()).similar(&said, today);
    similar.first().copied().or_else(|| {
        let mut same = answered.iter().filter(|earlier| earlier.dataset == matter.dataset);
        same.find(|earlier| earlier.dataset.is_some()).map(|earlier| earlier.id)
    })
}

/// Offers the officers for `matter` the last answer to the matter `earlier`, where it is still known.
pub(crate) async fn offer(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    earlier: i64,
) -> Result<(), Failure> {
    let Some(answer) = letters::last_answer(&mut unit.tx, earlier).await? else {
        return Ok(());
    };
    let locale = post::officers_language(unit, settings).await?;
    let reply = view::same(matter.id, earlier, &answer, locale);
    post::say(unit, settings, matter, &reply).await?;
    Ok(())
}
