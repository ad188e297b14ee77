-- What the buttons under a message stand for, kept 90 days.
CREATE TABLE answer (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: old buttons name it
    bot           INTEGER NOT NULL,
    chat          INTEGER NOT NULL,
    asked_message INTEGER,          -- the message with the question, where a message asked
    outbox        INTEGER,          -- the call that said it
    kept          TEXT    NOT NULL, -- JSON as text: question, plan, choices, sources, lines not shown yet
    pressed       TEXT,             -- the last button pressed
    pressed_at    TEXT,
    created_at    TEXT    NOT NULL  -- RFC 3339, UTC
) STRICT;
CREATE INDEX answer_asked ON answer (bot, chat, asked_message) WHERE asked_message IS NOT NULL;
CREATE INDEX answer_created ON answer (created_at);

-- Data that were asked for and are not published.
CREATE TABLE request (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that the resident is told
    bot        INTEGER NOT NULL,
    chat       INTEGER NOT NULL,
    person     INTEGER NOT NULL,
    answer     INTEGER NOT NULL, -- the answer under which the button was pressed
    question   TEXT    NOT NULL,
    locale     TEXT    NOT NULL, -- uk or en
    created_at TEXT    NOT NULL,
    UNIQUE (bot, answer, person)
) STRICT;
