//! The rows that a complaint is about, and the versions of their files.

use crate::{
    answer::Source,
    db::{Tx, on},
};

/// A place in the data: dataset, resource, version of the file, sheet, member, rows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct About {
    /// CKAN name of the dataset.
    pub dataset: String,
    /// The dataset's title; empty if it is not known.
    pub title: String,
    /// The dataset's page; empty if it is not known.
    pub url: String,
    /// The resource's id.
    pub resource: String,
    /// SHA-256 of the version; empty if there is none.
    pub sha256: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The member, in an archive.
    pub member: Option<String>,
    /// Row numbers, 1-based with the header counted, separated by commas.
    pub rows: String,
}

/// Notes that the matter `feedback` is about `sources`, each with the version of its file.
pub(super) async fn add(
    tx: &mut Tx,
    feedback: i64,
    sources: &[(Source, String)],
) -> sqlx::Result<()> {
    for (position, (source, version)) in (0_i64..).zip(sources) {
        let rows = source.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        on!(tx, conn => {
            sqlx::query(
                "INSERT INTO feedback_source
                    (feedback, position, dataset, resource, sha256, sheet, member, rows, title, url)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(feedback)
            .bind(position)
            .bind(&source.dataset)
            .bind(&source.resource)
            .bind(version)
            .bind(source.sheet.as_deref())
            .bind(source.member.as_deref())
            .bind(rows)
            .bind(&source.title)
            .bind(&source.url)
            .execute(conn)
            .await?;
        });
    }
    Ok(())
}

/// What the matter `feedback` is about, the first source first.
pub async fn of(tx: &mut Tx, feedback: i64) -> sqlx::Result<Vec<About>> {
    on!(tx, conn => {
        sqlx::query_as(
            "SELECT dataset, title, url, resource, sha256, sheet, member, rows
             FROM feedback_source WHERE feedback = $1 ORDER BY position",
        )
        .bind(feedback)
        .fetch_all(conn)
        .await
    })
}
