//! The catalogue as last known.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::micros;
use crate::{
    catalog::Dataset,
    db::{Tx, on},
};

/// The datasets that are published now, by source and in the order in which they were first seen.
pub async fn datasets(tx: &mut Tx) -> sqlx::Result<Vec<Dataset>> {
    let rows: Vec<(Json<Dataset>,)> = on!(tx, conn => {
        sqlx::query_as("SELECT record FROM dataset WHERE gone_at IS NULL ORDER BY source, id")
            .fetch_all(conn)
            .await?
    });
    Ok(rows.into_iter().map(|(Json(dataset),)| dataset).collect())
}

/// What is known of `source`, each dataset with whether it is gone.
pub async fn of_source(tx: &mut Tx, source: &str) -> sqlx::Result<Vec<(Dataset, bool)>> {
    let rows: Vec<(Json<Dataset>, Option<DateTime<Utc>>)> = on!(tx, conn => {
        sqlx::query_as("SELECT record, gone_at FROM dataset WHERE source = $1 ORDER BY id")
            .bind(source)
            .fetch_all(conn)
            .await?
    });
    Ok(rows.into_iter().map(|(Json(dataset), gone)| (dataset, gone.is_some())).collect())
}

/// The last record of a dataset, also of one that is gone; `None` if it was never published.
pub async fn record(tx: &mut Tx, source: &str, id: &str) -> sqlx::Result<Option<Dataset>> {
    let row: Option<(Json<Dataset>,)> = on!(tx, conn => {
        sqlx::query_as("SELECT record FROM dataset WHERE source = $1 AND remote_id = $2")
            .bind(source)
            .bind(id)
            .fetch_optional(conn)
            .await?
    });
    Ok(row.map(|(Json(dataset),)| dataset))
}

/// Keeps `dataset` as published now.
pub async fn upsert(tx: &mut Tx, dataset: &Dataset, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO dataset (source, remote_id, record, first_seen) VALUES ($1, $2, $3, $4)
             ON CONFLICT (source, remote_id) DO UPDATE
                SET record = excluded.record, gone_at = NULL",
        )
        .bind(&dataset.source)
        .bind(&dataset.id)
        .bind(Json(dataset))
        .bind(micros(now))
        .execute(conn)
        .await?;
    });
    Ok(())
}

/// Marks a dataset as no longer published; its record and files stay.
pub async fn gone(tx: &mut Tx, source: &str, id: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE dataset SET gone_at = $1 WHERE source = $2 AND remote_id = $3")
            .bind(micros(now))
            .bind(source)
            .bind(id)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// How many harvests have finished: who loaded the data looks whether it grew.
pub async fn version(tx: &mut Tx) -> sqlx::Result<i64> {
    let version: Option<i64> = on!(tx, conn => {
        sqlx::query_scalar("SELECT value FROM counter WHERE name = 'catalog_version'")
            .fetch_optional(conn)
            .await?
    });
    Ok(version.unwrap_or(0))
}

/// Raises [`version`] by one; returns the new one.
pub async fn raise_version(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO counter (name, value) VALUES ('catalog_version', 1)
             ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        )
        .fetch_one(conn)
        .await
    })
}
