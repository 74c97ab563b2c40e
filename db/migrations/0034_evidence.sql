-- Evidence: files with what a moment, placement or effort reports; how long it is kept.

CREATE TABLE contract.evidence (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  moment_id uuid,                             -- one of these three
  placement_id uuid,
  effort_id uuid,
  name text CHECK (name <> ''),               -- gone with its content
  kind text NOT NULL CHECK (kind IN ('pdf', 'odt', 'ods', 'odp', 'odg', 'docx', 'xlsx', 'pptx', 'png', 'jpeg', 'csv')), -- by its bytes
  size_bytes bigint NOT NULL CHECK (size_bytes > 0), -- as it is kept
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  scan text NOT NULL CHECK (scan IN ('unscanned', 'waiting', 'clean', 'infected')), -- waiting: nobody opens it yet
  found text,                                 -- what the scanner found, in its words
  added_by uuid,                              -- none: a supplier
  added_name text NOT NULL CHECK (char_length(added_name) <= 200),
  added_at timestamptz NOT NULL,
  seen_by uuid,                               -- who opened it first of those who judge
  seen_name text CHECK (char_length(seen_name) <= 200),
  seen_at timestamptz,
  removed_at timestamptz,                     -- taken away; can be put back for a day
  gone_at timestamptz,                        -- after the term of keeping: that it was there stays
  CHECK (num_nonnulls(moment_id, placement_id, effort_id) = 1),
  CHECK ((name IS NULL) = (gone_at IS NOT NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, moment_id) REFERENCES contract.moment ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, placement_id) REFERENCES contract.placement ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, effort_id) REFERENCES contract.effort ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, added_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, seen_by) REFERENCES organisation.person
);
CREATE INDEX evidence_of_contract ON contract.evidence (municipality_id, contract_id);
CREATE INDEX evidence_of_moment ON contract.evidence (municipality_id, moment_id) WHERE moment_id IS NOT NULL;
CREATE INDEX evidence_of_placement ON contract.evidence (municipality_id, placement_id) WHERE placement_id IS NOT NULL;
CREATE INDEX evidence_of_effort ON contract.evidence (municipality_id, effort_id) WHERE effort_id IS NOT NULL;
CREATE INDEX evidence_waiting ON contract.evidence (municipality_id) WHERE scan = 'waiting';
CREATE INDEX evidence_removed ON contract.evidence (municipality_id, removed_at) WHERE removed_at IS NOT NULL;
-- What is in a name may be personal, and the log has no term.
SELECT platform.municipal_table_hiding('contract.evidence', 'full', 'name');
SELECT platform.bound_texts('contract.evidence');

CREATE TABLE contract.evidence_content (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  evidence_id uuid NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (municipality_id, evidence_id),
  FOREIGN KEY (municipality_id, evidence_id) REFERENCES contract.evidence ON DELETE CASCADE
);
SELECT platform.municipal_table('contract.evidence_content', 'light');

-- How long after the end of a contract evidence and references are kept; without a row: limits::evidence_months.
CREATE TABLE contract.evidence_setting (
  municipality_id uuid PRIMARY KEY REFERENCES platform.municipality,
  months int NOT NULL CHECK (months BETWEEN 1 AND 360),
  version bigint NOT NULL DEFAULT 1
);
SELECT platform.municipal_table('contract.evidence_setting');

-- References go after the same term, so the log does not hold them either.
DROP TRIGGER audit ON contract.placement;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON contract.placement FOR EACH ROW EXECUTE FUNCTION audit.record('id', 'full', 'reference');
