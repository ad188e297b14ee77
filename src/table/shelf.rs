//! Tables within a limit of memory: those not used for long are let go, and read anew when they are asked for.

use std::{
    collections::HashMap,
    fmt,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Row, Table};

/// Reads a file once more, with the same outcome.
type Again = Box<dyn Fn() -> Vec<Table> + Send + Sync>;

/// Where tables are held.
#[derive(Debug)]
pub struct Shelf {
    /// Bytes.
    limit: u64,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    held: HashMap<u64, Place>,
    /// Bytes of all that is held.
    weight: u64,
    /// The number of the next file.
    next: u64,
    /// Grows with each use.
    turn: u64,
}

#[derive(Debug)]
struct Place {
    tables: Arc<Vec<Table>>,
    weight: u64,
    used: u64,
}

impl Shelf {
    /// A shelf for `limit` bytes of rows.
    pub fn new(limit: u64) -> Arc<Self> {
        Arc::new(Self { limit, inside: Mutex::default() })
    }

    /// Puts a file's `tables` on the shelf; `again` reads them anew.
    pub fn put(
        self: &Arc<Self>,
        tables: Vec<Table>,
        again: impl Fn() -> Vec<Table> + Send + Sync + 'static,
    ) -> Tables {
        let number = {
            let mut inside = self.inside();
            inside.next += 1;
            inside.next
        };
        self.hold(number, &Arc::new(tables));
        let file = File { shelf: Arc::clone(self), number, again: Box::new(again) };
        Tables(Kept::Shelved(Arc::new(file)))
    }

    /// Bytes of the rows that are held now.
    pub fn weight(&self) -> u64 {
        self.inside().weight
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, number: u64) -> Option<Arc<Vec<Table>>> {
        let mut inside = self.inside();
        inside.turn += 1;
        let turn = inside.turn;
        let place = inside.held.get_mut(&number)?;
        place.used = turn;
        Some(Arc::clone(&place.tables))
    }

    /// Holds `tables`, and lets go what was not used for longest.
    fn hold(&self, number: u64, tables: &Arc<Vec<Table>>) {
        let weight = tables.iter().map(weight).sum();
        let mut inside = self.inside();
        inside.turn += 1;
        let place = Place { tables: Arc::clone(tables), weight, used: inside.turn };
        if let Some(old) = inside.held.insert(number, place) {
            // Two have read it at once.
            inside.weight -= old.weight;
        }
        inside.weight += weight;
        while inside.weight > self.limit {
            let oldest = inside.held.iter().min_by_key(|(_, place)| place.used);
            let Some(oldest) = oldest.map(|(&number, _)| number) else { break };
            inside.let_go(oldest);
        }
    }
}

impl Inside {
    fn let_go(&mut self, number: u64) {
        if let Some(place) = self.held.remove(&number) {
            self.weight -= place.weight;
        }
    }
}

/// The tables of one file.
#[derive(Clone, Debug)]
pub struct Tables(Kept);

#[derive(Clone, Debug)]
enum Kept {
    Held(Arc<Vec<Table>>),
    Shelved(Arc<File>),
}

struct File {
    shelf: Arc<Shelf>,
    number: u64,
    again: Again,
}

impl Tables {
    /// All of them, read anew if they were let go.
    pub fn get(&self) -> Arc<Vec<Table>> {
        match &self.0 {
            Kept::Held(tables) => Arc::clone(tables),
            Kept::Shelved(file) => file.shelf.find(file.number).unwrap_or_else(|| {
                let tables = Arc::new((file.again)());
                file.shelf.hold(file.number, &tables);
                tables
            }),
        }
    }

    /// The table at `at`, from 0.
    pub fn table(&self, at: usize) -> Option<OneTable> {
        let tables = self.get();
        (at < tables.len()).then_some(OneTable { tables, at })
    }
}

/// Tables that are never let go.
impl From<Vec<Table>> for Tables {
    fn from(tables: Vec<Table>) -> Self {
        Self(Kept::Held(Arc::new(tables)))
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.shelf.inside().let_go(self.number);
    }
}

/// One table while it is looked at.
#[derive(Clone, Debug)]
pub struct OneTable {
    tables: Arc<Vec<Table>>,
    at: usize,
}

impl Deref for OneTable {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.tables[self.at]
    }
}

/// Bytes of a table's rows, roughly.
fn weight(table: &Table) -> u64 {
    let row = |row: &Row| {
        let texts: usize = row.cells.iter().map(|cell| cell.text.len()).sum();
        size_of_val(row) + size_of_val(row.cells.as_slice()) + texts
    };
    u64::try_from(table.rows.iter().map(row).sum::<usize>()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::table::Cell;

    fn tables(text: &str) -> Vec<Table> {
        let cell = Cell { text: text.into(), ..Cell::default() };
        let row = Row { cells: vec![cell], ..Row::default() };
        vec![Table { rows: vec![row], ..Table::default() }]
    }

    fn text(tables: &Tables) -> String {
        tables.table(0).unwrap().rows[0].cells[0].text.to_string()
    }

    #[test]
    fn the_least_used_are_let_go_and_read_anew() {
        let each = weight(&tables("a")[0]);
        let shelf = Shelf::new(2 * each);
        let read = Arc::new(AtomicUsize::new(0));
        let put = |name: &'static str| {
            let read = Arc::clone(&read);
            shelf.put(tables(name), move || {
                read.fetch_add(1, Ordering::SeqCst);
                tables(name)
            })
        };
        let (a, b) = (put("a"), put("b"));
        assert_eq!((text(&a), text(&b), shelf.weight()), ("a".into(), "b".into(), 2 * each));
        text(&a);
        let c = put("c");
        assert_eq!((text(&a), text(&c), read.load(Ordering::SeqCst)), ("a".into(), "c".into(), 0));
        let held = b.table(0).unwrap();
        assert_eq!((text(&b), read.load(Ordering::SeqCst)), ("b".into(), 1));
        text(&a);
        text(&c);
        assert_eq!(&*held.rows[0].cells[0].text, "b", "what is looked at stays");
        assert_eq!(shelf.weight(), 2 * each);
        drop((a, b, c));
        assert_eq!(shelf.weight(), 0);
    }

    #[test]
    fn what_is_larger_than_the_shelf_is_read_each_time() {
        let shelf = Shelf::new(1);
        let big = shelf.put(tables("a"), || tables("a"));
        assert_eq!((text(&big), text(&big), shelf.weight()), ("a".into(), "a".into(), 0));
        assert!(big.table(1).is_none());
    }
}
