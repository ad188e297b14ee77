//! What an admin writes about an item: its words, what goes along, its datasets, who gets it, its time.

use serde_json::json;
use teloxide::{
    types::{Message, MessageEntity, MessageEntityKind},
    utils::render::Renderer,
};

use super::{At, card};
use crate::{
    bot::{
        Deps, Place, desk,
        handlers::{matter, staff},
        news::{self, Step, To},
        reply::Reply,
        scene::Scene,
        view::{self, news::Copies},
    },
    catalog::Holder,
    db::Tx,
    news::{Audience, Media, State, Words, moment},
    search::concepts,
    store::news::{
        Item,
        items::{self, Change, Draft},
        prompts::{self, Prompt},
        recipients,
    },
    telegram::{Cx, Failure, Unit, Work},
};

/// Datasets of an item, and letters of its HTML.
const DATASETS: usize = 3;
const LONGEST: usize = 12_000;
/// Themes and holders offered as audiences.
const OFFERED: usize = 30;

/// A new item, whose words are asked for.
pub(super) fn write(scene: &Scene) -> Work {
    let (place, locale) = (scene.place.clone(), scene.locale());
    Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let draft = Draft { author: Some(place.person), ..Draft::default() };
            let added = items::add(&mut unit.tx, unit.bot, &draft, unit.now).await?;
            let Some(item) = added else { return Ok(()) };
            asks(unit, &place, item, "uk", locale).await
        })
    })
}

/// Asks for what `purpose` names.
pub(super) fn ask(at: &At<'_>, purpose: &'static str) -> Work {
    let (place, locale, item) = (at.scene.place.clone(), at.locale(), at.item.id);
    Work::nothing().and_does(move |unit| {
        Box::pin(async move { asks(unit, &place, item, purpose, locale).await })
    })
}

async fn asks(
    unit: &mut Unit,
    place: &Place,
    item: i64,
    purpose: &str,
    locale: crate::i18n::Locale,
) -> Result<(), Failure> {
    let mut call = Reply::from(view::news::asked(purpose, locale)).call(place, 0)?;
    call.payload["reply_markup"] = json!({"force_reply": true});
    let outbox = unit.say(&call).await?;
    prompts::add(&mut unit.tx, outbox, &Prompt { news: item, purpose: purpose.to_owned() }).await?;
    Ok(())
}

/// The question of ours that `message` answers.
pub(in crate::bot) async fn find(message: Message, deps: Deps, cx: Cx) -> Option<Prompt> {
    if !message.chat.is_private() || message.text().is_some_and(crate::bot::hear::is_command) {
        return None;
    }
    let replied = i64::from(message.reply_to_message()?.id.0);
    let found = async {
        let mut tx = deps.db.read().await?;
        prompts::of_message(&mut tx, cx.bot, message.chat.id.0, replied).await
    };
    found.await.unwrap_or_else(|error| {
        tracing::error!(%error, "cannot read what was asked for");
        None
    })
}

/// Takes what an admin wrote as the answer to our question.
pub(in crate::bot) async fn hear(
    prompt: Prompt,
    message: Message,
    deps: Deps,
    cx: Cx,
) -> Result<Work, Failure> {
    let Some(scene) = staff::admins(&message, &deps, &cx).await? else {
        return Ok(Work::nothing());
    };
    let locale = scene.locale();
    let mut tx = deps.db.read().await?;
    let Some(item) = items::get(&mut tx, cx.bot, prompt.news).await? else {
        return scene.says(&view::news::not_found(locale).into());
    };
    drop(tx);
    let wanted = match prompt.purpose.as_str() {
        "when" => return schedule(&item, &message, scene, &deps, &cx),
        "media" => {
            media(&message).map(|media| Change { media: Some(Some(media)), ..Change::default() })
        }
        "datasets" => datasets(&message, &scene, &deps).await?,
        purpose => words(&item, &message, purpose),
    };
    let Some(wanted) = wanted else {
        return scene.says(&view::news::again(&prompt.purpose, locale).into());
    };
    let (place, me) = (scene.place.clone(), cx.me.username().to_owned());
    let id = item.id;
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
            let may = match item.state {
                State::Draft => true,
                // What is out changes by a correction alone.
                State::Done | State::Cancelled => wanted.correction.is_some(),
                _ => false,
            };
            if !may {
                let html = view::news::not_found(locale);
                unit.say(&Reply::from(html).call(&place, 0)?).await?;
                return Ok(());
            }
            if !items::change(&mut unit.tx, &item, &wanted, unit.now).await? {
                return Err(Failure::Conflict);
            }
            let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
            let reply = card(&mut unit.tx, unit.bot, &item, &deps, &me, locale).await?;
            unit.say(&reply.call(&place, 0)?).await?;
            Ok(())
        })
    }))
}

/// New words in one language: of a draft its own, of what is out those of a correction.
fn words(item: &Item, message: &Message, purpose: &str) -> Option<Change> {
    let html = html(message).filter(|html| !html.trim().is_empty() && html.len() <= LONGEST)?;
    let is_out = item.state.is_out();
    let mut words = if is_out { item.correction() } else { None }.unwrap_or_else(|| item.words());
    if purpose == "en" {
        words.en = Some(html);
    } else {
        words.uk = html;
    }
    Some(if is_out {
        Change { correction: Some(Some(words)), ..Change::default() }
    } else {
        Change { words: Some(words), ..Change::default() }
    })
}

/// What `message` says, with the markup that a copy may have: emoji of paid accounts and mentions of persons go.
fn html(message: &Message) -> Option<String> {
    let text = message.text().or_else(|| message.caption())?;
    let entities = message.entities().or_else(|| message.caption_entities()).unwrap_or_default();
    let is_ours = |entity: &&MessageEntity| match &entity.kind {
        // The renderer writes an address as it is.
        MessageEntityKind::TextLink { url } => !url.as_str().contains(['"', '<', '>']),
        MessageEntityKind::Bold
        | MessageEntityKind::Italic
        | MessageEntityKind::Underline
        | MessageEntityKind::Strikethrough
        | MessageEntityKind::Spoiler
        | MessageEntityKind::Code
        | MessageEntityKind::Blockquote
        | MessageEntityKind::ExpandableBlockquote => true,
        _ => false,
    };
    let ours: Vec<MessageEntity> = entities.iter().filter(is_ours).cloned().collect();
    // Where there is no markup, the renderer does not escape.
    let html =
        if ours.is_empty() { view::escape(text) } else { Renderer::new(text, &ours).as_html() };
    Some(html.chars().filter(|letter| *letter != '\0').collect())
}

/// The picture or file that `message` brings.
fn media(message: &Message) -> Option<Media> {
    if let Some(size) = message.photo().and_then(<[_]>::last) {
        return Some(Media::Photo { file: size.file.id.0.clone() });
    }
    Some(Media::Document { file: message.document()?.file.id.0.clone() })
}

/// The datasets that the lines of `message` name.
async fn datasets(
    message: &Message,
    scene: &Scene,
    deps: &Deps,
) -> Result<Option<Change>, Failure> {
    let mut keys = Vec::new();
    for line in message.text().unwrap_or_default().lines().filter(|line| !line.trim().is_empty()) {
        let asking = scene.asking(line, scene.chosen, deps);
        let named = desk::with(deps, &asking, matter::publish::named).await?;
        if let Some((key, _)) = named.first()
            && !keys.contains(&key.to_string())
            && keys.len() < DATASETS
        {
            keys.push(key.to_string());
        }
    }
    if keys.is_empty() {
        return Ok(None);
    }
    let question = question(&keys, scene, deps).await?;
    Ok(Some(Change { datasets: Some(keys), question: Some(question), ..Change::default() }))
}

/// A question that the first of the datasets `keys` answers, in both languages.
async fn question(keys: &[String], scene: &Scene, deps: &Deps) -> Result<Option<Words>, Failure> {
    let Some(key) = keys.first().and_then(|key| key.parse().ok()) else { return Ok(None) };
    let asking = scene.asking("", None, deps);
    desk::with(deps, &asking, move |council, asking| {
        let name = &council.dataset(key)?.dataset.name;
        let of = |locale| council.questions(name, locale, asking.now).into_iter().next();
        Some(Words { uk: of(crate::i18n::Locale::Uk)?, en: of(crate::i18n::Locale::En) })
    })
    .await
}

/// The item begins at the time that `message` names.
fn schedule(
    item: &Item,
    message: &Message,
    scene: Scene,
    deps: &Deps,
    cx: &Cx,
) -> Result<Work, Failure> {
    let locale = scene.locale();
    let Some(at) = moment(message.text().unwrap_or_default(), scene.now, deps.zone()) else {
        return scene.says(&view::news::wrong_time(locale).into());
    };
    let (place, me) = (scene.place, cx.me.username().to_owned());
    let (id, deps) = (item.id, deps.clone());
    Ok(Work::nothing().and_does(move |unit| {
        Box::pin(async move {
            let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
            let council = deps.council();
            let copies = Copies { council: &council, me: &me };
            let ready = !item.words().uk.is_empty() && copies.excess(&item, &item.words()) == 0;
            if ready && item.state == State::Draft {
                news::schedule(unit, &item, &copies, at, place.person).await?;
            }
            let Some(item) = items::get(&mut unit.tx, unit.bot, id).await? else { return Ok(()) };
            let reply = card(&mut unit.tx, unit.bot, &item, &deps, &me, locale).await?;
            unit.say(&reply.call(&place, 0)?).await?;
            Ok(())
        })
    }))
}

/// A change that a button makes at once.
pub(super) fn press(at: &At<'_>, step: Step) -> Work {
    at.changes(move |unit, item| {
        Box::pin(async move {
            let wanted = match step {
                Step::NoCorrection => Change { correction: Some(None), ..Change::default() },
                _ if item.state != State::Draft => return Err(Failure::Conflict),
                Step::NoEnglish => {
                    Change { words: Some(Words { en: None, ..item.words() }), ..Change::default() }
                }
                Step::NoMedia => Change { media: Some(None), ..Change::default() },
                Step::Channel => Change { channel: Some(!item.channel), ..Change::default() },
                Step::To(to) => Change { audience: to.audience(), ..Change::default() },
                _ => return Ok(()),
            };
            let changed = items::change(&mut unit.tx, &item, &wanted, unit.now).await?;
            if changed { Ok(()) } else { Err(Failure::Conflict) }
        })
    })
}

/// Who is to get it? First what its datasets belong to, then all else.
pub(super) async fn whom(at: &At<'_>, tx: &mut Tx) -> Result<Work, Failure> {
    let council = at.deps.council();
    let locale = at.locale();
    let mut choices = vec![To::Everyone, To::Officers];
    let holder_key = |holder: &Holder| To::Holder(holder.key());
    for key in at.item.datasets().iter().filter_map(|key| key.parse().ok()) {
        let Some(entry) = council.dataset(key) else { continue };
        choices.push(To::Dataset(key));
        choices.push(holder_key(&entry.dataset.holder));
    }
    let used = council.themes();
    let themes = concepts::themes().iter().enumerate().filter(|(_, theme)| {
        used.iter().any(|(used, _)| used.is_some_and(|used| used.id == theme.id))
    });
    choices.extend(themes.filter_map(|(at, _)| Some(To::Theme(u8::try_from(at).ok()?))));
    choices.extend(council.holders().iter().map(|(holder, _)| holder_key(holder)));
    let mut rows: Vec<(To, String, u64)> = Vec::new();
    for to in choices {
        if rows.len() >= OFFERED || rows.iter().any(|(known, ..)| *known == to) {
            continue;
        }
        let Some(audience) = to.audience() else { continue };
        let count = recipients::count(tx, at.cx.bot, &audience, i64::MIN).await?;
        // A theme or holder that nobody follows is no audience.
        if count > 0 || matches!(audience, Audience::Everyone | Audience::Officers) {
            rows.push((to, view::news::audience(&audience, &council, locale), count));
        }
    }
    let reply = view::news::whom(at.item.id, &rows, locale);
    Ok(Work::says(reply.edit_message(&at.scene.place, at.message)))
}
