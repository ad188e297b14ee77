//! XML: the element that repeats is the row, its attributes and children are the cells.

use std::{cmp::Reverse, collections::HashMap};

use quick_xml::{Reader, XmlVersion, events::Event};

use super::{
    Unreadable, csv,
    grid::{Budget, Grid},
    json,
};

/// An element. Kept in one list, children by index, so that no recursion follows the file's nesting.
#[derive(Default)]
struct Node {
    name: String,
    /// Which of the [`Paths`] leads to it.
    path: usize,
    text: String,
    attributes: Vec<(String, String)>,
    children: Vec<usize>,
}

/// The ways from the root down to the elements, by their names. Each is kept once, as its parent's and its last name: a
/// long name would otherwise be repeated in all that lies under it.
#[derive(Default)]
struct Paths {
    known: HashMap<(Option<usize>, String), usize>,
    /// How many names each has.
    depths: Vec<usize>,
}

impl Paths {
    fn of(&mut self, parent: Option<usize>, name: &str) -> usize {
        let next = self.depths.len();
        let path = *self.known.entry((parent, name.to_owned())).or_insert(next);
        if path == next {
            let above = parent.and_then(|parent| self.depths.get(parent)).copied().unwrap_or(0);
            self.depths.push(above + 1);
        }
        path
    }
}

/// Reads the repeated element.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Grid>, Unreadable> {
    let text = decode(bytes);
    let (nodes, paths) = parse(&text, budget)?;
    let Some(path) = repeated(&nodes, &paths) else { return Ok(Vec::new()) };
    let most = budget.limits.columns;
    let records =
        nodes.iter().filter(|node| node.path == path).map(|node| record(node, &nodes, most));
    json::keyed(records, budget).map(|grid| vec![grid])
}

/// The text, by the encoding that the declaration names where there is no mark and it is not UTF-8.
fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = head
        .split_once("encoding=")
        .and_then(|(_, rest)| rest.get(1..).and_then(|rest| rest.split(['"', '\'']).next()))
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match declared {
        Some(encoding)
            if std::str::from_utf8(bytes).is_err()
                && csv::utf16(&bytes[..bytes.len().min(4096)]).is_none()
                && encoding != encoding_rs::UTF_8 =>
        {
            encoding.decode(bytes).0.into_owned()
        }
        _ => csv::decode(bytes).into_owned(),
    }
}

fn parse(text: &str, budget: &Budget<'_>) -> Result<(Vec<Node>, Paths), Unreadable> {
    let mut reader = Reader::from_str(text);
    let mut nodes: Vec<Node> = Vec::new();
    let mut paths = Paths::default();
    let mut open: Vec<usize> = Vec::new();
    // An element takes memory beyond its cells, so elements are counted as cells are.
    let most = budget.limits.cells;
    loop {
        let (element, closed) = match reader.read_event().map_err(Unreadable::broken)? {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Text(text) => {
                append(&mut nodes, &open, &text.xml_content(XmlVersion::Implicit1_0));
                continue;
            }
            Event::CData(text) => {
                append(&mut nodes, &open, &text.xml_content(XmlVersion::Implicit1_0));
                continue;
            }
            Event::GeneralRef(reference) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(character)) => character.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference)
                        .unwrap_or_default()
                        .to_owned(),
                };
                append(&mut nodes, &open, &known);
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        if nodes.len() >= most || open.len() >= budget.limits.depth {
            return Err(Unreadable::TooLarge);
        }
        let name = element.local_name().as_ref().to_owned();
        let attributes = element
            .attributes()
            .flatten()
            .take(budget.limits.columns)
            .filter(|attribute| !attribute.key.as_ref().starts_with("xmlns"))
            .map(|attribute| {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
                (attribute.key.local_name().as_ref().to_owned(), value.into_owned())
            })
            .collect();
        let parent = open.last().copied();
        let above = parent.and_then(|parent| nodes.get(parent)).map(|parent| parent.path);
        let path = paths.of(above, &name);
        let index = nodes.len();
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.children.push(index);
        }
        nodes.push(Node { name, path, attributes, ..Node::default() });
        if !closed {
            open.push(index);
        }
    }
    if nodes.is_empty() { Err(Unreadable::Empty) } else { Ok((nodes, paths)) }
}

fn append(nodes: &mut [Node], open: &[usize], text: &str) {
    if let Some(node) = open.last().and_then(|index| nodes.get_mut(*index)) {
        node.text.push_str(text);
    }
}

/// The path of the element that holds the most cells of all that stand beside others of their name.
fn repeated(nodes: &[Node], paths: &Paths) -> Option<usize> {
    let mut cells = HashMap::<usize, (usize, bool)>::new();
    for node in nodes {
        let mut names = HashMap::<&str, usize>::new();
        for child in node.children.iter().filter_map(|child| nodes.get(*child)) {
            let leaves = child.attributes.len() + child.children.len();
            if leaves > 0 {
                let times = names.entry(&child.name).or_default();
                *times += 1;
                let (sum, repeats) = cells.entry(child.path).or_default();
                *sum += leaves;
                *repeats |= *times > 1;
            }
        }
    }
    let depth = |path: usize| paths.depths.get(path).copied().unwrap_or(0);
    let best = |repeats: bool| {
        cells
            .iter()
            .filter(|(_, (_, repeated))| *repeated == repeats)
            .max_by_key(|(path, (sum, _))| (*sum, Reverse((depth(**path), **path))))
            .map(|(path, _)| *path)
    };
    best(true).or_else(|| best(false)).or_else(|| nodes.first().map(|root| root.path))
}

/// The cells of an element, at most `most`: attributes, children, and the children of those under "child.grandchild".
fn record(node: &Node, nodes: &[Node], most: usize) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> = Vec::new();
    let mut add = |key: String, text: String| {
        let text = text.trim();
        let full = cells.len() >= most;
        match cells.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) if !known.is_empty() && !text.is_empty() => {
                known.push_str("; ");
                known.push_str(text);
            }
            Some((_, known)) if known.is_empty() => text.clone_into(known),
            None if !full => cells.push((key, text.to_owned())),
            Some(_) | None => {}
        }
    };
    for (key, value) in &node.attributes {
        add(key.clone(), value.clone());
    }
    for child in node.children.iter().filter_map(|child| nodes.get(*child)) {
        for (key, value) in &child.attributes {
            add(format!("{}.{key}", child.name), value.clone());
        }
        if child.children.is_empty() {
            add(child.name.clone(), child.text.clone());
        }
        for inner in child.children.iter().filter_map(|inner| nodes.get(*inner)) {
            add(format!("{}.{}", child.name, inner.name), inner.text.clone());
        }
    }
    if node.children.is_empty() && !node.text.trim().is_empty() {
        add("text".to_owned(), node.text.clone());
    }
    cells
}
