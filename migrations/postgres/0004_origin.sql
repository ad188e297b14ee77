-- Whether the data are the demonstration council's: they never share a database with real ones.
CREATE TABLE origin (
    id   BIGINT PRIMARY KEY CHECK (id = 1),
    demo BOOLEAN NOT NULL
);
