-- Published notices, their originals, what the scan found in them and what people decided about that.

CREATE SCHEMA notices;
GRANT USAGE ON SCHEMA notices TO tenzij_app;

CREATE TABLE notices.notice (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  source_id text NOT NULL,
  version text NOT NULL,
  format text NOT NULL,
  stage text NOT NULL,
  kind text NOT NULL,
  publication_number text NOT NULL,
  procedure_key text NOT NULL,
  changes text NOT NULL,
  current boolean NOT NULL DEFAULT true,  -- neither an older version nor changed by a later notice
  title text NOT NULL,
  buyer text NOT NULL,
  language text NOT NULL,
  published_on date,
  nature text NOT NULL,
  procedure_type text NOT NULL,
  social_services boolean NOT NULL,
  cpv text NOT NULL,
  estimated_cents bigint,
  awarded_cents bigint,
  currency text NOT NULL,
  sme boolean,
  unit_id uuid,
  file_name text NOT NULL,
  sha256 text NOT NULL,
  scan_version text NOT NULL,
  content jsonb COMPRESSION lz4 NOT NULL,
  search tsvector NOT NULL,
  imported_at timestamptz NOT NULL,
  reference text GENERATED ALWAYS AS (source_id || '-' || version) STORED,  -- how a change notice names it
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, source_id, version),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE INDEX notice_by_date ON notices.notice (municipality_id, published_on DESC NULLS LAST, id) WHERE current;
CREATE INDEX notice_by_procedure ON notices.notice (municipality_id, procedure_key);
CREATE INDEX notice_by_publication ON notices.notice (municipality_id, publication_number);
CREATE INDEX notice_by_reference ON notices.notice (municipality_id, reference);
CREATE INDEX notice_by_change ON notices.notice (municipality_id, changes) WHERE changes <> '';
CREATE INDEX notice_search ON notices.notice USING gin (search);
SELECT platform.municipal_table('notices.notice', 'light');

CREATE TABLE notices.original (
  municipality_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  content bytea COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (municipality_id, notice_id),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice ON DELETE CASCADE
);
SELECT platform.municipal_table('notices.original', 'light');

-- Made again from the notice by every scan; what people decide is in notices.decision.
CREATE TABLE notices.finding (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  notice_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('detected', 'declared')),
  theme text,               -- null: a declared code that names no theme (BT-06)
  instrument text NOT NULL,
  strength text NOT NULL,
  field text NOT NULL,
  lot text NOT NULL,
  language text NOT NULL,
  place text NOT NULL,
  quote text NOT NULL,      -- or the declared code
  start_at int NOT NULL,
  end_at int NOT NULL,
  terms jsonb NOT NULL,
  figure jsonb,
  rules jsonb NOT NULL,
  fingerprint text NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice ON DELETE CASCADE
);
CREATE INDEX finding_by_notice ON notices.finding (municipality_id, notice_id);
SELECT platform.municipal_table('notices.finding', 'derived');

-- A person's judgement of a finding, kept for good: it survives a new scan and measures the scan.
CREATE TABLE notices.decision (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  notice_id uuid NOT NULL,
  fingerprint text NOT NULL,
  theme text,
  instrument text NOT NULL,
  rules jsonb NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('confirmed', 'rejected')),
  reason text NOT NULL,
  person_id uuid NOT NULL,
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice ON DELETE CASCADE
);
CREATE UNIQUE INDEX decision_in_force ON notices.decision (municipality_id, notice_id, fingerprint) WHERE withdrawn_at IS NULL;
SELECT platform.municipal_table('notices.decision');

-- Files of an upload until their job has read them.
CREATE TABLE notices.upload (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  job_id uuid NOT NULL,
  position int NOT NULL,
  name text NOT NULL,
  content bytea COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX upload_by_job ON notices.upload (municipality_id, job_id, position);
SELECT platform.municipal_table('notices.upload', 'derived');

-- Procedures whose notices or decisions changed: higher floors read and empty this.
CREATE TABLE notices.changed (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  procedure_key text NOT NULL,
  PRIMARY KEY (municipality_id, procedure_key)
);
SELECT platform.municipal_table('notices.changed', 'derived');
