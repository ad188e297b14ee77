//! Inline mode: a question typed after the bot's name in any chat is answered there.

use serde_json::{Value, json};
use teloxide::types::InlineQuery;

use crate::{
    answer::{Answer, Council, Outcome, Plan, Question},
    bot::{
        Deps,
        desk::{self, Asking},
        scene,
        view::{self, Beside},
    },
    i18n::Locale,
    store::chats,
    table::Point,
    telegram::{Cx, Failure},
};

/// Seconds that Telegram may keep an answer: the data change, and so does "now".
const CACHE_SECS: u32 = 60;

/// The parameters of `answerInlineQuery` for `query`.
pub(crate) async fn answer(query: InlineQuery, deps: &Deps, cx: &Cx) -> Result<Value, Failure> {
    let person = i64::try_from(query.from.id.0).unwrap_or(0);
    // A private chat has the number of its person.
    let mut tx = deps.db.read().await?;
    let chosen = chats::get(&mut tx, cx.bot, &person.to_string()).await?.language;
    drop(tx);
    let chosen = chosen.as_deref().map(Locale::nearest);
    let tag = query.from.language_code.as_deref();
    let text = query.query.trim().to_owned();
    let asking = Asking {
        locale: scene::answer_locale(chosen, tag, &text),
        near: query.location.map(|place| Point { lat: place.latitude, lon: place.longitude }),
        near_since: None,
        now: cx.now.with_timezone(&deps.zone()),
        context: None,
        private: false,
        text,
    };
    let own = chosen.unwrap_or_else(|| Locale::nearest(tag.unwrap_or_default()));
    let me = cx.me.username().to_owned();
    let found = desk::with(deps, &asking, move |council, asking| {
        let found = if asking.text.is_empty() {
            examples(council, asking, own)
        } else {
            answers(council, asking)
        };
        let article = |(at, answer): (usize, Answer)| {
            let html = view::answer(&answer, &Beside::default()).html;
            let line = answer.footer.first().map(String::as_str).unwrap_or_default();
            view::article(at, &answer.lead, line, &html, &me, answer.locale)
        };
        found.into_iter().enumerate().map(article).collect::<Vec<_>>()
    });
    let results = found.await?;
    let mut ask = json!({"results": results, "cache_time": CACHE_SECS, "is_personal": true});
    if results.is_empty() {
        ask["button"] = view::nothing_found(own);
    }
    Ok(ask)
}

/// The answer to a question, or one for each of its readings.
fn answers(council: &Council, asking: &Asking) -> Vec<Answer> {
    let question = asking.question();
    let answer = council.ask(&question);
    match answer.outcome {
        Outcome::Answer | Outcome::Dataset => vec![answer],
        Outcome::None => Vec::new(),
        Outcome::Choice => {
            let question = Question { locale: Some(answer.locale), ..question };
            let of = |choice: &crate::answer::Choice| {
                let plan = Plan::within(&choice.dataset, &choice.question, asking.near);
                council.more(&plan, 0, &question)
            };
            let read = answer.choices.iter().map(of);
            read.filter(|answer| answer.outcome != Outcome::None).collect()
        }
    }
}

/// Answers to what people ask every council, before anything is typed.
fn examples(council: &Council, asking: &Asking, locale: Locale) -> Vec<Answer> {
    let examples = council.examples(locale, asking.now);
    let ask =
        |text: &String| council.ask(&Question { text, locale: Some(locale), ..asking.question() });
    examples.iter().map(ask).collect()
}
