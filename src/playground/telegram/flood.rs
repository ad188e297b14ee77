//! Flood control: how many calls Telegram takes, and what it answers to more.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use serde_json::json;

use super::world::{Refusal, World};

/// Sends in any second, over all chats; three more than Telegram promises, as it lets pass.
const OVERALL_A_SECOND: usize = 33;
const OVERALL_WAIT: Duration = Duration::from_secs(3);
/// Messages that a private chat takes at once; it recovers one a second.
const PRIVATE_BURST: f64 = 3.0;
/// Messages that a group takes in a minute, and edits.
const GROUP_A_MINUTE: usize = 20;
const MINUTE: Duration = Duration::from_mins(1);
/// A call that came at once after a refusal was on its way already.
const ON_ITS_WAY: Duration = Duration::from_millis(500);

#[derive(Clone, Debug)]
struct Ban {
    /// In which chats the bot was told of it, and when.
    told: Vec<(i64, Duration)>,
    until: Duration,
}

impl Ban {
    /// Whether a call in `chat` ignores it: the bot was told in that chat, or in two, from which it learns that it is for
    /// all. Calls that were on their way already ignore nothing.
    fn is_ignored(&self, chat: i64, now: Duration) -> bool {
        let told = || self.told.iter().filter(|(_, at)| now.saturating_sub(*at) > ON_ITS_WAY);
        told().any(|(known, _)| *known == chat) || told().count() > 1
    }

    /// The bot is told in `chat`.
    fn tell(&mut self, chat: i64, now: Duration) {
        if !self.told.iter().any(|(known, _)| *known == chat) {
            self.told.push((chat, now));
        }
    }
}

/// What was said of late over all chats, and the waits that the bot was told.
#[derive(Debug, Default)]
pub(super) struct Flood {
    sends: VecDeque<Duration>,
    /// By chat; none stands for all.
    bans: HashMap<Option<i64>, Ban>,
}

/// What was said of late in one chat.
#[derive(Clone, Debug)]
pub(super) struct Said {
    tokens: f64,
    at: Duration,
    sends: VecDeque<Duration>,
    edits: VecDeque<Duration>,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            tokens: PRIVATE_BURST,
            at: Duration::ZERO,
            sends: VecDeque::new(),
            edits: VecDeque::new(),
        }
    }
}

impl Said {
    /// Counts `count` messages to a person; how long to wait if they are too many.
    fn count_for_person(&mut self, count: usize, now: Duration) -> Option<Duration> {
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let rested = now.saturating_sub(self.at).as_secs_f64();
        self.tokens = (self.tokens + rested).min(PRIVATE_BURST);
        self.at = now;
        if self.tokens < count.min(PRIVATE_BURST) {
            return Some(Duration::from_secs_f64(count - self.tokens));
        }
        self.tokens -= count;
        None
    }

    /// Counts `count` messages, or edits, in a group; how long to wait if they are too many.
    fn count_for_group(&mut self, count: usize, edit: bool, now: Duration) -> Option<Duration> {
        let window = if edit { &mut self.edits } else { &mut self.sends };
        while window.front().is_some_and(|at| *at + MINUTE <= now) {
            window.pop_front();
        }
        if window.len() + count > GROUP_A_MINUTE {
            return Some(
                window.front().map_or(MINUTE, |first| (*first + MINUTE).saturating_sub(now)),
            );
        }
        window.extend(std::iter::repeat_n(now, count));
        None
    }
}

impl World {
    fn ban(&mut self, scope: Option<i64>, chat: i64, now: Duration, wait: Duration) -> Refusal {
        let wait = wait.max(Duration::from_secs(1));
        self.flood.bans.insert(scope, Ban { told: vec![(chat, now)], until: now + wait });
        too_many(wait)
    }

    /// Counts `count` messages to a chat, or an edit in it, or refuses them.
    pub(super) fn pace(&mut self, chat_id: i64, count: usize, edit: bool) -> Result<(), Refusal> {
        if !self.setup.limits || count == 0 {
            return Ok(());
        }
        let now = self.mono();
        for scope in [None, Some(chat_id)] {
            let Some(ban) = self.flood.bans.get_mut(&scope).filter(|ban| now < ban.until) else {
                continue;
            };
            let left = ban.until.saturating_sub(now);
            let ignored = ban.is_ignored(chat_id, now);
            ban.tell(chat_id, now);
            if ignored {
                self.violation(format!("a told wait was ignored in chat {chat_id}: {left:?} left"));
            }
            return Err(too_many(left));
        }
        let sends = &mut self.flood.sends;
        while sends.front().is_some_and(|at| *at + Duration::from_secs(1) <= now) {
            sends.pop_front();
        }
        if !edit && sends.len() + count > OVERALL_A_SECOND {
            return Err(self.ban(None, chat_id, now, OVERALL_WAIT));
        }
        let Some(chat) = self.chats.get_mut(&chat_id) else { return Ok(()) };
        let wait = match (chat.is_private(), edit) {
            (true, true) => None,
            (true, false) => chat.said.count_for_person(count, now),
            (false, _) => chat.said.count_for_group(count, edit, now),
        };
        if let Some(wait) = wait {
            return Err(self.ban(Some(chat_id), chat_id, now, wait));
        }
        if !edit {
            self.flood.sends.extend(std::iter::repeat_n(now, count));
        }
        Ok(())
    }

    /// Refuses everything, or one chat, for a time, as told by hand.
    pub(super) fn flood(&mut self, scope: Option<i64>, wait: Duration) {
        let now = self.mono();
        self.flood.bans.insert(scope, Ban { told: Vec::new(), until: now + wait });
    }

    /// Ends every told wait.
    pub(super) fn calm(&mut self) {
        self.flood.bans.clear();
    }
}

fn too_many(wait: Duration) -> Refusal {
    let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Refusal {
        code: 429,
        description: format!("Too Many Requests: retry after {secs}"),
        parameters: json!({"retry_after": secs}),
    }
}
