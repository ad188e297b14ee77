//! `GeoJSON`: the properties of each feature, with the place as two columns.

use serde_json::{Map, Value as Json};

use super::{
    Unreadable,
    grid::{Budget, Grid},
    json,
};

/// Whether a JSON value is a collection of features or one feature.
pub(super) fn is(root: &Json) -> bool {
    match root.get("type").and_then(Json::as_str) {
        Some("FeatureCollection") => root.get("features").is_some_and(Json::is_array),
        Some("Feature") => root.get("geometry").is_some(),
        _ => false,
    }
}

/// Reads the features as rows.
pub(super) fn read(mut root: Json, budget: &mut Budget<'_>) -> Result<Grid, Unreadable> {
    let features = match root.get_mut("features").map(Json::take) {
        Some(Json::Array(features)) => features,
        _ => vec![root],
    };
    json::keyed(features.into_iter().map(record), budget)
}

fn record(mut feature: Json) -> Vec<(String, String)> {
    let mut cells = match feature.get_mut("properties").map(Json::take) {
        Some(Json::Object(properties)) => json::flat(properties),
        _ => Vec::new(),
    };
    let has_place =
        cells.iter().any(|(key, _)| matches!(key.to_lowercase().as_str(), "lat" | "latitude"));
    if !has_place && let Some((lon, lat)) = feature.get("geometry").and_then(place) {
        cells.push(("lat".to_owned(), lat.to_string()));
        cells.push(("lon".to_owned(), lon.to_string()));
    }
    if cells.is_empty()
        && let Some(id) = feature.get("id")
    {
        cells.push(("id".to_owned(), json::scalar(id)));
    }
    cells
}

/// A point that stands for a geometry, (longitude, latitude): a point itself, else the middle of the box around it.
fn place(geometry: &Json) -> Option<(f64, f64)> {
    let geometry: &Map<String, Json> = geometry.as_object()?;
    let mut bounds: Option<[f64; 4]> = None;
    let mut open: Vec<&Json> = Vec::new();
    if let Some(coordinates) = geometry.get("coordinates") {
        open.push(coordinates);
    }
    if let Some(Json::Array(members)) = geometry.get("geometries") {
        open.extend(members.iter().filter_map(|member| member.get("coordinates")));
    }
    while let Some(value) = open.pop() {
        let Json::Array(items) = value else { continue };
        if let [lon, lat, ..] = items.as_slice()
            && let (Some(lon), Some(lat)) = (lon.as_f64(), lat.as_f64())
        {
            if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
                continue;
            }
            bounds = Some(bounds.map_or([lon, lat, lon, lat], |[west, south, east, north]| {
                [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
            }));
        } else {
            open.extend(items);
        }
    }
    bounds.map(|[west, south, east, north]| {
        // Seven decimals are a centimetre; more would only be the noise of the division.
        let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
        (round(f64::midpoint(west, east)), round(f64::midpoint(south, north)))
    })
}
