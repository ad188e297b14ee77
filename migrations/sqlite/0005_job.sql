-- A lease becomes a job: who is at it, and when it was last begun and done.
ALTER TABLE lease RENAME TO job;
ALTER TABLE job ADD COLUMN begun_at TEXT;
ALTER TABLE job ADD COLUMN done_at TEXT; -- when it last ended well
