-- People and units of a municipality.

CREATE SCHEMA organisation;
GRANT USAGE ON SCHEMA organisation TO tenzij_app;

CREATE TABLE organisation.unit (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  parent_id uuid,
  name text NOT NULL CHECK (name <> ''),
  position int NOT NULL DEFAULT 0,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, parent_id) REFERENCES organisation.unit
);
CREATE UNIQUE INDEX unit_name ON organisation.unit (municipality_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name));
SELECT platform.municipal_table('organisation.unit');

CREATE TABLE organisation.person (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  email text,
  job_title text,
  unit_id uuid,
  language text NOT NULL DEFAULT 'nl',
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
SELECT platform.municipal_table('organisation.person');

-- The first administrator makes the municipality, once, with the token that the terminal printed.
CREATE TABLE organisation.setup_token (token_hash text PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());
GRANT SELECT ON organisation.setup_token TO tenzij_app;

CREATE FUNCTION organisation.first_municipality(token text, new_id uuid, new_code text, new_name text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM organisation.setup_token WHERE token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex');
  IF NOT FOUND OR EXISTS (SELECT 1 FROM platform.municipality) THEN RETURN false; END IF;
  INSERT INTO platform.municipality (id, code, name) VALUES (new_id, new_code, new_name);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION organisation.first_municipality FROM public;
GRANT EXECUTE ON FUNCTION organisation.first_municipality TO tenzij_app;
