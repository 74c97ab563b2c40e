-- What somebody typed in a form and did not send yet: found again after a reload, a sign-out or on another device.
-- Nobody else sees it, also not within the municipality; it is no fact of the municipality and not in the audit log.
CREATE TABLE organisation.draft (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  form text NOT NULL CHECK (char_length(form) <= 200),     -- which form of which record, as the page names it
  title text NOT NULL CHECK (char_length(title) <= 200),   -- what it is called on the start page
  path text NOT NULL CHECK (char_length(path) <= 2000),    -- where it goes on
  content text NOT NULL CHECK (char_length(content) <= 200000),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, person_id, form),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('organisation.draft', 'derived');
-- Housekeeping works for nobody and may take old ones away.
CREATE POLICY own ON organisation.draft AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());
