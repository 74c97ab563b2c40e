-- Reference data: belongs to nobody, read by all, written by the owner only (at start, from knowledge/).

CREATE SCHEMA reference;
GRANT USAGE ON SCHEMA reference TO tenzij_app;

CREATE TABLE reference.theme (
  code text PRIMARY KEY,
  position int NOT NULL,
  name_nl text NOT NULL, name_en text NOT NULL,
  explanation_nl text NOT NULL, explanation_en text NOT NULL,
  eforms_codes text[] NOT NULL,
  sdgs int[] NOT NULL
);

CREATE TABLE reference.code (
  list text NOT NULL,
  code text NOT NULL,
  position int NOT NULL,
  name_nl text NOT NULL, name_en text NOT NULL,
  PRIMARY KEY (list, code)
);

CREATE TABLE reference.threshold (
  valid_from date NOT NULL,
  valid_to date NOT NULL,
  nature text NOT NULL,
  amount_cents bigint NOT NULL,
  verified boolean NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (nature, valid_from)
);

CREATE TABLE reference.cpv (
  code text PRIMARY KEY CHECK (code ~ '^[0-9]{8}$'),
  name_nl text NOT NULL, name_en text NOT NULL
);

CREATE TABLE reference.municipality (
  code text PRIMARY KEY,
  name text NOT NULL,
  province text NOT NULL
);

-- What of knowledge/ has been loaded, by file.
CREATE TABLE reference.loaded (file text PRIMARY KEY, checksum text NOT NULL);

GRANT SELECT ON ALL TABLES IN SCHEMA reference TO tenzij_app;
