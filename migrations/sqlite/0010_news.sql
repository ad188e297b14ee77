-- News: what is drafted, sent, corrected and recalled. Its ledger is the outbox: a row for each item, edition and chat.
CREATE TABLE news (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that people are told
    bot        INTEGER NOT NULL,
    cause      TEXT,             -- what a harvest drafted it from, so that it is drafted once; empty if a person wrote it
    part_of    INTEGER REFERENCES news (id), -- the digest of a harvest with many changes
    state      TEXT    NOT NULL, -- draft, scheduled, sending, paused, done, cancelled, recalled, discarded
    novelty    TEXT,             -- JSON, news::Novelty
    datasets   TEXT    NOT NULL, -- JSON: keys of the datasets it is about
    question   TEXT,             -- JSON: a question to press, by language
    words      TEXT    NOT NULL, -- JSON: HTML as an admin leaves it, by language
    correction TEXT,             -- JSON: words that are to take the place of those sent
    media      TEXT,             -- JSON, news::Media
    audience   TEXT    NOT NULL, -- JSON, news::Audience
    channel    INTEGER NOT NULL, -- boolean; whether the council's channel has it too
    edition    INTEGER NOT NULL, -- 0 as first sent; a correction or recall is the next
    recall     INTEGER NOT NULL, -- boolean; this edition takes back what had arrived
    author     INTEGER,          -- the admin who wrote it or sends it
    send_at    TEXT,
    cursor     INTEGER,          -- recipients up to this one have their row of this edition
    planned    INTEGER NOT NULL, -- boolean; all recipients of this edition have their row
    total      INTEGER,          -- recipients of this edition, as counted when it began
    progress   INTEGER REFERENCES outbox (id) ON DELETE SET NULL, -- the message that tells how far it is
    told_at    TEXT,             -- when that message was last written
    report     TEXT,             -- JSON: a news::Tally of each edition that has ended
    noticed_at TEXT,             -- when followers of its datasets had their notices
    created_at TEXT    NOT NULL,
    started_at TEXT,
    ended_at   TEXT,
    version    INTEGER NOT NULL, -- grows with every change: of two that change it one wins
    UNIQUE (bot, cause)
) STRICT;
CREATE INDEX news_state ON news (bot, state);
CREATE INDEX news_unnoticed ON news (bot, id) WHERE cause IS NOT NULL AND noticed_at IS NULL;

-- What an edition says, once for each form: uk and en to people, channel to the channel.
CREATE TABLE news_text (
    id           INTEGER PRIMARY KEY,
    news         INTEGER NOT NULL REFERENCES news (id),
    edition      INTEGER NOT NULL,
    form         TEXT    NOT NULL,
    method       TEXT    NOT NULL,
    payload      TEXT    NOT NULL, -- JSON object as text, all but the chat and the message
    upload       INTEGER REFERENCES upload (id),
    upload_field TEXT,
    UNIQUE (news, edition, form)
) STRICT;

-- Questions to an admin that a reply answers: the words, the media, the time.
CREATE TABLE news_prompt (
    outbox  INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    news    INTEGER NOT NULL REFERENCES news (id),
    purpose TEXT NOT NULL
) STRICT;

ALTER TABLE outbox ADD COLUMN not_after TEXT; -- the chat's quiet hours begin: planned anew
ALTER TABLE outbox ADD COLUMN news INTEGER REFERENCES news (id);
ALTER TABLE outbox ADD COLUMN edition INTEGER;
ALTER TABLE outbox ADD COLUMN news_text INTEGER REFERENCES news_text (id); -- what the payload is laid over
CREATE UNIQUE INDEX outbox_news ON outbox (news, edition, chat) WHERE news IS NOT NULL AND chat <> '';
CREATE INDEX outbox_tally ON outbox (news, edition, state) WHERE news IS NOT NULL;
-- News may stand a million deep: they are read from their head, and never when it is looked for other rows.
DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (bot, id) WHERE state IN ('queued', 'sending') AND priority < 2;
CREATE INDEX outbox_bulk ON outbox (bot, not_before, id) WHERE state = 'queued' AND priority = 2;
-- Messages that bring notices, to be taken back when their chats fall asleep.
CREATE INDEX outbox_asleep ON outbox (bot, not_after) WHERE state = 'queued' AND not_after IS NOT NULL AND news IS NULL;
CREATE INDEX outbox_sending ON outbox (bot) WHERE state = 'sending';
UPDATE outbox SET not_before = queued_at WHERE priority = 2 AND not_before IS NULL;

-- Chats that follow something or were asked whether they want news.
CREATE TABLE subscriber (
    bot         INTEGER NOT NULL,
    chat        INTEGER NOT NULL,
    consent     TEXT    NOT NULL, -- to news for everyone: unasked, asked, given, refused
    rhythm      TEXT    NOT NULL, -- at_once, daily, weekly
    quiet_from  INTEGER NOT NULL, -- minutes of the day; the same twice: no quiet hours
    quiet_until INTEGER NOT NULL,
    language    TEXT    NOT NULL, -- uk or en
    since       TEXT    NOT NULL,
    PRIMARY KEY (bot, chat)
) STRICT;

-- What a chat follows.
CREATE TABLE follow (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    bot        INTEGER NOT NULL,
    chat       INTEGER NOT NULL,
    kind       TEXT    NOT NULL, -- theme, holder, dataset, question
    what       TEXT    NOT NULL, -- the theme's name, the holder's or dataset's key, the question's words
    title      TEXT    NOT NULL, -- as people read it
    question   TEXT,             -- JSON, of a saved question: what is asked, and what the answer was
    created_at TEXT    NOT NULL,
    UNIQUE (bot, chat, kind, what)
) STRICT;
CREATE INDEX follow_what ON follow (bot, kind, what, chat);

-- What a chat is to be told because of what it follows, or later because it wants a digest.
CREATE TABLE notice (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    bot        INTEGER NOT NULL,
    chat       INTEGER NOT NULL,
    cause      TEXT    NOT NULL, -- what it is about, so that it is told once whatever rules match
    news       INTEGER REFERENCES news (id),
    follow     INTEGER,          -- why; empty: consent
    answer     TEXT,             -- JSON, of a saved question: what was and what is
    due_at     TEXT    NOT NULL,
    outbox     INTEGER,         -- the message that told it; forgotten after its time
    created_at TEXT    NOT NULL,
    UNIQUE (bot, chat, cause)
) STRICT;
CREATE INDEX notice_due ON notice (bot, due_at) WHERE outbox IS NULL;
CREATE INDEX notice_news ON notice (news) WHERE news IS NOT NULL;
CREATE INDEX notice_outbox ON notice (outbox) WHERE outbox IS NOT NULL;
