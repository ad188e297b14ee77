//! What a reader does with a copy: asks its question, or wants no more of the kind.

use crate::{
    answer::{Outcome, Plan, Question},
    bot::{
        Deps,
        desk::{self, Answered},
        log::Way,
        reply::Reply,
        scene::Scene,
        view,
    },
    store::news::{items, recipients},
    telegram::{Cx, Failure, Work},
};

/// Asks the question of the item `item`, of the dataset that it is about.
pub(in crate::bot) async fn ask(
    item: i64,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let mut tx = deps.db.read().await?;
    let item = items::get(&mut tx, cx.bot, item).await?;
    drop(tx);
    let locale = scene.locale();
    let Some((item, question)) =
        item.and_then(|item| Some((item.question()?, item))).map(|(q, i)| (i, q))
    else {
        return scene.says(&view::expired(locale).into());
    };
    let key = item.datasets().first().and_then(|key| key.parse().ok());
    let asking = scene.asking(question.of(locale).0, Some(locale), deps);
    let answered = desk::with(deps, &asking, move |council, asking| {
        Answered::logged(council, asking, || {
            let question = Question { context: None, ..asking.question() };
            let entry = key.and_then(|key| council.dataset(key));
            let within = entry.map(|entry| {
                let plan = Plan::within(&entry.dataset.name, &asking.text, asking.near);
                council.more(&plan, 0, &question)
            });
            // The data may have changed since: then whatever answers it.
            within
                .filter(|answer| answer.outcome != Outcome::None)
                .unwrap_or_else(|| council.ask(&question))
        })
    });
    let answered = answered.await?;
    let (reply, kept) = answered.present(&asking, Some(&asking.text), cx.me.username());
    let row = answered.row(Way::Button, &scene.place);
    scene.answers(reply, &kept, row)
}

/// The reader is of the item's audience no more.
pub(super) async fn off(item: i64, scene: Scene, deps: &Deps, cx: &Cx) -> Result<Work, Failure> {
    let locale = scene.locale();
    let item = items::get(&mut deps.db.read().await?, cx.bot, item).await?;
    let Some(audience) = item.map(|item| item.audience()).filter(|_| scene.place.private) else {
        return scene.says(&view::expired(locale).into());
    };
    let html = view::news::left(&audience, &deps.council(), locale);
    let said = Reply::from(html).call(&scene.place, 0)?;
    let chat = scene.place.chat;
    Ok(Work::nothing()
        .and_does(move |unit| {
            Box::pin(async move {
                recipients::leave(&mut unit.tx, unit.bot, chat, &audience).await?;
                Ok(())
            })
        })
        .and_says(said))
}
