-- Which run of a server has a job. Each run takes a number and holds advisory lock (754, number) for as long as it lives, so that
-- another can tell what nobody has any more without asking a clock. No number: claimed before there were numbers.
ALTER TABLE jobs.job ADD COLUMN owner int;
CREATE SEQUENCE jobs.owner_number AS int CYCLE;
GRANT USAGE ON SEQUENCE jobs.owner_number TO tenzij_app;

DROP FUNCTION jobs.claim(timestamptz, interval, int, int);

-- As before, and says who has it.
CREATE FUNCTION jobs.claim(moment timestamptz, silence interval, most_attempts int, most_per_municipality int, run int DEFAULT NULL)
  RETURNS TABLE (municipality_id uuid, id uuid, attempts int)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  -- One claim at a time, or two could both see room for one more.
  PERFORM pg_advisory_xact_lock(748);
  UPDATE jobs.job j
     SET state = 'parked', error_code = 'jobParked', ended_at = moment
   WHERE j.state = 'running' AND j.heartbeat_at < moment - silence AND j.attempts >= most_attempts;
  RETURN QUERY
    WITH busy AS (
      SELECT j.municipality_id, count(*) AS jobs
        FROM jobs.job j
       WHERE j.state = 'running' AND j.heartbeat_at >= moment - silence
       GROUP BY j.municipality_id
    ), waiting AS (
      SELECT DISTINCT ON (j.municipality_id) j.municipality_id, j.id, j.created_at
        FROM jobs.job j
       WHERE j.state = 'queued' OR (j.state = 'running' AND j.heartbeat_at < moment - silence)
       ORDER BY j.municipality_id, j.created_at, j.id
    ), chosen AS (
      SELECT w.municipality_id, w.id
        FROM waiting w
        LEFT JOIN busy b ON b.municipality_id = w.municipality_id
        LEFT JOIN jobs.turn t ON t.municipality_id = w.municipality_id
       WHERE coalesce(b.jobs, 0) < most_per_municipality
       ORDER BY coalesce(b.jobs, 0), t.number NULLS FIRST, w.created_at, w.id
       LIMIT 1
    ), turned AS (
      INSERT INTO jobs.turn (municipality_id, number)
      SELECT c.municipality_id, nextval('jobs.turn_number') FROM chosen c
      ON CONFLICT (municipality_id) DO UPDATE SET number = excluded.number
    )
    UPDATE jobs.job j
       SET state = 'running', owner = run, attempts = j.attempts + 1, heartbeat_at = moment, started_at = coalesce(j.started_at, moment)
      FROM chosen c
     WHERE j.municipality_id = c.municipality_id AND j.id = c.id
    RETURNING j.municipality_id, j.id, j.attempts;
END $$;
REVOKE ALL ON FUNCTION jobs.claim FROM public;
GRANT EXECUTE ON FUNCTION jobs.claim TO tenzij_app;

-- Running jobs that no living server has go back in the queue, or are parked after most_attempts. For a server that starts.
CREATE FUNCTION jobs.take_back(moment timestamptz, most_attempts int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(748);
  UPDATE jobs.job j
     SET state = CASE WHEN j.attempts >= most_attempts THEN 'parked' ELSE 'queued' END,
         error_code = CASE WHEN j.attempts >= most_attempts THEN 'jobParked' ELSE j.error_code END,
         ended_at = CASE WHEN j.attempts >= most_attempts THEN moment ELSE j.ended_at END
   WHERE j.state = 'running'
     AND NOT EXISTS (SELECT 1 FROM pg_locks l
                      WHERE l.locktype = 'advisory' AND l.classid = 754 AND l.objid = j.owner::oid AND l.objsubid = 2 AND l.granted
                        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()));
END $$;
REVOKE ALL ON FUNCTION jobs.take_back FROM public;
GRANT EXECUTE ON FUNCTION jobs.take_back TO tenzij_app;

-- --- The audit log writes the same in half the time ----------------------------------------------------------------
-- STABLE, which it is, lets its text stand in the statement that calls it; as IMMUTABLE it was a call of its own.
ALTER FUNCTION audit.hash_of(text, uuid, bigint, timestamptz, uuid, text, text, text, jsonb, jsonb) STABLE;

-- The same entries as in 0010_ambition.sql, with fewer statements within the trigger: every row that is written pays for them.
CREATE OR REPLACE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS $$
DECLARE
  secret constant text[] := ARRAY['password_hash', 'token_hash', 'previous_token_hash', 'content'];
  keys constant text[] := string_to_array(TG_ARGV[0], ',');
  light constant boolean := TG_NARGS > 1 AND TG_ARGV[1] = 'light';
  hidden constant text[] := CASE WHEN TG_NARGS > 2 THEN string_to_array(TG_ARGV[2], ',') ELSE '{}' END;
  name constant text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
  subject jsonb;
  key jsonb := '{}';
  each_key text;
  delta jsonb;
  last_seq bigint;
  last_hash text;
  moment constant timestamptz := clock_timestamp();
  person constant uuid := nullif(current_setting('tenzij.person', true), '')::uuid;
  request constant text := nullif(current_setting('tenzij.request', true), '');
  municipality uuid;
BEGIN
  IF TG_OP = 'INSERT' AND light THEN
    -- Only the key is turned into JSON: a row can hold megabytes.
    EXECUTE format('SELECT jsonb_build_object(%s)', (SELECT string_agg(format('%L, ($1).%I', k, k), ', ') FROM unnest(keys) k)) INTO key USING NEW;
    municipality := NEW.municipality_id;
  ELSE
    IF TG_OP = 'DELETE' THEN
      subject := to_jsonb(OLD);
    ELSE
      subject := to_jsonb(NEW);
    END IF;
    IF cardinality(keys) = 1 THEN
      key := jsonb_build_object(keys[1], subject->keys[1]);
    ELSE
      FOREACH each_key IN ARRAY keys LOOP key := key || jsonb_build_object(each_key, subject->each_key); END LOOP;
    END IF;
    municipality := (subject->>'municipality_id')::uuid;
    IF TG_OP = 'INSERT' THEN
      delta := subject - (keys || secret || hidden || 'municipality_id'::text);
    ELSIF TG_OP = 'DELETE' THEN
      IF NOT light THEN delta := subject - (keys || secret || hidden || 'municipality_id'::text); END IF;
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
  INSERT INTO audit.entry VALUES (municipality, last_seq, moment, person, request, name, TG_OP, key, delta, last_hash,
    audit.hash_of(last_hash, municipality, last_seq, moment, person, request, name, TG_OP, key, delta));
  RETURN NULL;
END $$;
