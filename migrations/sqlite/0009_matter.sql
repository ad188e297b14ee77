-- The life of what residents want: its term, who is at it, its topic in the officers’ group.
ALTER TABLE feedback ADD COLUMN title TEXT NOT NULL DEFAULT ''; -- what the matter is called, in a line
ALTER TABLE feedback ADD COLUMN details TEXT NOT NULL DEFAULT ''; -- what the resident wrote of it
ALTER TABLE feedback ADD COLUMN state TEXT NOT NULL DEFAULT 'new'; -- new, taken, waiting, closed, withdrawn
ALTER TABLE feedback ADD COLUMN outcome TEXT; -- published, fixed, answered, refused; of a closed one
ALTER TABLE feedback ADD COLUMN dataset TEXT; -- CKAN name; of a complaint, or with which a suggestion was closed
ALTER TABLE feedback ADD COLUMN holder TEXT; -- title of the body that holds the data, by which it is routed
ALTER TABLE feedback ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0; -- 48 hours
ALTER TABLE feedback ADD COLUMN term TEXT; -- JSON, feedback::Term
ALTER TABLE feedback ADD COLUMN due_at TEXT;
ALTER TABLE feedback ADD COLUMN half_at TEXT;
ALTER TABLE feedback ADD COLUMN day_before_at TEXT;
ALTER TABLE feedback ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0; -- 0 not yet, 1 at half time, 2 the day before, 3 when it was over
ALTER TABLE feedback ADD COLUMN extended_at TEXT;
ALTER TABLE feedback ADD COLUMN extension_reason TEXT;
ALTER TABLE feedback ADD COLUMN officer INTEGER; -- who took it
ALTER TABLE feedback ADD COLUMN first_reply_at TEXT; -- when the first word of an officer went to the resident
ALTER TABLE feedback ADD COLUMN closed_at TEXT;
ALTER TABLE feedback ADD COLUMN topic INTEGER; -- the outbox row that made its topic
ALTER TABLE feedback ADD COLUMN topic_name TEXT NOT NULL DEFAULT ''; -- what its topic is called now
ALTER TABLE feedback ADD COLUMN header INTEGER; -- the outbox row that said its header
ALTER TABLE feedback ADD COLUMN compared INTEGER NOT NULL DEFAULT 0; -- whether the answer to an earlier one like it was looked for
ALTER TABLE feedback ADD COLUMN version INTEGER NOT NULL DEFAULT 0; -- grows with every change: of two that change it one wins
UPDATE feedback SET title = question WHERE title = '';
CREATE INDEX feedback_open ON feedback (bot, due_at) WHERE state NOT IN ('closed', 'withdrawn');

CREATE INDEX feedback_topic ON feedback (topic) WHERE topic IS NOT NULL;
CREATE INDEX feedback_header ON feedback (header) WHERE header IS NOT NULL;
CREATE INDEX feedback_uncompared ON feedback (bot, id) WHERE header IS NOT NULL AND compared = 0;

-- What officers see of a source: its dataset as it was shown with the answer.
ALTER TABLE feedback_source ADD COLUMN title TEXT NOT NULL DEFAULT ''; -- of the dataset
ALTER TABLE feedback_source ADD COLUMN url TEXT NOT NULL DEFAULT ''; -- its page

-- Everyone who wants it: the first is who began it, the others joined.
CREATE TABLE voice (
    feedback   INTEGER NOT NULL REFERENCES feedback (id),
    person     INTEGER NOT NULL,   -- 0 once the person is forgotten
    number     INTEGER NOT NULL,   -- 0 the first
    chat       INTEGER NOT NULL,   -- 0 once the person is forgotten
    locale     TEXT NOT NULL,    -- uk or en
    question   TEXT NOT NULL,    -- what this person asked, to be asked again at the end
    name       TEXT,             -- as the person gave it; officers see it
    contact    TEXT,
    rating     INTEGER,            -- 1 to 5, after the end
    joined_at  TEXT NOT NULL,
    left_at    TEXT,             -- the voice was taken back
    PRIMARY KEY (feedback, number)
) STRICT;
CREATE UNIQUE INDEX voice_person ON voice (feedback, person) WHERE person <> 0;
CREATE INDEX voice_of_person ON voice (person) WHERE person <> 0;
INSERT INTO voice (feedback, person, number, chat, locale, question, joined_at)
SELECT id, person, 0, chat, locale, question, created_at FROM feedback;

-- What was written about it, in either direction, and notes of the officers.
CREATE TABLE letter (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    feedback   INTEGER NOT NULL REFERENCES feedback (id),
    side       TEXT NOT NULL,    -- resident, officer, note
    person     INTEGER NOT NULL,   -- who wrote it; 0 once forgotten
    chat       INTEGER NOT NULL,   -- where
    message    INTEGER NOT NULL,   -- its number there
    text       TEXT NOT NULL,    -- text or caption; empty for an attachment without words
    at         TEXT NOT NULL,
    UNIQUE (chat, message)
) STRICT;
CREATE INDEX letter_feedback ON letter (feedback);

-- Where a letter went: one row a copy.
CREATE TABLE letter_copy (
    letter   INTEGER NOT NULL REFERENCES letter (id),
    outbox   INTEGER NOT NULL,     -- the call that brought it
    told     INTEGER NOT NULL,     -- whether its fate was shown to who wrote it
    heading  INTEGER NOT NULL,     -- whether it only says whose letter the next message is
    PRIMARY KEY (letter, outbox)
) STRICT;
CREATE INDEX letter_copy_outbox ON letter_copy (outbox);
CREATE INDEX letter_copy_open ON letter_copy (letter) WHERE told = 0;

-- Questions to an officer, which a reply answers: what to write, why to extend.
CREATE TABLE prompt (
    outbox   INTEGER PRIMARY KEY,  -- the call that asks
    feedback INTEGER NOT NULL REFERENCES feedback (id),
    purpose  TEXT NOT NULL,      -- answer, clarify, extend, refuse, publish
    at       TEXT NOT NULL
) STRICT;

-- Matters that an officer says are put right: to be checked.
CREATE TABLE fix_check (
    feedback INTEGER PRIMARY KEY REFERENCES feedback (id),
    person   INTEGER NOT NULL,   -- the officer
    at       TEXT NOT NULL
) STRICT;

-- Who may do what. Admins are also named in the configuration.
CREATE TABLE officer (
    bot        INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    role       TEXT NOT NULL,    -- officer, admin
    department TEXT NOT NULL,    -- title of a holder; empty: everything that nobody else has
    name       TEXT NOT NULL,
    joined_at  TEXT NOT NULL,
    PRIMARY KEY (bot, person, department)
) STRICT;

-- One-time links by which officers join, and the codes by which a group is bound.
CREATE TABLE invitation (
    digest     TEXT PRIMARY KEY, -- SHA-256 of the code
    bot        INTEGER NOT NULL,
    purpose    TEXT NOT NULL,    -- officer, admin, group
    department TEXT NOT NULL,
    made_by    INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    used_by    INTEGER,
    used_at    TEXT
) STRICT;

-- The chats of the council: the officers' group.
CREATE TABLE binding (
    bot      INTEGER NOT NULL,
    purpose  TEXT NOT NULL,      -- officers
    chat     INTEGER NOT NULL,
    forum    INTEGER NOT NULL,     -- whether it has topics
    bound_by INTEGER NOT NULL,
    bound_at TEXT NOT NULL,
    PRIMARY KEY (bot, purpose)
) STRICT;

-- Every action of officers and admins.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    bot      INTEGER NOT NULL,
    at       TEXT NOT NULL,
    person   INTEGER NOT NULL,
    action   TEXT NOT NULL,
    feedback INTEGER,
    detail   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_feedback ON audit (feedback) WHERE feedback IS NOT NULL;

-- People whose feedback is not taken for a while.
CREATE TABLE block (
    bot    INTEGER NOT NULL,
    person INTEGER NOT NULL,
    until  TEXT NOT NULL,
    reason TEXT NOT NULL,
    by     INTEGER NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (bot, person)
) STRICT;

-- Usual answers.
CREATE TABLE template (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    bot   INTEGER NOT NULL,
    title TEXT NOT NULL,
    text  TEXT NOT NULL,
    by    INTEGER NOT NULL,
    at    TEXT NOT NULL
) STRICT;

-- Calls to people who are forgotten: to whom they went is erased as soon as they are over.
CREATE TABLE farewell (
    outbox INTEGER PRIMARY KEY
) STRICT;

-- What a call's result was, to find the letter or the matter of a message.
ALTER TABLE outbox ADD COLUMN message_id INTEGER;
ALTER TABLE outbox ADD COLUMN thread_id INTEGER;
CREATE INDEX outbox_message ON outbox (bot, chat, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_thread ON outbox (bot, chat, thread_id) WHERE method = 'createForumTopic';
