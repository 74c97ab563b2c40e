-- The ground floor: tenants, the wall between them (row-level security) and the audit log.
-- Every table with municipal data calls platform.municipal_table() once; nothing else grants anything on it.

CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA platform, audit TO tenzij_app;

-- The tenant. It belongs to nobody, so that sign-in can find it; the application may read it only.
CREATE TABLE platform.municipality (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON platform.municipality TO tenzij_app;

CREATE FUNCTION platform.current_municipality() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('tenzij.municipality', true), '')::uuid $$;

CREATE FUNCTION platform.current_person() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('tenzij.person', true), '')::uuid $$;

CREATE TABLE audit.entry (
  municipality_id uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  person_id uuid,
  request_id text,
  table_name text NOT NULL,
  action text NOT NULL,
  row_key jsonb NOT NULL,
  change jsonb,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (municipality_id, seq)
);
CREATE INDEX entry_by_row ON audit.entry (municipality_id, table_name, (row_key->>'id'), seq);
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY municipality ON audit.entry USING (municipality_id = platform.current_municipality());
GRANT SELECT ON audit.entry TO tenzij_app;

-- What a hash covers; used by the trigger and by the check.
CREATE FUNCTION audit.hash_of(previous text, municipality uuid, seq bigint, at timestamptz, person uuid, request text,
                              table_name text, action text, row_key jsonb, change jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(jsonb_build_array(previous, municipality, seq,
     to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), person, request, table_name, action, row_key, change)::text, 'UTF8')), 'hex') $$;

-- Row trigger. Arguments: the key columns (comma separated), then 'light' for tables whose rows are large:
-- there the log keeps the key of an inserted row, and the row itself keeps its own SHA-256.
CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS $$
DECLARE
  secret constant text[] := ARRAY['password_hash', 'token_hash', 'previous_token_hash', 'content'];
  keys constant text[] := string_to_array(TG_ARGV[0], ',');
  light constant boolean := TG_NARGS > 1;
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
      delta := subject - keys - secret - 'municipality_id'::text;
    ELSIF TG_OP = 'DELETE' THEN
      delta := CASE WHEN light THEN NULL ELSE subject - keys - secret - 'municipality_id'::text END;
    ELSE
      SELECT jsonb_object_agg(n.key, jsonb_build_array(o.value, n.value)) INTO delta
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

-- The first row per municipality whose hash, link or number is wrong; nothing when all is well.
CREATE FUNCTION audit.first_fault(municipality uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT seq FROM (
    SELECT e.*, lag(hash, 1, '') OVER w AS expected_previous, lag(seq, 1, 0::bigint) OVER w + 1 AS expected_seq
      FROM audit.entry e WHERE municipality_id = municipality WINDOW w AS (ORDER BY seq)) chain
   WHERE previous_hash <> expected_previous OR seq <> expected_seq
      OR hash <> audit.hash_of(previous_hash, municipality_id, seq, at, person_id, request_id, table_name, action, row_key, change)
   ORDER BY seq LIMIT 1 $$;

-- Puts a table behind the wall and under the audit log. audit: 'full', 'light', or 'derived' for data that can
-- be made again from audited rows (and for queues), which is not logged.
CREATE FUNCTION platform.municipal_table(target regclass, audit text DEFAULT 'full') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  keys text;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY municipality ON %s USING (municipality_id = platform.current_municipality()) WITH CHECK (municipality_id = platform.current_municipality())', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO tenzij_app', target);
  EXECUTE format('COMMENT ON TABLE %s IS %L', target, 'audit: ' || audit);
  IF audit = 'derived' THEN RETURN; END IF;
  SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey::int2[], a.attnum)) INTO keys
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
   WHERE i.indrelid = target AND i.indisprimary AND a.attname <> 'municipality_id';
  EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.record(%L%s)', target, coalesce(keys, 'municipality_id'),
    CASE WHEN audit = 'light' THEN ', ''light''' ELSE '' END);
END $$;
