-- The supplier's own page: who is asked at a supplier, the way in by a link and a code, and what is typed there.
CREATE SCHEMA supplier;
GRANT USAGE ON SCHEMA supplier TO tenzij_app;

-- Somebody at a supplier who is asked to report. No account: a link and a code by mail are the way in.
CREATE TABLE supplier.contact (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  email text NOT NULL CHECK (char_length(email) <= 254),
  ended_at timestamptz,                        -- is asked nothing any more, and comes in no more
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, party_id) REFERENCES party.party
);
CREATE INDEX contact_of_party ON supplier.contact (municipality_id, party_id);
CREATE INDEX contact_by_email ON supplier.contact (lower(email)) WHERE ended_at IS NULL;
SELECT platform.municipal_table_hiding('supplier.contact', 'full', 'email');

-- Whether the same person of the same supplier (address and KvK number) finds this municipality's contracts beside those of another
-- that says so too. No row: no.
CREATE TABLE supplier.setting (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  together boolean NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('supplier.setting');

-- Who was asked to report on which contract, when and by whom. Nobody: by itself, when a day came near or went by.
CREATE TABLE supplier.question (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  asked_name text CHECK (char_length(asked_name) <= 200),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
CREATE INDEX question_of_contract ON supplier.question (municipality_id, contract_id, at);
SELECT platform.municipal_table('supplier.question');

-- The link of a letter. By itself it only lets one ask for a code.
CREATE TABLE supplier.link (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
CREATE UNIQUE INDEX link_by_token ON supplier.link (municipality_id, token_hash);
SELECT platform.municipal_table('supplier.link', 'derived');

-- Six figures, once, for a few minutes; a new one ends the one before.
CREATE TABLE supplier.code (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  contact_id uuid NOT NULL,
  token_hash text NOT NULL,                    -- of link and code together
  tries int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, contact_id),
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
SELECT platform.municipal_table('supplier.code', 'derived');

-- Who is in. In the audit log: that somebody came in, and left.
CREATE TABLE supplier.session (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
CREATE UNIQUE INDEX session_of_supplier_by_token ON supplier.session (municipality_id, token_hash);
SELECT platform.municipal_table('supplier.session');

-- What somebody typed and did not send yet. The municipality does not read it.
CREATE TABLE supplier.draft (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  contact_id uuid NOT NULL,
  form text NOT NULL CHECK (char_length(form) <= 200),
  content text NOT NULL CHECK (char_length(content) <= 20000),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, contact_id, form),
  FOREIGN KEY (municipality_id, contact_id) REFERENCES supplier.contact ON DELETE CASCADE
);
SELECT platform.municipal_table('supplier.draft', 'derived');
CREATE POLICY own ON supplier.draft AS RESTRICTIVE USING (platform.current_person() IS NULL) WITH CHECK (platform.current_person() IS NULL);

-- "Not known yet": the day on which the supplier expects to know it. The day it is due does not move.
CREATE TABLE supplier.not_known (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  moment_id uuid NOT NULL,
  known_on date NOT NULL,
  reporter_name text NOT NULL CHECK (char_length(reporter_name) <= 200),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, moment_id),
  FOREIGN KEY (municipality_id, moment_id) REFERENCES contract.moment ON DELETE CASCADE
);
SELECT platform.municipal_table('supplier.not_known');

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['supplier.contact', 'supplier.question', 'supplier.link', 'supplier.code', 'supplier.session', 'supplier.draft',
                    'supplier.not_known']::regclass[]) AS target;

-- Where else somebody is the same contact of the same supplier: address, KvK number, and both municipalities say so. The one way
-- round the wall, and it gives ids only.
CREATE FUNCTION supplier.same_contacts(municipality uuid, contact uuid) RETURNS TABLE (municipality_id uuid, contact_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.municipality_id, o.id
    FROM supplier.contact c
    JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id AND p.kvk IS NOT NULL
    JOIN supplier.setting s ON s.municipality_id = c.municipality_id AND s.together
    JOIN supplier.contact o ON lower(o.email) = lower(c.email) AND o.ended_at IS NULL AND o.municipality_id <> c.municipality_id
    JOIN party.party q ON q.municipality_id = o.municipality_id AND q.id = o.party_id AND q.kvk = p.kvk
    JOIN supplier.setting t ON t.municipality_id = o.municipality_id AND t.together
   WHERE c.municipality_id = municipality AND c.id = contact AND c.ended_at IS NULL
   ORDER BY o.municipality_id, o.id $$;
REVOKE ALL ON FUNCTION supplier.same_contacts FROM public;
GRANT EXECUTE ON FUNCTION supplier.same_contacts TO tenzij_app;

INSERT INTO mail.kind VALUES
  ('supplier_asked', 24, 'nobody', false, 'at_once'), ('supplier_code', 26, 'nobody', true, 'at_once');
