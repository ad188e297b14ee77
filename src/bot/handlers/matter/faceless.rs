//! Who writes or presses in the name of the group or of a channel: rights are a person's, and nobody knows whose.

use chrono::TimeDelta;
use teloxide::types::Message;

use crate::{
    bot::{kept::Dated, scene::Scene, view},
    telegram::{Failure, Work},
};

/// The accounts by which Telegram stands for an anonymous admin and for a channel.
const ACCOUNTS: [i64; 2] = [1_087_968_824, 136_817_688];
/// Told once in this time in each topic.
const TOLD: TimeDelta = TimeDelta::days(1);
/// What the memory keeps of that.
const FACELESS: &str = "faceless";

/// Whether `message` is written in the name of a chat; not what a channel's post brings into its group by itself.
pub(super) fn writes(message: &Message) -> bool {
    message.sender_chat.is_some() && !message.is_automatic_forward()
}

/// Whether the number `person` stands for many.
pub(super) fn is(person: i64) -> bool {
    ACCOUNTS.contains(&person)
}

/// Says that nothing is done, and how it would be: once.
pub(super) fn told(mut scene: Scene) -> Result<Work, Failure> {
    let is_recent = |told: &Dated<String>| told.what == FACELESS && scene.now - told.at < TOLD;
    if scene.memory.pressed.as_ref().is_some_and(is_recent) {
        return Ok(Work::nothing());
    }
    let work = scene.says(&view::faceless(scene.chosen.unwrap_or_default()).into())?;
    scene.memory.pressed = Some(Dated { what: FACELESS.to_owned(), at: scene.now });
    scene.remembering(work)
}
