-- Who knows what, who may decide what, who helps whom.

ALTER TABLE organisation.unit ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE TABLE organisation.team (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  place text NOT NULL,           -- where the MVOI team stands in the organisation
  rhythm text NOT NULL,          -- how often it meets
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('organisation.team');

CREATE TABLE organisation.team_member (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  field text NOT NULL,           -- field of work
  unit_id uuid,                  -- the directorate this member is for; none: all of them
  cpv text[] NOT NULL DEFAULT '{}',  -- CPV divisions this member knows best
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE UNIQUE INDEX team_member_once ON organisation.team_member (municipality_id, person_id, field, coalesce(unit_id, '00000000-0000-0000-0000-000000000000'));
SELECT platform.municipal_table('organisation.team_member');

CREATE TABLE organisation.mandate (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('all', 'works', 'supplies', 'services')),
  up_to_cents bigint NOT NULL CHECK (up_to_cents > 0),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE UNIQUE INDEX mandate_once ON organisation.mandate (municipality_id, person_id, kind);
SELECT platform.municipal_table('organisation.mandate');

CREATE TABLE organisation.adviser (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  UNIQUE (municipality_id, unit_id, person_id)
);
SELECT platform.municipal_table('organisation.adviser');

CREATE TABLE organisation.help_request (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  asked_by uuid NOT NULL,
  assigned_to uuid,
  theme text,
  unit_id uuid,
  question text NOT NULL CHECK (question <> ''),
  asked_at timestamptz NOT NULL,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, asked_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, assigned_to) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE INDEX help_open ON organisation.help_request (municipality_id, assigned_to) WHERE answered_at IS NULL;
SELECT platform.municipal_table('organisation.help_request');

CREATE TABLE organisation.coaching (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  person_id uuid NOT NULL,
  held_on date NOT NULL,
  note text NOT NULL CHECK (note <> ''),
  next_step text NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE INDEX coaching_of_unit ON organisation.coaching (municipality_id, unit_id, held_on DESC);
SELECT platform.municipal_table('organisation.coaching');

-- From a unit upwards to the top, nearest first.
CREATE FUNCTION organisation.unit_and_above(start uuid) RETURNS TABLE (id uuid, distance int) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up(id, parent_id, distance) AS (
    SELECT u.id, u.parent_id, 0 FROM organisation.unit u WHERE u.municipality_id = platform.current_municipality() AND u.id = start
    UNION ALL
    SELECT u.id, u.parent_id, up.distance + 1 FROM up JOIN organisation.unit u ON u.municipality_id = platform.current_municipality() AND u.id = up.parent_id)
  SELECT up.id, up.distance FROM up $$;

-- The directorate of a unit: the one just below the top, or the unit itself where it is the top.
CREATE FUNCTION organisation.directorate(start uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT id FROM organisation.unit_and_above(start) ORDER BY distance DESC OFFSET (SELECT CASE WHEN count(*) > 1 THEN 1 ELSE 0 END FROM organisation.unit_and_above(start)) LIMIT 1 $$;
