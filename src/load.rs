//! From the database to a council that can be asked: files are parsed off the async threads, and only what changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    answer::{Content, Council, Entry, File},
    catalog::Resource,
    db::Db,
    harvest::Read,
    store::{
        catalog,
        files::{self, FileVersion},
    },
    table::{self, Hint, Limits, PARSER_VERSION, Shelf, Table},
};

/// Files parsed at once.
const TOGETHER: usize = 4;

/// What decides how a file is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// Of its bytes.
    sha256: String,
    /// [`PARSER_VERSION`] of the reader.
    parser: u32,
    /// The declared format.
    format: String,
    /// Its address.
    name: String,
    media_type: Option<String>,
}

/// Reads a file's tables, or says why there are none as a key of `locales/*/table.ftl`.
///
/// # Errors
///
/// That key.
pub fn read(
    bytes: &[u8],
    format: &str,
    name: &str,
    media_type: Option<&str>,
) -> Result<Vec<Table>, &'static str> {
    let hint = Hint { format, name, media_type };
    table::read(bytes, &hint, &Limits::default()).map_err(|unreadable| unreadable.key())
}

/// Builds councils, and remembers the tables of the last one.
#[derive(Debug)]
pub struct Loader {
    read: Read,
    shelf: Arc<Shelf>,
    parsed: Mutex<HashMap<Key, Content>>,
}

impl Loader {
    /// A loader that reads files by `read` and holds at most `memory` bytes of their rows.
    pub fn new(read: Read, memory: u64) -> Self {
        Self { read, shelf: Shelf::new(memory), parsed: Mutex::default() }
    }

    /// The council as the database has it, and the catalogue's version.
    ///
    /// # Errors
    ///
    /// The database's.
    ///
    /// # Panics
    ///
    /// If building the index does.
    pub async fn load(&self, db: &Db) -> sqlx::Result<(Arc<Council>, i64)> {
        let mut tx = db.read().await?;
        let version = catalog::version(&mut tx).await?;
        let datasets = catalog::datasets(&mut tx).await?;
        let files = files::current(&mut tx).await?;
        drop(tx);
        let files: HashMap<(&str, &str, &str), &FileVersion> = files
            .iter()
            .map(|file| ((&*file.source, &*file.dataset, &*file.resource), file))
            .collect();
        let mut kept = HashMap::new();
        let mut entries = Vec::with_capacity(datasets.len());
        let mut jobs = Vec::new();
        for (at, dataset) in datasets.iter().enumerate() {
            for (place, resource) in dataset.resources.iter().enumerate() {
                let key = (&*dataset.source, &*dataset.id, &*resource.id);
                jobs.push((at, place, resource, files.get(&key).copied()));
            }
            entries.push(vec![None; dataset.resources.len()]);
        }
        let mut contents = stream::iter(jobs)
            .map(|(at, place, resource, file)| async move {
                Ok::<_, sqlx::Error>((at, place, self.file(db, resource, file).await?))
            })
            .buffer_unordered(TOGETHER);
        while let Some((at, place, (file, key))) = contents.try_next().await? {
            if let Some(key) = key {
                kept.insert(key, file.content.clone());
            }
            entries[at][place] = Some(file);
        }
        drop(contents);
        *self.parsed.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        let entries: Vec<Entry> = datasets
            .into_iter()
            .zip(entries)
            .map(|(dataset, files)| Entry {
                dataset: Arc::new(dataset),
                files: files.into_iter().flatten().collect(),
            })
            .collect();
        let council =
            tokio::task::spawn_blocking(move || Council::build(entries).at_version(version));
        Ok((Arc::new(council.await.expect("building the index does not panic")), version))
    }

    async fn file(
        &self,
        db: &Db,
        resource: &Resource,
        file: Option<&FileVersion>,
    ) -> sqlx::Result<(File, Option<Key>)> {
        let sha256 = file.and_then(|file| file.sha256.clone()).unwrap_or_default();
        let answer = |updated, content| File {
            resource: resource.id.clone(),
            sha256: sha256.clone(),
            updated,
            content,
        };
        let reason = file.and_then(|file| file.error.as_ref()).map(|reason| reason.key());
        let Some((file, version)) = file.and_then(|file| Some((file, file.version?))) else {
            return Ok((answer(resource.last_modified, Content::Missing(reason)), None));
        };
        let updated = resource.last_modified.or(file.dated).or(file.first_seen);
        let key = Key {
            sha256: sha256.clone(),
            parser: PARSER_VERSION,
            format: resource.format.clone(),
            name: resource.url.clone(),
            media_type: file.content_type.clone(),
        };
        let parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(content) = parsed {
            return Ok((answer(updated, content), Some(key)));
        }
        let mut tx = db.read().await?;
        let packed = files::chunks(&mut tx, version).await?;
        drop(tx);
        let (read, hint) = (self.read, key.clone());
        let rows = Arc::clone(&self.shelf);
        let content = tokio::task::spawn_blocking(move || {
            // Packed as in the database, a file takes a small part of the room of its tables.
            let again = move || {
                let bytes = files::unpack(&packed).map_err(|_| "table-broken")?;
                read(&bytes, &hint.format, &hint.name, hint.media_type.as_deref())
            };
            match again() {
                Ok(tables) => {
                    Content::Tables(rows.put(tables, move || again().unwrap_or_default()))
                }
                Err(reason) => Content::Unreadable(reason),
            }
        })
        .await
        // A hostile file that makes a reader panic costs this file alone.
        .unwrap_or(Content::Unreadable("table-broken"));
        Ok((answer(updated, content), Some(key)))
    }
}
