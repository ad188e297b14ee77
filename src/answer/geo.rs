//! Places.
use crate::{i18n::Locale, table::Point};
use std::ops::Range;
/// metres
pub fn distance(a: Point, b: Point) -> f64 {
    let (la, lb) = (a.lat.to_radians(), b.lat.to_radians());
    let (dla, dlo) = ((b.lat - a.lat).to_radians(), (b.lon - a.lon).to_radians());
    let h = (dla / 2.0).sin().powi(2) + la.cos() * lb.cos() * (dlo / 2.0).sin().powi(2);
    2.0 * 6_371_000.0 * h.sqrt().asin()
}
/// words
pub fn format_distance(m: f64, _l: Locale) -> String {
    if m < 1000.0 {
        format!("{:.0} м", m)
    } else {
        format!("{:.1} км", m / 1000.0).replace('.', ",")
    }
}
/// coordinates in text
pub fn find(text: &str) -> Option<(Point, Range<usize>)> {
    let mut nums: Vec<(f64, Range<usize>)> = vec![];
    let b = text.as_bytes();
    let mut i = 0;
    while i < b.len() {
        if b[i].is_ascii_digit() {
            let s = i;
            while i < b.len()
                && (b[i].is_ascii_digit()
                    || ((b[i] == b'.' || b[i] == b',')
                        && i + 1 < b.len()
                        && b[i + 1].is_ascii_digit()))
            {
                i += 1;
            }
            let t = &text[s..i];
            if t.contains(['.', ',']) {
                if let Ok(v) = t.replace(',', ".").parse() {
                    nums.push((v, s..i));
                }
            }
        } else {
            i += 1;
        }
    }
    nums.windows(2)
        .find(|w| (44.0..53.0).contains(&w[0].0) && (22.0..41.0).contains(&w[1].0))
        .map(|w| (Point { lat: w[0].0, lon: w[1].0 }, w[0].1.start..w[1].1.end))
}
