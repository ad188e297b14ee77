//! CKAN's answers: bytes in, datasets out.
//!
//! Fields of data.gov.ua stand at the top level (CKAN 2.7) or under `extras` (current CKAN); both are read.

use serde_json::Value;

use super::record::{self, LINE, LIST, TEXT};
use crate::catalog::{Dataset, Frequency, Holder, Resource};

/// Why an answer holds no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No JSON: an HTML page, or a body that was cut.
    #[error("the answer is not JSON")]
    NotJson,
    /// The portal says no, in its envelope or as a bare string.
    #[error("the portal says: {0}")]
    Said(String),
    /// JSON without a result.
    #[error("the answer has no result")]
    Shape,
}

/// A page of `package_search`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// How many datasets there are in all, by the portal.
    pub count: usize,
    /// How many records the page holds, also those that are left out of `datasets`.
    pub records: usize,
    /// Its datasets.
    pub datasets: Vec<Dataset>,
    /// Records that could not be read: no id.
    pub unreadable: usize,
}

/// The `result` of an action's answer.
///
/// # Errors
///
/// [`Refusal`], whatever the HTTP status was.
pub fn result(body: &[u8]) -> Result<Value, Refusal> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut answer: Value = serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?;
    if let Value::String(text) = &answer {
        return Err(Refusal::Said(record::clean(text, 300)));
    }
    let success = answer.get("success").and_then(Value::as_bool);
    if success != Some(false)
        && let Some(result) = answer.get_mut("result")
        && !result.is_null()
    {
        return Ok(result.take());
    }
    match answer.get("error") {
        Some(Value::Object(error)) => {
            let said = ["message", "__type"].iter().find_map(|key| error.get(*key));
            let said = said.map(|value| record::plain(value, 300, 1)).unwrap_or_default();
            Err(Refusal::Said(said))
        }
        Some(error) => Err(Refusal::Said(record::plain(error, 300, 1))),
        None if success == Some(false) => Err(Refusal::Said(String::new())),
        None => Err(Refusal::Shape),
    }
}

/// A page of `package_search`.
pub fn page(body: &[u8], source: &str, base: &str) -> Result<Page, Refusal> {
    let result = result(body)?;
    let Some(records) = result.get("results").and_then(Value::as_array) else {
        return Err(Refusal::Shape);
    };
    let count = result.get("count").and_then(Value::as_u64).ok_or(Refusal::Shape)?;
    let mut page = Page {
        count: usize::try_from(count).unwrap_or(usize::MAX),
        records: records.len(),
        ..Page::default()
    };
    for record in records {
        match package(record, source, base) {
            Some(dataset) => page.datasets.push(dataset),
            None if is_published(record) => page.unreadable += 1,
            None => {}
        }
    }
    Ok(page)
}

/// The names of `package_list`.
pub fn names(body: &[u8]) -> Result<Vec<String>, Refusal> {
    let Value::Array(names) = result(body)? else { return Err(Refusal::Shape) };
    let name = |name: &Value| Some(record::clean(name.as_str()?, LINE));
    Ok(names.iter().filter_map(name).filter(|name| !name.is_empty()).collect())
}

/// A dataset of CKAN's; `None` without an id, or if it is not published (a draft, deleted, private, or no dataset).
pub fn package(record: &Value, source: &str, base: &str) -> Option<Dataset> {
    if !is_published(record) {
        return None;
    }
    let id = [record::text(record, "id", LINE), record::text(record, "name", LINE)]
        .into_iter()
        .find(|id| !id.is_empty())?;
    let name = record::optional(record, "name", LINE).unwrap_or_else(|| id.clone());
    let organization = record.get("organization").unwrap_or(&Value::Null);
    let mut holder = Holder {
        name: record::text(organization, "name", LINE),
        title: record::text(organization, "title", LINE),
    };
    if holder.name.is_empty() {
        holder.name = record::text(record, "owner_org", LINE);
    }
    if holder.title.is_empty() {
        holder.title.clone_from(&holder.name);
    }
    let url = page_of(base, &name).unwrap_or_else(|| record::text(record, "url", LINE));
    let tag = |tag: &Value| {
        let name = tag.get("display_name").or_else(|| tag.get("name")).unwrap_or(tag);
        Some(record::plain(name, LINE, 0)).filter(|name| !name.is_empty())
    };
    let mut dataset = Dataset {
        source: source.to_owned(),
        url,
        title: record::optional(record, "title", LINE).unwrap_or_else(|| name.clone()),
        name,
        notes: record::text(record, "notes", TEXT),
        tags: list(record, "tags").iter().take(LIST).filter_map(tag).collect(),
        holder,
        maintainer: either(record, "maintainer").or_else(|| either(record, "author")),
        maintainer_email: either(record, "maintainer_email")
            .or_else(|| either(record, "author_email")),
        frequency: Frequency::parse(&either(record, "update_frequency").unwrap_or_default()),
        purpose: either(record, "purpose_of_collecting_information"),
        licence: record::optional(record, "license_title", LINE)
            .or_else(|| record::optional(record, "license_id", LINE)),
        created: record::time(record, "metadata_created"),
        modified: record::time(record, "metadata_modified"),
        resources: Vec::new(),
        id,
    };
    for (position, value) in list(record, "resources").iter().take(LIST).enumerate() {
        if record::text(value, "state", LINE) == "deleted" {
            continue;
        }
        let mut resource = resource(value);
        let taken = |id: &str| dataset.resources.iter().any(|other| other.id == id);
        if resource.id.is_empty() || taken(&resource.id) {
            resource.id = format!("{}-{position}", dataset.id);
        }
        dataset.resources.push(resource);
    }
    Some(dataset)
}

/// The page of the dataset `name`, whatever stands in its name; `None` without a portal.
fn page_of(base: &str, name: &str) -> Option<String> {
    let mut url = url::Url::parse(base).ok()?;
    url.path_segments_mut().ok()?.pop_if_empty().extend(["dataset", name]);
    Some(url.into())
}

/// Whether the address of `resource` is an upload to its portal (`…/resource/<id>/download/<file>`), which the portal
/// itself serves whatever host the address names; gives the path with its query.
pub fn upload_path(resource: &Resource) -> Option<String> {
    let url = url::Url::parse(&resource.url).ok()?;
    let marker = format!("/resource/{}/download/", resource.id);
    let at = url.path().find(&marker)?;
    let start = url.path()[..at].rfind("/dataset/")?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", &url.path()[start..]))
}

fn resource(value: &Value) -> Resource {
    let url = record::optional(value, "url", 4 * LINE)
        .or_else(|| record::optional(value, "path", 4 * LINE))
        .unwrap_or_default();
    let name = record::optional(value, "name", LINE)
        .unwrap_or_else(|| url.rsplit('/').next().unwrap_or_default().to_owned());
    Resource {
        id: record::text(value, "id", LINE),
        name,
        description: record::text(value, "description", TEXT),
        format: record::text(value, "format", LINE),
        url: record::fold_url(&url),
        size: record::size(value, "size"),
        hash: record::optional(value, "file_hash_sum", LINE)
            .or_else(|| record::optional(value, "hash", LINE)),
        created: record::time(value, "created"),
        last_modified: record::time(value, "last_modified"),
    }
}

fn is_published(record: &Value) -> bool {
    let state = record::text(record, "state", LINE);
    let kind = record::text(record, "type", LINE);
    record.is_object()
        && (state.is_empty() || state == "active")
        && record::text(record, "private", LINE) != "true"
        && kind != "harvest"
        && kind != "showcase"
}

fn list<'a>(record: &'a Value, key: &str) -> &'a [Value] {
    record.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A field at the top level, else under `extras`.
fn either(record: &Value, key: &str) -> Option<String> {
    let extra = || {
        list(record, "extras")
            .iter()
            .find(|extra| extra.get("key").and_then(Value::as_str) == Some(key))
            .and_then(|extra| record::optional(extra, "value", TEXT))
    };
    record::optional(record, key, TEXT).or_else(extra)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_shape_of_error_is_told() {
        for (body, expected) in [
            (
                r#""Bad request: Action name not known: x""#,
                "the portal says: Bad request: Action name not known: x",
            ),
            (
                r#"{"success":false,"error":{"__type":"Search Error"}}"#,
                "the portal says: Search Error",
            ),
            (r#"{"error":"no"}"#, "the portal says: no"),
            ("<!DOCTYPE html><html>", "the answer is not JSON"),
            (r#"{"success":true,"result":{"cou"#, "the answer is not JSON"),
            (r#"{"success":true}"#, "the answer has no result"),
            ("[]", "the answer has no result"),
        ] {
            assert_eq!(result(body.as_bytes()).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn fields_are_read_at_the_top_and_under_extras() {
        let old = json!({"id": "1", "name": "a", "update_frequency": "once a week"});
        let new = json!({"id": "1", "name": "a",
            "extras": [{"key": "update_frequency", "value": "once a week"}]});
        for record in [old, new] {
            let dataset = package(&record, "p", "https://x.example").unwrap();
            assert_eq!(dataset.frequency, Frequency::Weekly);
            assert_eq!(dataset.url, "https://x.example/dataset/a");
        }
    }

    #[test]
    fn values_of_wrong_types_do_not_cost_the_record() {
        let record = json!({"id": 7, "title": 707, "tags": ["слово", {"name": "друге"}, 3, null],
            "organization": null, "extras": {"a": 1}, "metadata_modified": "no",
            "resources": [{"size": "12", "url": "https://www.data.gov.ua./f.csv"}, "x", {"state": "deleted"}]});
        let dataset = package(&record, "p", "").unwrap();
        assert_eq!((dataset.id.as_str(), dataset.title.as_str()), ("7", "707"));
        assert_eq!(dataset.tags, ["слово", "друге", "3"]);
        assert_eq!(dataset.resources.len(), 2);
        assert_eq!(dataset.resources[0].size, Some(12));
        assert_eq!(dataset.resources[0].url, "https://data.gov.ua/f.csv");
    }

    #[test]
    fn a_hostile_name_stays_within_its_address() {
        for (name, url) in [
            ("a/../b", "https://x.example/dataset/a%2F..%2Fb"),
            ("a\"><b>\n?c", "https://x.example/dataset/a%22%3E%3Cb%3E%3Fc"),
        ] {
            let dataset =
                package(&json!({"id": "1", "name": name}), "p", "https://x.example").unwrap();
            assert_eq!(dataset.url, url);
        }
    }

    #[test]
    fn drafts_and_deleted_sets_are_left_out_but_counted() {
        let body = json!({"success": true, "result": {"count": 3, "results": [
            {"id": "1", "state": "deleted"}, {"id": "2", "state": "active"}, {"title": "без імені"}]}});
        let page = page(body.to_string().as_bytes(), "p", "").unwrap();
        assert_eq!((page.count, page.records, page.datasets.len(), page.unreadable), (3, 3, 1, 1));
    }

    #[test]
    fn an_upload_is_known_by_its_address() {
        let resource =
            |url: &str| Resource { id: "r1".into(), url: url.into(), ..Resource::default() };
        let upload = resource("https://data.gov.ua/uk/dataset/d/resource/r1/download/f.csv?x=1");
        assert_eq!(
            upload_path(&upload).as_deref(),
            Some("/dataset/d/resource/r1/download/f.csv?x=1")
        );
        assert_eq!(upload_path(&resource("https://elsewhere.example/f.csv")), None);
    }
}
