//! Drawing a chart: bars for categories, columns or a line for periods, with a font of its own.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, OutlineCurve};
use rust_decimal::{Decimal, prelude::FromPrimitive};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform,
};

use super::chart::{Bar, Chart, Run};
use crate::text::number;

/// What Telegram shows of a picture without making it smaller, in pixels.
const WIDTH: f32 = 1280.0;
/// White around everything.
const MARGIN: f32 = 44.0;
/// Room for the names of categories.
const NAMES: f32 = 470.0;
/// The height of a bar.
const BAR: f32 = 38.0;
/// The space between a category and the next.
const SPACE: f32 = 22.0;
/// The most lines of a category's name.
const NAME_LINES: usize = 3;
/// The height of the plot where numbers run over periods.
const PLOT: f32 = 520.0;
/// Up to so many periods are columns, more are a line.
const COLUMNS: usize = 14;

const TITLE: Ink = Ink { size: 36.0, bold: true, colour: (0x1b, 0x26, 0x31) };
const ABOUT: Ink = Ink { size: 23.0, bold: false, colour: (0x4a, 0x56, 0x62) };
const NAME: Ink = Ink { size: 23.0, bold: false, colour: (0x1b, 0x26, 0x31) };
const VALUE: Ink = Ink { size: 23.0, bold: true, colour: (0x1b, 0x26, 0x31) };
const AXIS: Ink = Ink { size: 21.0, bold: false, colour: (0x6b, 0x76, 0x82) };
const SOURCE: Ink = Ink { size: 19.0, bold: false, colour: (0x6b, 0x76, 0x82) };

const BLUE: (u8, u8, u8) = (0x1f, 0x6f, 0xb5);
const GREY: (u8, u8, u8) = (0xa9, 0xb3, 0xbd);
const GRID: (u8, u8, u8) = (0xdd, 0xe2, 0xe7);
const BASE: (u8, u8, u8) = (0x6b, 0x76, 0x82);

static REGULAR: LazyLock<FontRef<'static>> =
    LazyLock::new(|| font(include_bytes!("../../assets/NotoSans-Regular.ttf")));
static BOLD: LazyLock<FontRef<'static>> =
    LazyLock::new(|| font(include_bytes!("../../assets/NotoSans-Bold.ttf")));

fn font(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the font in the binary is a font")
}

/// How letters look.
#[derive(Clone, Copy)]
struct Ink {
    /// Pixels an em.
    size: f32,
    bold: bool,
    colour: (u8, u8, u8),
}

impl Ink {
    fn font(self) -> &'static FontRef<'static> {
        if self.bold { &BOLD } else { &REGULAR }
    }

    /// Pixels of one unit of the font.
    fn scale(self) -> f32 {
        self.size / self.font().units_per_em().unwrap_or(1000.0)
    }

    /// From one line to the next, in pixels.
    fn leading(self) -> f32 {
        self.size * 1.32
    }

    /// The width of `text` in pixels.
    fn width(self, text: &str) -> f32 {
        let font = self.font();
        text.chars().map(|letter| font.h_advance_unscaled(font.glyph_id(letter))).sum::<f32>()
            * self.scale()
    }

    /// `text` in lines no wider than `width`, at most `most` of them; what is left out shows as «…».
    fn wrap(self, text: &str, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        // A number stays with its sign.
        let text = text.replace("№ ", "№\u{a0}");
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer) <= width || line.is_empty() {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            }
        }
        lines.push(line);
        if lines.len() > most {
            // Long names differ at their ends as often as at their beginnings.
            let last = lines.pop().unwrap_or_default();
            lines.truncate(most.saturating_sub(1));
            match lines.last_mut() {
                Some(before) => {
                    before.push('…');
                    lines.push(last);
                }
                None => lines.push(format!("{last}…")),
            }
        }
        // A word of its own may be wider than the line, as may the last line with its «…».
        for line in &mut lines {
            while self.width(line) > width && line.chars().count() > 2 {
                let ends = line.ends_with('…');
                line.pop();
                if ends {
                    line.pop();
                }
                line.push('…');
            }
        }
        lines
    }
}

/// Where a text stands against its point.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

/// What is drawn on.
struct Sheet(Pixmap);

impl Sheet {
    fn new(height: f32) -> Self {
        let mut pixmap = Pixmap::new(pixels(WIDTH), pixels(height)).expect("neither side is 0");
        pixmap.fill(Color::WHITE);
        Self(pixmap)
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: (u8, u8, u8)) {
        if let Some(area) = Rect::from_xywh(x, y, width.max(1.0), height.max(1.0)) {
            self.0.fill_rect(area, &paint(colour), Transform::identity(), None);
        }
    }

    fn line(&mut self, points: &[(f32, f32)], width: f32, colour: (u8, u8, u8)) {
        let mut path = PathBuilder::new();
        for (at, &(x, y)) in points.iter().enumerate() {
            if at == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = path.finish() {
            self.0.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
        }
    }

    fn dot(&mut self, x: f32, y: f32, radius: f32, colour: (u8, u8, u8)) {
        if let Some(path) = PathBuilder::from_circle(x, y, radius) {
            let whole = Transform::identity();
            self.0.fill_path(&path, &paint(colour), FillRule::Winding, whole, None);
        }
    }

    /// One line of text, its baseline at `y`.
    fn text(&mut self, text: &str, x: f32, y: f32, side: Side, ink: Ink) {
        let scale = ink.scale();
        let font = ink.font();
        let mut x = match side {
            Side::Left => x,
            Side::Middle => x - ink.width(text) / 2.0,
            Side::Right => x - ink.width(text),
        };
        let mut path = PathBuilder::new();
        for letter in text.chars() {
            let glyph = font.glyph_id(letter);
            let at = |point: ab_glyph::Point| (x + point.x * scale, y - point.y * scale);
            let mut end = None;
            for curve in font.outline(glyph).into_iter().flat_map(|outline| outline.curves) {
                let (from, to) = match curve {
                    OutlineCurve::Line(from, to)
                    | OutlineCurve::Quad(from, _, to)
                    | OutlineCurve::Cubic(from, _, _, to) => (at(from), at(to)),
                };
                if end != Some(from) {
                    path.move_to(from.0, from.1);
                }
                match curve {
                    OutlineCurve::Line(..) => path.line_to(to.0, to.1),
                    OutlineCurve::Quad(_, by, _) => {
                        let by = at(by);
                        path.quad_to(by.0, by.1, to.0, to.1);
                    }
                    OutlineCurve::Cubic(_, first, second, _) => {
                        let (first, second) = (at(first), at(second));
                        path.cubic_to(first.0, first.1, second.0, second.1, to.0, to.1);
                    }
                }
                end = Some(to);
            }
            x += font.h_advance_unscaled(glyph) * scale;
        }
        if let Some(path) = path.finish() {
            let whole = Transform::identity();
            self.0.fill_path(&path, &paint(ink.colour), FillRule::Winding, whole, None);
        }
    }

    /// Lines of text from the top at `y` down; gives where they end.
    fn lines(&mut self, lines: &[String], x: f32, mut y: f32, side: Side, ink: Ink) -> f32 {
        for line in lines {
            self.text(line, x, y + ink.size, side, ink);
            y += ink.leading();
        }
        y
    }
}

/// `chart` as a PNG.
pub(super) fn draw(chart: &Chart) -> Vec<u8> {
    let wide = WIDTH - 2.0 * MARGIN;
    let title = TITLE.wrap(&with_unit(chart), wide, 2);
    let about: Vec<String> =
        chart.about.iter().flat_map(|line| ABOUT.wrap(line, wide, 2)).take(5).collect();
    let source = SOURCE.wrap(&chart.source, wide, 2);
    let head = MARGIN
        + count(title.len()) * TITLE.leading()
        + 6.0
        + count(about.len()) * ABOUT.leading()
        + 26.0;
    let plot = match chart.run {
        Run::Categories => chart.bars.iter().map(|bar| high(&names(bar))).sum(),
        Run::Periods => PLOT,
    };
    let axis = 3.0 * AXIS.leading();
    let height = head + plot + axis + count(source.len()) * SOURCE.leading() + MARGIN;
    let mut sheet = Sheet::new(height);
    let y = sheet.lines(&title, MARGIN, MARGIN - 8.0, Side::Left, TITLE);
    sheet.lines(&about, MARGIN, y + 6.0, Side::Left, ABOUT);
    match chart.run {
        Run::Categories => bars(&mut sheet, chart, head),
        Run::Periods => periods(&mut sheet, chart, head),
    }
    sheet.lines(&source, MARGIN, head + plot + axis, Side::Left, SOURCE);
    sheet.0.encode_png().expect("a picture in memory can be encoded")
}

fn with_unit(chart: &Chart) -> String {
    // Labels often end with the unit already («Площа, м²»).
    if chart.unit.is_empty() || chart.title.contains(&chart.unit) {
        chart.title.clone()
    } else {
        format!("{}, {}", chart.title, chart.unit)
    }
}

/// The name of a category, in lines.
fn names(bar: &Bar) -> Vec<String> {
    NAME.wrap(&bar.label, NAMES, NAME_LINES)
}

/// The height of a category with these lines of a name.
fn high(names: &[String]) -> f32 {
    BAR.max(count(names.len()) * NAME.leading()) + SPACE
}

/// Bars from left to right, one below the other, with their names before them.
fn bars(sheet: &mut Sheet, chart: &Chart, top: f32) {
    let scale = Scale::of(&chart.bars);
    let widest = chart.bars.iter().map(|bar| VALUE.width(&bar.text)).fold(0.0, f32::max) + 12.0;
    let (left, right) = (MARGIN + NAMES + 20.0, WIDTH - MARGIN - widest);
    // The number of a bar below zero stands before it.
    let left = if scale.from < 0.0 { left + widest } else { left };
    let place = |value: f64| left + scale.share(value) * (right - left);
    let named: Vec<Vec<String>> = chart.bars.iter().map(names).collect();
    let bottom = top + named.iter().map(|names| high(names)).sum::<f32>();
    for (value, text) in scale.ticks(chart) {
        let x = place(value);
        sheet.line(&[(x, top), (x, bottom)], 1.5, GRID);
        sheet.text(&text, x, bottom + AXIS.leading() + 2.0, Side::Middle, AXIS);
    }
    let mut y = top;
    for (bar, names) in chart.bars.iter().zip(&named) {
        let middle = y + high(names) / 2.0;
        let first = middle - count(names.len()) * NAME.leading() / 2.0 - 2.0;
        sheet.lines(names, MARGIN + NAMES, first, Side::Right, NAME);
        let (zero, end) = (place(0.0), place(bar.value));
        let colour = if bar.rest { GREY } else { BLUE };
        sheet.rectangle(zero.min(end), middle - BAR / 2.0, (end - zero).abs(), BAR, colour);
        let baseline = middle + VALUE.size * 0.36;
        if bar.value < 0.0 {
            sheet.text(&bar.text, end - 10.0, baseline, Side::Right, VALUE);
        } else {
            sheet.text(&bar.text, end + 10.0, baseline, Side::Left, VALUE);
        }
        y += high(names);
    }
    sheet.line(&[(place(0.0), top), (place(0.0), bottom)], 2.0, BASE);
}

/// Columns, or a line where there are many, from left to right in time.
fn periods(sheet: &mut Sheet, chart: &Chart, top: f32) {
    let scale = Scale::of(&chart.bars);
    let ticks = scale.ticks(chart);
    let widest = ticks.iter().map(|(_, text)| AXIS.width(text)).fold(0.0, f32::max);
    let (left, right) = (MARGIN + widest + 16.0, WIDTH - MARGIN);
    let (high, low) = (top + 30.0, top + PLOT);
    let place = |value: f64| low - scale.share(value) * (low - high);
    for (value, text) in &ticks {
        let y = place(*value);
        sheet.line(&[(left, y), (right, y)], 1.5, GRID);
        sheet.text(text, left - 12.0, y + AXIS.size * 0.36, Side::Right, AXIS);
    }
    let step = (right - left) / count(chart.bars.len());
    let middle = |at: usize| left + (count(at) + 0.5) * step;
    let columns = chart.bars.len() <= COLUMNS;
    if columns {
        let width = (step * 0.62).min(150.0);
        for (at, bar) in chart.bars.iter().enumerate() {
            let (zero, end) = (place(0.0), place(bar.value));
            let x = middle(at) - width / 2.0;
            sheet.rectangle(x, zero.min(end), width, (end - zero).abs(), BLUE);
        }
    } else {
        let line: Vec<(f32, f32)> =
            chart.bars.iter().enumerate().map(|(at, bar)| (middle(at), place(bar.value))).collect();
        sheet.line(&line, 4.0, BLUE);
        if line.len() <= 60 {
            for &(x, y) in &line {
                sheet.dot(x, y, 6.0, BLUE);
            }
        }
    }
    sheet.line(&[(left, place(0.0)), (right, place(0.0))], 2.0, BASE);
    let fits = chart.bars.iter().all(|bar| VALUE.width(&bar.text) + 8.0 <= step);
    if columns && fits {
        for (at, bar) in chart.bars.iter().enumerate() {
            let below = if bar.value < 0.0 { VALUE.size + 6.0 } else { -8.0 };
            sheet.text(&bar.text, middle(at), place(bar.value) + below, Side::Middle, VALUE);
        }
    }
    // Names of periods that would run into each other are left out evenly.
    let room = AXIS.width("00.00.0000") + 16.0;
    let every = if columns { 1 } else { pixels((room / step).ceil().max(1.0)) as usize };
    for (at, bar) in chart.bars.iter().enumerate().step_by(every) {
        let names = AXIS.wrap(&bar.label.replace('–', "– "), (step * count(every)).max(60.0), 2);
        sheet.lines(&names, middle(at), low + 8.0, Side::Middle, AXIS);
    }
}

/// From the least to the greatest number, zero among them, in round steps.
struct Scale {
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    fn of(bars: &[Bar]) -> Self {
        let least = bars.iter().map(|bar| bar.value).fold(0.0, f64::min);
        let greatest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let span = if greatest > least { greatest - least } else { 1.0 };
        let power = 10_f64.powf((span / 5.0).log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .map(|times| times * power)
            .into_iter()
            .find(|step| span / step <= 6.0);
        let step = step.unwrap_or(10.0 * power);
        let to = if greatest > 0.0 || least >= 0.0 { greatest.max(step) } else { 0.0 };
        Self { from: least, to, step }
    }

    /// Where `value` lies from the least (0) to the greatest (1).
    fn share(&self, value: f64) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "a place on a picture")]
        let share = ((value - self.from) / (self.to - self.from)) as f32;
        share
    }

    /// Round numbers along the axis, as they are written.
    fn ticks(&self, chart: &Chart) -> Vec<(f64, String)> {
        let mut at = (self.from / self.step).ceil();
        let mut ticks = Vec::new();
        while at * self.step <= self.to * 1.000_001 && ticks.len() < 16 {
            let value = at * self.step;
            let exact = Decimal::from_f64(value).unwrap_or_default().round_dp(6).normalize();
            ticks.push((value, number::format(exact, chart.locale)));
            at += 1.0;
        }
        ticks
    }
}

fn paint((red, green, blue): (u8, u8, u8)) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    paint
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of a picture: some thousand pixels, never below 0"
)]
fn pixels(length: f32) -> u32 {
    length.ceil() as u32
}

/// How many of a few things, as a length.
fn count(things: usize) -> f32 {
    f32::from(u16::try_from(things).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    fn chart(run: Run, values: &[f64], label: &str) -> Chart {
        let bars = values.iter().map(|&value| Bar {
            label: label.to_owned(),
            value,
            text: value.to_string(),
            rest: false,
        });
        Chart {
            title: label.to_owned(),
            about: vec![label.to_owned(); 9],
            source: label.to_owned(),
            unit: "грн".to_owned(),
            run,
            bars: bars.collect(),
            locale: Locale::Uk,
        }
    }

    #[test]
    fn lines_keep_to_their_width_and_their_number() {
        let name = "Надання загальної середньої освіти закладами за рахунок освітньої субвенції";
        assert_eq!(NAME.wrap(name, 5_000.0, 1), [name]);
        for (text, width, most) in
            [(name, 300.0, 3), (name, 200.0, 1), (&"Ї".repeat(900), 90.0, 2), ("", 90.0, 2)]
        {
            let lines = NAME.wrap(text, width, most);
            assert!(lines.len() <= most, "{lines:?}");
            assert!(lines.iter().all(|line| NAME.width(line) <= width), "{lines:?}");
        }
        let cut = NAME.wrap(name, 200.0, 3);
        assert!(cut[1].ends_with('…') && cut[2].ends_with("субвенції"), "{cut:?}");
    }

    #[test]
    fn the_fonts_have_every_letter_that_is_needed() {
        let letters = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюяЫЭЪЁыэъё’ʼ«»–—…№₴²³%·";
        for ink in [TITLE, NAME] {
            for letter in letters.chars() {
                assert_ne!(ink.font().glyph_id(letter).0, 0, "{letter}");
            }
        }
    }

    #[test]
    fn whatever_the_numbers_a_picture_comes_out() {
        for values in [
            &[0.0, 0.0][..],
            &[1.0, -1.0],
            &[-5.0, -7.0],
            &[1e12, 1.0],
            &[0.001, 0.002],
            &[3.0; 400],
        ] {
            for label in ["", &"Довга назва ".repeat(40)] {
                for run in [Run::Periods, Run::Categories] {
                    if run == Run::Categories && values.len() > 13 {
                        continue;
                    }
                    let picture = Pixmap::decode_png(&draw(&chart(run, values, label))).unwrap();
                    let white = picture.pixels().iter().filter(|pixel| pixel.red() == 255).count();
                    let share = white * 100 / picture.pixels().len();
                    assert!((20..100).contains(&share), "{values:?} {label}: {share} % white");
                }
            }
        }
    }

    #[test]
    fn steps_are_round() {
        for (greatest, step) in [(9.0, 2.0), (842.0, 200.0), (55.2, 10.0), (0.7, 0.2), (26.0, 5.0)]
        {
            let scale = Scale::of(&chart(Run::Periods, &[greatest, 0.0], "").bars);
            assert!((scale.step - step).abs() < 1e-9, "{greatest}: {}", scale.step);
        }
    }
}
