//! Published files: what is known of each, and its bytes in compressed chunks.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sqlx::types::Json;

use super::micros;
use crate::{
    db::{Tx, on},
    harvest::Reason,
};

/// Bytes of a version that one write keeps.
pub const CHUNK: usize = 1024 * 1024;

/// What is known of the file behind a resource, and its current version if there is one.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct FileVersion {
    /// The file's number.
    pub id: i64,
    /// The source's id.
    pub source: String,
    /// The dataset's id on the portal.
    pub dataset: String,
    /// The resource's id on the portal.
    pub resource: String,
    /// Where the current version came from.
    pub url: String,
    /// The current version, by which [`bytes()`] gives it; `None` if it was never had.
    pub version: Option<i64>,
    /// The version before.
    pub previous: Option<i64>,
    /// The server's `ETag`.
    pub etag: Option<String>,
    /// The server's Last-Modified, as sent.
    pub http_modified: Option<String>,
    /// The portal's own hash when the file was last had or confirmed.
    pub portal_hash: Option<String>,
    /// The resource's `last_modified` then.
    pub portal_date: Option<DateTime<Utc>>,
    /// When the file was last had or confirmed.
    pub checked_at: Option<DateTime<Utc>>,
    /// Why the last attempt failed, if it did.
    pub error: Option<Json<Reason>>,
    /// SHA-256 of the current version, in hexadecimal.
    pub sha256: Option<String>,
    /// Its bytes.
    pub size: Option<i64>,
    /// The media type that the server gave.
    pub content_type: Option<String>,
    /// Its Last-Modified.
    pub dated: Option<DateTime<Utc>>,
    /// When this content was first seen.
    pub first_seen: Option<DateTime<Utc>>,
}

/// A content that is about to be kept.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// SHA-256 in hexadecimal.
    pub sha256: &'a str,
    /// Bytes.
    pub size: usize,
    /// The media type that the server gave.
    pub content_type: Option<&'a str>,
    /// Its Last-Modified.
    pub dated: Option<DateTime<Utc>>,
}

/// What lets the next harvest ask for a file on condition, or not at all.
#[derive(Clone, Debug, Default)]
pub struct Validators<'a> {
    /// Where it was had.
    pub url: &'a str,
    /// The server's `ETag`.
    pub etag: Option<&'a str>,
    /// The server's Last-Modified, as sent.
    pub http_modified: Option<&'a str>,
    /// The portal's own hash.
    pub portal_hash: Option<&'a str>,
    /// The resource's `last_modified`.
    pub portal_date: Option<DateTime<Utc>>,
}

const KNOWN: &str = "SELECT file.id, file.source, file.dataset, file.resource, file.url,
        file.current AS version, file.previous, file.etag, file.http_modified, file.portal_hash,
        file.portal_date, file.checked_at, file.error, version.sha256, version.size,
        version.content_type, version.dated, version.first_seen
     FROM file LEFT JOIN file_version AS version ON version.id = file.current
     ORDER BY file.id";

/// Every file that was ever asked for, of datasets and resources still published or not.
pub async fn current(tx: &mut Tx) -> sqlx::Result<Vec<FileVersion>> {
    on!(tx, conn => sqlx::query_as(KNOWN).fetch_all(conn).await)
}

/// The bytes of a whole version; empty if there is no such version.
///
/// # Errors
///
/// [`sqlx::Error::Decode`] if a chunk is damaged.
pub async fn bytes(tx: &mut Tx, version: i64) -> sqlx::Result<Vec<u8>> {
    unpack(&chunks(tx, version).await?).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The chunks of a whole version, as [`pack`] made them.
pub async fn chunks(tx: &mut Tx, version: i64) -> sqlx::Result<Vec<Vec<u8>>> {
    on!(tx, conn => {
        sqlx::query_scalar("SELECT body FROM file_chunk WHERE version_id = $1 ORDER BY number")
            .bind(version)
            .fetch_all(conn)
            .await
    })
}

/// The bytes of `chunks`.
///
/// # Errors
///
/// If a chunk is damaged.
pub fn unpack(chunks: &[Vec<u8>]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for chunk in chunks {
        ZlibDecoder::new(chunk.as_slice()).take(CHUNK as u64).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The number of the file behind a resource, new or known.
pub async fn ensure(tx: &mut Tx, source: &str, dataset: &str, resource: &str) -> sqlx::Result<i64> {
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO file (source, dataset, resource, url) VALUES ($1, $2, $3, '')
             ON CONFLICT (source, dataset, resource) DO UPDATE SET source = excluded.source
             RETURNING id",
        )
        .bind(source)
        .bind(dataset)
        .bind(resource)
        .fetch_one(conn)
        .await
    })
}

/// Begins a version of `file`; it stays invisible until [`finish`].
pub async fn begin(
    tx: &mut Tx,
    file: i64,
    new: &NewVersion<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let size = i64::try_from(new.size).unwrap_or(i64::MAX);
    on!(tx, conn => {
        sqlx::query_scalar(
            "INSERT INTO file_version (file_id, sha256, size, content_type, dated, first_seen, whole)
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        )
        .bind(file)
        .bind(new.sha256)
        .bind(size)
        .bind(new.content_type)
        .bind(new.dated.map(micros))
        .bind(micros(now))
        .bind(false)
        .fetch_one(conn)
        .await
    })
}

/// `bytes` (at most [`CHUNK`]) as [`add_chunk`] keeps them.
///
/// # Panics
///
/// Never: writing to memory does not fail.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
}

/// Keeps the chunk `number` (from 0) of a version, as [`pack`] made it.
pub async fn add_chunk(tx: &mut Tx, version: i64, number: i64, packed: &[u8]) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("INSERT INTO file_chunk (version_id, number, body) VALUES ($1, $2, $3)")
            .bind(version)
            .bind(number)
            .bind(packed)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// The packed chunks and the media type of the version of a resource with this hash; `None` if it is not kept.
pub async fn of_version(
    tx: &mut Tx,
    source: &str,
    dataset: &str,
    resource: &str,
    sha256: &str,
) -> sqlx::Result<Option<(Vec<Vec<u8>>, Option<String>)>> {
    let found: Option<(i64, Option<String>)> = on!(tx, conn => {
        sqlx::query_as(
            "SELECT version.id, version.content_type FROM file_version AS version
             JOIN file ON file.id = version.file_id
             WHERE file.source = $1 AND file.dataset = $2 AND file.resource = $3
               AND version.sha256 = $4 AND version.whole = $5
             ORDER BY version.id DESC LIMIT 1",
        )
        .bind(source)
        .bind(dataset)
        .bind(resource)
        .bind(sha256)
        .bind(true)
        .fetch_optional(&mut *conn)
        .await?
    });
    let Some((version, kind)) = found else { return Ok(None) };
    let packed = chunks(tx, version).await?;
    Ok((!packed.is_empty()).then_some((packed, kind)))
}

/// Makes a version the current one of its file, and the current one the previous; of older ones
/// only the hash stays, but for those that feedback is about.
pub async fn finish(tx: &mut Tx, file: i64, version: i64) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE file_version SET whole = $1 WHERE id = $2")
            .bind(true)
            .bind(version)
            .execute(&mut *conn)
            .await?;
        sqlx::query("UPDATE file SET previous = current, current = $1 WHERE id = $2")
            .bind(version)
            .bind(file)
            .execute(&mut *conn)
            .await?;
        sqlx::query(
            "DELETE FROM file_chunk WHERE version_id IN (
                SELECT version.id FROM file_version AS version JOIN file ON file.id = version.file_id
                WHERE file.id = $1 AND version.whole = $2 AND version.id <> file.current
                  AND (file.previous IS NULL OR version.id <> file.previous)
                  AND NOT EXISTS (SELECT 1 FROM feedback_source AS about
                                  WHERE about.sha256 = version.sha256))",
        )
        .bind(file)
        .bind(true)
        .execute(&mut *conn)
        .await?;
    });
    Ok(())
}

/// Notes that a file is as the server has it at `now`.
pub async fn confirmed(
    tx: &mut Tx,
    file: i64,
    validators: &Validators<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "UPDATE file SET url = $1, etag = $2, http_modified = $3, portal_hash = $4,
                             portal_date = $5, checked_at = $6, error = NULL
             WHERE id = $7",
        )
        .bind(validators.url)
        .bind(validators.etag)
        .bind(validators.http_modified)
        .bind(validators.portal_hash)
        .bind(validators.portal_date.map(micros))
        .bind(micros(now))
        .bind(file)
        .execute(conn)
        .await?;
    });
    Ok(())
}

/// Notes why a file could not be had; what is known of it stays.
pub async fn failed(tx: &mut Tx, file: i64, reason: &Reason) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query("UPDATE file SET error = $1 WHERE id = $2")
            .bind(Json(reason))
            .bind(file)
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// Removes what an interrupted harvest left half written.
pub async fn sweep(tx: &mut Tx) -> sqlx::Result<()> {
    on!(tx, conn => {
        sqlx::query(
            "DELETE FROM file_chunk
             WHERE version_id IN (SELECT id FROM file_version WHERE whole = $1)",
        )
        .bind(false)
        .execute(&mut *conn)
        .await?;
        sqlx::query("DELETE FROM file_version WHERE whole = $1")
            .bind(false)
            .execute(&mut *conn)
            .await?;
    });
    Ok(())
}
