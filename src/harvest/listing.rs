//! What a source publishes now.

use std::collections::{HashMap, HashSet};

use futures::{StreamExt, stream};
use serde_json::Value;

use super::{
    Clock, Reason, Settings, Source, SourceKind, ckan,
    client::{Client, Condition},
    dcat, demo, folder, root,
};
use crate::catalog::{Dataset, Holder};

/// Records asked for at once.
const ROWS: usize = 100;
/// The largest page of a catalogue, in bytes.
const PAGE: u64 = 64 << 20;
/// The most datasets of one source.
const DATASETS: usize = 50_000;
/// The longest list that is walked record by record where the search is broken.
const WALK: usize = 3_000;
/// Absent datasets asked for one by one before they are believed to be gone.
const VERIFIED: usize = 50;
/// How the refusal of a body that does not exist begins.
const NO_ORGANIZATION: &str = "no organization";
/// Times a listing that moves under our hands is read.
const PASSES: usize = 3;
/// Orders tried: new records come last, so that pages do not shift; not every portal knows each.
const SORTS: [&str; 3] = ["metadata_created asc, id asc", "name asc", ""];

/// What a source publishes now, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// By id.
    pub(super) datasets: Vec<Dataset>,
    /// Whether that is all, so that what is not here is gone.
    pub(super) complete: bool,
    /// Why not, if not.
    pub(super) error: Option<Reason>,
}

impl Listing {
    fn failed(error: Reason) -> Self {
        Self { error: Some(error), ..Self::default() }
    }
}

/// Lists `source`; `known` are its datasets of the last harvest.
pub(super) async fn list(
    client: &Client,
    source: &Source,
    settings: &Settings,
    known: &[Dataset],
    clock: &Clock,
) -> Listing {
    match source.kind {
        SourceKind::Ckan => {
            Portal { client, source, base: base(&source.url), clock }.list(known).await
        }
        SourceKind::Dcat => {
            let mut url = source.url.clone();
            if url::Url::parse(&url).is_ok_and(|url| !url.path().contains('.')) {
                url = format!("{}/data.json", url.trim_end_matches('/'));
            }
            match client.get(&url, Condition::default(), PAGE, clock).await {
                Ok(fetched) => match dcat::feed(&fetched.body.unwrap_or_default(), &source.id) {
                    Some(feed) => wanted(feed.datasets, feed.unreadable, source),
                    None => Listing::failed(Reason::Refused { said: "no data.json".to_owned() }),
                },
                Err(reason) => Listing::failed(reason),
            }
        }
        SourceKind::Folder => {
            let path = root(source).join("catalog.json");
            match file_bytes(path, settings.max_file).await {
                Ok(body) => local(&body, source),
                Err(reason) => Listing::failed(reason),
            }
        }
        SourceKind::Demo => match demo::file("catalog.json") {
            Some(body) => local(body, source),
            None => Listing::failed(Reason::Missing),
        },
    }
}

/// The portal's address without the path of its API.
pub(super) fn base(url: &str) -> String {
    let url = url.trim_end_matches('/');
    let url = ["/api/3/action", "/api/action", "/api/3", "/api"]
        .iter()
        .find_map(|tail| url.strip_suffix(tail))
        .unwrap_or(url);
    super::record::fold_url(url).trim_end_matches('/').to_owned()
}

/// Whether `text` is an id of CKAN's and no name; a name may well have 36 letters and four dashes.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Reads a file of at most `limit` bytes.
pub(super) async fn file_bytes(path: std::path::PathBuf, limit: u64) -> Result<Vec<u8>, Reason> {
    let about = tokio::fs::metadata(&path).await.map_err(|_| Reason::Missing)?;
    if !about.is_file() {
        return Err(Reason::Missing);
    }
    if about.len() > limit {
        return Err(Reason::TooLarge);
    }
    tokio::fs::read(&path).await.map_err(|_| Reason::Missing)
}

fn local(body: &[u8], source: &Source) -> Listing {
    match folder::catalog(body, &source.id) {
        Some((datasets, unreadable)) => wanted(datasets, unreadable, source),
        None => Listing::failed(Reason::Refused { said: "catalog.json holds no list".to_owned() }),
    }
}

/// What the source's organisations publish, out of a list of everything.
fn wanted(mut datasets: Vec<Dataset>, unreadable: usize, source: &Source) -> Listing {
    datasets.retain(|dataset| is_wanted(&dataset.holder, source));
    let complete = unreadable == 0 && datasets.len() <= DATASETS;
    datasets.truncate(DATASETS);
    Listing { datasets, complete, error: None }
}

fn is_wanted(holder: &Holder, source: &Source) -> bool {
    source.organizations.is_empty()
        || source.organizations.iter().any(|name| *name == holder.name || *name == holder.title)
}

/// As [`is_wanted`], of a record of CKAN's, whose organisation may also be named by its id.
fn is_wanted_record(record: &Value, dataset: &Dataset, source: &Source) -> bool {
    let by_id =
        |id: &Value| id.as_str().is_some_and(|id| source.organizations.iter().any(|o| o == id));
    is_wanted(&dataset.holder, source)
        || by_id(&record["owner_org"])
        || by_id(&record["organization"]["id"])
}

struct Portal<'a> {
    client: &'a Client,
    source: &'a Source,
    base: String,
    clock: &'a Clock,
}

/// Datasets of one organisation.
#[derive(Default)]
struct Part {
    datasets: Vec<Dataset>,
    complete: bool,
}

impl Portal<'_> {
    async fn list(&self, known: &[Dataset]) -> Listing {
        let parts: Vec<Option<&str>> = if self.source.organizations.is_empty() {
            vec![None]
        } else {
            self.source.organizations.iter().map(|name| Some(name.as_str())).collect()
        };
        let mut answers =
            stream::iter(parts).map(|organization| self.search(organization)).buffered(2);
        let mut found = Found::default();
        let mut listing = Listing { complete: true, ..Listing::default() };
        while let Some(answer) = answers.next().await {
            match answer {
                Ok(part) => {
                    listing.complete &= part.complete;
                    found.extend(part.datasets);
                }
                Err(reason) => {
                    listing.complete = false;
                    listing.error = Some(reason);
                }
            }
        }
        drop(answers);
        // What can be listed another way is no answer to an organisation that does not exist.
        let helps = match &listing.error {
            None | Some(Reason::Unresolvable | Reason::Unreachable | Reason::HostDown) => false,
            Some(Reason::Refused { said }) => !said.starts_with(NO_ORGANIZATION),
            Some(_) => true,
        };
        if helps && let Ok(part) = self.walk(known).await {
            found.extend(part.datasets);
            listing.complete = part.complete;
            if part.complete {
                listing.error = None;
            }
        }
        if listing.complete {
            listing.complete = self.verify(known, &mut found).await;
        }
        listing.datasets = found.datasets;
        listing.datasets.truncate(DATASETS);
        listing
    }

    /// Every dataset of `organization` by `package_search`.
    async fn search(&self, organization: Option<&str>) -> Result<Part, Reason> {
        let mut reason = Reason::Refused { said: String::new() };
        for sort in SORTS {
            match self.search_by(organization, sort).await {
                Ok(part) => return Ok(part),
                Err(failure) => {
                    // An order that the portal does not know is refused with 400 or 409.
                    let refused = matches!(
                        failure,
                        Reason::Status { code: 400 | 409 } | Reason::Refused { .. }
                    );
                    reason = failure;
                    if !refused {
                        break;
                    }
                }
            }
        }
        Err(reason)
    }

    async fn search_by(&self, organization: Option<&str>, sort: &str) -> Result<Part, Reason> {
        let mut found = Found::default();
        let mut complete = false;
        for pass in 1..=PASSES {
            let (mut start, mut readable, mut doubled) = (0, true, false);
            let mut seen = HashSet::new();
            let count = loop {
                let url = self.search_url(organization, sort, start)?;
                let page =
                    self.ask(&url, |body| ckan::page(body, &self.source.id, &self.base)).await?;
                readable &= page.unreadable == 0;
                doubled |= !page.datasets.iter().all(|dataset| seen.insert(dataset.id.clone()));
                let before = found.datasets.len();
                found.extend(page.datasets);
                start += page.records;
                // A portal that repeats its first page for ever would otherwise never end.
                let stuck = start > page.count.saturating_mul(2) && found.datasets.len() == before;
                if page.records == 0 || start >= page.count || start >= DATASETS || stuck {
                    break page.count;
                }
            };
            // One that is met twice has pushed another one over the edge of a page, or stands there twice for good.
            complete = readable && start == count && (!doubled || pass == PASSES);
            if count == 0
                && let Some(organization) = organization
            {
                complete = self.knows(organization).await?;
            }
            if complete {
                break;
            }
        }
        Ok(Part { datasets: found.datasets, complete })
    }

    fn search_url(
        &self,
        organization: Option<&str>,
        sort: &str,
        start: usize,
    ) -> Result<String, Reason> {
        let mut url = self.action("package_search")?;
        {
            let mut query = url.query_pairs_mut();
            if let Some(name) = organization {
                let name = name.replace(['"', '\\'], "");
                let field = if is_uuid(&name) { "owner_org" } else { "organization" };
                query.append_pair("fq", &format!("{field}:\"{name}\""));
            }
            query.append_pair("rows", &ROWS.to_string()).append_pair("start", &start.to_string());
            if !sort.is_empty() {
                query.append_pair("sort", sort);
            }
        }
        Ok(url.into())
    }

    /// Whether an organisation without datasets is there at all: a misspelt name also finds none.
    async fn knows(&self, organization: &str) -> Result<bool, Reason> {
        let mut url = self.action("organization_show")?;
        url.query_pairs_mut().append_pair("id", organization);
        match self.ask(url.as_str(), ckan::result).await {
            Ok(_) => Ok(true),
            Err(Reason::Status { code: 404 }) => {
                Err(Reason::Refused { said: format!("{NO_ORGANIZATION} {organization}") })
            }
            // Its search index may be broken; then nothing is known.
            Err(_) => Ok(false),
        }
    }

    /// Every dataset by `package_list` and `package_show`, for portals whose search is broken.
    async fn walk(&self, known: &[Dataset]) -> Result<Part, Reason> {
        let url = self.action("package_list")?;
        let mut names = self.ask(url.as_str(), ckan::names).await?;
        let mut part = Part { complete: true, ..Part::default() };
        if names.len() > WALK {
            // A national portal: only what we know already is refreshed.
            names = known.iter().map(|dataset| dataset.id.clone()).collect();
            part.complete = false;
        }
        let mut answers =
            stream::iter(names).map(|name| async move { self.show(&name).await }).buffered(2);
        while let Some(answer) = answers.next().await {
            match answer {
                Ok(Some(dataset)) => part.datasets.push(dataset),
                Ok(None) => {}
                Err(Reason::HostDown | Reason::Unresolvable) => {
                    part.complete = false;
                    break;
                }
                Err(_) => part.complete = false,
            }
        }
        drop(answers);
        Ok(part)
    }

    /// One dataset; `None` if it is not published, or not by the source's organisations.
    async fn show(&self, name: &str) -> Result<Option<Dataset>, Reason> {
        let mut url = self.action("package_show")?;
        url.query_pairs_mut().append_pair("id", name);
        match self.ask(url.as_str(), ckan::result).await {
            Ok(record) => Ok(ckan::package(&record, &self.source.id, &self.base)
                .filter(|dataset| is_wanted_record(&record, dataset, self.source))),
            Err(Reason::Status { code: 403 | 404 | 410 }) => Ok(None),
            Err(reason) => Err(reason),
        }
    }

    /// Asks for what is absent from a complete listing, and adds what is there all the same: a record that slipped
    /// between two pages, or a search index that is being rebuilt. Whether the listing can be believed now.
    async fn verify(&self, known: &[Dataset], found: &mut Found) -> bool {
        let absent: Vec<&Dataset> =
            known.iter().filter(|dataset| !found.places.contains_key(&dataset.id)).collect();
        for dataset in absent.iter().take(VERIFIED) {
            match self.show(&dataset.id).await {
                Ok(Some(alive)) => {
                    found.extend(vec![alive]);
                    if absent.len() > VERIFIED {
                        return false;
                    }
                }
                Ok(None) => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// Asks, and asks again where the answer is a page of HTML or half a page.
    async fn ask<T>(
        &self,
        url: &str,
        read: impl Fn(&[u8]) -> Result<T, ckan::Refusal>,
    ) -> Result<T, Reason> {
        let mut said = String::new();
        for _ in 0..4 {
            let fetched = self.client.get(url, Condition::default(), PAGE, self.clock).await?;
            match read(&fetched.body.unwrap_or_default()) {
                Ok(value) => return Ok(value),
                Err(refusal @ ckan::Refusal::Said(_)) => {
                    return Err(Reason::Refused { said: refusal.to_string() });
                }
                Err(refusal) => said = refusal.to_string(),
            }
        }
        Err(Reason::Refused { said })
    }

    fn action(&self, name: &str) -> Result<url::Url, Reason> {
        url::Url::parse(&format!("{}/api/3/action/{name}", self.base)).map_err(|_| Reason::Address)
    }
}

/// Datasets by id: one that is met twice keeps its place and takes the newer record.
#[derive(Default)]
struct Found {
    datasets: Vec<Dataset>,
    places: HashMap<String, usize>,
}

impl Found {
    fn extend(&mut self, datasets: Vec<Dataset>) {
        for dataset in datasets {
            if let Some(&place) = self.places.get(&dataset.id) {
                self.datasets[place] = dataset;
            } else {
                self.places.insert(dataset.id.clone(), self.datasets.len());
                self.datasets.push(dataset);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_as_long_as_an_id_is_no_id() {
        assert!(is_uuid("438d43ba-0bfc-4f5d-8167-3d86adb12a7f"));
        assert!(!is_uuid("viddil-kultury-verbivskoi-miskoi-rad"));
    }

    #[test]
    fn the_address_of_the_api_is_cut_to_the_portal() {
        for url in [
            "https://data.gov.ua",
            "https://data.gov.ua/",
            "https://www.data.gov.ua/api/3/action/",
            "https://data.gov.ua./api/3",
        ] {
            assert_eq!(base(url), "https://data.gov.ua", "{url}");
        }
        assert_eq!(base("https://o.example/uk_UA/api/3/action"), "https://o.example/uk_UA");
    }
}
