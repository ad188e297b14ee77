-- A lease becomes a job: who is at it, and when it was last begun and done.
ALTER TABLE lease RENAME TO job;
ALTER TABLE job ADD COLUMN begun_at TIMESTAMPTZ;
ALTER TABLE job ADD COLUMN done_at TIMESTAMPTZ; -- when it last ended well
