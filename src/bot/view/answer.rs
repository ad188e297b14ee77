//! An answer as a message: the fact in bold, its rows, where it comes from, and the link last.

use chrono::NaiveDate;

use crate::{
    answer::Answer,
    bot::{
        callback::{Act, Press},
        kept::Kept,
        reply::Button,
        view::markup::{bold, cut, escape, link, one_line, tidy, units},
    },
};

/// UTF-16 units that a message may hold after its entities are read; a few are left for what we miscount.
pub const ROOM: usize = 4_000;
/// The most lines of sources shown on «Джерело».
const SOURCES: usize = 10;
/// Row numbers listed for one source.
const ROWS: usize = 30;
/// Letters on a button with a question.
const LABEL: usize = 60;

/// A message, and the lines that found no room in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The message, as HTML.
    pub html: String,
    /// What follows on «Ще», line by line, without markup.
    pub rest: Vec<String>,
}

/// What is said beside an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside<'a> {
    /// The question, where the resident does not see it: a button asked it.
    pub asked: Option<&'a str>,
    /// The day on which the place was told from which distances are.
    pub place_since: Option<NaiveDate>,
    /// A link that opens this card in the bot.
    pub card_link: Option<String>,
}

/// `answer` as a message.
pub fn answer(answer: &Answer, beside: &Beside<'_>) -> Said {
    let locale = answer.locale;
    let mut end = Lines::default();
    end.push_all(
        answer.footer.iter().map(|line| tidy(line)).map(|line| (escape(&line), units(&line))),
    );
    let told =
        |reading: &str| answer.body.iter().chain(&answer.footer).any(|line| line.contains(reading));
    if let Some(reading) = answer.reading.as_deref().map(tidy).filter(|reading| !told(reading)) {
        end.push(&note(&locale.text("bot-reading", &[("question", cut(&reading, 300).into())])));
    }
    if let Some(date) = beside.place_since {
        let date = date.format("%d.%m.%Y").to_string();
        end.push(&note(&locale.text("bot-place-since", &[("date", date.into())])));
    }
    if let Some(asked) = beside.asked {
        end.push(&note(&locale.text("bot-asked", &[("question", cut(&tidy(asked), 300).into())])));
    }
    if let Some(url) = &beside.card_link {
        let label = locale.text("bot-card-link", &[]);
        end.push(&(link(&label, url), units(&label)));
    }
    if let Some(source) = answer.sources.first().filter(|source| !source.url.is_empty()) {
        let label = locale.text("bot-link", &[]);
        let html = link(&label, &source.url);
        // Where the address is no link, a bare "open the dataset" would be a promise that nothing keeps.
        if html.starts_with("<a") {
            end.push(&(html, units(&label)));
        }
    }
    end.cut_to(ROOM / 2);
    let lead = cut(&tidy(&answer.lead), ROOM - end.units - 2);
    let mut room = ROOM - end.units - units(&lead) - 2;
    let mut body = answer.body.iter().flat_map(|line| split(&tidy(line))).peekable();
    let mut shown = Vec::new();
    while let Some(line) = body.next_if(|line| units(line) < room) {
        room -= units(&line) + 1;
        shown.push(escape(&line));
    }
    let mut html = if lead.is_empty() { String::new() } else { bold(&lead) };
    for line in shown {
        html.push('\n');
        html.push_str(&line);
    }
    if !end.html.is_empty() {
        html.push_str("\n\n");
        html.push_str(&end.html.join("\n"));
    }
    Said { html, rest: body.collect() }
}

/// Lines that found no room before, as a message of their own.
pub fn lines(rest: &[String]) -> Said {
    let mut room = ROOM;
    let mut left = rest.iter().flat_map(|line| split(line)).peekable();
    let mut shown = Vec::new();
    while let Some(line) = left.next_if(|line| units(line) < room) {
        room -= units(&line) + 1;
        shown.push(escape(&line));
    }
    Said { html: shown.join("\n"), rest: left.collect() }
}

/// The buttons under an answer.
pub fn buttons(kept: &Kept) -> Vec<Vec<Button>> {
    let locale = kept.locale;
    let mut rows: Vec<Vec<Button>> = (0..)
        .zip(&kept.choices)
        .map(|(at, choice)| {
            let same = kept.choices.iter().filter(|other| other.title == choice.title).count() > 1;
            let label =
                if same || choice.title.is_empty() { &choice.question } else { &choice.title };
            let label = one_line(label);
            // Readings are numbered in the message, and long titles often begin alike; examples are not.
            let label =
                if choice.title.is_empty() { label } else { format!("{}. {label}", at + 1) };
            vec![Button { label: cut(&label, LABEL), press: Press::Answer(Act::Choose(at)) }]
        })
        .collect();
    let mut row = Vec::new();
    let mut add = |wanted: bool, label: String, act: Act| {
        if wanted {
            row.push(Button { label, press: Press::Answer(act) });
        }
    };
    let text = |key: &str| locale.text(key, &[]);
    add(kept.has_more(), text("bot-button-more"), Act::More);
    add(!kept.sources.is_empty(), text("bot-button-source"), Act::Source);
    add(kept.has_file, text("bot-button-file"), Act::File);
    add(kept.has_chart, text("bot-button-chart"), Act::Chart);
    if let Some((year, _)) = &kept.compare {
        let label = locale.text("bot-button-compare", &[("year", year.to_string().into())]);
        add(true, label, Act::Compare);
    }
    for at in 0..u8::try_from(kept.places.len()).unwrap_or(u8::MAX) {
        let number = (kept.places.len() > 1).then(|| at + 1);
        let label = match number {
            Some(number) => {
                locale.text("bot-button-map-of", &[("number", number.to_string().into())])
            }
            None => text("bot-button-map"),
        };
        add(true, label, Act::Map(at));
    }
    add(kept.offer_request, text("bot-button-request"), Act::Request);
    add(kept.follow.is_some(), text("follow-button-follow"), Act::Follow);
    add(!kept.sources.is_empty(), text("bot-button-wrong"), Act::Wrong);
    // Rows of alike length, none of more than four.
    let lines = row.len().div_ceil(4).max(1);
    rows.extend(row.chunks(row.len().div_ceil(lines).max(1)).map(<[Button]>::to_vec));
    rows
}

/// Where an answer stands: file by file, with sheet, rows, age and link; `files` are their names, one a source.
pub fn sources(kept: &Kept, files: &[Option<String>]) -> String {
    let locale = kept.locale;
    let mut blocks = Vec::new();
    let mut room = ROOM;
    let mut files = files.iter();
    for source in kept.sources.iter().take(SOURCES) {
        let mut lines = Lines::default();
        let title = if source.title.is_empty() { &source.dataset } else { &source.title };
        let title = cut(&one_line(title), 300);
        lines.push(&(bold(&title), units(&title)));
        let mut say = |text: String| lines.push(&(escape(&text), units(&text)));
        if let Some(file) = files.next().and_then(Option::as_ref) {
            say(locale.text("bot-source-file", &[("name", cut(&one_line(file), 200).into())]));
        }
        if let Some(member) = &source.member {
            say(locale.text("bot-source-member", &[("name", cut(&one_line(member), 200).into())]));
        }
        if let Some(sheet) = &source.sheet {
            say(locale.text("bot-source-sheet", &[("name", cut(&one_line(sheet), 200).into())]));
        }
        if !source.rows.is_empty() {
            let mut rows: Vec<String> =
                source.rows.iter().take(ROWS).map(ToString::to_string).collect();
            if source.rows.len() > ROWS {
                rows.push("…".to_owned());
            }
            let rows = rows.join(", ");
            say(locale.text(
                "bot-source-rows",
                &[("count", source.rows.len().into()), ("rows", rows.into())],
            ));
        }
        if let Some(updated) = source.updated {
            let date = updated.format("%d.%m.%Y").to_string();
            say(locale.text("bot-source-updated", &[("date", date.into())]));
        }
        if source.late == Some(true) {
            say(locale.text("bot-source-late", &[]));
        }
        let label = locale.text("bot-link", &[]);
        let html = link(&label, &source.url);
        if html.starts_with("<a") {
            lines.push(&(html, units(&label)));
        }
        if lines.units + 2 > room {
            break;
        }
        room -= lines.units + 2;
        blocks.push(lines.html.join("\n"));
    }
    blocks.join("\n\n")
}

fn note(text: &str) -> (String, usize) {
    (format!("<i>{}</i>", escape(text)), units(text))
}

/// The lines of `text`, none longer than a quarter of a message.
fn split(text: &str) -> Vec<String> {
    text.lines().map(|line| cut(line, ROOM / 4)).collect()
}

/// Finished lines with their length.
#[derive(Default)]
struct Lines {
    html: Vec<String>,
    lengths: Vec<usize>,
    units: usize,
}

impl Lines {
    fn push(&mut self, line: &(String, usize)) {
        self.html.push(line.0.clone());
        self.lengths.push(line.1 + 1);
        self.units += line.1 + 1;
    }

    fn push_all(&mut self, lines: impl Iterator<Item = (String, usize)>) {
        lines.for_each(|line| self.push(&line));
    }

    /// Drops lines from the first on until what stays fits `room`: the last ones are the link and the notes.
    fn cut_to(&mut self, room: usize) {
        while self.units > room && !self.html.is_empty() {
            self.html.remove(0);
            self.units -= self.lengths.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Choice, Outcome, Place, Plan, Source};
    use crate::i18n::Locale;

    fn fact() -> Answer {
        Answer {
            outcome: Outcome::Answer,
            lead: "Середа, 9:00–12:00".to_owned(),
            body: vec!["Кабінет: 5 <перший> поверх".to_owned()],
            footer: vec!["Джерело: «Графік прийому»".to_owned()],
            sources: vec![Source {
                dataset: "reception".to_owned(),
                title: "Графік прийому".to_owned(),
                rows: vec![3, 4],
                updated: NaiveDate::from_ymd_opt(2025, 10, 1),
                late: Some(true),
                url: "https://data.example.ua/dataset/reception".to_owned(),
                ..Source::default()
            }],
            plan: Some(Plan::default()),
            ..Answer::default()
        }
    }

    /// The text that a reader sees.
    fn plain(html: &str) -> String {
        let mut text = String::new();
        let mut inside = false;
        for letter in html.chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                other if !inside => text.push(other),
                _ => {}
            }
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn the_fact_comes_first_in_bold_and_the_link_last() {
        let said = answer(&fact(), &Beside::default());
        assert_eq!(
            said.html,
            "<b>Середа, 9:00–12:00</b>\nКабінет: 5 &lt;перший&gt; поверх\n\n\
             Джерело: «Графік прийому»\n\
             <a href=\"https://data.example.ua/dataset/reception\">Відкрити набір даних</a>"
        );
        assert_eq!(said.rest, Vec::<String>::new());
    }

    #[test]
    fn a_repaired_reading_is_shown_once() {
        let mut repaired =
            Answer { reading: Some("графік прийому".to_owned()), ..fact() };
        assert!(
            answer(&repaired, &Beside::default())
                .html
                .contains("<i>Зрозуміло як: «графік прийому»</i>")
        );
        repaired.footer.push("Зрозуміло як: «графік прийому»".to_owned());
        assert_eq!(
            answer(&repaired, &Beside::default()).html.matches("графік прийому»").count(),
            1
        );
    }

    #[test]
    fn a_long_answer_is_cut_on_a_line_and_nothing_is_lost() {
        let body: Vec<String> = (0..900).map(|at| format!("{at} & вулиця Шкільна 🏫")).collect();
        let long = Answer { body: body.clone(), ..fact() };
        let said = answer(&long, &Beside::default());
        let text = plain(&said.html);
        assert!(units(&text) <= 4_096);
        assert!(text.contains("Джерело"), "the source stays");
        let mut seen: Vec<String> =
            text.lines().filter(|line| line.contains("Шкільна")).map(ToOwned::to_owned).collect();
        let mut rest = said.rest;
        while !rest.is_empty() {
            let more = lines(&rest);
            assert!(units(&plain(&more.html)) <= 4_096);
            assert!(more.rest.len() < rest.len(), "it goes on");
            seen.extend(plain(&more.html).lines().map(ToOwned::to_owned));
            rest = more.rest;
        }
        assert_eq!(seen, body);
    }

    #[test]
    fn whatever_the_parts_the_message_fits() {
        let long = "дуже довгий рядок ".repeat(2_000);
        let monstrous = Answer {
            lead: long.clone(),
            body: vec![long.clone(); 5],
            footer: vec![long.clone(); 5],
            reading: Some(long.clone()),
            ..fact()
        };
        let said = answer(&monstrous, &Beside { asked: Some(&long), ..Beside::default() });
        let text = plain(&said.html);
        assert!(units(&text) <= 4_096, "{}", units(&text));
        assert!(said.html.ends_with("</a>"));
    }

    #[test]
    fn a_source_names_its_file_its_rows_and_its_age() {
        let kept = Kept::of(&fact(), "?", None);
        assert_eq!(
            sources(&kept, &[Some("Графік 2025 (hrafik.csv)".to_owned())]),
            "<b>Графік прийому</b>\nФайл: Графік 2025 (hrafik.csv)\nРядки файлу: 3, 4\n\
             Файл змінено 01.10.2025\nУвага: оновлення прострочено\n\
             <a href=\"https://data.example.ua/dataset/reception\">Відкрити набір даних</a>"
        );
        let long =
            Source { rows: (1..=100).collect(), title: "Ї".repeat(5_000), ..Source::default() };
        let many = Kept { sources: vec![long; 50], locale: Locale::En, ..Kept::default() };
        let names = vec![Some("Ї".repeat(5_000)); 50];
        assert!(units(&plain(&sources(&many, &names))) <= 4_096);
    }

    #[test]
    fn choices_stand_each_on_a_line_and_tell_themselves_apart() {
        let choice = |title: &str, question: &str| Choice {
            dataset: "d".to_owned(),
            title: title.to_owned(),
            question: question.to_owned(),
        };
        let kept = Kept {
            choices: vec![
                choice("Бюджет", "бюджет 2024"),
                choice("Бюджет", "бюджет 2025"),
                choice("Тарифи", "т"),
            ],
            ..Kept::default()
        };
        let labels: Vec<Vec<String>> = buttons(&kept)
            .into_iter()
            .map(|row| row.into_iter().map(|button| button.label).collect())
            .collect();
        assert_eq!(labels, [["1. бюджет 2024"], ["2. бюджет 2025"], ["3. Тарифи"]]);
        let kept = Kept::offering(&["Де школа".to_owned()], Locale::Uk, None);
        assert_eq!(buttons(&kept)[0][0].label, "Де школа", "an example stands as it is asked");
    }

    #[test]
    fn buttons_stand_only_where_there_is_something_behind() {
        let mut kept = Kept::of(&fact(), "графік", None);
        let presses = |kept: &Kept| -> Vec<Press> {
            buttons(kept).into_iter().flatten().map(|button| button.press).collect()
        };
        let acts = |acts: &[Act]| acts.iter().copied().map(Press::Answer).collect::<Vec<_>>();
        assert_eq!(presses(&kept), acts(&[Act::Source, Act::File, Act::Wrong]));
        kept.rest = vec!["ще".to_owned()];
        kept.has_chart = true;
        kept.compare = Some((2024, Plan::default()));
        kept.places = vec![Place::default(); 2];
        let all = [Act::More, Act::Source, Act::File, Act::Chart, Act::Compare];
        let all = [&all[..], &[Act::Map(0), Act::Map(1), Act::Wrong]].concat();
        assert_eq!(presses(&kept), acts(&all));
        assert!(buttons(&kept).iter().all(|row| row.len() == 4));
        let none = Answer { offer_request: true, ..Answer::default() };
        assert_eq!(presses(&Kept::of(&none, "?", None)), acts(&[Act::Request]));
        assert_eq!(presses(&Kept::of(&Answer::default(), "привіт", None)), []);
    }
}
