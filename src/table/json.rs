//! JSON: a list of records, lists of records inside an object, JSON lines, rows under a header.

use serde_json::{Map, Value as Json};

use super::{
    Cell, Row, Unreadable, csv, geojson,
    grid::{Budget, Grid, cell},
};

/// Reads every list of records.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    let text = csv::decode(bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    let (depth, values) = size(text);
    // A list of a few letters a value takes many times its length in memory.
    if depth > budget.limits.depth || values > budget.limits.cells {
        return Err(Unreadable::TooLarge);
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    let mut all = Vec::new();
    let mut failure = None;
    for value in &mut values {
        match value {
            Ok(value) => all.push(value),
            Err(error) => {
                failure = Some(error);
                break;
            }
        }
        if all.len() > budget.limits.rows {
            return Err(Unreadable::TooLarge);
        }
    }
    if let Some(error) = failure {
        return Err(Unreadable::broken(error));
    }
    let root = if all.len() == 1 { all.swap_remove(0) } else { Json::Array(all) };
    if geojson::is(&root) {
        return Ok(vec![geojson::read(root, budget)?]);
    }
    let mut grids = Vec::new();
    collect(root, "", 0, &mut grids, budget)?;
    Ok(grids)
}

/// How deep brackets outside strings nest, and how many values there are at most.
fn size(text: &str) -> (usize, usize) {
    let (mut open, mut deepest, mut values) = (0_usize, 0_usize, 1_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                open += 1;
                values += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            b',' | b'\n' => values += 1,
            _ => {}
        }
    }
    (deepest, values)
}

/// Finds the lists of records in a value; `path` is the keys above it.
fn collect(
    value: Json,
    path: &str,
    depth: usize,
    grids: &mut Vec<Grid>,
    budget: &mut Budget<'_>,
) -> Result<(), Unreadable> {
    match value {
        Json::Array(items) if items.iter().any(Json::is_object) => {
            grids.push(records(items, path, budget)?);
        }
        Json::Array(items) if items.iter().any(Json::is_array) => {
            grids.push(listed(None, items, path, budget)?);
        }
        Json::Array(items) if !items.is_empty() => {
            let items = items.into_iter().map(|item| Json::Array(vec![item])).collect();
            grids.push(listed(Some(vec!["value".to_owned()]), items, path, budget)?);
        }
        Json::Object(mut object) => {
            if let Some(grid) = header_and_rows(&mut object, path, budget)? {
                grids.push(grid);
                return Ok(());
            }
            let before = grids.len();
            let mut plain = Map::new();
            for (key, value) in object {
                match value {
                    // A list of plain values beside records ("keywords") is no table.
                    Json::Array(ref items)
                        if items.iter().any(|item| item.is_object() || item.is_array()) =>
                    {
                        // CKAN describes its columns beside the records.
                        if key != "fields" && key != "_links" {
                            collect(value, &key, depth + 1, grids, budget)?;
                        }
                    }
                    Json::Object(_) if depth < 4 && holds_records(&value, 0) => {
                        collect(value, &key, depth + 1, grids, budget)?;
                    }
                    value => {
                        plain.insert(key, value);
                    }
                }
            }
            if grids.len() == before && depth == 0 && !plain.is_empty() {
                // One object with nothing repeated: objects under ids are records, else it is one record.
                if plain.len() > 1 && plain.values().all(Json::is_object) {
                    let items = plain
                        .into_iter()
                        .map(|(key, value)| {
                            let mut record = Map::new();
                            record.insert("key".to_owned(), Json::String(key));
                            if let Json::Object(value) = value {
                                record.extend(value);
                            }
                            Json::Object(record)
                        })
                        .collect();
                    grids.push(records(items, path, budget)?);
                } else {
                    grids.push(records(vec![Json::Object(plain)], path, budget)?);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn holds_records(value: &Json, depth: usize) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        Json::Object(object) => {
            depth < 4 && object.values().any(|value| holds_records(value, depth + 1))
        }
        _ => false,
    }
}

/// `{header: [...], rows: [[...], ...]}`, also with `columns`/`fields` and `data`/`records`.
fn header_and_rows(
    object: &mut Map<String, Json>,
    path: &str,
    budget: &mut Budget<'_>,
) -> Result<Option<Grid>, Unreadable> {
    let Some(header) = ["header", "headers", "columns", "fields"]
        .into_iter()
        .find(|key| object.get(*key).is_some_and(Json::is_array))
    else {
        return Ok(None);
    };
    let Some(rows) = ["rows", "data", "records", "values"].into_iter().find(|key| {
        object
            .get(*key)
            .and_then(Json::as_array)
            .is_some_and(|rows| !rows.is_empty() && rows.iter().all(Json::is_array))
    }) else {
        return Ok(None);
    };
    let names = match object.get(header) {
        Some(Json::Array(names)) => names
            .iter()
            .map(|name| match name {
                Json::Object(field) => ["id", "name", "title", "label"]
                    .iter()
                    .find_map(|key| field.get(*key))
                    .map(scalar)
                    .unwrap_or_default(),
                other => scalar(other),
            })
            .collect(),
        _ => return Ok(None),
    };
    match object.remove(rows) {
        Some(Json::Array(rows)) => listed(Some(names), rows, path, budget).map(Some),
        _ => Ok(None),
    }
}

/// A list of lists; without names the first is the header.
fn listed(
    names: Option<Vec<String>>,
    items: Vec<Json>,
    path: &str,
    budget: &mut Budget<'_>,
) -> Result<Grid, Unreadable> {
    let mut rows = Vec::new();
    let first = if names.is_some() { 2 } else { 1 };
    for (index, item) in items.into_iter().enumerate() {
        let Json::Array(values) = item else { continue };
        let mut cells: Vec<Cell> =
            values.iter().take(budget.limits.columns).map(|value| cell(&scalar(value))).collect();
        if let Some(names) = &names {
            cells.resize(names.len().min(budget.limits.columns), Cell::default());
        }
        push(&mut rows, index + first, cells, budget)?;
    }
    Ok(Grid {
        sheet: named(path),
        keys: names.map(|names| names.into_iter().take(budget.limits.columns).collect()),
        rows,
        ..Grid::default()
    })
}

/// A list of objects; nested objects are flattened once.
fn records(items: Vec<Json>, path: &str, budget: &mut Budget<'_>) -> Result<Grid, Unreadable> {
    let records = items.into_iter().map(|item| match item {
        Json::Object(object) => flat(object),
        _ => Vec::new(),
    });
    let mut grid = keyed(records, budget)?;
    grid.sheet = named(path);
    Ok(grid)
}

/// Rows out of records given as (key, text), the keys in the order of their first appearance.
pub(super) fn keyed(
    records: impl Iterator<Item = Vec<(String, String)>>,
    budget: &mut Budget<'_>,
) -> Result<Grid, Unreadable> {
    let mut keys: Vec<String> = Vec::new();
    let mut places = std::collections::HashMap::<String, usize>::new();
    let mut rows = Vec::new();
    for (index, record) in records.enumerate() {
        let mut cells = Vec::with_capacity(keys.len());
        for (key, text) in record {
            let place = match places.get(&key) {
                Some(place) => *place,
                None if keys.len() < budget.limits.columns => {
                    keys.push(key.clone());
                    places.insert(key, keys.len() - 1);
                    keys.len() - 1
                }
                None => continue,
            };
            if cells.len() <= place {
                cells.resize(place + 1, Cell::default());
            }
            if let Some(slot) = cells.get_mut(place) {
                *slot = cell(&text);
            }
        }
        push(&mut rows, index + 2, cells, budget)?;
    }
    Ok(Grid { keys: Some(keys), rows, ..Grid::default() })
}

fn push(
    rows: &mut Vec<Row>,
    number: usize,
    cells: Vec<Cell>,
    budget: &mut Budget<'_>,
) -> Result<(), Unreadable> {
    if cells.iter().all(|cell| cell.text.is_empty()) {
        return Ok(());
    }
    if rows.len() >= budget.limits.rows {
        return Err(Unreadable::TooLarge);
    }
    budget.take(cells.len())?;
    rows.push(Row { number: u32::try_from(number).unwrap_or(u32::MAX), total: false, cells });
    Ok(())
}

/// A record as (key, text): an object inside gives a key for each of its own, joined with a dot.
pub(super) fn flat(object: Map<String, Json>) -> Vec<(String, String)> {
    let mut cells = Vec::with_capacity(object.len());
    for (key, value) in object {
        match value {
            Json::Object(inner) => {
                cells.extend(
                    inner.iter().map(|(name, value)| (format!("{key}.{name}"), scalar(value))),
                );
            }
            value => cells.push((key, scalar(&value))),
        }
    }
    cells
}

/// A value as text: plain values joined with "; ", anything deeper as its JSON.
pub(super) fn scalar(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Array(items) => {
            items.iter().map(scalar).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
        }
        Json::Object(object) => object
            .values()
            .map(|value| match value {
                Json::Object(_) | Json::Array(_) => value.to_string(),
                value => scalar(value),
            })
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn named(path: &str) -> Option<String> {
    (!path.is_empty()).then(|| path.to_owned())
}
