//! When a call may go out: Telegram's limits as a state machine over a monotonic clock.
//!
//! Pure: every function is told the time, a [`Duration`] since any fixed moment. Figures are those of
//! Telegram's bot FAQ (one message a second in a chat with short bursts, twenty a minute in a group,
//! about thirty a second in all), each kept with a margin, because the server counts arrivals.

use std::{
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
    time::Duration,
};

/// A group's window: a minute and a margin.
const MINUTE: Duration = Duration::from_millis(60_500);
/// The window of the limit over all chats: a second and a margin.
const SECOND: Duration = Duration::from_millis(1_050);
/// Time in which one more call is allowed in a chat: a second and a margin.
const CHAT_REFILL: Duration = Duration::from_millis(1_050);
/// Added to a wait that Telegram told us: a call that comes early lengthens the next one.
const WAIT_MARGIN: Duration = Duration::from_millis(250);
/// Two chats refused within this time mean that the limit over all chats was hit.
const REFUSALS_TOGETHER: Duration = Duration::from_secs(5);
/// Beyond this many remembered chats the idle ones are forgotten.
const REMEMBERED_CHATS: usize = 4096;

/// The numbers that [`Pace`] keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Calls a second over all chats.
    pub overall_per_second: usize,
    /// Calls of the lowest priority a second, evenly spread; at most `overall_per_second` counts.
    pub bulk_per_second: usize,
    /// Calls that a private chat takes at once after a rest.
    pub private_burst: u32,
    /// Calls a minute in a group or channel, edits too.
    pub group_per_minute: usize,
    /// Calls under way at once.
    pub in_flight: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            overall_per_second: 28,
            bulk_per_second: 25,
            private_burst: 3,
            group_per_minute: 20,
            in_flight: 3,
        }
    }
}

/// Who goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// The bot's answers, and officers' answers to residents.
    Reply,
    /// The officers' group.
    Officers,
    /// News: paced evenly, last.
    News,
}

impl Priority {
    /// As kept in the database: 0 to 2.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Reply => 0,
            Self::Officers => 1,
            Self::News => 2,
        }
    }

    /// The priority kept as `rank`; anything unknown goes last.
    pub const fn from_rank(rank: i64) -> Self {
        match rank {
            0 => Self::Reply,
            1 => Self::Officers,
            _ => Self::News,
        }
    }
}

/// Whether a call may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Now.
    Open,
    /// Not before this time.
    At(Duration),
    /// Not before a call under way has ended.
    Busy,
}

#[derive(Clone, Debug)]
struct Chat {
    /// When the bucket of this chat is full again (a "virtual" time, as in GCRA).
    full_at: Duration,
    /// Calls of the last minute; groups only.
    minute: VecDeque<Duration>,
    /// Telegram told us to wait.
    until: Duration,
}

/// The state of all limits of one bot.
#[derive(Clone, Debug)]
pub struct Pace {
    limits: Limits,
    recent: VecDeque<Duration>,
    next_bulk: Duration,
    chats: HashMap<String, Chat>,
    flying: HashSet<String>,
    /// Calls without a chat that are under way.
    flying_nowhere: usize,
    all_until: Duration,
    refused: VecDeque<(Duration, String)>,
}

/// Groups, supergroups and channels have negative numbers or are named.
fn is_group(chat: &str) -> bool {
    chat.starts_with(['-', '@'])
}

impl Pace {
    /// A pace on which nothing has gone out yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            recent: VecDeque::new(),
            next_bulk: Duration::ZERO,
            chats: HashMap::new(),
            flying: HashSet::new(),
            flying_nowhere: 0,
            all_until: Duration::ZERO,
            refused: VecDeque::new(),
        }
    }

    /// Whether anything at all may go out; what is said here holds for every chat.
    pub fn overall(&mut self, now: Duration) -> Gate {
        if self.flying.len() + self.flying_nowhere >= self.limits.in_flight {
            return Gate::Busy;
        }
        if now < self.all_until {
            return Gate::At(self.all_until);
        }
        while self.recent.front().is_some_and(|&sent| sent + SECOND <= now) {
            self.recent.pop_front();
        }
        match self.recent.front() {
            Some(&oldest) if self.recent.len() >= self.limits.overall_per_second => {
                Gate::At(oldest + SECOND)
            }
            _ => Gate::Open,
        }
    }

    /// Whether news may go out, apart from its chat; call after [`Pace::overall`] was open. What goes out beside news takes
    /// of its share only what is beyond the limit over all chats: replies are picked first, and wait for no more than the
    /// next free place.
    pub fn bulk(&self, now: Duration) -> Gate {
        if now < self.next_bulk { Gate::At(self.next_bulk) } else { Gate::Open }
    }

    /// Whether `chat` takes a call; an empty name means a call without a chat, which has no limit of its own.
    pub fn chat(&mut self, now: Duration, chat: &str) -> Gate {
        if chat.is_empty() {
            return Gate::Open;
        }
        if self.flying.contains(chat) {
            return Gate::Busy;
        }
        let Some(state) = self.chats.get_mut(chat) else { return Gate::Open };
        let mut at = state.until;
        let group = is_group(chat);
        let burst = if group { 1 } else { self.limits.private_burst.max(1) };
        at = at.max(state.full_at.saturating_sub(CHAT_REFILL * (burst - 1)));
        if group {
            while state.minute.front().is_some_and(|&sent| sent + MINUTE <= now) {
                state.minute.pop_front();
            }
            if state.minute.len() >= self.limits.group_per_minute
                && let Some(&oldest) = state.minute.front()
            {
                at = at.max(oldest + MINUTE);
            }
        }
        if at <= now { Gate::Open } else { Gate::At(at) }
    }

    /// A call goes out.
    pub fn begin(&mut self, now: Duration, chat: &str, priority: Priority) {
        self.recent.push_back(now);
        if priority == Priority::News {
            let spacing = Duration::from_secs(1)
                / u32::try_from(self.limits.bulk_per_second.max(1)).unwrap_or(u32::MAX);
            // Counting from when it was due keeps the rate when the caller wakes late, but never catches up a rest.
            self.next_bulk = (self.next_bulk + spacing).max(now + spacing / 2);
        }
        if chat.is_empty() {
            self.flying_nowhere += 1;
            return;
        }
        self.forget_idle(now);
        self.flying.insert(chat.to_owned());
        let state = self.state(chat);
        state.full_at = state.full_at.max(now) + CHAT_REFILL;
        if is_group(chat) {
            state.minute.push_back(now);
        }
    }

    /// A call has ended, however.
    pub fn end(&mut self, chat: &str) {
        if chat.is_empty() {
            self.flying_nowhere = self.flying_nowhere.saturating_sub(1);
        } else {
            self.flying.remove(chat);
        }
    }

    /// Telegram refused a call in `chat` and told us to wait: that chat waits, and all do if several
    /// were refused together. Returns whether all wait.
    pub fn refused(&mut self, now: Duration, chat: &str, wait: Duration) -> bool {
        let until = now + wait + WAIT_MARGIN;
        while self.refused.front().is_some_and(|(at, _)| *at + REFUSALS_TOGETHER < now) {
            self.refused.pop_front();
        }
        let all = chat.is_empty() || self.refused.iter().any(|(_, other)| other != chat);
        self.refused.push_back((now, chat.to_owned()));
        if all {
            self.all_until = self.all_until.max(until);
        }
        if !chat.is_empty() {
            let state = self.state(chat);
            state.until = state.until.max(until);
        }
        all
    }

    /// Nothing goes out before `until`: Telegram cannot be reached.
    pub fn hold_all(&mut self, until: Duration) {
        self.all_until = self.all_until.max(until);
    }

    /// Nothing goes out to `chat` before `until`.
    pub fn hold(&mut self, chat: &str, until: Duration) {
        let state = self.state(chat);
        state.until = state.until.max(until);
    }

    fn state(&mut self, chat: &str) -> &mut Chat {
        self.chats.entry(chat.to_owned()).or_insert_with(|| Chat {
            full_at: Duration::ZERO,
            minute: VecDeque::new(),
            until: Duration::ZERO,
        })
    }

    fn forget_idle(&mut self, now: Duration) {
        if self.chats.len() < REMEMBERED_CHATS {
            return;
        }
        self.chats.retain(|_, chat| {
            chat.full_at > now
                || chat.until > now
                || chat.minute.back().is_some_and(|&sent| sent + MINUTE > now)
        });
    }
}

/// What [`Queue::pick`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This row's turn has come.
    Row(i64),
    /// Nothing before this time, unless a call ends or a row comes in.
    At(Duration),
    /// Nothing until a call ends or a row comes in.
    Nothing,
}

/// Rows that are due, by priority and chat; in order within a chat.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    rows: HashMap<i64, (Priority, String)>,
    lines: HashMap<(Priority, String), BTreeSet<i64>>,
    news: usize,
    /// The first row of each line, in the order in which they are to be tried.
    heads: BTreeSet<(Priority, i64)>,
}

impl Queue {
    /// Takes in a row; a row that is already in stays as it is.
    pub fn insert(&mut self, row: i64, priority: Priority, chat: &str) {
        if self.rows.contains_key(&row) {
            return;
        }
        self.rows.insert(row, (priority, chat.to_owned()));
        self.news += usize::from(priority == Priority::News);
        let line = self.lines.entry((priority, chat.to_owned())).or_default();
        let head = line.first().copied();
        line.insert(row);
        if head.is_none_or(|head| row < head) {
            if let Some(head) = head {
                self.heads.remove(&(priority, head));
            }
            self.heads.insert((priority, row));
        }
    }

    /// Takes out a row; returns its priority and chat.
    pub fn remove(&mut self, row: i64) -> Option<(Priority, String)> {
        let key = self.rows.remove(&row)?;
        self.news -= usize::from(key.0 == Priority::News);
        if let Some(line) = self.lines.get_mut(&key) {
            line.remove(&row);
            if self.heads.remove(&(key.0, row))
                && let Some(&next) = line.first()
            {
                self.heads.insert((key.0, next));
            }
            if line.is_empty() {
                self.lines.remove(&key);
            }
        }
        Some(key)
    }

    /// The rows of `chat`.
    pub fn rows_of(&self, chat: &str) -> Vec<i64> {
        self.rows.iter().filter(|(_, (_, its))| its == chat).map(|(row, _)| *row).collect()
    }

    /// How many rows wait.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many of them are news.
    pub fn news(&self) -> usize {
        self.news
    }

    /// Whether no row waits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row whose turn it is under `pace`; it stays in.
    pub fn pick(&self, now: Duration, pace: &mut Pace) -> Pick {
        if self.heads.is_empty() {
            return Pick::Nothing;
        }
        match pace.overall(now) {
            Gate::Open => {}
            Gate::At(at) => return Pick::At(at),
            Gate::Busy => return Pick::Nothing,
        }
        let bulk = pace.bulk(now);
        let mut soonest: Option<Duration> = None;
        let mut wait = |at: Duration| soonest = Some(soonest.map_or(at, |old| old.min(at)));
        for &(priority, row) in &self.heads {
            if priority == Priority::News && bulk != Gate::Open {
                if let Gate::At(at) = bulk {
                    wait(at);
                }
                break;
            }
            let Some((_, chat)) = self.rows.get(&row) else { continue };
            match pace.chat(now, chat) {
                Gate::Open => return Pick::Row(row),
                Gate::At(at) => wait(at),
                Gate::Busy => {}
            }
        }
        soonest.map_or(Pick::Nothing, Pick::At)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Sends everything in `queue`, each call taking `call`; returns (when, row).
    fn run(mut queue: Queue, pace: &mut Pace, call: Duration) -> Vec<(Duration, i64)> {
        let (mut now, mut sent, mut flying) = (Duration::ZERO, Vec::new(), Vec::new());
        while !queue.is_empty() {
            flying.retain(|(end, chat): &(Duration, String)| {
                if *end <= now {
                    pace.end(chat);
                }
                *end > now
            });
            let pick = queue.pick(now, pace);
            if let Pick::Row(row) = pick {
                let (priority, chat) = queue.remove(row).unwrap();
                pace.begin(now, &chat, priority);
                flying.push((now + call, chat));
                sent.push((now, row));
                continue;
            }
            let next_end = flying.iter().map(|(end, _)| *end).min();
            let next = match pick {
                Pick::At(at) => next_end.map_or(at, |end| end.min(at)),
                Pick::Row(_) | Pick::Nothing => next_end.expect("something is under way"),
            };
            assert!(next > now, "time goes on");
            now = next;
        }
        sent
    }

    #[test]
    fn a_private_chat_takes_three_at_once_and_then_one_a_second() {
        let mut queue = Queue::default();
        for row in 1..=6 {
            queue.insert(row, Priority::Reply, "7");
        }
        let sent = run(queue, &mut Pace::new(Limits::default()), ms(1));
        let times: Vec<Duration> = sent.iter().map(|(at, _)| *at).collect();
        assert!(times[2] < ms(10));
        for pair in times[2..].windows(2) {
            assert!(pair[1].checked_sub(pair[0]).unwrap() >= ms(1000), "{times:?}");
        }
        assert!(sent.is_sorted_by_key(|(_, row)| *row), "in order within the chat");
    }

    #[test]
    fn a_group_takes_twenty_a_minute() {
        let mut queue = Queue::default();
        for row in 1..=41 {
            queue.insert(row, Priority::Officers, "-100");
        }
        let sent = run(queue, &mut Pace::new(Limits::default()), ms(1));
        for window in sent.windows(21) {
            assert!(window[20].0.checked_sub(window[0].0).unwrap() >= ms(60_000));
        }
    }

    #[test]
    fn news_is_even_and_keeps_its_rate() {
        let mut queue = Queue::default();
        for row in 1..=300 {
            queue.insert(row, Priority::News, &row.to_string());
        }
        let sent = run(queue, &mut Pace::new(Limits::default()), ms(20));
        for window in sent.windows(28) {
            assert!(window[27].0.checked_sub(window[0].0).unwrap() >= ms(1000));
        }
        let last = sent.last().unwrap().0;
        assert!(last < ms(12_100), "300 at 25 a second take 12 s, took {last:?}");
    }

    #[test]
    fn news_keeps_its_rate_while_residents_ask() {
        let (mut queue, mut pace) = (Queue::default(), Pace::new(Limits::default()));
        for row in 1..=300 {
            queue.insert(row, Priority::News, &row.to_string());
        }
        for question in 1..=20_u32 {
            let (row, chat) = (i64::from(1_000 + question), format!("{}", 1_000 + question));
            queue.insert(row, Priority::Reply, &chat);
            pace.hold(&chat, ms(500) * question);
        }
        let sent = run(queue, &mut pace, ms(20));
        for window in sent.windows(29) {
            assert!(window[28].0.checked_sub(window[0].0).unwrap() >= ms(1000));
        }
        for (at, row) in &sent {
            if let Some(question) = u32::try_from(row - 1_000).ok().filter(|it| *it > 0) {
                let late = at.checked_sub(ms(500) * question).unwrap();
                assert!(late < ms(60), "an answer waited {late:?}");
            }
        }
        let last = sent.last().unwrap().0;
        assert!(last < ms(12_600), "95 % of 25 a second, took {last:?}");
    }

    #[test]
    fn a_reply_does_not_wait_behind_news() {
        let mut queue = Queue::default();
        for row in 1..=100 {
            queue.insert(row, Priority::News, &row.to_string());
        }
        queue.insert(101, Priority::Reply, "7");
        let sent = run(queue, &mut Pace::new(Limits::default()), ms(20));
        assert_eq!(sent[0].1, 101);
    }

    #[test]
    fn a_chat_that_must_wait_delays_no_other() {
        let mut pace = Pace::new(Limits::default());
        assert!(!pace.refused(ms(0), "7", Duration::from_secs(10)));
        let mut queue = Queue::default();
        queue.insert(1, Priority::Reply, "7");
        queue.insert(2, Priority::Reply, "8");
        let sent = run(queue, &mut pace, ms(20));
        assert_eq!(sent[0], (ms(0), 2));
        assert!(sent[1].0 >= Duration::from_secs(10), "the wait is kept");
    }

    #[test]
    fn all_wait_when_several_chats_are_refused() {
        let mut pace = Pace::new(Limits::default());
        assert!(!pace.refused(ms(0), "7", Duration::from_secs(3)));
        assert!(pace.refused(ms(40), "8", Duration::from_secs(3)));
        assert_eq!(pace.overall(ms(100)), Gate::At(ms(40) + ms(3000) + WAIT_MARGIN));
        assert_eq!(pace.chat(ms(100), "9"), Gate::Open, "the wait is over all, not in each");
    }

    #[test]
    fn the_same_chat_refused_twice_holds_only_itself() {
        let mut pace = Pace::new(Limits::default());
        assert!(!pace.refused(ms(0), "7", Duration::from_secs(1)));
        assert!(!pace.refused(ms(1300), "7", Duration::from_secs(1)));
        assert_eq!(pace.overall(ms(1300)), Gate::Open);
    }

    #[test]
    fn never_two_of_one_chat_and_three_at_most_are_under_way() {
        let mut pace = Pace::new(Limits::default());
        pace.begin(ms(0), "7", Priority::Reply);
        assert_eq!(pace.chat(ms(0), "7"), Gate::Busy);
        pace.begin(ms(0), "8", Priority::Reply);
        pace.begin(ms(0), "", Priority::Reply);
        assert_eq!(pace.overall(ms(0)), Gate::Busy);
        pace.end("");
        assert_eq!(pace.overall(ms(0)), Gate::Open);
    }

    #[test]
    fn an_idle_pace_forgets_chats() {
        let mut pace = Pace::new(Limits::default());
        for chat in 0..10_000_u64 {
            let now = Duration::from_secs(chat * 2);
            pace.begin(now, &chat.to_string(), Priority::News);
            pace.end(&chat.to_string());
        }
        assert!(pace.chats.len() <= REMEMBERED_CHATS);
    }
}
