-- Working in lists: views that somebody keeps, acts on many rows that can be taken back, and whose notices are by rule.

-- The filters, order and columns of a list under a name; shared ones are seen by everybody of the municipality.
CREATE TABLE organisation.saved_view (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  page text NOT NULL CHECK (char_length(page) <= 200),    -- of the list: "/inkopen"
  name text NOT NULL CHECK (char_length(name) <= 80),
  query text NOT NULL CHECK (char_length(query) <= 2000), -- what stands behind the question mark of its address
  shared boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, person_id, page, name),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
CREATE INDEX saved_view_by_page ON organisation.saved_view (municipality_id, page);
SELECT platform.municipal_table('organisation.saved_view');
CREATE POLICY own ON organisation.saved_view AS RESTRICTIVE
  USING (shared OR platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());

-- With which view a list opens, for one person.
CREATE TABLE organisation.default_view (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  page text NOT NULL CHECK (char_length(page) <= 200),
  view_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, person_id, page),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, view_id) REFERENCES organisation.saved_view ON DELETE CASCADE
);
SELECT platform.municipal_table('organisation.default_view', 'derived');
CREATE POLICY own ON organisation.default_view AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());

-- What was before an act on many rows, for who did it, as long as it may be taken back. The rows themselves are in the audit log.
CREATE TABLE organisation.act (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (char_length(kind) <= 40),
  before jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('organisation.act', 'derived');
CREATE POLICY own ON organisation.act AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());

-- "All notices of ... to ...": for notices that have no unit yet, when they come in and when somebody asks.
CREATE TABLE notices.unit_rule (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  position int NOT NULL,
  field text NOT NULL CHECK (field IN ('title', 'buyer', 'cpv')),
  value text NOT NULL CHECK (char_length(value) BETWEEN 1 AND 200), -- words in it, or the beginning of a CPV code
  unit_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit ON DELETE CASCADE
);
SELECT platform.municipal_table('notices.unit_rule');

-- A criterion that nobody should choose any more, and that comes back when somebody wants it.
ALTER TABLE criteria.criterion DROP CONSTRAINT criterion_status_check;
ALTER TABLE criteria.criterion ADD CONSTRAINT criterion_status_check
  CHECK (status IN ('proposal', 'in_use', 'replaced', 'rejected', 'archived'));
