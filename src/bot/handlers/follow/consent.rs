//! Consent to news for everyone: asked once, beside something else that is said, and never assumed.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Under, begin::known};
use crate::{
    bot::{
        Deps, Place, Settings, callback::Press, follow::Follow, handlers::button::IMPATIENCE,
        reply::Reply, scene::Scene, view,
    },
    i18n::Locale,
    store::news::{
        notices,
        subscribers::{self, Consent},
    },
    telegram::{Call, Failure, Unit, Work},
};

/// Adds the question to `reply`, which is about to be said at `place`, unless it was asked before; its buttons are those of
/// `answer`.
pub(in crate::bot::handlers) async fn ask(
    unit: &mut Unit,
    settings: &Settings,
    place: &Place,
    locale: Locale,
    reply: &mut Reply,
    answer: fn(bool) -> Follow,
) -> Result<(), Failure> {
    if !place.private {
        return Ok(());
    }
    let mut subscriber = known(unit, settings, place, locale).await?;
    if subscriber.consent != Consent::Unasked {
        return Ok(());
    }
    subscriber.consent = Consent::Asked;
    subscribers::put(&mut unit.tx, unit.bot, &subscriber, unit.now).await?;
    view::ask_consent(reply, subscriber.quiet(), answer, locale);
    Ok(())
}

/// Keeps the answer.
pub(super) async fn set(
    unit: &mut Unit,
    settings: &Settings,
    place: &Place,
    locale: Locale,
    yes: bool,
) -> Result<(), Failure> {
    let mut subscriber = known(unit, settings, place, locale).await?;
    subscriber.consent = if yes { Consent::Given } else { Consent::Refused };
    subscribers::put(&mut unit.tx, unit.bot, &subscriber, unit.now).await?;
    if !yes {
        notices::refuse(&mut unit.tx, unit.bot, place.chat, unit.now).await?;
    }
    Ok(())
}

/// The question is answered: its buttons go, what stands beside them stays.
pub(super) fn answered(
    mut scene: Scene,
    deps: &Deps,
    yes: bool,
    under: &Under,
) -> Result<Work, Failure> {
    if scene.is_impatient(&format!("{} consent", under.message), IMPATIENCE) {
        return Ok(Work::nothing());
    }
    let (settings, place, locale) =
        (Arc::clone(&deps.settings), scene.place.clone(), scene.locale());
    let bare = without_question(&place, under);
    let work = Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            set(unit, &settings, &place, locale, yes).await?;
            unit.say(&Reply::from(view::consented(yes, locale)).call(&place, 0)?).await?;
            if let Some(bare) = bare {
                unit.say(&bare).await?;
            }
            Ok(())
        })
    });
    scene.remembering(work)
}

/// The buttons under the message but those of the question; `None` if it has none of these.
fn without_question(place: &Place, under: &Under) -> Option<Call> {
    let keyboard = serde_json::to_value(under.buttons.as_ref()?).ok()?;
    let asks = |button: &Value| {
        let data = button["callback_data"].as_str().unwrap_or_default();
        matches!(Press::parse(data), Some((Press::Follow(Follow::Consent(_)), _)))
    };
    let rows: Vec<&Vec<Value>> =
        keyboard["inline_keyboard"].as_array()?.iter().filter_map(Value::as_array).collect();
    rows.iter().copied().flatten().any(asks).then_some(())?;
    let left: Vec<Vec<&Value>> = rows
        .into_iter()
        .map(|row| row.iter().filter(|button| !asks(button)).collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .collect();
    let payload = json!({
        "chat_id": place.chat, "message_id": under.message, "reply_markup": {"inline_keyboard": left},
    });
    Some(Call::new("editMessageReplyMarkup", payload))
}
