-- Datasets as their portals describe them.
CREATE TABLE dataset (
    id         INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    remote_id  TEXT NOT NULL,
    record     TEXT NOT NULL, -- JSON, catalog::Dataset
    first_seen TEXT NOT NULL,
    gone_at    TEXT,          -- when a complete listing no longer had it
    UNIQUE (source, remote_id)
) STRICT;

-- What is known of the file behind a resource.
CREATE TABLE file (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    dataset       TEXT NOT NULL,
    resource      TEXT NOT NULL,
    url           TEXT NOT NULL, -- where the current version came from
    current       INTEGER,       -- file_version.id
    previous      INTEGER,       -- file_version.id
    etag          TEXT,
    http_modified TEXT,          -- Last-Modified, as sent
    portal_hash   TEXT,          -- the portal's own hash when last had or confirmed
    portal_date   TEXT,          -- the resource's last_modified then
    checked_at    TEXT,          -- when last had or confirmed
    error         TEXT,          -- JSON, harvest::Reason; NULL if the last attempt went well
    UNIQUE (source, dataset, resource)
) STRICT;

-- One content of a file; visible when whole.
CREATE TABLE file_version (
    id           INTEGER PRIMARY KEY,
    file_id      INTEGER NOT NULL REFERENCES file (id),
    sha256       TEXT NOT NULL,
    size         INTEGER NOT NULL, -- bytes, not compressed
    content_type TEXT,
    dated        TEXT,             -- Last-Modified, as a time
    first_seen   TEXT NOT NULL,
    whole        INTEGER NOT NULL  -- boolean
) STRICT;
CREATE INDEX file_version_file ON file_version (file_id);

-- 1 MiB of a version, compressed on its own.
CREATE TABLE file_chunk (
    version_id INTEGER NOT NULL REFERENCES file_version (id),
    number     INTEGER NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (version_id, number)
) STRICT;

-- What became new, different or gone.
CREATE TABLE change (
    id       INTEGER PRIMARY KEY,
    source   TEXT NOT NULL,
    dataset  TEXT NOT NULL,
    resource TEXT,
    at       TEXT NOT NULL,
    what     TEXT NOT NULL -- JSON, catalog::What
) STRICT;
CREATE INDEX change_at ON change (at);

-- Numbers that every process looks at: catalog_version.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Work that one process does at a time.
CREATE TABLE lease (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    epoch  INTEGER NOT NULL, -- grows with every holder
    until  TEXT NOT NULL
) STRICT;
