-- Tables that people send in: looked at before anything is written, written by a job, taken back as a whole.
CREATE SCHEMA imports;
GRANT USAGE ON SCHEMA imports TO tenzij_app;

CREATE TABLE imports.import (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  kind text NOT NULL,                         -- what its rows are: purchases, goals, ...
  file_name text NOT NULL,
  content bytea,                              -- gone once it was written or has expired
  state text NOT NULL CHECK (state IN ('waiting', 'writing', 'done', 'failed', 'undoing', 'undone')),
  choices jsonb NOT NULL,                     -- what a person chose: sheet, columns, answers, rows
  result jsonb,                               -- counts, what was left out, what went wrong
  person_id uuid,
  job_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX import_newest ON imports.import (municipality_id, kind, created_at DESC);
SELECT platform.municipal_table_hiding('imports.import', 'full', 'content');

-- How the columns of files with these headings were taken the last time.
CREATE TABLE imports.mapping (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  kind text NOT NULL,
  fingerprint text NOT NULL,
  columns jsonb NOT NULL,
  PRIMARY KEY (municipality_id, kind, fingerprint)
);
SELECT platform.municipal_table('imports.mapping');

-- What an import did, row by row. The records themselves are in the audit log; this is what undoing needs.
CREATE TABLE imports.row (
  municipality_id uuid NOT NULL,
  import_id uuid NOT NULL,
  row int NOT NULL,                           -- in the file
  action text NOT NULL CHECK (action IN ('added', 'changed')),
  record_id uuid NOT NULL,
  title text NOT NULL,
  before jsonb,
  after jsonb NOT NULL,
  undone text CHECK (undone IN ('undone', 'changedSince', 'inUse', 'gone')),
  PRIMARY KEY (municipality_id, import_id, row),
  FOREIGN KEY (municipality_id, import_id) REFERENCES imports.import
);
SELECT platform.municipal_table('imports.row', 'derived');
