-- The wire to Telegram. `bot` is the number before the colon of a bot's token.

-- Who holds a bot: the holder raises `beat`; who sees it stand still takes the bot with a new epoch.
CREATE TABLE bot_lease (
    bot   INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    beat  INTEGER NOT NULL,
    held  INTEGER NOT NULL -- boolean; false once given back
) STRICT;

-- Updates, stored before Telegram is told that we have them.
CREATE TABLE inbox (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival
    bot       INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    lane      TEXT    NOT NULL,
    payload   TEXT,             -- raw JSON text; erased when done
    state     TEXT    NOT NULL, -- waiting, done, aside
    claims    INTEGER NOT NULL,
    failures  INTEGER NOT NULL,
    epoch     INTEGER NOT NULL, -- of the last claim
    stored_at TEXT    NOT NULL, -- RFC 3339, UTC
    done_at   TEXT,
    UNIQUE (bot, update_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (bot, id) WHERE state = 'waiting';
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

-- Files to be sent: uploaded once, then named by Telegram's own id.
CREATE TABLE upload (
    id         INTEGER PRIMARY KEY,
    bot        INTEGER NOT NULL,
    digest     TEXT    NOT NULL, -- SHA-256 of kind, name and bytes, hex
    name       TEXT    NOT NULL,
    bytes      BLOB,             -- erased when file_id is known
    file_id    TEXT,
    created_at TEXT    NOT NULL,
    UNIQUE (bot, digest)
) STRICT;

-- Calls of the Bot API that are to be made, one a row.
CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    bot          INTEGER NOT NULL,
    chat         TEXT    NOT NULL, -- number or @name; empty for calls without a chat
    method       TEXT    NOT NULL,
    payload      TEXT    NOT NULL, -- JSON object as text: JSONB refuses U+0000; erased when sent
    target       TEXT,             -- chat:message that an edit means
    upload       INTEGER REFERENCES upload (id),
    upload_field TEXT,
    priority     INTEGER NOT NULL, -- 0 replies, 1 officers, 2 news
    if_unknown   TEXT    NOT NULL, -- again, mark, never
    state        TEXT    NOT NULL, -- queued, sending, sent, blocked, failed, unknown, cancelled
    not_before   TEXT,
    after_id     INTEGER REFERENCES outbox (id),
    fill         TEXT,             -- parameter that the result of after_id gives
    doubts       INTEGER NOT NULL, -- how often its outcome was unknown
    epoch        INTEGER NOT NULL, -- of the last claim
    result       TEXT,             -- JSON object: message_id, message_thread_id
    error        TEXT,
    queued_at    TEXT    NOT NULL,
    done_at      TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (bot, id) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_target ON outbox (bot, target) WHERE state = 'queued';
CREATE INDEX outbox_after ON outbox (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

-- What is known of a chat.
CREATE TABLE chat (
    bot         INTEGER NOT NULL,
    chat        TEXT    NOT NULL, -- as in outbox; empty: all chats of the bot
    blocked_at  TEXT,             -- since when it takes nothing from us
    migrated_to TEXT,
    language    TEXT,             -- uk or en, as chosen
    flood_until TEXT,             -- Telegram told us to wait
    PRIMARY KEY (bot, chat)
) STRICT;

-- Where a person stands in a conversation.
CREATE TABLE conversation (
    bot        INTEGER NOT NULL,
    chat       INTEGER NOT NULL,
    topic      INTEGER NOT NULL, -- 0 outside topics
    person     INTEGER NOT NULL,
    state      TEXT    NOT NULL, -- JSON as text
    version    INTEGER NOT NULL,
    updated_at TEXT    NOT NULL,
    PRIMARY KEY (bot, chat, topic, person)
) STRICT;
