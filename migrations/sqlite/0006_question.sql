-- What residents ask, without who: no chat, no person, no message; names, phones and the like are masked.
CREATE TABLE question (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    bot        INTEGER NOT NULL,
    asked_at   TEXT    NOT NULL, -- RFC 3339, UTC, the beginning of the hour: a finer time would tell whose message it was
    locale     TEXT    NOT NULL, -- uk or en
    place      TEXT    NOT NULL, -- private or group
    way        TEXT    NOT NULL, -- text, button or edit
    outcome    TEXT    NOT NULL, -- answer, dataset, choice, none or greeting
    dataset    TEXT,             -- CKAN name of the first one
    subject    TEXT,             -- its title; without data the known words of the question
    confidence REAL    NOT NULL,
    elapsed_us INTEGER NOT NULL, -- reading and computing alone
    chosen     TEXT,             -- the dataset chosen of those that a choice offered
    text       TEXT,             -- as masked; NULL after retention
    reading    TEXT,             -- as understood, masked; NULL after retention
    plan       TEXT,             -- JSON as text, masked; NULL after retention
    gap        TEXT              -- stems of what was asked in vain, by which like questions are counted; NULL after retention
) STRICT;
CREATE INDEX question_asked ON question (bot, asked_at);

-- The question that an answer answers, so that what is chosen of its readings is counted; as long as its buttons work.
ALTER TABLE answer ADD COLUMN question INTEGER;
