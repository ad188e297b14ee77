-- What residents say of the data: which ought to be published, and what is wrong with those that are.
CREATE TABLE feedback (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that the resident is told
    bot        INTEGER NOT NULL,
    kind       TEXT NOT NULL,   -- suggestion, complaint
    chat       INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    answer     INTEGER,          -- the answer under which the button was pressed, where one was
    question   TEXT NOT NULL,
    locale     TEXT NOT NULL,   -- uk or en
    created_at TEXT NOT NULL,
    UNIQUE (bot, answer, kind, person)
) STRICT;

-- The rows that the answer complained of stands in.
CREATE TABLE feedback_source (
    feedback INTEGER NOT NULL REFERENCES feedback (id),
    position INTEGER NOT NULL,  -- 0 the first
    dataset  TEXT NOT NULL,     -- CKAN name
    resource TEXT NOT NULL,     -- the portal's id; empty for a dataset as a whole
    sha256   TEXT NOT NULL,     -- of the file's version; empty if there is none
    sheet    TEXT,
    member   TEXT,
    rows     TEXT NOT NULL,     -- 1-based, the header counted, separated by commas
    PRIMARY KEY (feedback, position)
) STRICT;
CREATE INDEX feedback_source_version ON feedback_source (sha256) WHERE sha256 <> '';

INSERT INTO feedback (id, bot, kind, chat, person, answer, question, locale, created_at)
SELECT id, bot, 'suggestion', chat, person, answer, question, locale, created_at FROM request;
DROP TABLE request;
