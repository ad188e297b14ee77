//! Opening and reception hours in free text, read into a schedule: «Пн-Пт 8:00–17:00, перерва 12–13», «перший вівторок
//! місяця з 10:00», «щоденно 9–21, Нд вихідний».
//!
//! All times are civil: the caller converts to the council's time zone. The text is cut into items, the items are
//! gathered into rules, and the rules are asked for a day.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use crate::text::{
    number, period,
    scan::{Kind, Token, roman, scan},
};

/// When something is open or someone receives: weekly or on certain weekdays of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    rules: Vec<Rule>,
    /// Days that are closed whatever the rules say.
    closed: Vec<On>,
    names_days: bool,
}

/// Certain days and their hours.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    on: Vec<On>,
    /// Empty where the text gives no hours.
    spans: Vec<Span>,
}

/// Certain days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct On {
    /// Bit 0 is Monday.
    days: u8,
    /// 0: every week; 1 to 5: so many times in the month; [`LAST`]: the last of the month.
    nth: u8,
}

const LAST: u8 = 6;
const WORKDAYS: u8 = 0b001_1111;
const WEEKEND: u8 = 0b110_0000;
const EVERY_DAY: u8 = 0b111_1111;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// From one minute of the day to another; up to two days long, `to == from` where no end is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    from: u16,
    to: u16,
}

fn lines(text: &str) -> Vec<&str> {
    text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

impl Schedule {
    /// The schedule that `text` gives; `None` if it gives none.
    pub fn parse(text: &str) -> Option<Self> {
        let items = items(text, false)?;
        if !is_schedule(&items) {
            return None;
        }
        Reader::default().read(&items)
    }

    /// The schedule of two cells, the days in one («вт, чт») and the hours in the other («14:00–16:00»); the second may be a list
    /// in step with the first («Пн-Чт; Пт», «8-17; 8-16»). Either may be empty.
    pub fn of_parts(days: &str, hours: &str) -> Option<Self> {
        let days_parts = lines(days);
        let hours_parts = lines(hours);
        let text = if days_parts.len() > 1 && days_parts.len() == hours_parts.len() {
            let pairs: Vec<String> = days_parts
                .iter()
                .zip(&hours_parts)
                .map(|(days, hours)| format!("{days}: {hours}"))
                .collect();
            pairs.join("; ")
        } else {
            format!("{days}\n{hours}")
        };
        let items = items(&text, true)?;
        if !is_schedule(&items) {
            return None;
        }
        Reader::default().read(&items)
    }

    /// Whether days are named; if not, the hours are taken for every day.
    pub fn has_days(&self) -> bool {
        self.names_days
    }

    /// Whether hours are named; if not, a day of the schedule counts as a whole and only its date should be told.
    pub fn has_hours(&self) -> bool {
        self.rules.iter().any(|rule| !rule.spans.is_empty())
    }

    /// Whether it never closes.
    pub fn is_always(&self) -> bool {
        self.closed.is_empty()
            && self.rules.iter().any(|rule| {
                rule.on.contains(&On { days: EVERY_DAY, nth: 0 })
                    && rule.spans == [Span { from: 0, to: DAY }]
            })
    }

    /// Whether it names certain weeks of the month («перший вівторок»).
    pub fn is_monthly(&self) -> bool {
        self.rules.iter().flat_map(|rule| &rule.on).chain(&self.closed).any(|on| on.nth > 0)
    }

    /// Whether it is open at `at`. Where no end of the hours is published, it is never said to be open.
    pub fn is_open(&self, at: NaiveDateTime) -> bool {
        self.span_at(at).is_some()
    }

    /// When it closes, if it is open at `at`; `None` if it is closed then, or never closes.
    pub fn closes_at(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        const FURTHEST: usize = 9; // spans that touch at midnight; more is a week without a closed hour
        let (_, mut end) = self.span_at(at)?;
        for _ in 0..FURTHEST {
            match self.span_at(end) {
                Some((_, later)) => end = later,
                None => return Some(end),
            }
        }
        None
    }

    /// The first opening that begins at `after` or later, and its end; within 200 days.
    ///
    /// Both are equal where no end is published. A day without hours runs from midnight to midnight.
    pub fn next_open(&self, after: NaiveDateTime) -> Option<(NaiveDateTime, NaiveDateTime)> {
        const HORIZON: u64 = 200; // a fifth weekday comes at least every 91 days
        (0..=HORIZON).find_map(|days| {
            let date = after.date().checked_add_days(Days::new(days))?;
            self.on(date)
                .into_iter()
                .filter_map(|span| Some((moment(date, span.from)?, moment(date, span.to)?)))
                .find(|(from, _)| *from >= after)
        })
    }

    /// The hours of every `weekday` of the schedule, those of certain weeks included, in order.
    ///
    /// An end of 00:00 is midnight; an end before its start is on the next day; equal ends mean that the end is not
    /// published, or the whole day for 00:00–00:00. A day without hours is 00:00–00:00 too: see [`Self::has_hours`].
    pub fn opens_on(&self, weekday: Weekday) -> Vec<(NaiveTime, NaiveTime)> {
        let bit = bit(weekday);
        if self.closed.iter().any(|on| on.nth == 0 && on.days & bit > 0) {
            return Vec::new();
        }
        let mut spans: Vec<Span> = self
            .rules
            .iter()
            .filter(|rule| rule.on.iter().any(|on| on.days & bit > 0))
            .flat_map(Rule::hours)
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans.into_iter().map(|span| (time(span.from), time(span.to))).collect()
    }

    /// The hours of `date`, in order.
    fn on(&self, date: NaiveDate) -> Vec<Span> {
        if self.closed.iter().any(|on| on.holds(date)) {
            return Vec::new();
        }
        let mut spans: Vec<Span> = self
            .rules
            .iter()
            .filter(|rule| rule.on.iter().any(|on| on.holds(date)))
            .flat_map(Rule::hours)
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn span_at(&self, at: NaiveDateTime) -> Option<(NaiveDateTime, NaiveDateTime)> {
        // Yesterday's hours may run past midnight.
        let yesterday = at.date().checked_sub_days(Days::new(1));
        [yesterday, Some(at.date())].into_iter().flatten().find_map(|date| {
            self.on(date)
                .into_iter()
                .filter_map(|span| Some((moment(date, span.from)?, moment(date, span.to)?)))
                .find(|(from, to)| *from <= at && at < *to)
        })
    }
}

impl Rule {
    fn hours(&self) -> Vec<Span> {
        if self.spans.is_empty() { vec![Span { from: 0, to: DAY }] } else { self.spans.clone() }
    }
}

impl On {
    fn holds(self, date: NaiveDate) -> bool {
        if self.days & bit(date.weekday()) == 0 {
            return false;
        }
        match self.nth {
            0 => true,
            LAST => {
                date.checked_add_days(Days::new(7)).is_none_or(|next| next.month() != date.month())
            }
            nth => date.day0() / 7 + 1 == u32::from(nth),
        }
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

fn time(minute: u16) -> NaiveTime {
    let minute = u32::from(minute % DAY);
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(NaiveTime::MIN)
}

fn moment(date: NaiveDate, minute: u16) -> Option<NaiveDateTime> {
    let date = date.checked_add_days(Days::new(u64::from(minute / DAY)))?;
    Some(date.and_time(time(minute)))
}

/// What a piece of the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// Weekdays; the number of the week in the month precedes them as [`Item::Nth`].
    Days(u8),
    /// «перший», «останній».
    Nth(u8),
    /// «з 9 до 17».
    Span(u16, u16),
    /// «з 10:00».
    From(u16),
    /// «до 16:00».
    Until(u16),
    /// «цілодобово».
    WholeDay,
    /// «вихідний», «зачинено».
    Closed,
    /// «вихідні»: a weekend or days that are closed.
    Weekend,
    /// «перерва», «обід».
    Break,
    /// «без перерви».
    NoBreak,
    /// «крім».
    Except,
    /// «:» or a dash.
    Link,
    /// «,», «і».
    Comma,
    /// «;», «.», a new line is not seen.
    Stop,
    /// A word that says nothing of time («прийом», «за записом»).
    Filler,
    /// Any other word or number.
    Other,
    /// A date: the text speaks of one day.
    Date,
}

/// Whether `items` are a schedule and not prose that names a day.
fn is_schedule(items: &[Item]) -> bool {
    let count = |wanted: fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count();
    let days = count(|item| matches!(item, Item::Days(_) | Item::Weekend));
    let hours = count(|item| {
        matches!(item, Item::Span(..) | Item::From(_) | Item::WholeDay | Item::Until(_))
    });
    let others = count(|item| *item == Item::Other);
    let dates = count(|item| *item == Item::Date);
    match (days > 0, hours > 0) {
        (true, true) => dates == 0 && others <= 12,
        (true, false) => dates == 0 && others == 0,
        (false, true) => {
            let whole = count(|item| matches!(item, Item::Span(..) | Item::WholeDay));
            dates == 0 && others <= 2 && whole > 0
        }
        (false, false) => false,
    }
}

/// The items of `text`; `None` if it is too long for a schedule. `bare`: it stands in a cell of hours.
fn items(text: &str, bare: bool) -> Option<Vec<Item>> {
    const LONGEST: usize = 2_000; // bytes
    if text.len() > LONGEST {
        return None;
    }
    let tokens = scan(text);
    let monthly = tokens
        .iter()
        .any(|token| token.text.starts_with("місяц") || token.text.starts_with("month"));
    let lexer = Lexer { tokens, monthly, bare };
    let mut items = Vec::new();
    let mut at = 0;
    while at < lexer.tokens.len() {
        let next = lexer.next(at, &mut items);
        at = next.max(at + 1);
    }
    Some(items)
}

struct Lexer {
    tokens: Vec<Token>,
    /// Whether the text speaks of the month, so that «1 та 3 четвер» are the first and the third.
    monthly: bool,
    bare: bool,
}

impl Lexer {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| token.kind == Kind::Word).map_or("", |token| &token.text)
    }

    fn is(&self, at: usize, sign: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(sign))
    }

    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.gap)
    }

    fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Digits)
    }

    /// Reads what begins at `at` into `items`; returns the token after it.
    fn next(&self, at: usize, items: &mut Vec<Item>) -> usize {
        if let Some(end) = self.date(at) {
            items.push(Item::Date);
            return end;
        }
        if let Some((item, end)) = self.hours(at) {
            items.push(item);
            return end;
        }
        if let Some((mask, end)) = self.days(at) {
            items.push(Item::Days(mask));
            return end;
        }
        if let Some((nth, end)) = self.nth(at) {
            items.push(Item::Nth(nth));
            return end;
        }
        let token = &self.tokens[at];
        match token.kind {
            Kind::Sign => {
                items.push(match token.text.as_str() {
                    ":" | "-" | "=" => Item::Link,
                    "," | "/" | "&" | "+" => Item::Comma,
                    ";" | "." | "|" => Item::Stop,
                    _ => return at + 1,
                });
                at + 1
            }
            Kind::Digits => {
                items.push(Item::Other);
                // A phone or a code is one thing, not several.
                let mut end = at + 1;
                while end < self.tokens.len()
                    && self.glued(end)
                    && (self.is_digits(end) || (self.is(end, "-") && self.is_digits(end + 1)))
                {
                    end += 1;
                }
                end
            }
            Kind::Word => self.phrase(at, items),
        }
    }

    fn phrase(&self, at: usize, items: &mut Vec<Item>) -> usize {
        const BREAKS: [&str; 7] = ["перерв", "обід", "обідн", "перерыв", "обед", "lunch", "break"];
        let word = self.word(at);
        let next = self.word(at + 1);
        let starts = |word: &str, stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        let (item, length) = match word {
            "без"
                if starts(next, &BREAKS)
                    && matches!(self.word(at + 2), "та" | "і" | "й" | "и")
                    && starts(self.word(at + 3), &["вихідн", "выходн"]) =>
            {
                items.push(Item::NoBreak);
                (Item::Filler, 4)
            }
            "без" if starts(next, &BREAKS) => {
                // без обідньої перерви
                (
                    Item::NoBreak,
                    if starts(self.word(at + 2), &["перерв", "перерыв"]) {
                        3
                    } else {
                        2
                    },
                )
            }
            "without" | "no" if starts(next, &BREAKS) => (Item::NoBreak, 2),
            "без" if starts(next, &["вихідн", "выходн"]) => {
                (Item::Days(EVERY_DAY), 2)
            }
            _ if starts(word, &BREAKS) => {
                (Item::Break, if starts(next, &["перерв", "перерыв", "break"]) { 2 } else { 1 })
            }
            "крім" | "окрім" | "кроме" | "except" => (Item::Except, 1),
            "вихідні" | "вихідними" | "вихідних" | "выходные" | "выходных" | "weekend"
            | "weekends" => (Item::Weekend, if starts(next, &["дн", "дні"]) { 2 } else { 1 }),
            _ if starts(
                word,
                &[
                    "вихідн",
                    "выходн",
                    "зачинен",
                    "закрит",
                    "закрыт",
                    "неробоч",
                    "неприйм",
                    "нерабоч",
                ],
            ) || word == "closed"
                || word == "off" =>
            {
                (Item::Closed, if starts(next, &["ден", "дн"]) { 2 } else { 1 })
            }
            _ if starts(word, &["санітарн", "санитарн", "cleaning"])
                && starts(next, &["ден", "day"]) =>
            {
                (Item::Closed, 2)
            }
            "не" | "нема" | "немає" | "нет"
                if starts(next, &["працю", "прийм", "робоч", "працює", "прийому", "работа"]) =>
            {
                (Item::Closed, 2)
            }
            "цілодобово" | "круглодобово" | "круглосуточно" | "цілодобова" | "цілодобовий" => {
                (Item::WholeDay, 1)
            }
            "і" | "й" | "та" | "и" | "and" | "а" | "також" => (Item::Comma, 1),
            _ if is_filler(word) => (Item::Filler, 1),
            _ => (Item::Other, 1),
        };
        items.push(item);
        at + length
    }

    /// 25.12.2025, 25 грудня.
    fn date(&self, at: usize) -> Option<usize> {
        if !self.is_digits(at) {
            return None;
        }
        if period::month(self.word(at + 1)).is_some() {
            return Some(at + 2);
        }
        let dotted = |at: usize| {
            self.is(at, ".") && self.glued(at) && self.is_digits(at + 1) && self.glued(at + 1)
        };
        (dotted(at + 1) && dotted(at + 3)).then_some(at + 5)
    }

    // ---- days

    /// Weekdays: one, a range, «щодня», «будні».
    fn days(&self, at: usize) -> Option<(u8, usize)> {
        let word = self.word(at);
        let next = self.word(at + 1);
        let every =
            matches!(word, "щодня" | "щоденно" | "щоденний" | "ежедневно" | "daily" | "everyday")
                || (word.starts_with("кож") && matches!(next, "день" | "дня"))
                || (word == "каждый" && next == "день")
                || (word == "every" && next == "day");
        if every {
            let two = matches!(next, "день" | "дня" | "day");
            return Some((EVERY_DAY, at + 1 + usize::from(two)));
        }
        if period::is_workday(word) {
            let days = usize::from(next.starts_with("дн") || next.starts_with("days"));
            return Some((WORKDAYS, at + 1 + days));
        }
        if (word.starts_with("робоч") || word.starts_with("рабоч") || word == "working")
            && (matches!(next, "дні" | "днів" | "днями" | "дни" | "дням" | "days"))
        {
            return Some((WORKDAYS, at + 2));
        }
        let opened = usize::from(matches!(word, "з" | "із" | "с" | "від" | "от" | "from"));
        let (first, after) = self.day(at + opened)?;
        let joined = self.is(after, "-")
            || matches!(self.word(after), "по" | "до" | "to" | "through" | "till");
        if joined && let Some((last, end)) = self.day(after + 1) {
            let (first, last) = (first.num_days_from_monday(), last.num_days_from_monday());
            let length = (last + 7 - first) % 7;
            let mask = (0..=length).fold(0, |mask, step| mask | 1 << ((first + step) % 7));
            return Some((mask, end));
        }
        (opened == 0).then_some((bit(first), after))
    }

    fn day(&self, at: usize) -> Option<(Weekday, usize)> {
        let day = period::weekday(self.word(at))?;
        let short = self.word(at).chars().count() <= 5;
        let dot = short && self.is(at + 1, ".") && self.glued(at + 1);
        Some((day, at + 1 + usize::from(dot)))
    }

    /// «перший», «3-й», «ІІ», «останній», «1» before «та 3-й четвер».
    fn nth(&self, at: usize) -> Option<(u8, usize)> {
        let word = self.word(at);
        if word.starts_with("останн") || word.starts_with("последн") || word == "last"
        {
            return Some((LAST, at + 1));
        }
        let (value, end) = if let Some(found) = number::ordinal(&self.tokens, at) {
            if self.is(at, "№") || self.is(at, "#") {
                return None;
            }
            found
        } else if let Some(value) = roman(word) {
            // «і» alone joins words; it is a numeral only at an end of a list of numerals.
            if value == 1 && !self.leads_to_weekday(at + 1) {
                return None;
            }
            (value, at + 1)
        } else {
            let value = self.tokens.get(at)?.digits()?;
            if !self.leads_to_weekday(at + 1) || !(self.monthly || self.in_list(at)) {
                return None;
            }
            (value, at + 1)
        };
        if !self.leads_to_weekday(end) {
            return None;
        }
        (1..=5).contains(&value).then_some((u8::try_from(value).ok()?, end))
    }

    /// Whether only numbers and what joins them stand between `at` and a weekday.
    fn leads_to_weekday(&self, at: usize) -> bool {
        const FURTHEST: usize = 12; // tokens: «1-й, 2-й, 3-й та 4-й четвер»
        for at in at..at + FURTHEST {
            let word = self.word(at);
            if period::weekday(word).is_some() {
                return true;
            }
            let joins = self.is(at, ",")
                || self.is(at, "-")
                || self.is_digits(at)
                || matches!(
                    word,
                    "і" | "та"
                        | "й"
                        | "и"
                        | "and"
                        | "го"
                        | "а"
                        | "я"
                        | "ша"
                        | "тя"
                        | "у"
                        | "ий"
                        | "му"
                )
                || word.starts_with("останн")
                || word.starts_with("последн")
                || word == "last"
                || number::ordinal_word(word).is_some()
                || roman(word).is_some();
            if !joins {
                return false;
            }
        }
        false
    }

    /// Whether another number of the list stands beside the digits at `at`.
    fn in_list(&self, at: usize) -> bool {
        let joins =
            |at: usize| self.is(at, ",") || matches!(self.word(at), "і" | "та" | "й" | "и" | "and");
        (joins(at + 1) && self.is_digits(at + 2))
            || (at >= 2 && joins(at - 1) && (self.is_digits(at - 2) || self.word(at - 2) == "й"))
    }

    // ---- hours

    /// What hours begin at `at`.
    fn hours(&self, at: usize) -> Option<(Item, usize)> {
        // 24/7, «24 години»
        if self.tokens.get(at).and_then(Token::digits) == Some(24) {
            if self.is(at + 1, "/") && self.tokens.get(at + 2).and_then(Token::digits) == Some(7) {
                return Some((Item::WholeDay, at + 3));
            }
            if self.word(at + 1).starts_with("год") || self.word(at + 1).starts_with("hour") {
                return Some((Item::WholeDay, at + 2));
            }
        }
        let opener = self.word(at);
        let after_from = matches!(opener, "з" | "із" | "зі" | "с" | "со" | "від" | "от" | "from");
        let begins = at + usize::from(after_from);
        if opener == "до" || opener == "until" || opener == "till" {
            let (end, after) = self.time(at + 1, true)?;
            return end.exact.then_some((Item::Until(end.minute), after));
        }
        if !after_from && !self.stands_free(at) {
            return None;
        }
        // «о 10:00», "at 10"
        let prefixed = usize::from(!after_from && matches!(opener, "о" | "об" | "в" | "у" | "at"));
        let begins = begins + prefixed;
        let (from, middle) = self.time(begins, after_from)?;
        let closer = usize::from(self.is(middle, "-"))
            + usize::from(matches!(self.word(middle), "до" | "по" | "to" | "till" | "until"));
        if closer > 0
            && let Some((to, end)) = self.time(middle + closer, after_from || from.exact)
        {
            // A third number after a dash makes it a phone or a date.
            let phone = self.is(end, "-") && self.glued(end) && self.is_digits(end + 1);
            let exact =
                from.exact || to.exact || after_from || self.bare || self.plausible(at, end);
            let mut start = from.minute;
            if to.evening && !from.meridiem && start < to.minute % (12 * 60) {
                start += 12 * 60; // 2-5 pm
            }
            let mut until = to.minute;
            if until < start || (until == start && until == 0) {
                until += DAY;
            }
            if !phone && exact && until > start {
                return Some((Item::Span(start, until), end));
            }
            return None;
        }
        if from.exact || (after_from && self.word(middle.saturating_sub(1)).starts_with("год")) {
            return Some((Item::From(from.minute), middle));
        }
        None
    }

    /// Whether «9-12» with no minutes may be hours: words of time stand beside it.
    fn plausible(&self, at: usize, end: usize) -> bool {
        let alone = at == 0 && end == self.tokens.len();
        let has_days = self.tokens.iter().enumerate().any(|(at, token)| {
            period::weekday(&token.text).is_some()
                || matches!(token.text.as_str(), "щодня" | "щоденно" | "daily" | "ежедневно")
                || (token.kind == Kind::Word && self.days(at).is_some())
        });
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        alone || has_days || before.starts_with("перерв") || before.starts_with("обід")
    }

    /// Whether the number at `at` may be a time: no room, house or phone stands before it.
    fn stands_free(&self, at: usize) -> bool {
        const NAMES: [&str; 10] =
            ["каб", "кім", "комн", "тел", "будин", "room", "phone", "поверх", "вул", "офіс"];
        let Some(mut before) = at.checked_sub(1) else { return true };
        if self.is(before, ".") && before > 0 {
            before -= 1;
        }
        let word = self.word(before);
        !(self.is(before, "№")
            || NAMES.iter().any(|stem| word.starts_with(stem))
            || matches!(word, "к" | "кв" | "д" | "т" | "буд")
            || (self.glued(at) && (self.is_digits(at - 1) || self.is(at - 1, "+"))))
    }

    /// A time of day: «9», «9:30», «9.30», «9⁰⁰», «9-00», "9am", with «год.» after it.
    ///
    /// `dashed`: whether «9-00» may be one time (else it is the beginning of an interval).
    fn time(&self, at: usize, dashed: bool) -> Option<(Time, usize)> {
        let hour = self.tokens.get(at).filter(|token| token.text.len() <= 2)?.digits()?;
        let mut end = at + 1;
        let mut minute = 0;
        let mut exact = false;
        let minutes = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| token.text.len() == 2 && !token.gap)
                .and_then(Token::digits)
                .filter(|minute| *minute < 60)
        };
        let marked = (self.is(end, ":") || self.is(end, ".")) && self.glued(end);
        if marked && let Some(found) = minutes(end + 1) {
            (minute, exact, end) = (found, true, end + 2);
            // seconds, as spreadsheets write them
            if self.is(end, ":") && self.glued(end) && minutes(end + 1) == Some(0) {
                end += 2;
            }
        } else if let Some(found) = minutes(end) {
            (minute, exact, end) = (found, true, end + 1); // superscript
        } else if self.is(end, "-")
            && self.glued(end)
            && let Some(found) = minutes(end + 1)
            && (found == 0 || (found > 24 && found % 5 == 0) || (dashed && found % 15 == 0))
            && !(self.is(end + 2, "-") && self.glued(end + 2) && !dashed && found != 0)
        {
            (minute, exact, end) = (found, true, end + 2);
        }
        if hour > 24 || (hour == 24 && minute > 0) {
            return None;
        }
        let mut minute_of_day = u16::try_from(hour * 60 + minute).ok()?;
        // am and pm, with or without dots
        let (half, length) = match self.word(end) {
            half @ ("am" | "pm") => (half, 1),
            half @ ("a" | "p")
                if self.is(end + 1, ".") && self.word(end + 2) == "m" && self.glued(end + 2) =>
            {
                (half, 3 + usize::from(self.is(end + 3, ".")))
            }
            _ => ("", 0),
        };
        let meridiem = length > 0;
        let evening = half.starts_with('p');
        if meridiem && (1..=12).contains(&hour) {
            exact = true;
            minute_of_day %= 12 * 60;
            if evening {
                minute_of_day += 12 * 60;
            }
            end += length;
        }
        if matches!(
            self.word(end),
            "год"
                | "година"
                | "години"
                | "годин"
                | "годину"
                | "ч"
                | "час"
                | "часов"
                | "часа"
                | "г"
        ) {
            end += 1;
            if self.is(end, ".") && self.glued(end) {
                end += 1;
            }
        }
        Some((Time { minute: minute_of_day, exact, meridiem, evening }, end))
    }
}

/// A time of day as read.
#[derive(Clone, Copy, Debug)]
struct Time {
    minute: u16,
    /// Whether minutes or am/pm were given, so that it can be nothing else.
    exact: bool,
    meridiem: bool,
    evening: bool,
}

/// Words that stand in schedules and say nothing of days and hours.
fn is_filler(word: &str) -> bool {
    const STEMS: [&str; 42] = [
        "місяц",
        "прийом",
        "приймал",
        "прийма",
        "громадян",
        "графік",
        "розклад",
        "режим",
        "роботи",
        "робот",
        "працю",
        "запис",
        "попередн",
        "кожн",
        "каждо",
        "каждый",
        "щотижн",
        "тижн",
        "тиждень",
        "особист",
        "годин",
        "час",
        "телефон",
        "технічн",
        "відвідувач",
        "населенн",
        "понад",
        "прием",
        "график",
        "работ",
        "предварит",
        "запиc",
        "відчинен",
        "відкрит",
        "открыт",
        "жителі",
        "мешканц",
        "кабінет",
        "місці",
        "виїзн",
        "онлайн",
        "неділя-",
    ];
    matches!(
        word,
        "за" | "з"
            | "із"
            | "у"
            | "в"
            | "на"
            | "о"
            | "об"
            | "по"
            | "до"
            | "від"
            | "с"
            | "от"
            | "день"
            | "дні"
            | "дня"
            | "днів"
            | "дни"
            | "year"
            | "of"
            | "the"
            | "every"
            | "each"
            | "month"
            | "week"
            | "open"
            | "from"
            | "at"
            | "on"
            | "by"
            | "appointment"
            | "hours"
            | "р"
            | "м"
            | "є"
            | "каб"
            | "год"
            | "г"
            | "або"
            | "or"
            | "reception"
    ) || STEMS.iter().any(|stem| word.starts_with(stem))
}

/// Gathers items into rules.
#[derive(Default)]
struct Reader {
    rules: Vec<Rule>,
    /// Whether the rule of the same index has its break, or is told to have none.
    settled: Vec<bool>,
    closed: Vec<On>,
    on: Vec<On>,
    spans: Vec<Span>,
    nth: Vec<u8>,
    /// A break that stands before any rule.
    first_break: Option<Span>,
    names_days: bool,
    /// Whether hours stand before their days in this text.
    hours_first: bool,
}

impl Reader {
    fn read(mut self, items: &[Item]) -> Option<Schedule> {
        const MOST: usize = 64; // rules; a longer text is no schedule
        let is_hours =
            |item: &Item| matches!(item, Item::Span(..) | Item::From(_) | Item::WholeDay);
        let first_days = items.iter().position(|item| matches!(item, Item::Days(_)));
        let first_break = items.iter().position(|item| *item == Item::Break);
        let first_hours = items.iter().position(is_hours);
        self.hours_first = match (first_hours, first_days) {
            (Some(hours), Some(days)) => {
                hours < days && first_break.is_none_or(|first| first > hours)
            }
            _ => false,
        };
        let mut at = 0;
        while at < items.len() {
            at = self.take(items, at);
            if self.rules.len() > MOST {
                return None;
            }
        }
        self.close_rule();
        self.finish()
    }

    fn take(&mut self, items: &[Item], at: usize) -> usize {
        match items[at] {
            Item::Days(days) => self.add_days(days),
            Item::Nth(nth) => {
                if !self.spans.is_empty() && !self.hours_first {
                    self.close_rule();
                }
                if self.hours_first && self.spans.is_empty() {
                    self.close_rule();
                }
                self.nth.push(nth);
            }
            Item::Span(from, to) => self.add_span(Span { from, to }),
            Item::From(from) => self.add_span(Span { from, to: from }),
            Item::WholeDay => self.add_span(Span { from: 0, to: DAY }),
            Item::Until(to) => self.until(to),
            Item::Weekend => return self.weekend(items, at),
            Item::Closed => return self.closed(items, at),
            Item::Break => return self.pause(items, at),
            Item::NoBreak => {
                self.close_rule();
                if let Some(last) = self.settled.last_mut() {
                    *last = true;
                }
            }
            Item::Except => {
                let end = self.collect_closed(items, at + 1, true);
                return end.max(at + 1);
            }
            Item::Link | Item::Comma | Item::Stop | Item::Filler | Item::Other | Item::Date => {}
        }
        at + 1
    }

    fn add_days(&mut self, days: u8) {
        let full = if self.hours_first { false } else { !self.spans.is_empty() };
        if full && self.nth.is_empty() {
            self.close_rule();
        }
        self.names_days = true;
        if self.nth.is_empty() {
            self.on.push(On { days, nth: 0 });
        } else {
            let nth = std::mem::take(&mut self.nth);
            self.on.extend(nth.into_iter().map(|nth| On { days, nth }));
        }
    }

    fn add_span(&mut self, span: Span) {
        if self.hours_first && !self.on.is_empty() {
            self.close_rule();
        }
        self.spans.push(span);
    }

    /// «Пт до 16:00»: the start is that of the hours before.
    fn until(&mut self, to: u16) {
        if self.on.is_empty() || !self.spans.is_empty() {
            return;
        }
        let days = self.on.iter().fold(0, |days, on| days | on.days);
        let from = self
            .rules
            .iter()
            .find(|rule| rule.on.iter().any(|on| on.days & days > 0))
            .or(self.rules.first())
            .and_then(|rule| rule.spans.first())
            .map(|span| span.from);
        if let Some(from) = from.filter(|from| *from < to) {
            for rule in &mut self.rules {
                for on in &mut rule.on {
                    on.days &= !days;
                }
            }
            self.spans.push(Span { from, to });
        }
    }

    /// «вихідні»: closed days, or Saturday and Sunday.
    fn weekend(&mut self, items: &[Item], at: usize) -> usize {
        let days_without_hours = !self.on.is_empty() && self.spans.is_empty();
        let next = skip(items, at + 1, |item| matches!(item, Item::Link | Item::Filler));
        let follows = items.get(next);
        if matches!(follows, Some(Item::Days(_))) && !(days_without_hours && next == at + 1) {
            self.close_rule_if_timed();
            return self.collect_closed(items, next, false);
        }
        let after =
            skip(items, at + 1, |item| matches!(item, Item::Link | Item::Filler | Item::Comma));
        if days_without_hours {
            self.closed.append(&mut self.on);
        } else if matches!(items.get(after), Some(Item::Span(..) | Item::From(_) | Item::WholeDay))
        {
            self.add_days(WEEKEND);
        } else if self.hours_first && !self.spans.is_empty() {
            self.on.push(On { days: WEEKEND, nth: 0 });
        } else {
            self.closed.push(On { days: WEEKEND, nth: 0 });
        }
        at + 1
    }

    /// «вихідний», «зачинено»: of the days before, else of those after.
    fn closed(&mut self, items: &[Item], at: usize) -> usize {
        self.names_days = true;
        let linked = matches!(items.get(at + 1), Some(Item::Link));
        let next = skip(items, at + 1, |item| matches!(item, Item::Link | Item::Filler));
        let days_follow = matches!(items.get(next), Some(Item::Days(_) | Item::Nth(_)));
        if !self.on.is_empty() && self.spans.is_empty() && !(linked && days_follow) {
            self.closed.append(&mut self.on);
            self.nth.clear();
        } else if days_follow {
            self.close_rule_if_timed();
            return self.collect_closed(items, next, false);
        }
        at + 1
    }

    /// Takes the days from `at` on as closed; returns the item after them. `all`: even those with hours behind them
    /// («щодня крім неділі 8-20»).
    fn collect_closed(&mut self, items: &[Item], mut at: usize, all: bool) -> usize {
        let mut nth = Vec::new();
        while let Some(item) = items.get(at) {
            match *item {
                Item::Days(days) => {
                    // Hours after them make them open days of the next rule.
                    let next =
                        skip(items, at + 1, |item| matches!(item, Item::Link | Item::Filler));
                    if !all && matches!(items.get(next), Some(Item::Span(..) | Item::From(_))) {
                        return at;
                    }
                    self.names_days = true;
                    if nth.is_empty() {
                        self.closed.push(On { days, nth: 0 });
                    }
                    self.closed.extend(nth.drain(..).map(|nth| On { days, nth }));
                }
                Item::Nth(which) => nth.push(which),
                Item::Weekend => self.closed.push(On { days: WEEKEND, nth: 0 }),
                Item::Comma | Item::Link | Item::Filler => {}
                _ => break,
            }
            at += 1;
        }
        at
    }

    /// A break: taken out of every rule so far that has none, else of all that follow.
    fn pause(&mut self, items: &[Item], at: usize) -> usize {
        let near =
            |item: &Item| matches!(item, Item::Link | Item::Filler | Item::Comma | Item::Days(_));
        let next = skip(items, at + 1, near);
        let Some(&Item::Span(from, to)) = items.get(next) else { return at + 1 };
        let pause = Span { from, to };
        let mut end = next + 1;
        if self.on.is_empty() && self.spans.is_empty() && self.rules.is_empty() {
            self.first_break = Some(pause);
            return end;
        }
        let mut pauses = vec![pause];
        while items.get(end) == Some(&Item::Comma)
            && let Some(&Item::Span(from, to)) = items.get(end + 1)
            && !self.hours_first
        {
            pauses.push(Span { from, to });
            end += 2;
        }
        self.close_rule();
        for (rule, settled) in self.rules.iter_mut().zip(&mut self.settled) {
            if !*settled {
                for &pause in &pauses {
                    rule.spans = rule.spans.iter().flat_map(|span| without(*span, pause)).collect();
                }
                *settled = true;
            }
        }
        end
    }

    fn close_rule_if_timed(&mut self) {
        if !self.spans.is_empty() || self.on.is_empty() {
            self.close_rule();
        }
    }

    fn close_rule(&mut self) {
        self.nth.clear();
        let spans = std::mem::take(&mut self.spans);
        let mut on = std::mem::take(&mut self.on);
        if on.is_empty() && spans.is_empty() {
            return;
        }
        if on.is_empty() {
            // Hours after a full stop or a remark belong to the days before, if any.
            match self.rules.last_mut() {
                Some(last) if !self.hours_first => {
                    last.spans.extend(spans);
                    return;
                }
                _ => on.push(On { days: EVERY_DAY, nth: 0 }),
            }
        }
        // Later, narrower days are the exception to «щодня».
        let days = on.iter().filter(|on| on.nth == 0).fold(0, |days, on| days | on.days);
        if days != EVERY_DAY && !spans.is_empty() {
            for earlier in &mut self.rules {
                if earlier.on.iter().any(|on| on.days == EVERY_DAY && on.nth == 0) {
                    for on in &mut earlier.on {
                        on.days &= !days;
                    }
                }
            }
        }
        self.rules.push(Rule { on, spans });
        self.settled.push(false);
    }

    fn finish(mut self) -> Option<Schedule> {
        if let Some(pause) = self.first_break {
            for (rule, settled) in self.rules.iter_mut().zip(&self.settled) {
                if !settled {
                    rule.spans = rule.spans.iter().flat_map(|span| without(*span, pause)).collect();
                }
            }
        }
        // Days without hours beside days with hours: «Пн, Ср 9-12, Пт» says nothing of Friday's hours; it is kept as a day
        // only where nothing has hours.
        let timed = self.rules.iter().any(|rule| !rule.spans.is_empty());
        self.rules.retain(|rule| !timed || !rule.spans.is_empty());
        for rule in &mut self.rules {
            rule.on.retain(|on| on.days > 0);
        }
        self.rules.retain(|rule| !rule.on.is_empty());
        if self.rules.is_empty() {
            return None;
        }
        Some(Schedule { rules: self.rules, closed: self.closed, names_days: self.names_days })
    }
}

fn skip(items: &[Item], mut at: usize, passed: impl Fn(&Item) -> bool) -> usize {
    while items.get(at).is_some_and(&passed) {
        at += 1;
    }
    at
}

/// `span` with `pause` taken out.
fn without(span: Span, pause: Span) -> Vec<Span> {
    if pause.from <= span.from || pause.to >= span.to {
        return vec![span]; // a break outside the hours, or hours with no end, or an hour misread
    }
    vec![Span { from: span.from, to: pause.from }, Span { from: pause.to, to: span.to }]
}

#[cfg(test)]
mod tests {
    use super::*;

    const MON_TO_SUN: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    /// The hours as "12345 08:00-17:00; 6 09:00-14:00" (1 is Monday), or by the day of June 2026 (the 1st is a Monday)
    /// where weeks of the month are named: "d2 d16 10:00-12:00".
    fn said(schedule: &Schedule) -> String {
        let show = |spans: Vec<(NaiveTime, NaiveTime)>| {
            let spans: Vec<String> = spans
                .into_iter()
                .map(|(from, to)| format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")))
                .collect();
            spans.join(",")
        };
        let mut groups: Vec<(String, String)> = Vec::new();
        let mut add = |day: String, hours: String| {
            if hours.is_empty() {
                return;
            }
            match groups.iter_mut().find(|(_, known)| *known == hours) {
                Some((days, _)) => days.push_str(&day),
                None => groups.push((day, hours)),
            }
        };
        if schedule.is_monthly() {
            for day in 1..=30 {
                let date = NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
                let spans =
                    schedule.on(date).iter().map(|span| (time(span.from), time(span.to))).collect();
                add(format!("d{day} "), show(spans));
            }
        } else {
            for (number, day) in (1..).zip(MON_TO_SUN) {
                add(number.to_string(), show(schedule.opens_on(day)));
            }
        }
        let groups: Vec<String> =
            groups.iter().map(|(days, hours)| format!("{} {hours}", days.trim())).collect();
        groups.join("; ")
    }

    #[test]
    fn hours_in_free_text_become_a_schedule() {
        let mut wrong = Vec::new();
        for (text, expected) in [
            ("Пн-Пт 8:00–17:00", "12345 08:00-17:00"),
            ("Пн-Пт 8:00–17:00, перерва 12–13", "12345 08:00-12:00,13:00-17:00"),
            ("Пн-Пт 08:00-18:00, Сб 09:00-14:00", "12345 08:00-18:00; 6 09:00-14:00"),
            ("Вт-Сб 09:00-18:00, Нд 10:00-16:00", "23456 09:00-18:00; 7 10:00-16:00"),
            ("Вт-Нд 10:00-17:00", "234567 10:00-17:00"),
            ("Пн-Нд 00:00-24:00", "1234567 00:00-00:00"),
            ("вт, чт 14:00–16:00", "24 14:00-16:00"),
            ("вт. чт. 14.00-16.00", "24 14:00-16:00"),
            ("щосереди 9-12", "3 09:00-12:00"),
            ("Щоп’ятниці з 9 до 12", "5 09:00-12:00"),
            ("цілодобово", "1234567 00:00-00:00"),
            ("24/7", "1234567 00:00-00:00"),
            ("24 години на добу", "1234567 00:00-00:00"),
            (
                "Пн-Чт 08:00-17:15, Пт 08:00-16:00, обід 12:00-12:45",
                "1234 08:00-12:00,12:45-17:15; 5 08:00-12:00,12:45-16:00",
            ),
            ("Пн-Пт 9-18, Сб-Нд вихідний", "12345 09:00-18:00"),
            ("Сб-Нд вихідний, Пн-Пт 9-18", "12345 09:00-18:00"),
            ("щоденно 9–21", "1234567 09:00-21:00"),
            ("щоденно 9–21, Нд вихідний", "123456 09:00-21:00"),
            ("щодня з 8:00 до 20:00 без перерви та вихідних", "1234567 08:00-20:00"),
            ("Щодня 9:00-18:00, сб 9:00-14:00", "123457 09:00-18:00; 6 09:00-14:00"),
            ("Mon-Fri 9am-5pm", "12345 09:00-17:00"),
            ("Mon–Fri: 9:00 a.m. – 5:30 p.m., Sat closed", "12345 09:00-17:30"),
            ("Monday to Friday 8:00 to 17:00, lunch 12:00-13:00", "12345 08:00-12:00,13:00-17:00"),
            ("Tuesdays and Thursdays 2-4 pm", "24 14:00-16:00"),
            ("daily 10-20 except Sunday", "123456 10:00-20:00"),
            ("понеділок, середа", "13 00:00-00:00"),
            ("з понеділка по п'ятницю з 8.00 до 17.00", "12345 08:00-17:00"),
            (
                "понеділок - четвер: 8.00-17.15; п’ятниця: 8.00-16.00",
                "1234 08:00-17:15; 5 08:00-16:00",
            ),
            ("Понеділок, середа, п'ятниця: 09:00 - 13:00", "135 09:00-13:00"),
            ("по вівторках та четвергах з 14 до 16 години", "24 14:00-16:00"),
            ("будні 8:00-20:00, вихідні 9:00-18:00", "12345 08:00-20:00; 67 09:00-18:00"),
            ("робочі дні 8-17, вихідні: Сб, Нд", "12345 08:00-17:00"),
            ("Пн-Пт з 8-00 до 17-00", "12345 08:00-17:00"),
            ("Пн-Пт 8-30 – 17-30", "12345 08:30-17:30"),
            ("Пн–Пт 9⁰⁰–17⁰⁰", "12345 09:00-17:00"),
            ("Пн-Пт: 8:00-12:00, 13:00-17:00", "12345 08:00-12:00,13:00-17:00"),
            ("Перерва 12:00-13:00. Пн-Пт 8:00-17:00", "12345 08:00-12:00,13:00-17:00"),
            (
                "Пн-Чт 8-17 (перерва 12-13); Пт 8-16 (перерва 12:00-12:30)",
                "1234 08:00-12:00,13:00-17:00; 5 08:00-12:00,12:30-16:00",
            ),
            ("Пн-Пт 8-17, перерва 12-13, Сб 9-14", "12345 08:00-12:00,13:00-17:00; 6 09:00-14:00"),
            ("Пн-Чт 8:00-17:15, Пт до 16:00", "1234 08:00-17:15; 5 08:00-16:00"),
            ("09:00-17:00, понеділок-п'ятниця", "12345 09:00-17:00"),
            ("8:00-17:00 Пн-Пт, 9:00-14:00 Сб", "12345 08:00-17:00; 6 09:00-14:00"),
            ("8:00–17:00", "1234567 08:00-17:00"),
            ("з 9 до 17", "1234567 09:00-17:00"),
            ("вихідний: неділя. Пн-Сб 8-20", "123456 08:00-20:00"),
            ("Пн-Сб 8-20, неділя — вихідний день", "123456 08:00-20:00"),
            ("щодня крім неділі 8:00-20:00", "123456 08:00-20:00"),
            ("ежедневно с 8:00 до 22:00", "1234567 08:00-22:00"),
            (
                "пн-пт с 9 до 18, перерыв с 13 до 14, сб-вс выходной",
                "12345 09:00-13:00,14:00-18:00",
            ),
            ("Пн-Пт 22:00-06:00", "12345 22:00-06:00"),
            ("вт з 10:00", "2 10:00-10:00"),
            ("середа о 14:00", "3 14:00-14:00"),
            (
                "Прийом громадян: четвер з 9.00 до 12.00, каб. 5, за попереднім записом",
                "4 09:00-12:00",
            ),
            ("Пн 9-12, Пн 14-17", "1 09:00-12:00,14:00-17:00"),
            ("Пт-Нд 10-18", "567 10:00-18:00"),
            ("Нд-Чт 10:00-18:00", "12347 10:00-18:00"),
            // weeks of the month; June 2026 begins on a Monday
            ("перший вівторок місяця з 10:00", "d2 10:00-10:00"),
            ("другий вівторок місяця 14:00-16:00", "d9 14:00-16:00"),
            ("перша середа місяця 15:00-17:00", "d3 15:00-17:00"),
            ("останній четвер місяця 16:00-18:00", "d25 16:00-18:00"),
            ("третя п’ятниця місяця 10:00-12:00, за попереднім записом", "d19 10:00-12:00"),
            ("1-й та 3-й четвер з 10.00 до 12.00", "d4 d18 10:00-12:00"),
            (
                "1-й та 3-й четвер з 10.00 до 12.00, останній понеділок з 14:00 до 16:00",
                "d4 d18 10:00-12:00; d29 14:00-16:00",
            ),
            ("1-й вівторок з 10.00 до 12.00, 3-й вівторок з 10.00 до 12.00", "d2 d16 10:00-12:00"),
            ("1 та 3 четвер місяця 9-12", "d4 d18 09:00-12:00"),
            ("І та ІІІ середа 9:00-11:00", "d3 d17 09:00-11:00"),
            ("кожного першого понеділка місяця", "d1 00:00-00:00"),
            ("second and fourth Tuesday of the month, 10am-12pm", "d9 d23 10:00-12:00"),
            ("первый и третий вторник с 10 до 12", "d2 d16 10:00-12:00"),
            (
                "Пн-Пт 9-17, санітарний день - останній четвер місяця",
                "d1 d2 d3 d4 d5 d8 d9 d10 d11 d12 d15 d16 d17 d18 d19 d22 d23 d24 d26 d29 d30 09:00-17:00",
            ),
        ] {
            let found = Schedule::parse(text).map(|schedule| said(&schedule));
            if found.as_deref() != Some(expected) {
                wrong.push((text, expected, found));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn days_and_hours_in_two_cells_are_one_schedule() {
        let mut wrong = Vec::new();
        for (days, hours, expected) in [
            ("вт, чт", "14:00–16:00", "24 14:00-16:00"),
            ("Понеділок", "9-12", "1 09:00-12:00"),
            ("перша середа місяця", "15:00-17:00", "d3 15:00-17:00"),
            ("1,3 понеділок", "з 10:00", "d1 d15 10:00-10:00"),
            ("Пн-Чт; Пт", "8-17; 8-16", "1234 08:00-17:00; 5 08:00-16:00"),
            ("Пн-Пт", "08:00:00-17:00:00", "12345 08:00-17:00"),
            ("щодня", "цілодобово", "1234567 00:00-00:00"),
            ("Пн-Пт", "8:00-17:00, обід 12:00-13:00", "12345 08:00-12:00,13:00-17:00"),
            ("", "8:00-17:00", "1234567 08:00-17:00"),
            ("П’ятниця", "", "5 00:00-00:00"),
        ] {
            let found = Schedule::of_parts(days, hours).map(|schedule| said(&schedule));
            if found.as_deref() != Some(expected) {
                wrong.push((days, hours, expected, found));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn other_cells_are_no_schedules() {
        for text in [
            "",
            "-",
            "04334 2-11-01",
            "+38 (04334) 2-11-01",
            "вул. Соборна, 12",
            "каб. 12-14",
            "48.8059, 29.3958",
            "У середу відбудеться чергова сесія міської ради",
            "25.12.2025 10:00",
            "2023-2024",
            "12-14 осіб",
            "10:00",
            "за попереднім записом",
            "вул. 8 Березня, 5-7",
            "33,48 грн",
        ] {
            let found = Schedule::parse(text);
            assert_eq!(found, None, "{text}");
        }
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn it_is_open_within_its_hours() {
        // 2026-06-01 is a Monday.
        for (text, moment, open, closes) in [
            ("Пн-Пт 8-17, перерва 12-13", "2026-06-01 08:00", true, Some("2026-06-01 12:00")),
            ("Пн-Пт 8-17, перерва 12-13", "2026-06-01 12:30", false, None),
            ("Пн-Пт 8-17, перерва 12-13", "2026-06-01 17:00", false, None),
            ("Пн-Пт 8-17, перерва 12-13", "2026-06-06 10:00", false, None),
            ("Пн-Пт 22:00-06:00", "2026-06-02 05:59", true, Some("2026-06-02 06:00")),
            ("Пн-Пт 22:00-06:00", "2026-06-01 05:59", false, None),
            ("Сб 00:00-24:00", "2026-06-06 23:59", true, Some("2026-06-07 00:00")),
            ("Сб, Нд цілодобово", "2026-06-06 12:00", true, Some("2026-06-08 00:00")),
            ("цілодобово", "2026-06-06 12:00", true, None),
            ("вт з 10:00", "2026-06-02 10:30", false, None),
            (
                "останній четвер місяця 16:00-18:00",
                "2026-06-25 16:00",
                true,
                Some("2026-06-25 18:00"),
            ),
            ("останній четвер місяця 16:00-18:00", "2026-06-18 16:00", false, None),
        ] {
            let schedule = Schedule::parse(text).unwrap();
            assert_eq!(schedule.is_open(at(moment)), open, "{text} {moment}");
            assert_eq!(schedule.closes_at(at(moment)), closes.map(at), "{text} {moment}");
        }
        assert!(Schedule::parse("цілодобово").unwrap().is_always());
        assert!(!Schedule::parse("Пн-Пт 8-17").unwrap().is_always());
    }

    #[test]
    fn the_next_opening_is_found() {
        for (text, after, from, to) in [
            (
                "Пн-Пт 8-17, перерва 12-13",
                "2026-06-01 07:00",
                "2026-06-01 08:00",
                "2026-06-01 12:00",
            ),
            (
                "Пн-Пт 8-17, перерва 12-13",
                "2026-06-01 09:00",
                "2026-06-01 13:00",
                "2026-06-01 17:00",
            ),
            ("Пн-Пт 8-17", "2026-06-05 18:00", "2026-06-08 08:00", "2026-06-08 17:00"),
            (
                "перший вівторок місяця з 10:00",
                "2026-06-02 10:00",
                "2026-06-02 10:00",
                "2026-06-02 10:00",
            ),
            (
                "перший вівторок місяця з 10:00",
                "2026-06-02 10:01",
                "2026-07-07 10:00",
                "2026-07-07 10:00",
            ),
            (
                "п'ята середа місяця 9-10",
                "2026-06-01 00:00",
                "2026-07-29 09:00",
                "2026-07-29 10:00",
            ),
            ("понеділок, середа", "2026-06-02 00:00", "2026-06-03 00:00", "2026-06-04 00:00"),
        ] {
            let found = Schedule::parse(text).unwrap().next_open(at(after));
            assert_eq!(found, Some((at(from), at(to))), "{text} {after}");
        }
    }

    #[test]
    fn what_is_not_said_is_known_as_such() {
        assert!(!Schedule::parse("понеділок, середа").unwrap().has_hours());
        assert!(Schedule::parse("понеділок 9-12").unwrap().has_hours());
        assert!(!Schedule::parse("8:00–17:00").unwrap().has_days());
        assert!(Schedule::parse("щодня 8:00–17:00").unwrap().has_days());
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        let schedule = Schedule::parse("Пн-Нд 22:00-06:00, останній четвер 1:00-2:00").unwrap();
        for moment in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            let _ =
                (schedule.is_open(moment), schedule.closes_at(moment), schedule.next_open(moment));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(10_000))]
        #[test]
        fn any_text_is_read_without_a_panic(
            parts in proptest::collection::vec(
                proptest::prop_oneof![
                    "\\PC{0,3}",
                    proptest::strategy::Strategy::prop_map(
                        proptest::sample::select(vec![
                            "пн", "Пт", "середа", "перший", "останній", "1", "та", "3-й", "-", "–", ":", ",", ";", ".", "8",
                            "17:00", "24", "9⁰⁰", "з", "до", "перерва", "вихідний", "вихідні", "крім", "щодня", "цілодобово",
                            "без", "місяця", "12", "pm", "am", "00", "24:00", "0", "санітарний день", "до 16:00",
                        ]),
                        ToOwned::to_owned,
                    ),
                ],
                0..16,
            ),
        ) {
            let text = parts.join(" ");
            for schedule in [Schedule::parse(&text), Schedule::parse(&parts.concat()), Schedule::of_parts(&text, &parts.concat())].into_iter().flatten() {
                let now = at("2026-06-05 18:00");
                if let Some((from, to)) = schedule.next_open(now) {
                    proptest::prop_assert!(from >= now && to >= from);
                }
                if let Some(end) = schedule.closes_at(now) {
                    proptest::prop_assert!(schedule.is_open(now) && end > now);
                }
                for day in MON_TO_SUN {
                    let _ = schedule.opens_on(day);
                }
            }
        }
    }
}
