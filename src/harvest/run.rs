//! One harvest of every source: list, compare, fetch, keep.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, stream};
use sha2::{Digest, Sha256};

use super::{
    Clock, Error, Failed, Files, Progress, Reason, Settings, Source, SourceKind, SourceSummary,
    Summary, ckan,
    client::{Client, Condition, Fetched},
    demo, folder,
    listing::{self, Listing},
    root,
};
use crate::{
    catalog::{Change, Dataset, Resource, What, compare, compare_tables},
    db::{Db, Tx},
    store::{
        catalog, changes,
        files::{self, CHUNK, FileVersion, NewVersion, Validators},
        jobs,
    },
};

/// The job's name.
pub const JOB: &str = "harvest";
/// How long the job is ours without a write; it is prolonged by each, and every [`TICK`]. So long must a harvest be
/// waited for whose process died.
const TERM: TimeDelta = TimeDelta::seconds(30);
/// How often the job is prolonged while files are slow.
const TICK: Duration = Duration::from_secs(8);
/// Files looked at together, over all hosts.
const TOGETHER: usize = 6;
/// Datasets kept in one write.
const BATCH: usize = 50;
/// How often a file is asked for whose server gives neither `ETag` nor date, and whose portal gives no hash.
const BLIND: TimeDelta = TimeDelta::hours(24);

type Told = dyn Fn(Progress) + Send + Sync;

/// One harvest under its lease.
struct Harvest<'a> {
    db: &'a Db,
    settings: &'a Settings,
    clock: &'a Clock,
    told: &'a Told,
    client: Client,
    epoch: i64,
}

/// A resource with what is known of its file.
struct Job<'a> {
    source: &'a Source,
    dataset: &'a Dataset,
    resource: &'a Resource,
    known: Option<&'a FileVersion>,
}

/// How a file ended.
enum Ended {
    New,
    Changed,
    Same,
}

/// Harvests every source once, under a lease: one harvest at a time over all processes.
///
/// A source or a file that fails leaves what is known of it as it was.
///
/// # Errors
///
/// [`Error::Busy`] if another process harvests; the database's failures. What was kept until then stays, and the next
/// harvest goes on from there.
pub async fn run(
    db: &Db,
    sources: &[Source],
    settings: &Settings,
    clock: &Clock,
    told: &Told,
) -> Result<Summary, Error> {
    let harvest = Harvest::begin(db, settings, clock, told).await?;
    harvest.end(async |harvest: &Harvest<'_>| harvest.all(sources).await).await
}

/// Harvests the catalogue of `source` and of its files those of the dataset `dataset` alone, under the same lease; the
/// timetable of whole harvests stays as it was.
///
/// # Errors
///
/// As [`run`].
pub async fn run_one(
    db: &Db,
    source: &Source,
    dataset: &str,
    settings: &Settings,
    clock: &Clock,
) -> Result<SourceSummary, Error> {
    let mut tx = db.read().await?;
    let before = jobs::get(&mut tx, JOB).await?;
    drop(tx);
    let harvest = Harvest::begin(db, settings, clock, &|_| ()).await?;
    let epoch = harvest.epoch;
    let summary = harvest
        .end(async |harvest: &Harvest<'_>| {
            let summary = harvest.source(source, Some(dataset)).await?;
            let mut tx = harvest.write().await?;
            catalog::raise_version(&mut tx).await?;
            tx.commit().await?;
            Ok(summary)
        })
        .await;
    if let Some(before) = before {
        let mut tx = db.write().await?;
        jobs::put_back(&mut tx, JOB, epoch, &before).await?;
        tx.commit().await?;
    }
    summary
}

impl<'a> Harvest<'a> {
    /// Takes the lease.
    async fn begin(
        db: &'a Db,
        settings: &'a Settings,
        clock: &'a Clock,
        told: &'a Told,
    ) -> Result<Self, Error> {
        let client = Client::new(settings)?;
        let holder = format!("{:016x}", fastrand::u64(..));
        let now = clock();
        let mut tx = db.write().await?;
        let epoch = jobs::begin(&mut tx, JOB, &holder, now, now + TERM).await?;
        let epoch = epoch.ok_or(Error::Busy)?;
        files::sweep(&mut tx).await?;
        tx.commit().await?;
        Ok(Self { db, settings, clock, told, client, epoch })
    }

    /// Does `work` as long as the lease is held, and gives it back.
    async fn end<T>(self, work: impl AsyncFnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        let result = tokio::select! {
            result = work(&self) => result,
            error = self.hold() => Err(error),
        };
        // Given back also after a failure; if that fails, too, it runs out by itself.
        if let Ok(mut tx) = self.db.write().await
            && jobs::hold(&mut tx, JOB, self.epoch, (self.clock)()).await.is_ok()
        {
            let _ = tx.commit().await;
        }
        result
    }

    /// A write, and at the same time a proof that the lease is still ours.
    async fn write(&self) -> Result<Tx, Error> {
        let mut tx = self.db.write().await?;
        if jobs::hold(&mut tx, JOB, self.epoch, (self.clock)() + TERM).await? {
            Ok(tx)
        } else {
            Err(Error::Lost)
        }
    }

    /// Prolongs the lease for ever; returns if that fails.
    async fn hold(&self) -> Error {
        loop {
            tokio::time::sleep(TICK).await;
            let renewed = async { Ok::<_, Error>(self.write().await?.commit().await?) };
            if let Err(error) = renewed.await {
                return error;
            }
        }
    }

    async fn all(&self, sources: &[Source]) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        for source in sources {
            summary.sources.push(self.source(source, None).await?);
        }
        let mut tx = self.write().await?;
        summary.version = catalog::raise_version(&mut tx).await?;
        jobs::done(&mut tx, JOB, self.epoch, (self.clock)()).await?;
        tx.commit().await?;
        Ok(summary)
    }

    /// Harvests a source; `only`: of its files those of this dataset.
    async fn source(&self, source: &Source, only: Option<&str>) -> Result<SourceSummary, Error> {
        let mut tx = self.db.read().await?;
        let kept = catalog::of_source(&mut tx, &source.id).await?;
        drop(tx);
        let known: Vec<Dataset> =
            kept.iter().filter(|(_, gone)| !gone).map(|(dataset, _)| dataset.clone()).collect();
        let listing = listing::list(&self.client, source, self.settings, &known, self.clock).await;
        let mut summary = SourceSummary {
            source: source.id.clone(),
            complete: listing.complete,
            error: listing.error.clone(),
            ..SourceSummary::default()
        };
        self.keep_catalogue(source, &kept, &listing, &mut summary).await?;

        // Files of what could not be listed this time are looked at all the same.
        let mut tx = self.db.read().await?;
        let datasets = catalog::of_source(&mut tx, &source.id).await?;
        let kept = files::current(&mut tx).await?;
        drop(tx);
        let datasets: Vec<Dataset> =
            datasets.into_iter().filter(|(_, gone)| !gone).map(|(dataset, _)| dataset).collect();
        let kept: HashMap<(&str, &str), &FileVersion> = kept
            .iter()
            .filter(|file| file.source == source.id)
            .map(|file| ((file.dataset.as_str(), file.resource.as_str()), file))
            .collect();
        let jobs: Vec<Job<'_>> = datasets
            .iter()
            .filter(|dataset| only.is_none_or(|only| dataset.name == only))
            .flat_map(|dataset| dataset.resources.iter().map(move |resource| (dataset, resource)))
            .map(|(dataset, resource)| Job {
                source,
                dataset,
                resource,
                known: kept.get(&(dataset.id.as_str(), resource.id.as_str())).copied(),
            })
            .collect();
        (self.told)(Progress::Listed {
            source: source.id.clone(),
            datasets: datasets.len(),
            files: jobs.len(),
        });
        summary.datasets = datasets.len();
        let mut ended = stream::iter(jobs)
            .map(|job| async move { (self.file(&job).await, job) })
            .buffer_unordered(TOGETHER);
        while let Some((result, job)) = ended.next().await {
            (self.told)(Progress::File { source: source.id.clone() });
            let count: &mut Files = &mut summary.files;
            match result? {
                Ok(Ended::New) => count.new += 1,
                Ok(Ended::Changed) => count.changed += 1,
                Ok(Ended::Same) => count.same += 1,
                Err(reason) => {
                    count.failed += 1;
                    summary.failures.push(Failed {
                        dataset: job.dataset.name.clone(),
                        resource: job.resource.id.clone(),
                        url: job.resource.url.clone(),
                        reason,
                    });
                }
            }
        }
        drop(ended);
        Ok(summary)
    }

    /// Keeps each record together with its changes, then what is gone.
    async fn keep_catalogue(
        &self,
        source: &Source,
        kept: &[(Dataset, bool)],
        listing: &Listing,
        summary: &mut SourceSummary,
    ) -> Result<(), Error> {
        let before: HashMap<&str, &(Dataset, bool)> =
            kept.iter().map(|record| (record.0.id.as_str(), record)).collect();
        for batch in listing.datasets.chunks(BATCH) {
            let now = (self.clock)();
            let mut tx = self.write().await?;
            for dataset in batch {
                let found = match before.get(dataset.id.as_str()) {
                    Some((old, false)) if old == dataset => continue,
                    Some((old, false)) => compare(old, dataset),
                    Some((_, true)) | None => vec![(None, What::Appeared)],
                };
                match found.first() {
                    Some((_, What::Appeared)) => summary.appeared += 1,
                    Some(_) => summary.changed += 1,
                    None => {}
                }
                catalog::upsert(&mut tx, dataset, now).await?;
                for (resource, what) in found {
                    let change = change(dataset, resource, now, what);
                    changes::add(&mut tx, &change).await?;
                }
            }
            tx.commit().await?;
        }
        if !listing.complete {
            return Ok(());
        }
        let now = (self.clock)();
        let seen: HashSet<&str> =
            listing.datasets.iter().map(|dataset| dataset.id.as_str()).collect();
        let gone =
            kept.iter().filter(|(dataset, gone)| !gone && !seen.contains(dataset.id.as_str()));
        let gone: Vec<&Dataset> = gone.map(|(dataset, _)| dataset).collect();
        if !gone.is_empty() {
            let mut tx = self.write().await?;
            for dataset in &gone {
                catalog::gone(&mut tx, &source.id, &dataset.id, now).await?;
                changes::add(&mut tx, &change(dataset, None, now, What::Gone)).await?;
            }
            tx.commit().await?;
        }
        summary.gone = gone.len();
        Ok(())
    }

    /// Looks at one file. The outer error is the database's.
    async fn file(&self, job: &Job<'_>) -> Result<Result<Ended, Reason>, Error> {
        if self.need_not_ask(job) {
            return Ok(Ok(Ended::Same));
        }
        let fetched = match self.fetch(job).await {
            Ok(fetched) => fetched,
            Err(reason) => return self.failed(job, reason).await,
        };
        let validators = Validators {
            url: &job.resource.url,
            etag: fetched.etag.as_deref(),
            http_modified: fetched.modified.as_deref(),
            portal_hash: job.resource.hash.as_deref(),
            portal_date: job.resource.last_modified,
        };
        let Some(body) = fetched.body else {
            return self.confirmed(job, &validators).await;
        };
        let html = is_html(&body);
        let hashed =
            tokio::task::spawn_blocking(move || (format!("{:x}", Sha256::digest(&body)), body));
        let (sha256, body) = hashed.await.expect("hashing does not panic");
        let current = job.known.filter(|known| known.version.is_some());
        if current.is_some_and(|known| known.sha256.as_deref() == Some(&sha256)) {
            return self.confirmed(job, &validators).await;
        }
        // An error page with status 200 must not take the place of data.
        let before_html = current
            .and_then(|known| known.content_type.as_deref())
            .is_some_and(|kind| kind.starts_with("text/html"));
        if html
            && current.is_some()
            && !before_html
            && !job.resource.format.to_lowercase().contains("htm")
        {
            return self.failed(job, Reason::Html).await;
        }
        let kind = if html { Some("text/html") } else { fetched.content_type.as_deref() };
        let dated = fetched.modified.as_deref().and_then(http_date);
        let new = NewVersion { sha256: &sha256, size: body.len(), content_type: kind, dated };
        self.keep(job, &validators, &new, body).await.map(Ok)
    }

    /// Whether the portal itself says that the file is the one we have, or the file was asked for lately and nobody
    /// can say whether it changed.
    fn need_not_ask(&self, job: &Job<'_>) -> bool {
        let Some(known) =
            job.known.filter(|known| known.version.is_some() && known.error.is_none())
        else {
            return false;
        };
        let resource = job.resource;
        if known.url != resource.url || known.portal_date != resource.last_modified {
            return false;
        }
        if resource.hash.is_some() {
            return known.portal_hash == resource.hash;
        }
        let local = matches!(job.source.kind, SourceKind::Folder | SourceKind::Demo);
        let blind = known.etag.is_none() && known.http_modified.is_none();
        let lately = known.checked_at.is_some_and(|at| (self.clock)() - at < BLIND);
        !local && blind && lately
    }

    async fn fetch(&self, job: &Job<'_>) -> Result<Fetched, Reason> {
        let resource = job.resource;
        let local =
            |body| Fetched { body: Some(body), etag: None, modified: None, content_type: None };
        match job.source.kind {
            SourceKind::Demo => {
                demo::file(&resource.url).map(|body| local(body.to_vec())).ok_or(Reason::Missing)
            }
            SourceKind::Folder if url::Url::parse(&resource.url).is_err() => {
                let path = folder::inside(&resource.url).ok_or(Reason::Missing)?;
                let path = within(root(job.source), path).await?;
                listing::file_bytes(path, self.settings.max_file).await.map(local)
            }
            SourceKind::Ckan | SourceKind::Dcat | SourceKind::Folder => {
                if resource.url.is_empty() {
                    return Err(Reason::Address);
                }
                let same =
                    job.known.filter(|known| known.url == resource.url && known.version.is_some());
                let condition = Condition {
                    etag: same.and_then(|known| known.etag.as_deref()),
                    modified: same.and_then(|known| known.http_modified.as_deref()),
                };
                let limit = self.settings.max_file;
                let first = self.client.get(&resource.url, condition, limit, self.clock).await;
                match (first, Self::own_address(job)) {
                    // An upload is served by its portal, whatever host its address names.
                    (
                        Err(
                            Reason::Unresolvable
                            | Reason::Unreachable
                            | Reason::HostDown
                            | Reason::Private,
                        ),
                        Some(url),
                    ) => self.client.get(&url, condition, limit, self.clock).await,
                    (first, _) => first,
                }
            }
        }
    }

    /// The address of an upload on the portal as configured, if the catalogue names another host.
    fn own_address(job: &Job<'_>) -> Option<String> {
        if job.source.kind != SourceKind::Ckan {
            return None;
        }
        let url = format!("{}{}", listing::base(&job.source.url), ckan::upload_path(job.resource)?);
        (url != job.resource.url).then_some(url)
    }

    async fn failed(&self, job: &Job<'_>, reason: Reason) -> Result<Result<Ended, Reason>, Error> {
        let noted = job.known.and_then(|known| known.error.as_ref()).map(|error| &error.0);
        if noted != Some(&reason) {
            let mut tx = self.write().await?;
            let file = ensure(&mut tx, job).await?;
            files::failed(&mut tx, file, &reason).await?;
            tx.commit().await?;
        }
        Ok(Err(reason))
    }

    async fn confirmed(
        &self,
        job: &Job<'_>,
        validators: &Validators<'_>,
    ) -> Result<Result<Ended, Reason>, Error> {
        let known = job.known;
        // A 304 need not repeat what it confirms.
        let validators = Validators {
            etag: validators.etag.or(known.and_then(|known| known.etag.as_deref())),
            http_modified: validators
                .http_modified
                .or(known.and_then(|known| known.http_modified.as_deref())),
            ..validators.clone()
        };
        let mut tx = self.write().await?;
        let file = ensure(&mut tx, job).await?;
        files::confirmed(&mut tx, file, &validators, (self.clock)()).await?;
        tx.commit().await?;
        Ok(Ok(Ended::Same))
    }

    /// Keeps a new content chunk by chunk; the last write makes it visible together with its change.
    async fn keep(
        &self,
        job: &Job<'_>,
        validators: &Validators<'_>,
        new: &NewVersion<'_>,
        body: Vec<u8>,
    ) -> Result<Ended, Error> {
        let now = (self.clock)();
        let mut tx = self.write().await?;
        let file = ensure(&mut tx, job).await?;
        let version = files::begin(&mut tx, file, new, now).await?;
        tx.commit().await?;
        let body = Arc::new(body);
        for (number, start) in (0..body.len()).step_by(CHUNK).enumerate() {
            let part = Arc::clone(&body);
            let packed = tokio::task::spawn_blocking(move || {
                files::pack(&part[start..(start + CHUNK).min(part.len())])
            })
            .await
            .expect("packing does not panic");
            let mut tx = self.write().await?;
            files::add_chunk(&mut tx, version, i64::try_from(number).unwrap_or(i64::MAX), &packed)
                .await?;
            tx.commit().await?;
        }
        let current = job.known.and_then(|known| Some((known, known.version?)));
        let what = match current {
            None => None,
            Some((known, old)) => Some(What::Content {
                before: known.sha256.clone().unwrap_or_default(),
                after: new.sha256.to_owned(),
                tables: self.differences(job, known, old, new, &body).await?,
            }),
        };
        let mut tx = self.write().await?;
        files::finish(&mut tx, file, version).await?;
        files::confirmed(&mut tx, file, validators, now).await?;
        let ended = if what.is_some() { Ended::Changed } else { Ended::New };
        if let Some(what) = what {
            let change = change(job.dataset, Some(job.resource.id.clone()), now, what);
            changes::add(&mut tx, &change).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// How the tables of two contents differ; nothing if either cannot be read.
    async fn differences(
        &self,
        job: &Job<'_>,
        known: &FileVersion,
        old: i64,
        new: &NewVersion<'_>,
        body: &Arc<Vec<u8>>,
    ) -> Result<Vec<crate::catalog::TableChange>, Error> {
        let Some(read) = self.settings.read else { return Ok(Vec::new()) };
        let mut tx = self.db.read().await?;
        let before = files::bytes(&mut tx, old).await?;
        drop(tx);
        let (format, name) = (job.resource.format.clone(), job.resource.url.clone());
        let kinds = (known.content_type.clone(), new.content_type.map(ToOwned::to_owned));
        let body = Arc::clone(body);
        let compared = tokio::task::spawn_blocking(move || {
            let before = read(&before, &format, &name, kinds.0.as_deref()).ok()?;
            let after = read(&body, &format, &name, kinds.1.as_deref()).ok()?;
            Some(compare_tables(&before, &after))
        });
        // A reader that panics costs the comparison, not the file.
        Ok(compared.await.ok().flatten().unwrap_or_default())
    }
}

async fn ensure(tx: &mut Tx, job: &Job<'_>) -> sqlx::Result<i64> {
    files::ensure(tx, &job.source.id, &job.dataset.id, &job.resource.id).await
}

fn change(dataset: &Dataset, resource: Option<String>, at: DateTime<Utc>, what: What) -> Change {
    Change { source: dataset.source.clone(), dataset: dataset.id.clone(), resource, at, what }
}

/// `path` in `root`, if no link leads out of it.
async fn within(root: PathBuf, path: PathBuf) -> Result<PathBuf, Reason> {
    let root = tokio::fs::canonicalize(root).await.map_err(|_| Reason::Missing)?;
    let path = tokio::fs::canonicalize(root.join(path)).await.map_err(|_| Reason::Missing)?;
    if path.starts_with(&root) { Ok(path) } else { Err(Reason::Missing) }
}

/// Whether `body` begins as a web page does.
fn is_html(body: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&body[..body.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

fn http_date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text).ok().map(|date| date.to_utc())
}
