//! The history of what became new, different or gone.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::micros;
use crate::{
    catalog::{Change, What},
    db::{Tx, on},
};

/// Keeps `change`.
pub async fn add(tx: &mut Tx, change: &Change) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "INSERT INTO change (source, dataset, resource, at, what) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&change.source)
        .bind(&change.dataset)
        .bind(&change.resource)
        .bind(micros(change.at))
        .bind(Json(&change.what))
        .execute(conn)
        .await?;
    });
    Ok(())
}

/// Changes after the one numbered `after` (0: from the first), oldest first, each with its number.
pub async fn after(tx: &mut Tx, after: i64, limit: i64) -> sqlx::Result<Vec<(i64, Change)>> {
    type Row = (i64, String, String, Option<String>, DateTime<Utc>, Json<What>);
    let rows: Vec<Row> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT id, source, dataset, resource, at, what FROM change
             WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await?
    });
    let change = |(id, source, dataset, resource, at, Json(what)): Row| {
        (id, Change { source, dataset, resource, at, what })
    };
    Ok(rows.into_iter().map(change).collect())
}

/// The number of the last change; 0 if there is none.
pub async fn last(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM change").fetch_one(conn).await
    })
}

/// Whether there is a change of the dataset `dataset` of `source` before the one numbered `before`: it is no new one.
pub async fn is_known(tx: &mut Tx, source: &str, dataset: &str, before: i64) -> sqlx::Result<bool> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM change WHERE source = $1 AND dataset = $2 AND id < $3)",
        )
        .bind(source)
        .bind(dataset)
        .bind(before)
        .fetch_one(conn)
        .await
    })
}
