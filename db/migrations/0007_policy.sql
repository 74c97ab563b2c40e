-- Policy: documents, their versions and passages, goals, and the red thread between them.
-- A clause is a place in a document that keeps its identity while its words change from version to version;
-- a passage is what that clause says in one version.

CREATE SCHEMA policy;
GRANT USAGE ON SCHEMA policy TO tenzij_app;

CREATE TABLE policy.document (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  kind text NOT NULL,
  level text NOT NULL CHECK (level IN ('national', 'municipal', 'department', 'implementation')),
  unit_id uuid,
  valid_from date,
  valid_to date,
  status text NOT NULL CHECK (status IN ('draft', 'consulted', 'adopted_college', 'adopted_council', 'expired')),
  adopted_on date,
  adopted_despite text,          -- why it was adopted although groups had not been involved
  built_in text,                 -- what Tenzij brings itself, by its file
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1,  -- counts changes, for If-Match
  created_at timestamptz NOT NULL,
  CHECK (valid_to >= valid_from),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE UNIQUE INDEX document_built_in ON policy.document (municipality_id, built_in) WHERE built_in IS NOT NULL;
SELECT platform.municipal_table('policy.document');

CREATE TABLE policy.edition (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  number int NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'current', 'superseded', 'discarded')),
  file_name text NOT NULL,
  format text NOT NULL,
  pages int NOT NULL,
  sha256 text NOT NULL,
  imported_by uuid,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES policy.document,
  UNIQUE (municipality_id, document_id, number)
);
CREATE UNIQUE INDEX edition_current ON policy.edition (municipality_id, document_id) WHERE state = 'current';
CREATE UNIQUE INDEX edition_proposed ON policy.edition (municipality_id, document_id) WHERE state = 'proposed';
SELECT platform.municipal_table('policy.edition');

CREATE TABLE policy.original (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  edition_id uuid NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (municipality_id, edition_id),
  FOREIGN KEY (municipality_id, edition_id) REFERENCES policy.edition
);
SELECT platform.municipal_table('policy.original', 'light');

-- What was uploaded and waits for the job that reads it.
CREATE TABLE policy.upload (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  job_id uuid NOT NULL,
  name text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (municipality_id, job_id)
);
SELECT platform.municipal_table('policy.upload', 'derived');

CREATE TABLE policy.clause (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  mark text NOT NULL DEFAULT 'none' CHECK (mark IN ('none', 'ambition', 'vision', 'mission', 'dismissed')),
  themes text[] NOT NULL DEFAULT '{}',
  marked_by uuid,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES policy.document
);
CREATE INDEX clause_of_document ON policy.clause (municipality_id, document_id);
CREATE INDEX clause_marked ON policy.clause (municipality_id, mark) WHERE mark IN ('ambition', 'vision', 'mission');
SELECT platform.municipal_table('policy.clause', 'light');

-- Can be made again from the original; the place is in parts of the page (0-1), for PDF only.
CREATE TABLE policy.passage (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  edition_id uuid NOT NULL,
  clause_id uuid NOT NULL,
  position int NOT NULL,
  current boolean NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('heading', 'paragraph', 'item')),
  depth int NOT NULL,
  heading text[] NOT NULL,
  text text NOT NULL,
  page int NOT NULL,
  x real, y real, width real, height real,
  suggested_themes text[] NOT NULL,
  suggests_ambition boolean NOT NULL,
  change text NOT NULL DEFAULT 'same' CHECK (change IN ('same', 'changed', 'added')),
  search tsvector NOT NULL,
  PRIMARY KEY (municipality_id, edition_id, clause_id),
  FOREIGN KEY (municipality_id, edition_id) REFERENCES policy.edition,
  FOREIGN KEY (municipality_id, clause_id) REFERENCES policy.clause
);
CREATE INDEX passage_of_clause ON policy.passage (municipality_id, clause_id) INCLUDE (current, edition_id);
CREATE INDEX passage_in_order ON policy.passage (municipality_id, edition_id, position);
CREATE INDEX passage_search ON policy.passage USING gin (search) WHERE current;
SELECT platform.municipal_table('policy.passage', 'derived');

CREATE TABLE policy.goal (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  explanation text NOT NULL,
  level text NOT NULL CHECK (level IN ('municipal', 'department')),
  themes text[] NOT NULL,
  sdgs int[] NOT NULL,
  unit_id uuid,
  owner_id uuid,
  parent_id uuid,
  no_parent_reason text,         -- why a department's goal refines no municipal goal
  indicator text,
  indicator_unit text,
  baseline double precision,
  baseline_year int,
  target double precision,
  target_year int,
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, parent_id) REFERENCES policy.goal,
  CHECK (parent_id <> id)
);
CREATE INDEX goal_parent ON policy.goal (municipality_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX goal_owner ON policy.goal (municipality_id, owner_id);
SELECT platform.municipal_table('policy.goal');

-- What should be reached in the years between.
CREATE TABLE policy.goal_year (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  goal_id uuid NOT NULL,
  year int NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (municipality_id, goal_id, year),
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal
);
SELECT platform.municipal_table('policy.goal_year');

CREATE TABLE policy.goal_clause (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  clause_id uuid NOT NULL,
  goal_id uuid NOT NULL,
  quote text NOT NULL,           -- the words it was derived from
  PRIMARY KEY (municipality_id, clause_id, goal_id),
  FOREIGN KEY (municipality_id, clause_id) REFERENCES policy.clause,
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal
);
CREATE INDEX goal_clause_up ON policy.goal_clause (municipality_id, goal_id);
SELECT platform.municipal_table('policy.goal_clause');

-- Manifest MVOI: each row is a step as judged on a day; the latest row of a theme and unit is where it stands.
CREATE TABLE policy.manifest_step (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  theme text NOT NULL,
  unit_id uuid,
  current_step int NOT NULL CHECK (current_step BETWEEN 0 AND 5),
  wanted_step int NOT NULL CHECK (wanted_step BETWEEN 1 AND 5),
  evidence text NOT NULL,
  judged_on date NOT NULL,
  person_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE INDEX manifest_latest ON policy.manifest_step (municipality_id, theme, unit_id, judged_on DESC, created_at DESC);
SELECT platform.municipal_table('policy.manifest_step');

-- Something a record was derived from has changed; open until its owner confirms or adapts.
CREATE TABLE policy.review (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  node_kind text NOT NULL,
  node_id uuid NOT NULL,
  cause_kind text NOT NULL,
  cause_id uuid NOT NULL,
  change jsonb NOT NULL,         -- {"field": [before, after]}
  person_id uuid,
  at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution text CHECK (resolution IN ('confirmed', 'adapted')),
  PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX review_open ON policy.review (municipality_id, node_kind, node_id, cause_kind, cause_id) WHERE resolved_at IS NULL;
SELECT platform.municipal_table('policy.review');

-- --- The red thread -----------------------------------------------------------------------------------
-- What is lower was derived from what is upper. The own_ views are this room's; a module gives its own and adds one
-- line for it to thread_edge, thread_node and gap (CREATE OR REPLACE VIEW). security_invoker keeps the wall between municipalities up.
CREATE VIEW policy.own_thread_edge WITH (security_invoker = true) AS
  SELECT municipality_id, 'clause'::text AS upper_kind, clause_id AS upper_id, 'goal'::text AS lower_kind, goal_id AS lower_id FROM policy.goal_clause
  UNION ALL
  SELECT municipality_id, 'goal'::text, parent_id, 'goal'::text, id FROM policy.goal WHERE parent_id IS NOT NULL;
CREATE VIEW policy.thread_edge WITH (security_invoker = true) AS SELECT * FROM policy.own_thread_edge;
GRANT SELECT ON policy.own_thread_edge, policy.thread_edge TO tenzij_app;

-- What a record of the thread is called and whose it is, for every kind that edges name.
CREATE VIEW policy.own_thread_node WITH (security_invoker = true) AS
  SELECT g.municipality_id, 'goal'::text AS kind, g.id, g.title, g.level AS detail, g.themes, g.unit_id, g.owner_id, g.target_year AS year,
         NULL::bigint AS value_cents, NULL::uuid AS document_id, g.archived_at IS NOT NULL AS archived
    FROM policy.goal g
  UNION ALL
  SELECT c.municipality_id, 'clause'::text, c.id, p.text, d.title, c.themes, d.unit_id, NULL::uuid, extract(year FROM d.valid_to)::int,
         NULL::bigint, d.id, NOT p.current OR d.archived_at IS NOT NULL
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
    JOIN LATERAL (SELECT q.text, q.current FROM policy.passage q WHERE q.municipality_id = c.municipality_id AND q.clause_id = c.id
                   ORDER BY q.current DESC, q.edition_id DESC LIMIT 1) p ON true;
CREATE VIEW policy.thread_node WITH (security_invoker = true) AS SELECT * FROM policy.own_thread_node;
GRANT SELECT ON policy.own_thread_node, policy.thread_node TO tenzij_app;

-- From one record downwards (or upwards), every record once. OFFSET 0 keeps the planner at what is right here: a look
-- into each link table's index per record, and no scan of all links.
CREATE FUNCTION policy.thread_down(start_kind text, start_id uuid) RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk(kind, id) AS (
    SELECT start_kind, start_id
    UNION
    SELECT e.lower_kind, e.lower_id FROM walk w CROSS JOIN LATERAL (
      SELECT n.lower_kind, n.lower_id FROM policy.thread_edge n
       WHERE n.municipality_id = platform.current_municipality() AND n.upper_kind = w.kind AND n.upper_id = w.id OFFSET 0) e)
  SELECT walk.kind, walk.id FROM walk $$;
CREATE FUNCTION policy.thread_up(start_kind text, start_id uuid) RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk(kind, id) AS (
    SELECT start_kind, start_id
    UNION
    SELECT e.upper_kind, e.upper_id FROM walk w CROSS JOIN LATERAL (
      SELECT n.upper_kind, n.upper_id FROM policy.thread_edge n
       WHERE n.municipality_id = platform.current_municipality() AND n.lower_kind = w.kind AND n.lower_id = w.id OFFSET 0) e)
  SELECT walk.kind, walk.id FROM walk $$;

-- Everything below a changed record is to be reviewed, once per cause; a second change before the review keeps the
-- oldest "before" and takes the newest "after".
CREATE FUNCTION policy.mark_review(changed_kind text, changed_id uuid, difference jsonb, moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  marked bigint;
BEGIN
  INSERT INTO policy.review (municipality_id, id, node_kind, node_id, cause_kind, cause_id, change, person_id, at)
    SELECT platform.current_municipality(), gen_random_uuid(), t.kind, t.id, changed_kind, changed_id, difference, platform.current_person(), moment
      FROM policy.thread_down(changed_kind, changed_id) t WHERE NOT (t.kind = changed_kind AND t.id = changed_id)
  ON CONFLICT (municipality_id, node_kind, node_id, cause_kind, cause_id) WHERE resolved_at IS NULL
    DO UPDATE SET at = excluded.at, person_id = excluded.person_id,
      change = policy.review.change || (SELECT jsonb_object_agg(n.key, jsonb_build_array(coalesce(policy.review.change->n.key->0, n.value->0), n.value->1))
                                          FROM jsonb_each(excluded.change) n);
  GET DIAGNOSTICS marked = ROW_COUNT;
  RETURN marked;
END $$;

-- --- Gaps ---------------------------------------------------------------------------------------------
-- The one register of kinds of gap: who must act (the owner of the record, or everybody with this role) and in
-- which order they are shown. A module adds its kinds here and its arm to the view below.
CREATE TABLE policy.gap_kind (kind text PRIMARY KEY, position int NOT NULL, role text NOT NULL);
GRANT SELECT ON policy.gap_kind TO tenzij_app;
INSERT INTO policy.gap_kind VALUES
  ('clause_without_goal', 10, 'impact_advisor'), ('goal_without_owner', 20, 'director'), ('goal_owned_by_procurement', 25, 'director'),
  ('goal_without_indicator', 30, 'impact_advisor'), ('goal_without_parent', 40, 'impact_advisor'), ('goal_conflict', 50, 'impact_advisor'),
  ('policy_without_parent', 60, 'impact_advisor'), ('source_expired', 70, 'impact_advisor'), ('to_review', 80, 'impact_advisor');

CREATE VIEW policy.own_gap WITH (security_invoker = true) AS
  SELECT c.municipality_id, 'clause_without_goal'::text AS kind, 'clause'::text AS subject_kind, c.id AS subject_id, p.text AS title, c.themes, d.unit_id,
         NULL::uuid AS owner_id, d.id AS document_id, d.title AS detail
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id AND d.archived_at IS NULL AND d.status <> 'expired'
    JOIN policy.passage p ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
   WHERE c.mark = 'ambition' AND NOT EXISTS (
     SELECT 1 FROM policy.goal_clause l JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE l.municipality_id = c.municipality_id AND l.clause_id = c.id)
  UNION ALL
  SELECT municipality_id, 'goal_without_owner', 'goal', id, title, themes, unit_id, NULL::uuid, NULL::uuid, level FROM policy.goal
   WHERE owner_id IS NULL AND archived_at IS NULL
  UNION ALL
  SELECT municipality_id, 'goal_without_indicator', 'goal', id, title, themes, unit_id, owner_id, NULL::uuid, level FROM policy.goal
   WHERE archived_at IS NULL AND (indicator IS NULL OR target IS NULL OR target_year IS NULL)
  UNION ALL
  SELECT g.municipality_id, 'goal_owned_by_procurement', 'goal', g.id, g.title, g.themes, g.unit_id, NULL::uuid, NULL::uuid, p.name FROM policy.goal g
    JOIN organisation.person p ON p.municipality_id = g.municipality_id AND p.id = g.owner_id
   WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM auth.role_grant r WHERE r.municipality_id = g.municipality_id AND r.person_id = g.owner_id
                                            AND r.role = 'procurement_advisor')
  UNION ALL
  SELECT municipality_id, 'goal_without_parent', 'goal', id, title, themes, unit_id, owner_id, NULL::uuid, level FROM policy.goal
   WHERE archived_at IS NULL AND level = 'department' AND parent_id IS NULL AND coalesce(no_parent_reason, '') = ''
  UNION ALL
  SELECT a.municipality_id, 'goal_conflict', 'goal', a.id, a.title, a.themes, a.unit_id, a.owner_id, NULL::uuid, b.title FROM policy.goal a
    JOIN policy.goal b ON b.municipality_id = a.municipality_id AND b.id <> a.id AND lower(b.indicator) = lower(a.indicator) AND b.target_year = a.target_year
     AND b.target <> a.target AND b.archived_at IS NULL AND b.level = a.level AND b.unit_id IS NOT DISTINCT FROM a.unit_id
   WHERE a.archived_at IS NULL
  UNION ALL
  SELECT d.municipality_id, 'policy_without_parent', 'document', d.id, d.title, '{}'::text[], d.unit_id, NULL::uuid, d.id, d.level FROM policy.document d
   WHERE d.level = 'department' AND d.archived_at IS NULL AND d.status <> 'expired' AND NOT EXISTS (
     SELECT 1 FROM policy.clause c JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id AND (g.level = 'municipal' OR g.parent_id IS NOT NULL))
  UNION ALL
  SELECT d.municipality_id, 'source_expired', 'document', d.id, d.title, '{}'::text[], d.unit_id, NULL::uuid, d.id, d.status FROM policy.document d
   WHERE d.archived_at IS NULL AND (d.status = 'expired' OR d.valid_to < coalesce(nullif(current_setting('tenzij.today', true), '')::date, current_date))
     AND EXISTS (SELECT 1 FROM policy.clause c JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id)
  UNION ALL
  SELECT g.municipality_id, 'to_review', 'goal', g.id, g.title, g.themes, g.unit_id, g.owner_id, NULL::uuid, g.level FROM policy.goal g
   WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM policy.review r WHERE r.municipality_id = g.municipality_id AND r.node_kind = 'goal'
                                            AND r.node_id = g.id AND r.resolved_at IS NULL);
CREATE VIEW policy.gap WITH (security_invoker = true) AS SELECT * FROM policy.own_gap;
GRANT SELECT ON policy.own_gap, policy.gap TO tenzij_app;

-- --- Who is involved ----------------------------------------------------------------------------------
CREATE TABLE policy.stakeholder (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  sector text NOT NULL,          -- managers, project_leaders, ict, operations, experts, college, council, market
  person_id uuid,                -- who has an account; otherwise name and e-mail
  name text NOT NULL CHECK (name <> ''),
  email text,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES policy.document,
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE INDEX stakeholder_of_document ON policy.stakeholder (municipality_id, document_id);
SELECT platform.municipal_table('policy.stakeholder');

CREATE TABLE policy.consultation (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  edition_id uuid NOT NULL,
  question text NOT NULL,
  closes_on date NOT NULL,
  conclusion text,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES policy.document,
  FOREIGN KEY (municipality_id, edition_id) REFERENCES policy.edition
);
CREATE UNIQUE INDEX consultation_open ON policy.consultation (municipality_id, document_id) WHERE closed_at IS NULL;
SELECT platform.municipal_table('policy.consultation');

CREATE TABLE policy.invitation (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  consultation_id uuid NOT NULL,
  stakeholder_id uuid NOT NULL,
  token_hash text NOT NULL,      -- of the link for who has no account
  invited_at timestamptz NOT NULL,
  answered_at timestamptz,       -- said "I am done", with or without comments
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, consultation_id) REFERENCES policy.consultation,
  FOREIGN KEY (municipality_id, stakeholder_id) REFERENCES policy.stakeholder,
  UNIQUE (municipality_id, consultation_id, stakeholder_id)
);
CREATE INDEX invitation_by_token ON policy.invitation (municipality_id, token_hash);
SELECT platform.municipal_table('policy.invitation');

CREATE TABLE policy.comment (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  invitation_id uuid NOT NULL,
  clause_id uuid,                -- none: about the whole
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL,
  handling text NOT NULL DEFAULT 'open' CHECK (handling IN ('open', 'adopted', 'partly', 'not_adopted')),
  answer text,
  handled_by uuid,
  handled_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, invitation_id) REFERENCES policy.invitation,
  FOREIGN KEY (municipality_id, clause_id) REFERENCES policy.clause
);
CREATE INDEX comment_of_invitation ON policy.comment (municipality_id, invitation_id);
SELECT platform.municipal_table('policy.comment');
