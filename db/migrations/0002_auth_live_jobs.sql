-- Accounts and sessions, live events, jobs.

CREATE SCHEMA auth;
CREATE SCHEMA live;
CREATE SCHEMA jobs;
GRANT USAGE ON SCHEMA auth, live, jobs TO tenzij_app;

CREATE TABLE auth.account (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  user_name text NOT NULL,
  password_hash text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, person_id),
  UNIQUE (municipality_id, user_name)
);
CREATE INDEX account_by_name ON auth.account (user_name);
SELECT platform.municipal_table('auth.account');

-- Who has which role; scope_id is the organisational unit, or null for the whole municipality.
CREATE TABLE auth.role_grant (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL,
  scope_id uuid,
  PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX role_grant_once ON auth.role_grant (municipality_id, person_id, role, coalesce(scope_id, '00000000-0000-0000-0000-000000000000'));
SELECT platform.municipal_table('auth.role_grant');

CREATE TABLE auth.session (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash text NOT NULL,
  previous_token_hash text,
  rotated_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX session_by_token ON auth.session (municipality_id, token_hash);
CREATE INDEX session_by_previous ON auth.session (municipality_id, previous_token_hash);
-- Sign-in and sign-out are logged through auth.sign_in; "seen at" on every request is not.
SELECT platform.municipal_table('auth.session', 'derived');

CREATE TABLE auth.sign_in (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('in', 'out')),
  remote text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id)
);
SELECT platform.municipal_table('auth.sign_in');

-- Failed attempts, by account or address; before sign-in there is no municipality.
CREATE TABLE auth.failure (
  subject text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX failure_by_subject ON auth.failure (subject, at);
GRANT SELECT, INSERT, DELETE ON auth.failure TO tenzij_app;

-- Sign-in must find an account before it knows the municipality; this is the one way round the wall, and it
-- gives ids only.
CREATE FUNCTION auth.find_account(wanted text) RETURNS TABLE (municipality_id uuid, code text, demo boolean, person_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.municipality_id, m.code, m.demo, a.person_id
    FROM auth.account a JOIN platform.municipality m ON m.id = a.municipality_id
   WHERE a.user_name = wanted AND a.active ORDER BY m.code $$;
REVOKE ALL ON FUNCTION auth.find_account FROM public;
GRANT EXECUTE ON FUNCTION auth.find_account TO tenzij_app;

CREATE TABLE live.event (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id bigint GENERATED ALWAYS AS IDENTITY,
  topic text NOT NULL,
  person_id uuid,
  data jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
SELECT platform.municipal_table('live.event', 'derived');

-- Numbers follow the order of commit, so that "after Last-Event-ID" misses nothing.
CREATE FUNCTION live.publish(event_topic text, person uuid, payload jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  municipality constant uuid := platform.current_municipality();
  new_id bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(747, hashtext(municipality::text));
  INSERT INTO live.event (municipality_id, topic, person_id, data) VALUES (municipality, event_topic, person, payload) RETURNING id INTO new_id;
  PERFORM pg_notify('tenzij_live', jsonb_build_object('m', municipality, 'i', new_id, 't', event_topic, 'p', person,
    'd', CASE WHEN length(payload::text) < 7000 THEN payload END)::text);
  RETURN new_id;
END $$;

CREATE TABLE jobs.job (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  person_id uuid,
  input jsonb NOT NULL DEFAULT '{}',
  report jsonb,
  error_code text,
  done_count bigint NOT NULL DEFAULT 0,
  total_count bigint NOT NULL DEFAULT 0,
  attempts int NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  heartbeat_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX job_waiting ON jobs.job (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX job_recent ON jobs.job (municipality_id, created_at DESC);
SELECT platform.municipal_table('jobs.job', 'derived');

-- A worker serves all municipalities: it may take the next job of any, and learns only whose it is.
-- Running jobs that have been silent were lost with their server; after too many attempts they have failed.
CREATE FUNCTION jobs.claim(moment timestamptz, silence interval, most_attempts int) RETURNS TABLE (municipality_id uuid, id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE jobs.job j SET state = 'failed', error_code = 'jobLost', ended_at = moment
   WHERE j.state = 'running' AND j.heartbeat_at < moment - silence AND j.attempts >= most_attempts;
  RETURN QUERY
    UPDATE jobs.job j SET state = 'running', attempts = j.attempts + 1, heartbeat_at = moment, started_at = coalesce(j.started_at, moment)
     WHERE (j.municipality_id, j.id) IN (
       SELECT c.municipality_id, c.id FROM jobs.job c
        WHERE c.state = 'queued' OR (c.state = 'running' AND c.heartbeat_at < moment - silence)
        ORDER BY c.created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING j.municipality_id, j.id;
END $$;
REVOKE ALL ON FUNCTION jobs.claim FROM public;
GRANT EXECUTE ON FUNCTION jobs.claim TO tenzij_app;
