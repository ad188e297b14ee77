//! A folder with `catalog.json`: CKAN's own records, whose resources have a `path` within the folder.

use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::ckan;
use crate::catalog::Dataset;

/// Reads `catalog.json`: a list of records, or an object with the list under `datasets`. Gives the datasets and how
/// many records could not be read; `None` if it is neither.
pub fn catalog(body: &[u8], source: &str) -> Option<(Vec<Dataset>, usize)> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let answer: Value = serde_json::from_slice(body).ok()?;
    let records = answer.get("datasets").or(Some(&answer)).and_then(Value::as_array)?;
    let datasets: Vec<Dataset> =
        records.iter().filter_map(|record| ckan::package(record, source, "")).collect();
    let unreadable = records.len() - datasets.len();
    Some((datasets, unreadable))
}

/// `path` of a resource as a path that cannot leave the folder; `None` for any other, and for addresses.
pub fn inside(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && path.components().next().is_some() && !path.to_string_lossy().contains(['\\', ':']))
        .then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_do_not_leave_the_folder() {
        for path in ["", "/etc/passwd", "../x", "files/../../x", "C:\\x", "http://a/b", "a\\..\\b"]
        {
            assert_eq!(inside(path), None, "{path}");
        }
        assert!(inside("files/a.csv").is_some());
    }

    #[test]
    fn both_forms_of_the_catalogue_are_read() {
        for body in [r#"[{"id":"1"}]"#, r#"{"demo":true,"datasets":[{"id":"1"}]}"#] {
            assert_eq!(catalog(body.as_bytes(), "f").unwrap().0.len(), 1);
        }
        assert_eq!(catalog(b"{}", "f"), None);
    }
}
