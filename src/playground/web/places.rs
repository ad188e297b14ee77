//! A plain map of the town out of the council's own data: its bounds, and things with an address in it.

use serde::Serialize;

use crate::{
    answer::Council,
    table::{Kind, Point, Role, Row, Table, Value},
};

/// Landmarks on the map.
const SHOWN: usize = 24;
/// From this distance of the middle on a point is a slip, or another town, in degrees of latitude.
const NEAR: f64 = 0.05;
/// Degrees of longitude weigh this much of those of latitude where we are.
const NARROW: f64 = 0.65;
/// Added around the outermost landmarks.
const MARGIN: f64 = 0.08;

/// The town.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Town {
    /// South, west, north, east; nothing without places.
    bounds: Option<[f64; 4]>,
    /// From north to south.
    places: Vec<Place>,
}

/// A thing in the town.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Place {
    lat: f64,
    lon: f64,
    label: String,
}

/// The town of `council`, as its tables with coordinates show it.
pub(super) fn of(council: &Council) -> Town {
    let entries = council.entries().iter();
    let tables =
        entries.flat_map(|entry| entry.files.iter().filter_map(crate::answer::File::tables));
    let mut all: Vec<Place> = Vec::new();
    for tables in tables {
        for table in tables.iter() {
            all.extend(table.rows.iter().filter_map(|row| place(table, row)));
        }
    }
    town(all)
}

fn town(mut all: Vec<Place>) -> Town {
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let (Some(lat), Some(lon)) = (
        middle(all.iter().map(|place| place.lat).collect()),
        middle(all.iter().map(|place| place.lon).collect()),
    ) else {
        return Town::default();
    };
    let middle = Point { lat, lon };
    all.retain(|place| apart(point(place), middle) < NEAR);
    let mut places: Vec<Place> = Vec::new();
    // Each next one is the farthest from those before it, so that they spread over the town.
    while places.len() < SHOWN {
        let gap = |place: &Place| {
            let from = places.iter().map(point).chain(places.is_empty().then_some(middle));
            from.map(|other| apart(point(place), other)).fold(f64::INFINITY, f64::min)
        };
        let fresh = all.iter().filter(|place| places.iter().all(|own| own.label != place.label));
        let Some(next) = fresh.max_by(|a, b| gap(a).total_cmp(&gap(b))) else { break };
        places.push(next.clone());
    }
    places.sort_by(|a, b| b.lat.total_cmp(&a.lat));
    let of = |pick: fn(&Place) -> f64| {
        let range = places.iter().map(pick);
        let (low, high) =
            (range.clone().fold(f64::INFINITY, f64::min), range.fold(f64::NEG_INFINITY, f64::max));
        let margin = (high - low).max(0.002) * MARGIN;
        (low - margin, high + margin)
    };
    let ((south, north), (west, east)) = (of(|place| place.lat), of(|place| place.lon));
    Town { bounds: Some([south, west, north, east]), places }
}

fn point(place: &Place) -> Point {
    Point { lat: place.lat, lon: place.lon }
}

fn apart(a: Point, b: Point) -> f64 {
    (a.lat - b.lat).hypot((a.lon - b.lon) * NARROW)
}

/// Where a row's thing is, and what it is called there.
fn place(table: &Table, row: &Row) -> Option<Place> {
    let column = |role: Role| {
        table.columns.iter().position(|column| column.role == role && !column.personal)
    };
    let at = |role: Role| {
        column(role).map(|at| row.cells[at].text.trim()).filter(|text| !text.is_empty())
    };
    let number = |role: Role| match column(role).map(|at| &row.cells[at].value) {
        Some(Value::Number(number)) => number.to_string().parse::<f64>().ok(),
        _ => None,
    };
    let cell = table.columns.iter().position(|column| column.kind == Kind::Point);
    let point = match cell.map(|at| &row.cells[at].value) {
        Some(Value::Point(point)) => *point,
        _ => Point { lat: number(Role::Latitude)?, lon: number(Role::Longitude)? },
    };
    let street = street(table, row).map(|street| match at(Role::House) {
        Some(house) => format!("{street}, {house}"),
        None => street,
    });
    let label = at(Role::Address)
        .map(ToOwned::to_owned)
        .or(street)
        .or(at(Role::Name).map(ToOwned::to_owned))?;
    let label: String = label.chars().take(60).collect();
    Some(Place { lat: point.lat, lon: point.lon, label })
}

/// The street: its kind and its name may stand in columns of their own. A kind alone is no street.
fn street(table: &Table, row: &Row) -> Option<String> {
    let parts: Vec<&str> = table
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(column, cell)| column.role == Role::Street && !cell.text.is_empty())
        .map(|(_, cell)| &*cell.text)
        .collect();
    let street = parts.join(" ");
    (street.contains(' ')).then_some(street)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_leaves_out_slips_and_spreads_its_landmarks() {
        let place = |lat: f64, lon: f64| Place { lat, lon, label: format!("{lat} {lon}") };
        let mut all: Vec<Place> =
            (0..50).map(|at| place(48.70 + 0.0001 * f64::from(at), 29.10)).collect();
        all.push(place(29.10, 48.70));
        all.push(place(0.0, 0.0));
        all.push(place(48.72, 29.13));
        let town = town(all);
        assert_eq!(town.places.len(), SHOWN);
        assert_eq!(town.places[0].label, "48.72 29.13");
        let [south, west, north, east] = town.bounds.unwrap();
        assert!(south > 48.69 && north < 48.73 && west > 29.0 && east < 29.2, "{town:?}");
    }

    #[test]
    fn without_places_there_is_no_map() {
        assert_eq!(town(Vec::new()), Town::default());
    }
}
