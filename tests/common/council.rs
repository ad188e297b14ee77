//! A council with one dataset of one CSV file.

use std::sync::Arc;

use dovidka::{
    answer::{Content, Council, Entry, File},
    catalog::{Dataset, Holder, Resource},
    table::{self, Hint, Limits},
};

/// A council whose one dataset, called `title`, holds the rows of `csv`.
pub(crate) fn council(title: &str, csv: &str) -> Council {
    let hint = Hint { format: "CSV", name: "data.csv", media_type: None };
    let tables = table::read(csv.as_bytes(), &hint, &Limits::default()).unwrap();
    let resource =
        Resource { id: "file".to_owned(), url: "files/data.csv".to_owned(), ..Resource::default() };
    let dataset = Dataset {
        id: "id".to_owned(),
        name: "data".to_owned(),
        title: title.to_owned(),
        holder: Holder { name: "rada".to_owned(), title: "Вигадана рада".to_owned() },
        resources: vec![resource],
        ..Dataset::default()
    };
    let content = Content::Tables(tables.into());
    Council::build(vec![Entry {
        dataset: Arc::new(dataset),
        files: vec![File {
            sha256: String::new(),
            resource: "file".to_owned(),
            updated: None,
            content,
        }],
    }])
}
