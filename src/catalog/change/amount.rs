//! Where an amount or a count of a table changed most.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{identity::Identity, table::Label};
use crate::table::{Column, Role, Table, Value};

/// The largest changes of a table's main amount or count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AmountChange {
    /// What residents read for the column.
    pub column: Label,
    /// The largest by itself; `None` if the rows are in several units.
    pub absolute: Option<Difference>,
    /// The largest against what it was.
    pub relative: Option<Difference>,
}

/// A number of a row, before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What the row is called.
    pub row: String,
    /// Before.
    pub before: Decimal,
    /// After.
    pub after: Decimal,
    /// The unit of both, as published.
    pub unit: Option<String>,
    /// The row's number in the file before, the header counted.
    pub before_row: u32,
    /// The row's number in the file after.
    pub after_row: u32,
}

impl Difference {
    /// By how much of what it was it changed; `None` if it was nothing.
    pub fn share(&self) -> Option<Decimal> {
        self.after.checked_sub(self.before)?.checked_div(self.before.abs())
    }

    fn size(&self) -> Option<Decimal> {
        Some(self.after.checked_sub(self.before)?.abs())
    }
}

/// The main columns, the most telling first.
const ROLES: [Role; 6] =
    [Role::Fact, Role::Amount, Role::Plan, Role::Quantity, Role::Price, Role::Other];

/// The largest changes of the first of the main columns in which a row of both states has another number.
pub(super) fn compare(
    before: &Table,
    after: &Table,
    shared: &[(usize, usize)],
    identity: &Identity,
) -> Option<AmountChange> {
    ROLES
        .iter()
        .flat_map(|role| shared.iter().filter(|pair| after.columns[pair.1].role == *role))
        .filter(|(a, b)| is_same_measure(&before.columns[*a], &after.columns[*b]))
        .find_map(|&places| of_column(before, after, places, identity))
}

/// Whether two columns measure the same. A column that nothing is known of must at least name its unit.
fn is_same_measure(before: &Column, after: &Column) -> bool {
    before.is_metric()
        && after.is_metric()
        && before.unit == after.unit
        && (after.role != Role::Other || after.unit.is_some())
}

fn of_column(
    before: &Table,
    after: &Table,
    (a, b): (usize, usize),
    identity: &Identity,
) -> Option<AmountChange> {
    let mut found: Vec<Difference> = Vec::new();
    for &(old, new) in &identity.pairs {
        let number = |table: &Table, row: usize, at: usize| match table.rows[row].cells[at].value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        let (Some(was), Some(is)) = (number(before, old, a), number(after, new, b)) else {
            continue;
        };
        let unit = after.unit(Some(new), b);
        if was == is || unit != before.unit(Some(old), a) {
            continue;
        }
        let Some(row) = identity.label(before, after, (old, new)) else { continue };
        found.push(Difference {
            row,
            before: was,
            after: is,
            unit,
            before_row: before.rows[old].number,
            after_row: after.rows[new].number,
        });
    }
    let first = found.first()?;
    // Kilometres are not more than hryvnias.
    let one_unit = found.iter().all(|it| it.unit == first.unit);
    let largest = |of: fn(&Difference) -> Option<Decimal>| {
        let mut best: Option<(Decimal, &Difference)> = None;
        for difference in &found {
            let size = of(difference).map(|size| size.abs());
            if let Some(size) = size
                && best.is_none_or(|(most, _)| size > most)
            {
                best = Some((size, difference));
            }
        }
        best.map(|(_, difference)| difference.clone())
    };
    Some(AmountChange {
        column: Label::of(&after.columns[b]),
        absolute: if one_unit { largest(Difference::size) } else { None },
        relative: largest(Difference::share),
    })
}

#[cfg(test)]
mod tests {
    use super::super::table::{TableChange, compare_tables, read_csv};
    use super::*;

    fn changed(before: &str, after: &str) -> TableChange {
        compare_tables(&[read_csv(before)], &[read_csv(after)]).remove(0)
    }

    /// (row, before, after, their numbers)
    fn told(difference: Option<Difference>) -> Option<(String, String, u32, u32)> {
        let it = difference?;
        Some((it.row, format!("{} → {}", it.before, it.after), it.before_row, it.after_row))
    }

    #[test]
    fn the_largest_changes_are_told_with_their_rows_wherever_they_moved() {
        let before =
            "Назва робіт,\"Сума, грн\"\nДорога,1000000\nМіст,1200\nПарк,500\nВсього,1001700\n";
        let after = "Назва робіт,\"Сума, грн\"\nСквер,7\nМіст,1500\nПарк,500\nДорога,1000400\nВсього,1002407\n";
        let change = changed(before, after);
        assert_eq!((change.rows_added, change.rows_removed, change.rows_changed), (4, 3, Some(3)));
        let amount = change.amount.unwrap();
        assert_eq!(amount.column.uk, "Сума");
        assert_eq!(amount.absolute.as_ref().unwrap().unit.as_deref(), Some("грн"));
        let absolute = Some(("Дорога".to_owned(), "1000000 → 1000400".to_owned(), 2, 5));
        assert_eq!(told(amount.absolute), absolute);
        let relative = amount.relative.unwrap();
        assert_eq!(relative.share(), Some(Decimal::new(25, 2)));
        let row = Some(("Міст".to_owned(), "1200 → 1500".to_owned(), 3, 3));
        assert_eq!(told(Some(relative)), row);
    }

    #[test]
    fn nothing_is_told_of_rows_that_cannot_be_told_apart() {
        for (before, after, why) in [
            ("Назва,Сума\nа,1\nа,2\n", "Назва,Сума\nа,1\nа,3\n", "two are called the same"),
            ("№,Сума\n1,10\n2,20\n", "№,Сума\n1,5\n2,10\n3,20\n", "they are only numbered"),
            (
                "Назва,\"Сума, грн\"\nа,1\nб,2\n",
                "Назва,\"Сума, тис. грн\"\nа,1\nб,3\n",
                "the unit is another",
            ),
            (
                "Місяць,Назва,Сума\nсічень 2026,а,1\nсічень 2026,б,2\n",
                "Місяць,Назва,Сума\nлютий 2026,а,3\nлютий 2026,б,4\n",
                "the month is another",
            ),
        ] {
            assert_eq!(changed(before, after).amount, None, "{why}");
        }
    }

    #[test]
    fn codes_tell_rows_apart_and_names_call_them() {
        let text = |name: &str, sum: i32| {
            format!(
                "Код,Найменування,\"Сума, грн\"\n0110150,{name},{sum}\n0111010,Садки,5\n0111020,Садки,6\n"
            )
        };
        let amount = changed(&text("Апарат", 10), &text("Апарат", 30)).amount.unwrap();
        let row = Some(("Апарат".to_owned(), "10 → 30".to_owned(), 2, 2));
        assert_eq!(told(amount.absolute), row);
        // Under the code of the one stands another by now.
        assert_eq!(changed(&text("Апарат", 10), &text("Субвенція", 30)).amount, None);
    }

    #[test]
    fn of_several_units_only_shares_are_compared_and_nothing_grows_out_of_zero() {
        let text = |km: u32, t: u32, zero: u32| {
            format!("Назва,Кількість,Одиниця виміру\nДороги,{km},км\nСіль,{t},т\nПісок,{zero},т\n")
        };
        let amount = changed(&text(10, 4, 0), &text(20, 5, 9)).amount.unwrap();
        assert_eq!(amount.absolute, None);
        let relative = amount.relative.unwrap();
        assert_eq!((relative.row.as_str(), relative.unit.as_deref()), ("Дороги", Some("км")));
    }

    #[test]
    fn personal_columns_name_no_row() {
        let text = |sum: u32| {
            format!(
                "ПІБ заявника,Телефон заявника,Сума\nКоваль Олена Іванівна,0671112233,{sum}\nБондар Іван Петрович,0671112234,5\n"
            )
        };
        let change = changed(&text(1), &text(2));
        assert_eq!((change.rows_changed, change.amount), (None, None));
    }
}
