-- Ambition sessions: who was there, what was scored and said, what was agreed, and how agreements hang in the red thread.
CREATE SCHEMA ambition;
GRANT USAGE ON SCHEMA ambition TO tenzij_app;

-- --- The audit log and personal data -------------------------------------------------------------------
-- Some columns may not outlive their row: names that are removed after a while, and silent scores. The log then says that
-- they were written, not what. They are the arguments after the second of a table's trigger.
CREATE OR REPLACE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS $$
DECLARE
  secret constant text[] := ARRAY['password_hash', 'token_hash', 'previous_token_hash', 'content'];
  keys constant text[] := string_to_array(TG_ARGV[0], ',');
  light constant boolean := TG_NARGS > 1 AND TG_ARGV[1] = 'light';
  hidden constant text[] := CASE WHEN TG_NARGS > 2 THEN string_to_array(TG_ARGV[2], ',') ELSE '{}' END;
  subject jsonb;
  key jsonb;
  delta jsonb;
  last_seq bigint;
  last_hash text;
  moment constant timestamptz := clock_timestamp();
  person uuid;
  request text;
  municipality uuid;
BEGIN
  IF TG_OP = 'INSERT' AND light THEN
    -- Only the key is turned into JSON: a row can hold megabytes.
    EXECUTE format('SELECT jsonb_build_object(%s)', (SELECT string_agg(format('%L, ($1).%I', k, k), ', ') FROM unnest(keys) k)) INTO key USING NEW;
    municipality := NEW.municipality_id;
  ELSE
    subject := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    key := (SELECT jsonb_object_agg(k, subject->k) FROM unnest(keys) k);
    municipality := (subject->>'municipality_id')::uuid;
    IF TG_OP = 'INSERT' THEN
      delta := subject - keys - secret - hidden - 'municipality_id'::text;
    ELSIF TG_OP = 'DELETE' THEN
      delta := CASE WHEN light THEN NULL ELSE subject - keys - secret - hidden - 'municipality_id'::text END;
    ELSE
      SELECT jsonb_object_agg(n.key, CASE WHEN n.key = ANY (hidden) THEN '"changed"'::jsonb ELSE jsonb_build_array(o.value, n.value) END) INTO delta
        FROM jsonb_each(subject) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
       WHERE n.value IS DISTINCT FROM o.value AND NOT n.key = ANY (secret);
      IF delta IS NULL THEN RETURN NULL; END IF;
    END IF;
  END IF;
  -- One writer of a chain at a time, until the end of the transaction.
  PERFORM pg_advisory_xact_lock(746, hashtext(municipality::text));
  SELECT e.seq, e.hash INTO last_seq, last_hash FROM audit.entry e WHERE e.municipality_id = municipality ORDER BY e.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, '');
  person := nullif(current_setting('tenzij.person', true), '')::uuid;
  request := nullif(current_setting('tenzij.request', true), '');
  INSERT INTO audit.entry VALUES (municipality, last_seq, moment, person, request, TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, key, delta, last_hash,
    audit.hash_of(last_hash, municipality, last_seq, moment, person, request, TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, key, delta));
  RETURN NULL;
END $$;

-- A municipal table whose log never holds the values of the columns in `hidden` (comma separated).
CREATE FUNCTION platform.municipal_table_hiding(target regclass, audit text, hidden text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  keys text;
BEGIN
  PERFORM platform.municipal_table(target, audit);
  SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum)) INTO keys
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
   WHERE i.indrelid = target AND i.indisprimary AND a.attname <> 'municipality_id';
  EXECUTE format('DROP TRIGGER audit ON %s', target);
  EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.record(%L, %L, %L)', target, keys, audit, hidden);
END $$;

-- The day it is: of the database, or the one that was set (tests, demo).
CREATE FUNCTION platform.today() RETURNS date LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('tenzij.today', true), '')::date, current_date) $$;

-- --- Sessions -----------------------------------------------------------------------------------------
CREATE TABLE ambition.session (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  title text NOT NULL,
  question text NOT NULL,                     -- what this group decides about
  purpose text NOT NULL CHECK (purpose IN ('generic', 'department', 'impact_area', 'project', 'market')),
  unit_id uuid,
  cpv text,                                   -- the category it is about: leading digits of the CPV
  project text,                               -- the purchase or project in words
  purchase_id uuid,                           -- the purchase, once the room of purchases knows it
  year int NOT NULL,
  planned_on date,
  allow_anonymous boolean NOT NULL,
  wanted_roles text[] NOT NULL,
  facilitator_id uuid,
  status text NOT NULL DEFAULT 'prepared' CHECK (status IN ('prepared', 'running', 'closed')),
  position int NOT NULL DEFAULT 0,            -- of the theme that is discussed; 0: people come in
  phase text NOT NULL DEFAULT 'lobby' CHECK (phase IN ('lobby', 'explain', 'score', 'reveal', 'dialogue', 'second_score', 'second_reveal', 'agree')),
  timer_ends_at timestamptz,
  code text,
  code_expires_at timestamptz,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  closed_at timestamptz,
  names_removed_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, facilitator_id) REFERENCES organisation.person
);
SELECT platform.municipal_table_hiding('ambition.session', 'full', 'code');
CREATE INDEX session_by_code ON ambition.session (code) WHERE code IS NOT NULL;

-- A phone knows a code and no municipality. The one way round the wall, by the whole code only, and it gives ids only.
CREATE FUNCTION ambition.find_code(wanted text, moment timestamptz) RETURNS TABLE (municipality_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.municipality_id, s.id FROM ambition.session s WHERE s.code = wanted AND s.code_expires_at > moment AND s.status <> 'closed' $$;
REVOKE ALL ON FUNCTION ambition.find_code FROM public;
GRANT EXECUTE ON FUNCTION ambition.find_code TO tenzij_app;

CREATE TABLE ambition.theme (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  session_id uuid NOT NULL,
  position int NOT NULL,
  code text NOT NULL,                         -- one of the six, or empty for a theme of the session's own
  title text NOT NULL,
  description text NOT NULL,
  levels text[] NOT NULL CHECK (cardinality(levels) = 4),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'disagreed', 'skipped')),
  agreed_level int CHECK (agreed_level BETWEEN 0 AND 3),
  reason text,
  decider text,                               -- who decides where the group did not agree
  decided_at timestamptz,
  PRIMARY KEY (municipality_id, session_id, position),
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session ON DELETE CASCADE
);
SELECT platform.municipal_table('ambition.theme');

-- The frame: goals of the policy library that speak about a theme, and the level they ask.
CREATE TABLE ambition.theme_goal (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  session_id uuid NOT NULL,
  position int NOT NULL,
  goal_id uuid NOT NULL,
  level int NOT NULL CHECK (level BETWEEN 0 AND 3),
  PRIMARY KEY (municipality_id, session_id, position, goal_id),
  FOREIGN KEY (municipality_id, session_id, position) REFERENCES ambition.theme ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal
);
CREATE INDEX theme_goal_up ON ambition.theme_goal (municipality_id, goal_id);
SELECT platform.municipal_table('ambition.theme_goal');

-- A seat: invited by name, or taken with the code. The name goes after a while; the role stays.
CREATE TABLE ambition.participant (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  name text,
  email text,
  role text NOT NULL CHECK (role IN ('commissioner', 'policy', 'procurement', 'contract', 'social_return', 'market', 'other')),
  invitation_hash text,
  seat_hash text,
  invited_at timestamptz,
  joined_at timestamptz,
  removed_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session ON DELETE CASCADE
);
CREATE INDEX participant_of_session ON ambition.participant (municipality_id, session_id);
CREATE UNIQUE INDEX participant_by_seat ON ambition.participant (municipality_id, seat_hash);
CREATE UNIQUE INDEX participant_by_invitation ON ambition.participant (municipality_id, invitation_hash);
SELECT platform.municipal_table_hiding('ambition.participant', 'full', 'name,email,invitation_hash,seat_hash');

-- One score per person, theme and round, whatever is sent twice. No level: "I don't know".
CREATE TABLE ambition.vote (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  session_id uuid NOT NULL,
  position int NOT NULL,
  round int NOT NULL CHECK (round IN (1, 2)),
  participant_id uuid NOT NULL,
  level int CHECK (level BETWEEN 0 AND 3),
  motivation text NOT NULL,
  changes int NOT NULL DEFAULT 0,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, session_id, position, round, participant_id),
  FOREIGN KEY (municipality_id, session_id, position) REFERENCES ambition.theme ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, participant_id) REFERENCES ambition.participant ON DELETE CASCADE
);
SELECT platform.municipal_table_hiding('ambition.vote', 'light', 'level,motivation');

CREATE TABLE ambition.note (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  position int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('argument', 'condition', 'idea', 'needed')),
  text text NOT NULL,
  participant_id uuid,                        -- empty: written by a facilitator
  at timestamptz NOT NULL,
  hidden_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, session_id, position) REFERENCES ambition.theme ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, participant_id) REFERENCES ambition.participant ON DELETE CASCADE
);
CREATE INDEX note_of_theme ON ambition.note (municipality_id, session_id, position, at);
SELECT platform.municipal_table_hiding('ambition.note', 'light', 'text');

CREATE TABLE ambition.action (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  position int,                               -- of the theme, when it belongs to one
  text text NOT NULL,
  owner_id uuid,
  due_on date,
  done_at timestamptz,
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person
);
CREATE INDEX action_of_session ON ambition.action (municipality_id, session_id);
CREATE INDEX action_of_person ON ambition.action (municipality_id, owner_id) WHERE done_at IS NULL;
SELECT platform.municipal_table('ambition.action');

CREATE TABLE ambition.setting (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  names_days int NOT NULL CHECK (names_days BETWEEN 1 AND 3650),
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('ambition.setting');

-- --- Webs: several sessions as one ----------------------------------------------------------------------
CREATE TABLE ambition.web (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  title text NOT NULL,
  person_id uuid,
  created_at timestamptz NOT NULL,
  adopted_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id)
);
SELECT platform.municipal_table('ambition.web');

CREATE TABLE ambition.web_part (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  web_id uuid NOT NULL,
  session_id uuid NOT NULL,
  weight int NOT NULL CHECK (weight BETWEEN 0 AND 100),
  PRIMARY KEY (municipality_id, web_id, session_id),
  FOREIGN KEY (municipality_id, web_id) REFERENCES ambition.web ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session
);
SELECT platform.municipal_table('ambition.web_part');

-- --- What was agreed ------------------------------------------------------------------------------------
CREATE TABLE ambition.ambition (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  session_id uuid,
  web_id uuid,
  title text NOT NULL,                        -- of the session or web
  theme text NOT NULL,                        -- one of the six, or empty
  theme_title text NOT NULL,
  level int NOT NULL CHECK (level BETWEEN 0 AND 3),
  policy_level int CHECK (policy_level BETWEEN 0 AND 3),
  reason text NOT NULL,
  unit_id uuid,
  cpv text,
  project text,
  purchase_id uuid,
  owner_id uuid,
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  agreed_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  CHECK (valid_from <= valid_to),
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session,
  FOREIGN KEY (municipality_id, web_id) REFERENCES ambition.web,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person
);
CREATE INDEX ambition_by_theme ON ambition.ambition (municipality_id, theme, valid_to) WHERE withdrawn_at IS NULL;
CREATE INDEX ambition_of_session ON ambition.ambition (municipality_id, session_id);
SELECT platform.municipal_table('ambition.ambition');

CREATE TABLE ambition.ambition_goal (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  goal_id uuid NOT NULL,
  ambition_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, goal_id, ambition_id),
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal,
  FOREIGN KEY (municipality_id, ambition_id) REFERENCES ambition.ambition
);
CREATE INDEX ambition_goal_up ON ambition.ambition_goal (municipality_id, ambition_id);
SELECT platform.municipal_table('ambition.ambition_goal');

-- --- The red thread ---------------------------------------------------------------------------------------
CREATE OR REPLACE VIEW policy.thread_edge WITH (security_invoker = true) AS
  SELECT * FROM policy.own_thread_edge
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'notice'::text, notice_id FROM notices.goal_link
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'ambition'::text, ambition_id FROM ambition.ambition_goal;

CREATE VIEW ambition.thread_node WITH (security_invoker = true) AS
  SELECT a.municipality_id, 'ambition'::text AS kind, a.id, a.theme_title || ' · ' || a.title AS title, a.level::text AS detail,
         CASE WHEN a.theme = '' THEN '{}' ELSE ARRAY[a.theme] END AS themes, a.unit_id, a.owner_id, extract(year FROM a.valid_to)::int AS year,
         NULL::bigint AS value_cents, NULL::uuid AS document_id, a.withdrawn_at IS NOT NULL AS archived
    FROM ambition.ambition a;
GRANT SELECT ON ambition.thread_node TO tenzij_app;

CREATE OR REPLACE VIEW policy.thread_node WITH (security_invoker = true) AS
  SELECT * FROM policy.own_thread_node
  UNION ALL
  SELECT n.municipality_id, 'notice'::text, n.id, n.title, n.stage, '{}'::text[], n.unit_id, NULL::uuid, extract(year FROM n.published_on)::int,
         coalesce(n.awarded_cents, n.estimated_cents), NULL::uuid, false
    FROM notices.notice n
  UNION ALL
  SELECT * FROM ambition.thread_node;

INSERT INTO policy.gap_kind VALUES
  ('ambition_undecided', 61, 'director'), ('ambition_below_policy', 62, 'impact_advisor'), ('ambition_above_policy', 63, 'impact_advisor'),
  ('ambition_without_policy', 64, 'impact_advisor'), ('ambition_expired', 65, 'impact_advisor');

CREATE VIEW ambition.gap WITH (security_invoker = true) AS
  SELECT t.municipality_id, 'ambition_undecided'::text AS kind, 'session'::text AS subject_kind, s.id AS subject_id, t.title || ' · ' || s.title AS title,
         CASE WHEN t.code = '' THEN '{}' ELSE ARRAY[t.code] END AS themes, s.unit_id, s.facilitator_id AS owner_id, NULL::uuid AS document_id, t.decider AS detail
    FROM ambition.theme t JOIN ambition.session s ON s.municipality_id = t.municipality_id AND s.id = t.session_id
   WHERE s.status = 'closed' AND t.state = 'disagreed'
  UNION ALL
  SELECT n.municipality_id, CASE WHEN a.policy_level IS NULL THEN 'ambition_without_policy' WHEN a.level < a.policy_level THEN 'ambition_below_policy'
         ELSE 'ambition_above_policy' END, 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, a.level::text
    FROM ambition.ambition a JOIN ambition.thread_node n ON n.municipality_id = a.municipality_id AND n.id = a.id
   WHERE a.withdrawn_at IS NULL AND a.valid_to >= platform.today() AND a.level IS DISTINCT FROM a.policy_level AND NOT (a.policy_level IS NULL AND a.level = 0)
  UNION ALL
  SELECT n.municipality_id, 'ambition_expired', 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, a.valid_to::text
    FROM ambition.ambition a JOIN ambition.thread_node n ON n.municipality_id = a.municipality_id AND n.id = a.id
   WHERE a.withdrawn_at IS NULL AND a.valid_to < platform.today() AND NOT EXISTS (
     SELECT 1 FROM ambition.ambition b WHERE b.municipality_id = a.municipality_id AND b.theme = a.theme AND b.theme_title = a.theme_title AND
       b.unit_id IS NOT DISTINCT FROM a.unit_id AND b.cpv IS NOT DISTINCT FROM a.cpv AND b.valid_to > a.valid_to AND b.withdrawn_at IS NULL)
  UNION ALL
  SELECT n.municipality_id, 'to_review', 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, n.detail
    FROM ambition.thread_node n
   WHERE NOT n.archived AND EXISTS (SELECT 1 FROM policy.review r WHERE r.municipality_id = n.municipality_id AND r.node_kind = 'ambition'
                                     AND r.node_id = n.id AND r.resolved_at IS NULL);
GRANT SELECT ON ambition.gap TO tenzij_app;

CREATE OR REPLACE VIEW policy.gap WITH (security_invoker = true) AS
  SELECT * FROM policy.own_gap
  UNION ALL
  SELECT * FROM notices.goal_gap
  UNION ALL
  SELECT * FROM ambition.gap;
