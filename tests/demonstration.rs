//! The demonstration council keeps these promises:
//!
//! 1. It has at least 25 datasets, 3,000 rows and three files of over 500 rows.
//! 2. It has every form and every defect in which councils publish, at least once.
//! 3. It is marked as a demonstration wherever it shows.
//! 4. Every concept of the thesaurus leads, in each language, to a dataset of it or to an entry of Resolution 835.

use std::{
    collections::HashMap,
    fs,
    io::{Cursor, Read},
    path::PathBuf,
    sync::{Arc, LazyLock},
    thread,
};

use chrono::{DateTime, TimeZone};
use chrono_tz::{Europe::Kyiv, Tz};
use dovidka::{
    answer::{Content, Council, Entry, File, Outcome, Part, Plan, Question},
    catalog::{Dataset, Frequency, Resource, standard},
    harvest::folder,
    i18n::Locale,
    search::concepts::{self, Concept},
    table::{self, Hint, Kind, Limits, Table, Unreadable},
};

/// A resource of the demonstration council with its bytes and what is read of them.
struct Published {
    resource: Resource,
    bytes: Vec<u8>,
    read: Result<Vec<Table>, Unreadable>,
}

impl Published {
    fn tables(&self) -> &[Table] {
        self.read.as_deref().unwrap_or_default()
    }

    fn rows(&self) -> usize {
        self.tables().iter().map(|table| table.rows.len()).sum()
    }

    fn is_named(&self, ending: &str) -> bool {
        self.resource.url.ends_with(ending)
    }

    /// Its bytes as UTF-8; nothing for any other encoding.
    fn utf8(&self) -> &str {
        str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// Its bytes as if in windows-1251.
    fn windows_1251(&self) -> String {
        encoding_rs::WINDOWS_1251.decode_without_bom_handling(&self.bytes).0.into_owned()
    }

    /// Whether a member of the package (XLSX, ODS, ZIP) whose name ends so contains `text`.
    fn member_has(&self, ending: &str, text: &str) -> bool {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&self.bytes)) else { return false };
        (0..archive.len()).any(|at| {
            let mut content = String::new();
            archive.by_index(at).is_ok_and(|mut member| {
                member.name().is_ok_and(|name| name.ends_with(ending))
                    && member.read_to_string(&mut content).is_ok()
                    && content.contains(text)
            })
        })
    }

    fn has_kind(&self, kind: Kind) -> bool {
        self.tables().iter().flat_map(|table| &table.columns).any(|column| column.kind == kind)
    }
}

/// Whether a file is of some form.
type Shows<'a> = &'a dyn Fn(&Published) -> bool;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo")
}

/// Every dataset with its files.
static PUBLISHED: LazyLock<Vec<(Dataset, Vec<Published>)>> = LazyLock::new(|| {
    let catalogue = fs::read(folder().join("catalog.json")).unwrap();
    let (datasets, unreadable) = folder::catalog(&catalogue, "demo").unwrap();
    assert_eq!(unreadable, 0);
    let read = |resource: &Resource| {
        let bytes = fs::read(folder().join(&resource.url)).unwrap();
        let hint = Hint { format: &resource.format, name: &resource.url, media_type: None };
        let read = table::read(&bytes, &hint, &Limits::default());
        Published { resource: resource.clone(), bytes, read }
    };
    datasets
        .into_iter()
        .map(|dataset| {
            let files = dataset.resources.iter().map(read).collect();
            (dataset, files)
        })
        .collect()
});

static COUNCIL: LazyLock<Council> = LazyLock::new(|| {
    let entry = |(dataset, files): &(Dataset, Vec<Published>)| Entry {
        dataset: Arc::new(dataset.clone()),
        files: files
            .iter()
            .map(|file| File {
                sha256: String::new(),
                resource: file.resource.id.clone(),
                updated: file.resource.last_modified,
                content: match &file.read {
                    Ok(tables) => Content::Tables(tables.clone().into()),
                    Err(unreadable) => Content::Unreadable(unreadable.key()),
                },
            })
            .collect(),
    };
    Council::build(PUBLISHED.iter().map(entry).collect())
});

/// A council that has announced every entry of Resolution 835 and published no file.
fn announced() -> Council {
    let entry = |standard: &standard::Standard| Entry {
        dataset: Arc::new(Dataset {
            id: format!("annex-{}", standard.annex),
            name: format!("annex-{}", standard.annex),
            title: standard.title.clone(),
            ..Dataset::default()
        }),
        files: Vec::new(),
    };
    Council::build(standard::all().iter().map(entry).collect())
}

fn now() -> DateTime<Tz> {
    Kyiv.with_ymd_and_hms(2026, 11, 20, 10, 0, 0).unwrap()
}

fn question(text: &str) -> Question<'_> {
    Question { text, locale: None, near: None, now: now(), context: None }
}

#[test]
fn it_is_as_large_as_a_real_council() {
    let files: Vec<&Published> = PUBLISHED.iter().flat_map(|(_, files)| files).collect();
    assert!(PUBLISHED.len() >= 25, "{}", PUBLISHED.len());
    assert!(files.iter().map(|file| file.rows()).sum::<usize>() >= 3000);
    assert!(files.iter().filter(|file| file.rows() > 500).count() >= 3);
}

#[test]
fn it_has_every_form_and_every_defect() {
    let files: Vec<&Published> = PUBLISHED.iter().flat_map(|(_, files)| files).collect();
    let line = |text: &str, at: usize| text.lines().nth(at).unwrap_or_default().to_owned();
    let forms: [(&str, Shows); 32] = [
        ("UTF-8", &|file| {
            file.is_named(".csv") && file.utf8().starts_with(|c: char| c != '\u{feff}')
        }),
        ("UTF-8 with BOM", &|file| file.bytes.starts_with(b"\xef\xbb\xbf")),
        ("windows-1251", &|file| {
            file.utf8().is_empty() && file.rows() > 0 && file.windows_1251().contains("вул.")
        }),
        ("UTF-16", &|file| file.bytes.starts_with(b"\xff\xfe") && file.rows() > 0),
        ("comma", &|file| file.is_named(".csv") && line(file.utf8(), 0).contains(',')),
        ("semicolon", &|file| file.is_named(".csv") && line(file.utf8(), 0).contains(';')),
        ("tab", &|file| file.is_named(".csv") && line(file.utf8(), 0).contains('\t')),
        ("title above the header", &|file| {
            file.is_named(".csv") && file.tables().iter().any(|table| !table.title.is_empty())
        }),
        ("two header rows", &|file| file.is_named("deputaty.xlsx") && file.rows() > 0),
        ("trailing empty rows", &|file| {
            file.is_named(".csv")
                && file.windows_1251().lines().last().is_some_and(|line| {
                    line.len() > 2 && line.trim_matches([';', ',', '\t']).is_empty()
                })
        }),
        ("trailing empty columns", &|file| {
            file.is_named(".csv") && line(file.utf8(), 0).ends_with(";;;")
        }),
        ("XLSX", &|file| file.is_named(".xlsx") && file.rows() > 0),
        ("XLS", &|file| file.is_named(".xls") && file.rows() > 0),
        ("ODS", &|file| file.is_named(".ods") && file.rows() > 0),
        ("several sheets", &|file| {
            file.tables().iter().filter(|table| table.sheet.is_some()).count() > 1
        }),
        ("merged cells", &|file| file.member_has(".xml", "<mergeCell ")),
        ("dates in a workbook", &|file| file.is_named(".xlsx") && file.has_kind(Kind::Date)),
        ("times in a workbook", &|file| file.is_named(".xlsx") && file.has_kind(Kind::Time)),
        ("JSON records", &|file| {
            file.is_named(".json") && file.utf8().trim_start().starts_with('[') && file.rows() > 0
        }),
        ("JSON nested once", &|file| {
            file.is_named(".json") && file.utf8().trim_start().starts_with('{') && file.rows() > 0
        }),
        ("XML", &|file| file.is_named(".xml") && file.rows() > 0),
        ("GeoJSON", &|file| file.is_named(".geojson") && file.rows() > 0),
        ("ZIP", &|file| file.tables().iter().filter(|table| table.member.is_some()).count() > 1),
        ("HTML where CSV was promised", &|file| {
            file.resource.format == "CSV" && file.read == Err(Unreadable::Html)
        }),
        ("Cyrillic letters in the format", &|file| {
            file.resource.format == ".\u{441}sv" && file.rows() > 0
        }),
        ("two formats at once", &|file| file.resource.format == "csv, xls" && file.rows() > 0),
        ("PDF", &|file| file.read == Err(Unreadable::Pdf)),
        ("DOC", &|file| file.is_named(".doc") && file.read == Err(Unreadable::Word)),
        ("DOCX", &|file| file.is_named(".docx") && file.read == Err(Unreadable::Word)),
        ("picture", &|file| file.read == Err(Unreadable::Picture)),
        ("locked archive", &|file| file.read == Err(Unreadable::Locked)),
        ("total row", &|file| {
            file.tables().iter().flat_map(|table| &table.rows).any(|row| row.total)
        }),
    ];
    for (form, shows) in forms {
        assert!(files.iter().any(|file| shows(file)), "{form}");
    }
    let budgets = files
        .iter()
        .filter(|file| file.is_named("csv") || file.is_named("xlsx") || file.is_named("xls"));
    for file in budgets.filter(|file| file.resource.url.contains("dohody")) {
        let whole = |table: &Table| {
            table.rows.iter().any(|row| {
                row.total && row.cells.iter().any(|cell| cell.text.starts_with("Всього"))
            })
        };
        assert!(file.tables().iter().any(whole), "{} has no total", file.resource.url);
    }
    for known in [true, false] {
        assert!(
            PUBLISHED.iter().any(|(dataset, _)| (dataset.frequency != Frequency::Unknown) == known)
        );
    }
}

#[test]
fn it_is_marked_wherever_it_shows() {
    for entry in COUNCIL.entries() {
        let dataset = &entry.dataset;
        assert!(dataset.holder.title.contains("(демонстрація)"), "{}", dataset.name);
        assert!(dataset.notes.contains("Демонстраційні дані"), "{}", dataset.name);
    }
    for text in ["графік прийому мера", "генеральний план", "opening hours of the library"]
    {
        let answer = COUNCIL.ask(&question(text));
        assert!(!answer.datasets.is_empty(), "{text}");
        assert!(answer.text().contains("(демонстрація)"), "{}", answer.text());
    }
}

#[test]
fn every_concept_leads_in_each_language_to_the_same_data() {
    let announced = announced();
    let councils = [&*COUNCIL, &announced];
    let astray = |concept: &Concept| -> Vec<String> {
        let mut known = HashMap::new();
        // The dataset that a council answers from or shows first.
        let mut lead = |at: usize, alias: &str| -> Option<String> {
            let ask = || councils[at].ask(&question(alias)).datasets.into_iter().next();
            known.entry((at, alias.to_owned())).or_insert_with(ask).clone()
        };
        // Where an alias of a language leads, one of the Ukrainian ones does.
        let mut leads = |aliases: &[String]| {
            (0..councils.len()).any(|at| {
                aliases.iter().any(|alias| {
                    let there = lead(at, alias);
                    let mut ours = concept.uk.iter().chain(&concept.colloquial);
                    there.is_some() && ours.any(|own| lead(at, own) == there)
                })
            })
        };
        [("uk", &concept.uk), ("ru", &concept.ru), ("en", &concept.en)]
            .into_iter()
            .filter(|(_, aliases)| !leads(aliases))
            .map(|(language, _)| format!("{} ({language})", concept.id))
            .collect()
    };
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let shares = concepts::all().chunks(concepts::all().len().div_ceil(cores));
    let astray: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = shares
            .map(|share| scope.spawn(|| share.iter().flat_map(astray).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(astray.is_empty(), "{astray:?}");
}

#[test]
fn every_dataset_has_a_card_with_its_state_and_questions_that_it_answers() {
    for entry in COUNCIL.entries() {
        let name = &entry.dataset.name;
        for locale in [Locale::Uk, Locale::En] {
            let card = COUNCIL.card(name, locale, now()).unwrap();
            assert_eq!(card.outcome, Outcome::Dataset);
            assert_eq!(card.datasets, std::slice::from_ref(name));
            let state = if locale == Locale::Uk { "Стан: " } else { "State: " };
            assert!(card.body.iter().any(|line| line.starts_with(state)), "{:?}", card.body);
        }
        let of_it = COUNCIL.questions(name, Locale::Uk, now());
        for text in &of_it {
            let answer = COUNCIL.more(&Plan::within(name, text, None), 0, &question(text));
            assert_eq!(answer.outcome, Outcome::Answer, "{name}: {text}");
            assert_eq!(answer.datasets[0], *name);
        }
        println!("{} — {:?}", entry.dataset.title, of_it);
        assert_eq!(of_it.len(), 3, "{name}: {of_it:?}");
    }
}

#[test]
fn every_dataset_stands_on_one_theme_and_with_its_holder() {
    let all = COUNCIL.entries().len();
    let themes = COUNCIL.themes();
    for (theme, count) in &themes {
        let titles: Vec<_> =
            COUNCIL.part(Part::Theme(*theme)).iter().map(|e| e.dataset.title.clone()).collect();
        println!("{:?} {count}: {titles:#?}", theme.map(|theme| &theme.uk));
        assert_eq!(titles.len(), *count);
    }
    assert_eq!(themes.iter().map(|(_, count)| count).sum::<usize>(), all);
    let on_none = themes.iter().find(|(theme, _)| theme.is_none()).map_or(0, |(_, count)| *count);
    assert!(on_none * 20 <= all, "{on_none} datasets are on no theme");
    let mut held = 0;
    for (holder, count) in COUNCIL.holders() {
        let part = COUNCIL.part(Part::Holder(holder.key()));
        assert_eq!(part.len(), count);
        held += count;
    }
    assert_eq!(held, all);
    let newest = COUNCIL.part(Part::Newest);
    assert!(newest.is_sorted_by_key(|entry| std::cmp::Reverse(entry.changed())));
    for entry in newest {
        assert_eq!(COUNCIL.dataset(entry.dataset.key()).unwrap().dataset.name, entry.dataset.name);
    }
}

#[test]
fn a_year_is_compared_with_the_one_before_where_the_data_know_both() {
    let text = "видатки бюджету на освіту за 2025 рік";
    let asked = Question { locale: Some(Locale::Uk), ..question(text) };
    let answer = COUNCIL.ask(&asked);
    let (year, plan) = COUNCIL.comparison(answer.plan.as_ref().unwrap(), &asked).unwrap();
    assert_eq!(year, 2024);
    let compared = COUNCIL.more(&plan, 0, &asked);
    assert!(
        compared.lead.contains("2024: ") && compared.lead.contains("2025: "),
        "{}",
        compared.lead
    );
    // Nothing of a year is asked here.
    let text = "графік прийому міського голови";
    let answer = COUNCIL.ask(&question(text));
    assert_eq!(COUNCIL.comparison(answer.plan.as_ref().unwrap(), &question(text)), None);
}
