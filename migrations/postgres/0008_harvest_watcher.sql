-- Messages in which an admin watches the harvest that was asked for.
CREATE TABLE harvest_watcher (
    outbox BIGINT PRIMARY KEY, -- the call that said it first
    bot    BIGINT NOT NULL,
    chat   BIGINT NOT NULL,
    locale TEXT NOT NULL      -- uk or en
);
