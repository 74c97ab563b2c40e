-- What an administrator does: somebody stands in for somebody else, work goes to somebody else, units end and merge, programmes
-- get a key, the municipality its look; and when the last backup was made.
CREATE SCHEMA administration;
GRANT USAGE ON SCHEMA administration TO tenzij_app;

-- --- Who stands in for whom ------------------------------------------------------------------------------------
CREATE TABLE organisation.deputy (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid NOT NULL,       -- who is away
  deputy_id uuid NOT NULL,       -- who stands in
  from_on date NOT NULL,
  to_on date NOT NULL,           -- the last day
  PRIMARY KEY (municipality_id, id),
  CHECK (from_on <= to_on),
  CHECK (person_id <> deputy_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, deputy_id) REFERENCES organisation.person ON DELETE CASCADE
);
CREATE INDEX deputy_of ON organisation.deputy (municipality_id, deputy_id, to_on);
SELECT platform.municipal_table('organisation.deputy');

-- A person, and everybody this person stands in for on that day. It goes one step: a deputy's deputy is nobody's.
CREATE FUNCTION organisation.acts_for(actor uuid, on_day date DEFAULT platform.today()) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  SELECT actor
  UNION
  SELECT d.person_id FROM organisation.deputy d
   WHERE d.municipality_id = platform.current_municipality() AND d.deputy_id = actor AND on_day BETWEEN d.from_on AND d.to_on $$;

-- --- Units that ended --------------------------------------------------------------------------------------------
-- It keeps its row and its name: old records are readable with it.
ALTER TABLE organisation.unit ADD COLUMN ended_on date, ADD COLUMN merged_into uuid;
ALTER TABLE organisation.unit ADD FOREIGN KEY (municipality_id, merged_into) REFERENCES organisation.unit;
-- Another unit may have the name of one that ended.
DROP INDEX organisation.unit_name;
CREATE UNIQUE INDEX unit_name ON organisation.unit (municipality_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name))
  WHERE ended_on IS NULL;

-- --- What went from one to another ----------------------------------------------------------------------------------
CREATE TABLE administration.move (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'unit')),
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  moved jsonb NOT NULL,          -- {what: [keys of the rows]}
  person_id uuid,
  at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);
SELECT platform.municipal_table('administration.move');

-- The rows of a table that hang on somebody or something: counted, moved, and moved back. Names of tables and columns come from
-- src/administration/holdings.cpp alone. What stands there already for the other is left where it was.
CREATE FUNCTION administration.held(target regclass, link text, condition text, subject uuid) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %s WHERE municipality_id = platform.current_municipality() AND %I = $1 AND (%s)', target, link, condition)
     INTO found USING subject;
  RETURN found;
END $$;

CREATE FUNCTION administration.hand_over(target regclass, link text, condition text, subject uuid, successor uuid, only_these jsonb)
  RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  one uuid;
  done uuid[] := '{}';
  counted constant boolean := EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = target AND attname = 'version' AND atttypid = 'bigint'::regtype AND NOT attisdropped);
  change constant text := format('UPDATE %s SET %I = $1 %s WHERE municipality_id = platform.current_municipality() AND id = $2', target, link,
                                 CASE WHEN counted THEN ', version = version + 1' ELSE '' END);
BEGIN
  FOR one IN EXECUTE format('SELECT id FROM %s WHERE municipality_id = platform.current_municipality() AND %I = $1 AND (%s)
                             AND ($2 IS NULL OR $2 ? id::text) ORDER BY id FOR UPDATE', target, link, condition)
             USING subject, only_these LOOP
    BEGIN
      EXECUTE change USING successor, one;
      done := done || one;
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
  END LOOP;
  RETURN to_jsonb(done);
END $$;

-- --- Keys for programmes -----------------------------------------------------------------------------------------
CREATE TABLE auth.api_key (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  token_hash text NOT NULL,
  person_id uuid NOT NULL,       -- who made it, and whose it is
  permissions text[] NOT NULL,
  reads_only boolean NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX api_key_by_token ON auth.api_key (municipality_id, token_hash);
SELECT platform.municipal_table('auth.api_key');

-- Beside it, because it changes with every use and is in no log.
CREATE TABLE auth.api_key_use (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  key_id uuid NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, key_id),
  FOREIGN KEY (municipality_id, key_id) REFERENCES auth.api_key ON DELETE CASCADE
);
SELECT platform.municipal_table('auth.api_key_use', 'derived');

-- --- Look ----------------------------------------------------------------------------------------------------------
CREATE TABLE administration.look (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  colour text NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
  content bytea CHECK (octet_length(content) <= 262144), -- the logo, PNG
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('administration.look', 'light');

-- --- Backups ---------------------------------------------------------------------------------------------------------
-- Of the whole installation, written by `tenzij backup` as the owner.
CREATE TABLE platform.backup (
  at timestamptz PRIMARY KEY,
  bytes bigint NOT NULL,
  version text NOT NULL CHECK (char_length(version) <= 100)
);
GRANT SELECT ON platform.backup TO tenzij_app;

-- --- The log, read by who and by day -----------------------------------------------------------------------------------
CREATE INDEX entry_by_person ON audit.entry (municipality_id, person_id, seq);
CREATE INDEX entry_by_day ON audit.entry USING brin (at);
CREATE INDEX entry_of_account ON audit.entry (municipality_id, (row_key->>'person_id'), seq) WHERE table_name = 'auth.account';

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['auth.api_key', 'administration.move', 'administration.look']::regclass[]) AS target;
