//! How promptly the council answers: working hours to the first word and to the end, by department and by month.

use std::collections::BTreeMap;

/// How a matter was handled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handled {
    /// The body that holds the data; empty if none is known.
    pub department: String,
    /// The month in which it was received, as 2026-03.
    pub month: String,
    /// Working hours to the first word of an officer.
    pub to_reply: Option<f64>,
    /// Working hours to the end.
    pub to_end: Option<f64>,
    /// Whether it ended, or is still open, after its term.
    pub late: bool,
}

/// The figures of some matters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many there were.
    pub count: usize,
    /// How many ended.
    pub ended: usize,
    /// How many are or were late.
    pub late: usize,
    /// Median and 90th percentile of the working hours to the first word.
    pub to_reply: Option<(f64, f64)>,
    /// The same to the end.
    pub to_end: Option<(f64, f64)>,
}

impl Figures {
    /// The figures of `handled`.
    pub fn of(handled: &[&Handled]) -> Self {
        let hours = |of: fn(&Handled) -> Option<f64>| {
            let mut hours: Vec<f64> = handled.iter().filter_map(|one| of(one)).collect();
            hours.sort_by(f64::total_cmp);
            hours
        };
        let (replies, ends) = (hours(|one| one.to_reply), hours(|one| one.to_end));
        Self {
            count: handled.len(),
            ended: ends.len(),
            late: handled.iter().filter(|one| one.late).count(),
            to_reply: share(&replies, 50).zip(share(&replies, 90)),
            to_end: share(&ends, 50).zip(share(&ends, 90)),
        }
    }

    /// The figures by what `key` gives, in its order.
    pub fn by<'a>(
        handled: &'a [Handled],
        key: impl Fn(&'a Handled) -> &'a str,
    ) -> Vec<(&'a str, Self)> {
        let mut groups: BTreeMap<&str, Vec<&Handled>> = BTreeMap::new();
        for one in handled {
            groups.entry(key(one)).or_default().push(one);
        }
        let of = |(name, group): (&'a str, Vec<&Handled>)| (name, Self::of(&group));
        groups.into_iter().map(of).collect()
    }
}

/// The value below or at which `percent` of the `sorted` ones are (nearest rank).
fn share(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handled(department: &str, to_reply: Option<f64>, to_end: Option<f64>) -> Handled {
        Handled { department: department.to_owned(), to_reply, to_end, ..Handled::default() }
    }

    #[test]
    fn the_first_word_and_the_end_are_told_apart() {
        let mut all: Vec<Handled> =
            (1..=10).map(|hour| handled("Освіта", Some(f64::from(hour)), None)).collect();
        all.push(Handled { late: true, ..handled("Майно", Some(3.0), Some(20.0)) });
        all.push(handled("Майно", None, None));
        let [(first, property), (second, education)] =
            &Figures::by(&all, |one| &one.department)[..]
        else {
            panic!("two departments");
        };
        assert_eq!((*first, *second), ("Майно", "Освіта"));
        assert_eq!((education.count, education.ended, education.late), (10, 0, 0));
        assert_eq!((education.to_reply, education.to_end), (Some((5.0, 9.0)), None));
        assert_eq!((property.count, property.ended, property.late), (2, 1, 1));
        assert_eq!(property.to_end, Some((20.0, 20.0)));
        assert_eq!(Figures::of(&[]), Figures::default());
    }
}
