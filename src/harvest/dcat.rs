//! `data.json` (Project Open Data 1.1, DCAT-US): bytes in, datasets out.

use std::collections::HashSet;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::record::{self, LINE, LIST, TEXT};
use crate::catalog::{Dataset, Frequency, Holder, Resource};

/// A whole feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// Its datasets.
    pub datasets: Vec<Dataset>,
    /// Records with neither an identifier nor a title.
    pub unreadable: usize,
}

/// Reads a feed; `None` if it is not JSON or no list of datasets stands in it.
pub fn feed(body: &[u8], source: &str) -> Option<Feed> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answer: Value = serde_json::from_slice(body).ok()?;
    // Version 1.0 had the list itself at the top.
    let records = answer.get("dataset").or(Some(&answer)).and_then(Value::as_array)?;
    let mut feed = Feed::default();
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    for record in records {
        let Some(mut dataset) = dataset(record, source) else {
            feed.unreadable += 1;
            continue;
        };
        if !ids.insert(dataset.id.clone()) {
            continue;
        }
        if !names.insert(dataset.name.clone()) {
            dataset.name = format!("{}-{}", dataset.name, &digest(&dataset.id)[..8]);
            names.insert(dataset.name.clone());
        }
        feed.datasets.push(dataset);
    }
    Some(feed)
}

fn dataset(record: &Value, source: &str) -> Option<Dataset> {
    let title = record::text(record, "title", LINE);
    let landing = record::text(record, "landingPage", LINE);
    let id = [
        record::text(record, "identifier", LINE),
        record::text(record, "@id", LINE),
        title.clone(),
    ]
    .into_iter()
    .find(|id| !id.is_empty())?;
    let contact = record.get("contactPoint").unwrap_or(&Value::Null);
    let contact = contact.get(0).unwrap_or(contact);
    let publisher = record::text(record, "publisher", LINE);
    let publisher = record
        .get("publisher")
        .and_then(|publisher| record::optional(publisher, "name", LINE))
        .unwrap_or(publisher);
    let keywords = match record.get("keyword") {
        Some(Value::Array(list)) => {
            list.iter().take(LIST).map(|word| record::plain(word, LINE, 1)).collect()
        }
        Some(Value::String(list)) => {
            list.split([',', ';']).take(LIST).map(|word| record::clean(word, LINE)).collect()
        }
        _ => Vec::new(),
    };
    let email = record::optional(contact, "hasEmail", LINE)
        .or_else(|| record::optional(record, "mbox", LINE))
        .map(|email| email.trim_start_matches("mailto:").to_owned());
    let mut dataset = Dataset {
        source: source.to_owned(),
        name: name(&id),
        title: if title.is_empty() { id.clone() } else { title },
        notes: record::text(record, "description", TEXT),
        tags: keywords.into_iter().filter(|word: &String| !word.is_empty()).collect(),
        holder: Holder { name: publisher.clone(), title: publisher },
        maintainer: record::optional(contact, "fn", LINE),
        maintainer_email: email,
        frequency: Frequency::parse(&record::text(record, "accrualPeriodicity", LINE)),
        purpose: None,
        licence: record::optional(record, "license", LINE),
        created: record::time(record, "issued"),
        modified: record::time(record, "modified"),
        url: if landing.is_empty() && id.starts_with("http") { id.clone() } else { landing },
        resources: Vec::new(),
        id,
    };
    let distributions = match record.get("distribution") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    for value in distributions.iter().take(LIST) {
        let url = record::optional(value, "downloadURL", 4 * LINE)
            .or_else(|| record::optional(value, "accessURL", 4 * LINE))
            .unwrap_or_default();
        let id = record::optional(value, "identifier", LINE)
            .or_else(|| record::optional(value, "@id", LINE))
            .unwrap_or_else(|| digest(&url)[..32].to_owned());
        // The same address twice is the same file.
        if url.is_empty() || dataset.resources.iter().any(|other| other.id == id) {
            continue;
        }
        let format = record::optional(value, "format", LINE)
            .unwrap_or_else(|| record::text(value, "mediaType", LINE));
        let name = record::optional(value, "title", LINE)
            .unwrap_or_else(|| url.rsplit('/').next().unwrap_or_default().to_owned());
        dataset.resources.push(Resource {
            id,
            name,
            description: record::text(value, "description", TEXT),
            format,
            url: record::fold_url(&url),
            size: record::size(value, "byteSize"),
            hash: None,
            created: record::time(value, "issued"),
            last_modified: record::time(value, "modified"),
        });
    }
    Some(dataset)
}

/// A name as CKAN's: the identifier itself if it is fit, else the last part of its address, else a digest.
fn name(id: &str) -> String {
    let fit = |text: &str| {
        (2..=100).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    [id, id.trim_end_matches('/').rsplit(['/', '=']).next().unwrap_or_default()]
        .into_iter()
        .find(|text| fit(text))
        .map_or_else(|| format!("d-{}", &digest(id)[..16]), str::to_lowercase)
}

/// SHA-256 of `text`, in hexadecimal.
fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(feed: &Value) -> Feed {
        super::feed(feed.to_string().as_bytes(), "d").unwrap()
    }

    #[test]
    fn a_feed_is_read_with_its_oddities() {
        let feed = read(&json!({"dataset": [
            {},
            {"identifier": "tariffs-2026", "title": 707, "keyword": "вода, тепло",
             "accrualPeriodicity": "R/P1Y", "modified": "2026-03",
             "publisher": {"name": "Водоканал"},
             "contactPoint": {"fn": "Відділ", "hasEmail": "mailto:a@b.example"},
             "distribution": {"downloadURL": "https://x.example/t.csv", "mediaType": "text/csv"}},
            {"identifier": "https://x.example/sets/tariffs-2026/", "title": "Інший",
             "distribution": [{"title": "без адреси"},
                {"accessURL": "https://x.example/a"}, {"accessURL": "https://x.example/a"}]},
        ]}));
        assert_eq!(feed.unreadable, 1);
        let [first, second] = &feed.datasets[..] else { panic!("{feed:?}") };
        assert_eq!((first.name.as_str(), first.title.as_str()), ("tariffs-2026", "707"));
        assert_eq!(first.tags, ["вода", "тепло"]);
        assert_eq!(first.frequency, Frequency::Yearly);
        assert_eq!(first.maintainer_email.as_deref(), Some("a@b.example"));
        assert_eq!(first.modified.unwrap().to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(first.resources[0].format, "text/csv");
        assert!(second.name.starts_with("tariffs-2026-"), "{}", second.name);
        assert_eq!(second.resources.len(), 1);
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        for body in ["", "<html>", "{}", "\"text\"", "{\"dataset\":{}}"] {
            assert_eq!(super::feed(body.as_bytes(), "d"), None, "{body}");
        }
    }

    #[test]
    fn the_order_of_files_does_not_change_their_ids() {
        let (a, b) = (json!({"downloadURL": "https://x/a"}), json!({"downloadURL": "https://x/b"}));
        let one = read(&json!({"dataset": [{"identifier": "i1", "distribution": [a, b]}]}));
        let two = read(&json!({"dataset": [{"identifier": "i1", "distribution": [b, a]}]}));
        assert_eq!(one.datasets[0].resources[0].id, two.datasets[0].resources[1].id);
    }
}
