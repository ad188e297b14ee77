//! Where the header is: title rows above it, one row or two, groups over columns, repetitions further down.

use std::collections::HashSet;

use super::{
    Row, Unreadable, Value,
    grid::{Budget, Grid},
    label::{self, key},
    value,
};

/// Rows among which the header is looked for.
const DEEPEST: usize = 40;

/// A column's name as published, and the second row's words for it where there are two.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    /// The machine name where there is one, else the header's words.
    pub(super) name: String,
    /// Words for people from a second header row.
    pub(super) words: Option<String>,
}

impl Name {
    /// Whether nobody named the column: no text, or what a spreadsheet puts there ("Column2", "Стовпець3", "Unnamed: 4").
    pub(super) fn is_blank(&self) -> bool {
        let name = self.name.to_lowercase();
        let stem =
            name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | '_'));
        self.words.is_none()
            && matches!(stem, "" | "column" | "стовпець" | "столбец" | "unnamed" | "field")
    }
}

/// What stands above the data.
pub(super) struct Header {
    pub(super) title: String,
    pub(super) names: Vec<Name>,
    /// How many rows of the grid are not data.
    pub(super) body: usize,
}

impl Header {
    /// The header of records that name their fields.
    pub(super) fn of_keys(keys: Vec<String>) -> Self {
        let names = keys.into_iter().map(|name| Name { name, words: None }).collect();
        Self { title: String::new(), names, body: 0 }
    }
}

/// Finds the header of a grid; drops its repetitions and rows that only number the columns.
pub(super) fn find(grid: &mut Grid, budget: &mut Budget<'_>) -> Result<Header, Unreadable> {
    let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let top = first(&grid.rows, width);
    let Some(top) = top else {
        let names =
            (1..=width).map(|n| Name { name: format!("Column {n}"), words: None }).collect();
        return Ok(Header { title: String::new(), names, body: 0 });
    };
    let title = title(&grid.rows[..top]);

    let mut top = top;
    let mut groups = Vec::new();
    // Groups over the columns: text in this row only over some, and the rest named below.
    while groups.len() < 3 && is_group(grid, top, width) {
        groups.push(spread(grid, top, width));
        top += 1;
    }
    let mut names: Vec<Name> = (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for part in groups
                .iter()
                .filter_map(|row| row.get(column))
                .map(String::as_str)
                .chain([text(&grid.rows[top], column)])
            {
                let part = tidy(part);
                if !part.is_empty() && parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            Name { name: parts.join(": "), words: None }
        })
        .collect();
    let mut body = top + 1;

    if let Some(row) = grid.rows.get(body)
        && is_second(&grid.rows, top, width)
    {
        let machine_below = is_machine(row) && !is_machine(&grid.rows[top]);
        for (column, name) in names.iter_mut().enumerate() {
            let below = tidy(text(row, column));
            if below.is_empty() {
                continue;
            }
            if machine_below {
                name.words =
                    (!name.name.is_empty()).then(|| std::mem::replace(&mut name.name, below));
            } else if name.name.is_empty() {
                name.name = below;
            } else {
                name.words = Some(below);
            }
        }
        body += 1;
    }
    while let Some(row) = grid.rows.get(body)
        && (numbers_columns(row) || grid.rows.len() > body + 1 && take_units(row, &mut names))
    {
        body += 1;
    }
    drop_footer(&mut grid.rows, body, width);
    fill_merged(grid, body, budget)?;

    // The header is sometimes repeated on each printed page.
    let mut heads: HashSet<Vec<String>> = HashSet::new();
    for row in &grid.rows[top..body] {
        heads.insert(row.cells.iter().map(|cell| key(&cell.text)).collect());
    }
    let firsts: HashSet<Box<str>> = grid.rows[top..body]
        .iter()
        .filter_map(|row| row.cells.first())
        .map(|cell| cell.text.clone())
        .collect();
    let mut index = 0;
    grid.rows.retain(|row| {
        index += 1;
        index <= body
            || !row.cells.first().is_some_and(|cell| firsts.contains(&cell.text))
            || !heads.contains(&row.cells.iter().map(|cell| key(&cell.text)).collect::<Vec<_>>())
    });
    Ok(Header { title, names, body })
}

fn text(row: &Row, column: usize) -> &str {
    row.cells.get(column).map_or("", |cell| &cell.text)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.text.is_empty()).count()
}

/// Header text on one line.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row where the header begins; `None` if the first row is data already.
fn first(rows: &[Row], width: usize) -> Option<usize> {
    if rows.is_empty() || width == 0 {
        return None;
    }
    // How many cells a row of this table usually fills.
    let mut counts: Vec<usize> = rows.iter().take(200).map(filled).collect();
    counts.sort_unstable();
    let usual =
        counts[counts.len() / 2].max(counts[counts.len() * 3 / 4].min(width) * 3 / 4).max(1);
    let enough = if usual <= 2 { usual } else { (usual / 2 + 1).max(2) };
    let candidate = (0..rows.len().min(DEEPEST)).find(|at| {
        let row = &rows[*at];
        filled(row) >= enough && !has_values(row)
    });
    match candidate {
        Some(at) if at + 1 < rows.len() || rows.len() == 1 => {
            // Rows of values above the "header" mean that there is none there.
            let data_above =
                rows[..at].iter().filter(|row| filled(row) >= enough && has_values(row)).count();
            (data_above == 0).then_some(at)
        }
        Some(at) => (at == 0).then_some(at),
        None => None,
    }
}

/// Whether a row holds values rather than names: numbers (years apart), dates, telephones, links.
fn has_values(row: &Row) -> bool {
    let names = filled(row);
    let values = row.cells.iter().filter(|cell| is_value(&cell.text, &cell.value)).count();
    values * 3 > names || (values > 0 && names <= 2)
}

fn is_value(text: &str, typed: &Value) -> bool {
    if text.is_empty() {
        return false;
    }
    match typed {
        Value::Date(_) | Value::DateTime(_) | Value::Time(_) | Value::Flag(_) => return true,
        _ => {}
    }
    let year =
        text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year));
    !year
        && (value::number(text).is_some()
            || value::moment(text).is_some()
            || value::time(text, false).is_some()
            || value::span(text).is_some()
            || value::is_email(text)
            || value::is_link(text)
            || value::is_phone(text, false)
            || value::point(text).is_some()
            || value::flag(text, false).is_some())
}

/// The words above the header.
fn title(rows: &[Row]) -> String {
    let mut words: Vec<String> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        let text = tidy(&cell.text);
        if !text.is_empty() && !words.contains(&text) && words.len() < 12 {
            words.push(text);
        }
    }
    let mut title = words.join(" ");
    if let Some((end, _)) = title.char_indices().nth(500) {
        title.truncate(end);
    }
    title
}

/// Whether a row names groups of columns: it has gaps, and the next row, all names too, fills some of them.
fn is_group(grid: &Grid, top: usize, width: usize) -> bool {
    let (Some(row), Some(next)) = (grid.rows.get(top), grid.rows.get(top + 1)) else {
        return false;
    };
    if grid.rows.len() < top + 3 || has_values(next) || is_machine(next) || filled(row) == width {
        return false;
    }
    let filled_gaps =
        (1..width).filter(|c| text(row, *c).is_empty() && !text(next, *c).is_empty()).count();
    let doubled =
        (0..width).filter(|c| !text(row, *c).is_empty() && !text(next, *c).is_empty()).count();
    let merged = grid.merges.iter().any(|m| {
        m.top == top && m.bottom == top && m.right > m.left && m.right - m.left + 1 < width
    });
    // Without merged cells to say so, a row with a gap may just be a header with an unnamed column.
    let spanned = grid.merges.iter().any(|m| m.top == top && m.bottom > top);
    let blank_below =
        (0..width).filter(|c| !text(row, *c).is_empty() && text(next, *c).is_empty()).count();
    filled_gaps > 0 && doubled > 0 && (merged || spanned || blank_below > 0 && filled(next) < width)
}

/// A row of groups with each name over all its columns.
fn spread(grid: &Grid, top: usize, width: usize) -> Vec<String> {
    let (row, next) = (&grid.rows[top], &grid.rows[top + 1]);
    let mut names: Vec<String> = (0..width).map(|column| text(row, column).to_owned()).collect();
    let across: Vec<_> = grid
        .merges
        .iter()
        .filter(|m| m.top <= top && m.bottom >= top && m.right > m.left)
        .collect();
    if across.is_empty() {
        for column in 1..width {
            if names[column].is_empty()
                && !text(next, column).is_empty()
                && !text(next, column - 1).is_empty()
            {
                let (before, after) = names.split_at_mut(column);
                after[0].clone_from(&before[column - 1]);
            }
        }
    }
    for merge in across {
        let name = names.get(merge.left).cloned().unwrap_or_default();
        for slot in names.iter_mut().take(merge.right + 1).skip(merge.left) {
            slot.clone_from(&name);
        }
    }
    names
}

/// Whether a row holds machine names: Latin identifiers.
fn is_machine(row: &Row) -> bool {
    let names = row.cells.iter().filter(|cell| !cell.text.is_empty());
    let (mut all, mut machine) = (0, 0);
    for cell in names {
        all += 1;
        machine += usize::from(label::is_identifier(&cell.text));
    }
    all > 0 && machine * 10 >= all * 8
}

/// Whether the row after the header at `top` is a second header: labels under machine names, or the reverse.
fn is_second(rows: &[Row], top: usize, width: usize) -> bool {
    let (Some(row), Some(next)) = (rows.get(top), rows.get(top + 1)) else { return false };
    if filled(next) * 10 < filled(row) * 7 || has_values(next) {
        return false;
    }
    let (above, below) = (is_machine(row), is_machine(next));
    if !above && below {
        // Latin names under Ukrainian ones; known ones, or data that happens to be Latin stays data.
        let known = next.cells.iter().filter(|cell| label::is_known(&cell.text)).count();
        let camel = next.cells.iter().filter(|cell| label::is_camel(&cell.text)).count();
        return (known.max(camel)) * 2 >= filled(next);
    }
    if !above {
        return false;
    }
    let pairs = (0..width).filter(|c| !text(row, *c).is_empty() && !text(next, *c).is_empty());
    let agree = pairs.clone().filter(|c| label::agrees(text(row, *c), text(next, *c))).count();
    if agree * 3 >= filled(next) && agree > 0 {
        return true;
    }
    // Names over values: below, most columns that hold values hold words in this row.
    let mut words = 0;
    let mut columns = 0;
    for column in pairs {
        let below: Vec<_> = rows
            .iter()
            .skip(top + 2)
            .take(20)
            .filter_map(|row| row.cells.get(column))
            .filter(|cell| !value::is_missing(&cell.text))
            .collect();
        let values = below.iter().filter(|cell| is_value(&cell.text, &cell.value)).count();
        if values > 0 && values * 10 >= below.len() * 8 {
            columns += 1;
            let cell = &next.cells[column];
            words += usize::from(
                !is_value(&cell.text, &cell.value)
                    && !value::is_missing(&cell.text)
                    && !cell.text.bytes().any(|b| b.is_ascii_digit()),
            );
        }
    }
    columns >= 2 && words == columns
}

/// "1 2 3 4 …": the numbers of the columns, as paper forms have them, also "А Б 1 2" and "1 2 3 4=2+3".
fn numbers_columns(row: &Row) -> bool {
    let texts: Vec<&str> =
        row.cells.iter().map(|cell| &*cell.text).filter(|text| !text.is_empty()).collect();
    let letters = texts.iter().zip(["А", "Б", "В", "Г"]).take_while(|(text, a)| *text == a).count();
    texts.len() >= 3
        && texts.len() > letters
        && texts[letters..].iter().enumerate().all(|(at, text)| {
            let number = text.split(['=', '(']).next().unwrap_or(text).trim();
            number
                .parse::<usize>()
                .is_ok_and(|number| number == at + 1 || letters > 0 && number == at + 1 + letters)
        })
}

/// Takes the units of a row that names nothing else ("тис. грн" under "План" and "Факт") to the names above.
fn take_units(row: &Row, names: &mut [Name]) -> bool {
    let all = row.cells.iter().filter(|cell| !cell.text.is_empty());
    if filled(row) == 0 || !all.clone().all(|cell| label::unit(&cell.text).is_some()) {
        return false;
    }
    for (cell, name) in row.cells.iter().zip(names) {
        if !cell.text.is_empty() && label::without_unit(&name.name).1.is_none() {
            name.name = format!("{}, {}", name.name, tidy(&cell.text));
        }
    }
    true
}

/// Drops what stands below the data: remarks, and those who made up and signed the paper.
fn drop_footer(rows: &mut Vec<Row>, body: usize, width: usize) {
    const STARTS: &[&str] = &[
        "примітк",
        "виконавець:",
        "виконавець ",
        "вик.",
        "підготував",
        "підготувала",
        "склав",
        "склала",
        "погоджено",
        "затверджую",
        "керівник ",
        "начальник ",
        "міський голова",
        "селищний голова",
        "сільський голова",
        "секретар ",
        "головний бухгалтер",
        "директор ",
        "підпис",
        "м.п.",
        "джерело:",
        "* ",
        "*",
    ];
    if width < 4 {
        return;
    }
    // A signature has its post, a line to sign on and a name; a row of data has more than that, or numbers.
    while rows.len() > body + 1
        && let Some(last) = rows.last()
        && filled(last) <= 3.min(width / 2)
        && last.cells.iter().find(|cell| !cell.text.is_empty()).is_some_and(|cell| {
            let lower = cell.text.to_lowercase();
            STARTS.iter().any(|start| lower.starts_with(start))
        })
        && !last.cells.iter().any(|cell| value::number(&cell.text).is_some())
    {
        rows.pop();
    }
}

/// Gives every row of a vertical merge the value of its first.
fn fill_merged(grid: &mut Grid, body: usize, budget: &mut Budget<'_>) -> Result<(), Unreadable> {
    for merge in &grid.merges {
        if merge.top < body || merge.bottom <= merge.top || merge.right != merge.left {
            continue;
        }
        let Some(cell) =
            grid.rows.get(merge.top).and_then(|row| row.cells.get(merge.left)).cloned()
        else {
            continue;
        };
        for row in grid.rows.iter_mut().take(merge.bottom + 1).skip(merge.top + 1) {
            // Merges lie beside each other in a sound file; taking from the budget bounds those that do not.
            budget.copy(&cell.text)?;
            if row.cells.len() <= merge.left {
                budget.take(merge.left + 1 - row.cells.len())?;
                row.cells.resize(merge.left + 1, super::Cell::default());
            }
            if row.cells[merge.left].text.is_empty() {
                row.cells[merge.left] = cell.clone();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::table::{Hint, Limits, Role, Table, read};

    fn table(text: &str) -> Table {
        read(text.as_bytes(), &Hint::default(), &Limits::default()).unwrap().remove(0)
    }

    #[test]
    fn units_and_numbers_under_the_header_are_not_data() {
        let table = table(
            "Видатки громади;;;\nКод;Назва;План;Факт\n;;тис. грн;тис. грн\nА;Б;1;2\n\
             0210150;Управління;120,5;118,2\n0210180;Інше;7,5;7,1\n",
        );
        assert_eq!(table.title, "Видатки громади");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].number, 5);
        assert_eq!(table.columns[2].unit.as_deref(), Some("тис. грн"));
        assert_eq!((table.columns[2].role, table.columns[3].role), (Role::Plan, Role::Fact));
    }

    #[test]
    fn remarks_and_signatures_below_the_data_are_not_data() {
        let table = table(
            "Назва;Адреса;Площа, га;Стан\nПарк;вул. Садова, 1;2,5;добрий\nСквер;вул. Нова, 2;0,4;добрий\n\
             Примітка: дані за 2024 рік;;;\nНачальник відділу;;О. В. Коваль;\n",
        );
        assert_eq!(table.rows.len(), 2);
    }

    #[test]
    fn a_row_of_few_cells_that_signs_nothing_stays() {
        let table = table("Назва;Адреса;Площа;Стан\nПарк;вул. Садова, 1;2,5;добрий\nСквер;;;\n");
        assert_eq!(table.rows.len(), 2);
    }
}
