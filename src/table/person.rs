//! Names of people, in one column or in three.

use super::{Table, label::key};

/// The columns of a name in the order in which it is said, by their folded headers.
const PARTS: [&[&str]; 3] = [
    &["familyname", "lastname", "surname", "прізвище"],
    &["name", "firstname", "givenname", "ім’я", "власне ім’я"],
    &["additionalname", "patronymic", "middlename", "по батькові"],
];

/// Whether a column's header promises surnames alone.
pub(super) fn is_surname(header: &str) -> bool {
    is_part(header, PARTS[0])
}

fn is_part(header: &str, names: &[&str]) -> bool {
    let header = key(header);
    names.iter().any(|name| key(name) == header)
}

impl Table {
    /// The columns of a person's name, where surnames have a column of their own: surname, given name and patronymic, as
    /// far as there are columns for them. Empty if there are none, or one is personal.
    pub fn name_columns(&self) -> Vec<usize> {
        let part = |names| self.columns.iter().position(|column| is_part(&column.name, names));
        let places = PARTS.map(part);
        let personal = places.iter().flatten().any(|&place| self.columns[place].personal);
        if places[0].is_none() || personal {
            return Vec::new();
        }
        places.into_iter().flatten().collect()
    }

    /// The whole name of the person in the row at `index`, out of [`Table::name_columns`]. `None` if it has none.
    pub fn full_name(&self, index: usize) -> Option<String> {
        let row = self.rows.get(index)?;
        let places = self.name_columns();
        let cells = places.iter().filter_map(|&place| row.cells.get(place));
        let words: Vec<&str> =
            cells.map(|cell| &*cell.text).filter(|text| !text.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Whether a text is a person's name: "Коваль Олена Вікторівна", "Коваль О. В.", "О. В. Коваль".
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=4).contains(&words.len()) || text.len() > 120 || text.contains(['"', '«', '№', ','])
    {
        return false;
    }
    if !words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase)) {
        return false;
    }
    let patronymic = words.iter().any(|word| {
        let word = word.to_lowercase();
        ["ович", "йович", "івна", "ївна", "ьович", "ілліч", "кузьмич"]
            .iter()
            .any(|end| word.ends_with(end) && word.chars().count() > end.chars().count())
    });
    let initials = words.iter().any(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        word.ends_with('.') && letters <= 2 && word.chars().all(|c| c.is_uppercase() || c == '.')
    });
    let organization = words.iter().any(|word| {
        matches!(
            *word,
            "ТОВ"
                | "КП"
                | "КНП"
                | "АТ"
                | "ПП"
                | "ОСББ"
                | "ФОП"
                | "ДП"
                | "ПАТ"
                | "БФ"
                | "ФГ"
                | "СТОВ"
        )
    });
    (patronymic || initials && words.len() <= 3) && !organization
}

#[cfg(test)]
mod tests {
    use crate::table::{Hint, Limits, Role, read};

    #[test]
    fn a_name_in_three_columns_is_put_together() {
        for header in [
            "familyName,name,additionalName",
            "Прізвище,Ім'я,По батькові",
            "lastName,firstName,patronymic",
        ] {
            let file =
                format!("{header},posada\nКоваль,Олена,Іванівна,депутат\nБондар,Іван,,депутат\n");
            let table = &read(file.as_bytes(), &Hint::default(), &Limits::default()).unwrap()[0];
            assert_eq!(table.full_name(0).as_deref(), Some("Коваль Олена Іванівна"), "{header}");
            assert_eq!(table.full_name(1).as_deref(), Some("Бондар Іван"));
            assert!(
                table.columns[..3].iter().all(|column| column.role == Role::Person),
                "{header}"
            );
        }
    }
}
