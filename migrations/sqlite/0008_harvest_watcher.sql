-- Messages in which an admin watches the harvest that was asked for.
CREATE TABLE harvest_watcher (
    outbox INTEGER PRIMARY KEY, -- the call that said it first
    bot    INTEGER NOT NULL,
    chat   INTEGER NOT NULL,
    locale TEXT NOT NULL      -- uk or en
) STRICT;
