//! A copy of an item, as its reader sees it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    answer::Council,
    bot::{
        callback::Press,
        news::Step,
        view::{
            browse::card_link,
            markup::{cut, escape, link, one_line, shown},
        },
    },
    i18n::Locale,
    news::{Audience, Form, Media, Words},
    search::concepts,
    store::news::Item,
    telegram::Call,
};

/// UTF-16 units of a message, and of the words under a picture or file.
const MESSAGE: usize = 4_096;
const CAPTION: usize = 1_024;
/// Datasets that a copy links to.
const LINKS: usize = 3;
/// UTF-16 units of a title, and of a button.
const TITLE: usize = 100;
const LABEL: usize = 60;

/// What copies are made with.
#[derive(Clone, Copy, Debug)]
pub struct Copies<'a> {
    /// The data, for the names of what an item is about.
    pub council: &'a Council,
    /// The bot's name, without `@`.
    pub me: &'a str,
}

/// Whom an audience means, in a few words; what is gone from the catalogue is meant in general.
pub fn audience(audience: &Audience, council: &Council, locale: Locale) -> String {
    let what =
        |title: Option<String>| one_line(&cut(&title.unwrap_or_else(|| "—".to_owned()), TITLE));
    match audience {
        Audience::Everyone => locale.text("news-to-everyone", &[]),
        Audience::Officers => locale.text("news-to-officers", &[]),
        Audience::Theme(id) => {
            let theme = concepts::themes().iter().find(|theme| theme.id == *id);
            let title = theme.map(|theme| match locale {
                Locale::Uk => theme.uk.clone(),
                Locale::En => theme.en.clone(),
            });
            locale.text("news-to-theme", &[("what", what(title).into())])
        }
        Audience::Holder(key) => {
            let holders = council.holders();
            let holder = holders.iter().find(|(holder, _)| holder.key().to_string() == *key);
            let title = holder.map(|(holder, _)| holder.title.clone());
            locale.text("news-to-holder", &[("what", what(title).into())])
        }
        Audience::Dataset(key) => {
            let entry = key.parse().ok().and_then(|key| council.dataset(key));
            let title = entry.map(|entry| entry.dataset.title.clone());
            locale.text("news-to-dataset", &[("what", what(title).into())])
        }
    }
}

/// Why a reader gets a copy.
pub fn why(audience: &Audience, council: &Council, locale: Locale) -> String {
    let key = match audience {
        Audience::Everyone => return locale.text("news-why-everyone", &[]),
        Audience::Officers => return locale.text("news-why-officers", &[]),
        Audience::Theme(_) | Audience::Holder(_) | Audience::Dataset(_) => "news-why-follows",
    };
    locale.text(key, &[("what", self::audience(audience, council, locale).into())])
}

/// A reader is of the audience no more.
pub fn left(audience: &Audience, council: &Council, locale: Locale) -> String {
    let whom = self::audience(audience, council, locale);
    escape(&locale.text("news-off", &[("whom", whom.into())]))
}

impl Copies<'_> {
    /// What the first edition of `item` says in each form.
    pub fn first(&self, item: &Item) -> BTreeMap<String, Call> {
        let words = item.words();
        let media = item.media();
        let call = |form: Form| {
            let html = self.html(item, &words, form);
            let mut payload = json!({"parse_mode": "HTML"});
            let method = match &media {
                None => {
                    payload["text"] = json!(html);
                    payload["link_preview_options"] = json!({"is_disabled": true});
                    "sendMessage"
                }
                Some(media) => {
                    payload["caption"] = json!(html);
                    match media {
                        Media::Photo { file } => payload["photo"] = json!(file),
                        Media::Document { file } => payload["document"] = json!(file),
                        Media::Chart { .. } => {}
                    }
                    if matches!(media, Media::Document { .. }) {
                        "sendDocument"
                    } else {
                        "sendPhoto"
                    }
                }
            };
            if let Some(keyboard) = self.keyboard(item, form) {
                payload["reply_markup"] = keyboard;
            }
            (form.name().to_owned(), Call::new(method, payload))
        };
        Form::ALL.into_iter().map(call).collect()
    }

    /// What takes the place of the words of every copy that arrived.
    pub fn correction(&self, item: &Item, words: &Words) -> BTreeMap<String, Call> {
        let call = |form: Form| {
            (form.name().to_owned(), self.edit(item, &self.html(item, words, form), Some(form)))
        };
        Form::ALL.into_iter().map(call).collect()
    }

    /// What takes a copy back: it is deleted, or, where Telegram does not let us any more, emptied.
    pub fn recall(&self, item: &Item) -> BTreeMap<String, Call> {
        let each = |form: Form| {
            let gone = escape(&form.locale().text("news-recalled", &[]));
            let emptied = if form == Form::Channel {
                Call::new("deleteMessage", json!({}))
            } else {
                self.edit(item, &gone, None)
            };
            [
                (form.name().to_owned(), Call::new("deleteMessage", json!({}))),
                (late(form.name()), emptied),
            ]
        };
        Form::ALL.into_iter().flat_map(each).collect()
    }

    fn edit(&self, item: &Item, html: &str, form: Option<Form>) -> Call {
        let (method, field) = match item.media() {
            None => ("editMessageText", "text"),
            Some(_) => ("editMessageCaption", "caption"),
        };
        let mut payload = json!({field: html, "parse_mode": "HTML"});
        if field == "text" {
            payload["link_preview_options"] = json!({"is_disabled": true});
        }
        if let Some(keyboard) = form.and_then(|form| self.keyboard(item, form)) {
            payload["reply_markup"] = keyboard;
        }
        Call::new(method, payload)
    }

    /// By how many UTF-16 units the longest form of `words` is too long.
    pub fn excess(&self, item: &Item, words: &Words) -> usize {
        let room = if item.media().is_some() { CAPTION } else { MESSAGE };
        let length = |form: Form| shown(&self.html(item, words, form));
        let longest = Form::ALL.into_iter().map(length).max().unwrap_or(0);
        longest.saturating_sub(room)
    }

    /// The text of a copy.
    pub fn html(&self, item: &Item, words: &Words, form: Form) -> String {
        let locale = form.locale();
        let (body, is_native) = words.of(locale);
        let mut paragraphs = vec![body.to_owned()];
        if !is_native {
            paragraphs.push(format!("<i>{}</i>", escape(&locale.text("news-only-ukrainian", &[]))));
        }
        let links: Vec<String> = item
            .datasets()
            .iter()
            .filter_map(|key| self.council.dataset(key.parse().ok()?))
            .take(LINKS)
            .map(|entry| {
                let title = one_line(&cut(&entry.dataset.title, TITLE));
                format!("📂 {}", link(&title, &card_link(self.me, entry.dataset.key())))
            })
            .collect();
        if !links.is_empty() {
            paragraphs.push(links.join("\n"));
        }
        if form != Form::Channel {
            let why = why(&item.audience(), self.council, locale);
            paragraphs.push(format!("<i>{}</i>", escape(&why)));
        }
        paragraphs.join("\n\n")
    }

    fn keyboard(&self, item: &Item, form: Form) -> Option<Value> {
        let locale = form.locale();
        let mut rows = Vec::new();
        if let Some(question) = item.question() {
            let (question, _) = question.of(locale);
            let label = format!("🔎 {}", cut(&one_line(question), LABEL));
            rows.push(if form == Form::Channel {
                json!([{"text": label, "url": format!("https://t.me/{}?start=n_{}", self.me, item.id)}])
            } else {
                json!([{"text": label, "callback_data": Press::News(Step::Ask, item.id).data(0)}])
            });
        }
        if form != Form::Channel && item.audience() != Audience::Officers {
            let label = locale.text("news-button-off", &[]);
            rows.push(
                json!([{"text": label, "callback_data": Press::News(Step::Off, item.id).data(0)}]),
            );
        }
        (!rows.is_empty()).then(|| json!({"inline_keyboard": rows}))
    }
}

/// The form for copies that are too old to be deleted.
pub fn late(form: &str) -> String {
    format!("{form}-late")
}
