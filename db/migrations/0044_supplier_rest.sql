-- The rest of the supplier's page: files with an answer, answers as a table, colleagues, what the VSME asks too, and effects in the
-- words of the supplier.

-- --- Files -----------------------------------------------------------------------------------------------------------
-- A file in a draft: of that contact alone until the answer is sent.
ALTER TABLE contract.evidence ADD COLUMN held_by uuid;
CREATE INDEX evidence_held ON contract.evidence (municipality_id, added_at) WHERE held_by IS NOT NULL;
CREATE POLICY held ON contract.evidence AS RESTRICTIVE
  USING (held_by IS NULL OR platform.current_person() IS NULL) WITH CHECK (held_by IS NULL OR platform.current_person() IS NULL);

-- --- Colleagues ------------------------------------------------------------------------------------------------------
ALTER TABLE supplier.contact
  ADD COLUMN invited_name text CHECK (char_length(invited_name) <= 200), -- by a colleague; none: named by the municipality
  ADD COLUMN ended_name text CHECK (char_length(ended_name) <= 200);     -- by a colleague; none: by the municipality

-- --- Answers as a table ----------------------------------------------------------------------------------------------
-- One file that was sent. In each municipality that it had rows for there is one of these with the same id; the file is nowhere.
CREATE TABLE supplier.upload (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
CREATE INDEX upload_of_contact ON supplier.upload (municipality_id, contact_id, at);
SELECT platform.municipal_table('supplier.upload');

-- What a row did, and what undoing it needs. The records themselves are in the audit log.
CREATE TABLE supplier.upload_row (
  municipality_id uuid NOT NULL,
  upload_id uuid NOT NULL,
  row int NOT NULL,                           -- in the file
  moment_id uuid,                             -- one of these two
  placement_id uuid,
  version bigint NOT NULL,                    -- of that record, as it was written
  before jsonb,                               -- as it stood; none: it was not there
  CHECK (num_nonnulls(moment_id, placement_id) = 1),
  PRIMARY KEY (municipality_id, upload_id, row),
  FOREIGN KEY (municipality_id, upload_id) REFERENCES supplier.upload ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, moment_id) REFERENCES contract.moment ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, placement_id) REFERENCES contract.placement ON DELETE CASCADE
);
SELECT platform.municipal_table('supplier.upload_row', 'derived');

-- --- VSME ------------------------------------------------------------------------------------------------------------
-- Subjects of the voluntary standard for smaller firms (EFRAG, VSME), by their number; from knowledge/indicators.
CREATE TABLE measure.vsme (
  code text PRIMARY KEY CHECK (code ~ '^[BC][0-9]{1,2}$'),
  position int NOT NULL,
  name_nl text NOT NULL CHECK (char_length(name_nl) <= 200),
  name_en text NOT NULL CHECK (char_length(name_en) <= 200)
);
GRANT SELECT ON measure.vsme TO tenzij_app;
ALTER TABLE measure.indicator ADD COLUMN vsme text REFERENCES measure.vsme; -- asks about the same

-- --- Effects in the words of the supplier ------------------------------------------------------------------------------
-- What a supplier would rather say a commitment is about. The commitment itself stays as it was published.
CREATE TABLE contract.wording (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  commitment_id uuid NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  proposed_name text NOT NULL CHECK (char_length(proposed_name) <= 200),
  proposed_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'answered', 'withdrawn')),
  answer text,                                -- the municipality's own sentence; of an accepted one it may be missing
  answered_name text CHECK (char_length(answered_name) <= 200),
  answered_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((state IN ('accepted', 'answered')) = (answered_at IS NOT NULL)),
  CHECK (state <> 'answered' OR answer IS NOT NULL),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, commitment_id) REFERENCES contract.commitment ON DELETE CASCADE
);
CREATE INDEX wording_of_commitment ON contract.wording (municipality_id, commitment_id);
SELECT platform.municipal_table('contract.wording');

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['supplier.contact', 'contract.wording']::regclass[]) AS target;

INSERT INTO mail.kind VALUES
  ('supplier_invited', 25, 'nobody', false, 'at_once'), ('wording_proposed', 46, 'contract.edit', false, 'daily');
