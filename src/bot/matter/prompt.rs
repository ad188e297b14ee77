//! Questions to an officer in a matter's topic, which the officer's reply answers.

use serde_json::json;

use super::post::{group, language, within};
use crate::{
    bot::{Settings, reply::Reply, view},
    store::{
        feedback::Matter,
        officers,
        prompts::{self, Prompt},
    },
    telegram::{Failure, Priority, Unit},
};

/// What the reply is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It goes to everyone who wants the matter.
    Answer,
    /// It goes to who began it, who is waited for.
    Clarify,
    /// It is the reason for a longer term.
    Extend,
    /// It is the reason of a refusal, with which the matter ends.
    Refuse,
    /// It is the answer with which the matter ends.
    Close,
    /// It names the dataset with which the matter ends.
    Publish,
}

impl Purpose {
    const ALL: [Self; 6] =
        [Self::Answer, Self::Clarify, Self::Extend, Self::Refuse, Self::Close, Self::Publish];

    /// Its name in the database.
    const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Clarify => "clarify",
            Self::Extend => "extend",
            Self::Refuse => "refuse",
            Self::Close => "close",
            Self::Publish => "publish",
        }
    }

    /// The one that `name` names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// Asks the officer `person` for a reply, in the topic of `matter`.
pub(crate) async fn ask(
    unit: &mut Unit,
    settings: &Settings,
    matter: &Matter,
    purpose: Purpose,
    person: i64,
) -> Result<(), Failure> {
    let Some(group) = group(unit, settings).await? else { return Ok(()) };
    let locale = language(unit, group).await?;
    let name = officers::name(&mut unit.tx, unit.bot, person).await?.unwrap_or_default();
    let whom = view::mention(person, &view::called(&name, locale));
    let html = view::prompt(purpose, matter, &whom, settings, locale);
    let mut call = within(Reply::from(html).to_chat(group.chat), matter);
    // The mention chooses whose client opens the reply.
    call.payload["reply_markup"] = json!({"force_reply": true, "selective": true});
    let outbox = unit.say(&call.priority(Priority::Officers)).await?;
    let prompt = Prompt { feedback: matter.id, purpose: purpose.name().to_owned() };
    prompts::add(&mut unit.tx, outbox, &prompt, unit.now).await?;
    Ok(())
}
