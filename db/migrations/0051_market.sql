-- The market: enterprises with what they offer, what proves their impact, what a municipality knows of them and whom it asked.
-- An enterprise belongs to the municipality that entered it. Where it agrees, a copy of its card is there for every municipality of the
-- installation (market.shared); notes, relations and questions never are.
CREATE SCHEMA market;
GRANT USAGE ON SCHEMA market TO tenzij_app;

-- Certificates and codes, of knowledge/market/certificates.json; read by everybody.
CREATE TABLE market.certificate (
  code text PRIMARY KEY,
  position int NOT NULL,
  name text NOT NULL,
  proves_nl text NOT NULL,
  proves_en text NOT NULL,
  check_nl text NOT NULL,
  check_en text NOT NULL,
  site text NOT NULL,
  themes text[] NOT NULL,
  months int,                                 -- how long one usually holds
  reserved boolean NOT NULL                   -- shows that a contract may be reserved for it (art. 2.82)
);
GRANT SELECT ON market.certificate TO tenzij_app;

CREATE TABLE market.enterprise (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  party_id uuid,                              -- the same organisation among those of contracts
  name text NOT NULL CHECK (name <> ''),
  other_names text[] NOT NULL DEFAULT '{}',
  kvk text CHECK (kvk ~ '^[0-9]{8}$'),
  branch text CHECK (branch ~ '^[0-9]{12}$'),
  legal_form text CHECK (legal_form IN ('sole_trader', 'partnership', 'bv', 'nv', 'foundation', 'association', 'cooperative', 'public_body', 'foreign')),
  address text,                               -- of a legal person only: a sole trader's may be a home
  place text,
  description text NOT NULL DEFAULT '',
  themes text[] NOT NULL DEFAULT '{}',
  target_groups text[] NOT NULL DEFAULT '{}',
  size text CHECK (size IN ('micro', 'small', 'medium', 'large')),
  radius_km int CHECK (radius_km BETWEEN 1 AND 1000), -- how far it delivers; none: everywhere
  website text,
  contact_role text,                          -- a role rather than a person
  email text,
  shared boolean NOT NULL DEFAULT false,      -- the enterprise agrees that every municipality of the installation finds it
  source text,                                -- where the entry came from
  source_on date,
  joined_into uuid,                           -- somebody said that both are one; undone by taking it away
  archived_at timestamptz,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  edition bigint NOT NULL DEFAULT 0,          -- of market.edition, by which searchers notice a change
  version bigint NOT NULL DEFAULT 1,
  CHECK (address IS NULL OR legal_form IN ('bv', 'nv', 'foundation', 'association', 'cooperative', 'public_body')),
  CHECK (joined_into <> id),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, party_id) REFERENCES party.party,
  FOREIGN KEY (municipality_id, joined_into) REFERENCES market.enterprise
);
CREATE UNIQUE INDEX enterprise_by_kvk ON market.enterprise (municipality_id, kvk, coalesce(branch, ''))
  WHERE kvk IS NOT NULL AND joined_into IS NULL AND archived_at IS NULL;
CREATE INDEX enterprise_by_edition ON market.enterprise (municipality_id, edition);
CREATE INDEX enterprise_joined ON market.enterprise (municipality_id, joined_into) WHERE joined_into IS NOT NULL;
CREATE INDEX enterprise_of_party ON market.enterprise (municipality_id, party_id) WHERE party_id IS NOT NULL;
SELECT platform.municipal_table_hiding('market.enterprise', 'full', 'edition');

CREATE TABLE market.offering (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  position int NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  description text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('product', 'service', 'work')),
  cpv text CHECK (cpv ~ '^[0-9]{8}$'),
  category text,
  price_cents bigint CHECK (price_cents >= 0), -- indicative, without VAT, per unit
  unit text,
  minimum bigint CHECK (minimum >= 0),        -- of one order, in that unit
  maximum bigint CHECK (maximum >= minimum),
  lead_days int CHECK (lead_days BETWEEN 0 AND 1000),
  impact text NOT NULL DEFAULT '',            -- what a euro does here
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, enterprise_id) REFERENCES market.enterprise ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, category) REFERENCES criteria.category
);
CREATE INDEX offering_of_enterprise ON market.offering (municipality_id, enterprise_id);
SELECT platform.municipal_table('market.offering');

-- That an enterprise holds a certificate, as it says or as somebody looked up. Past its last day it shows and counts no more.
CREATE TABLE market.evidence (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  certificate text NOT NULL CHECK (char_length(certificate) <= 100),
  valid_from date,
  valid_to date,
  link text,
  checked_on date,
  checked_name text CHECK (char_length(checked_name) <= 200),
  CHECK (valid_to >= valid_from),
  CHECK ((checked_on IS NULL) = (checked_name IS NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, enterprise_id) REFERENCES market.enterprise ON DELETE CASCADE
);
CREATE INDEX evidence_of_enterprise ON market.evidence (municipality_id, enterprise_id);
SELECT platform.municipal_table('market.evidence');

-- --- What a municipality knows of an enterprise, also of one that another municipality entered -------------------------------------
CREATE TABLE market.note (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('note', 'talk', 'visit', 'meeting')),
  on_day date NOT NULL,
  words text NOT NULL CHECK (words <> ''),
  next_step text,
  next_on date,
  owner_id uuid,                              -- who takes that step
  done_on date,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person
);
CREATE INDEX note_of_enterprise ON market.note (municipality_id, enterprise_id, on_day DESC);
SELECT platform.municipal_table('market.note');

-- Whom a purchase was asked of, and what came of it: so that it is not always the same.
CREATE TABLE market.asked (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  enterprise_id uuid NOT NULL,
  enterprise_name text NOT NULL CHECK (char_length(enterprise_name) <= 200),
  asked_on date NOT NULL,
  outcome text NOT NULL DEFAULT 'asked' CHECK (outcome IN ('asked', 'answered', 'ordered', 'declined', 'silent')),
  words text NOT NULL DEFAULT '',
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, purchase_id, enterprise_id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase
);
CREATE INDEX asked_of_enterprise ON market.asked (municipality_id, enterprise_id, asked_on);
SELECT platform.municipal_table('market.asked');

-- Two that look alike and are not the same: somebody said so.
CREATE TABLE market.apart (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  one_id uuid NOT NULL,                       -- the smaller id of both
  other_id uuid NOT NULL,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  CHECK (one_id < other_id),
  PRIMARY KEY (municipality_id, one_id, other_id),
  FOREIGN KEY (municipality_id, one_id) REFERENCES market.enterprise ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, other_id) REFERENCES market.enterprise ON DELETE CASCADE
);
SELECT platform.municipal_table('market.apart');

-- What was searched and not found, by day, without who: not in the audit log, which says who.
CREATE TABLE market.vain (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  words text NOT NULL CHECK (char_length(words) <= 200),
  on_day date NOT NULL,
  times int NOT NULL,
  PRIMARY KEY (municipality_id, words, on_day)
);
SELECT platform.municipal_table('market.vain', 'derived');

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['market.enterprise', 'market.offering', 'market.evidence', 'market.note', 'market.asked', 'market.apart',
                    'market.vain']::regclass[]) AS target;

-- --- How who searches notices a change ---------------------------------------------------------------------------------------------
-- One row per municipality, locked by who changes something until it is committed: a higher edition is never seen before a lower one.
CREATE TABLE market.edition (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  version bigint NOT NULL,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('market.edition', 'derived');

CREATE TABLE market.shared_edition (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO market.shared_edition VALUES (true, 0);
GRANT SELECT ON market.shared_edition TO tenzij_app;

-- Cards of enterprises that agreed. Written by market.touch() alone; without a card: not shared any more.
CREATE TABLE market.shared (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES platform.municipality,
  edition bigint NOT NULL,
  card jsonb
);
CREATE INDEX shared_by_edition ON market.shared (edition);
GRANT SELECT ON market.shared TO tenzij_app;

-- Everything an enterprise says of itself, with what was joined to it, named as the API does (src/market/market.h).
CREATE VIEW market.card WITH (security_invoker = true) AS
SELECT e.municipality_id, e.id, e.edition, e.shared, e.archived_at IS NOT NULL OR e.joined_into IS NOT NULL AS away,
       jsonb_build_object(
         'id', e.id, 'version', e.version, 'partyId', e.party_id, 'name', e.name, 'otherNames', to_jsonb(e.other_names), 'kvk', e.kvk,
         'branch', e.branch, 'legalForm', e.legal_form, 'address', e.address, 'place', e.place, 'description', e.description,
         'themes', to_jsonb(e.themes), 'targetGroups', to_jsonb(e.target_groups), 'size', e.size, 'radiusKm', e.radius_km,
         'website', e.website, 'contactRole', e.contact_role, 'email', e.email, 'shared', e.shared, 'source', e.source,
         'sourceOn', e.source_on, 'changedOn', (e.changed_at AT TIME ZONE 'UTC')::date, 'archived', e.archived_at IS NOT NULL,
         'joinedInto', e.joined_into, 'ownerId', e.municipality_id,
         'offerings', coalesce((SELECT jsonb_agg(jsonb_build_object(
                                         'id', o.id, 'title', o.title, 'description', o.description, 'kind', o.kind, 'cpv', o.cpv,
                                         'category', o.category, 'priceCents', o.price_cents, 'unit', o.unit, 'minimum', o.minimum,
                                         'maximum', o.maximum, 'leadDays', o.lead_days, 'impact', o.impact)
                                       ORDER BY o.enterprise_id <> e.id, o.position, o.id)
                                  FROM market.offering o
                                 WHERE o.municipality_id = e.municipality_id AND o.enterprise_id = ANY (e.id || j.ids)), '[]'),
         'evidence', coalesce((SELECT jsonb_agg(jsonb_build_object(
                                        'id', v.id, 'certificate', v.certificate, 'validFrom', v.valid_from, 'validTo', v.valid_to,
                                        'link', v.link, 'checkedOn', v.checked_on, 'checkedName', v.checked_name)
                                      ORDER BY v.certificate, v.valid_to DESC NULLS FIRST, v.id)
                                 FROM market.evidence v
                                WHERE v.municipality_id = e.municipality_id AND v.enterprise_id = ANY (e.id || j.ids)), '[]')) AS card
  FROM market.enterprise e
 CROSS JOIN LATERAL (SELECT coalesce(array_agg(x.id), '{}') AS ids
                       FROM market.enterprise x
                      WHERE x.municipality_id = e.municipality_id AND x.joined_into = e.id) j;
GRANT SELECT ON market.card TO tenzij_app;

-- Puts the cards of these enterprises where every municipality reads them, or takes them away. As the owner: nobody else writes there.
CREATE FUNCTION market.publish(ids uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  next bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM market.enterprise e
                  WHERE e.municipality_id = platform.current_municipality() AND e.id = ANY (ids) AND e.shared)
     AND NOT EXISTS (SELECT 1 FROM market.shared s WHERE s.owner_id = platform.current_municipality() AND s.id = ANY (ids)) THEN
    RETURN;
  END IF;
  UPDATE market.shared_edition SET version = version + 1 RETURNING version INTO next;
  INSERT INTO market.shared (id, owner_id, edition, card)
  SELECT c.id, c.municipality_id, next,
         CASE WHEN c.shared AND NOT c.away THEN c.card - ARRAY['partyId', 'joinedInto'] END
    FROM market.card c
   WHERE c.municipality_id = platform.current_municipality() AND c.id = ANY (ids)
  ON CONFLICT (id) DO UPDATE SET edition = EXCLUDED.edition, card = EXCLUDED.card
   WHERE shared.owner_id = EXCLUDED.owner_id;
  UPDATE market.shared s
     SET edition = next, card = NULL
   WHERE s.owner_id = platform.current_municipality() AND s.id = ANY (ids)
     AND NOT EXISTS (SELECT 1 FROM market.enterprise e WHERE e.municipality_id = s.owner_id AND e.id = s.id);
END $$;
REVOKE ALL ON FUNCTION market.publish FROM public;
GRANT EXECUTE ON FUNCTION market.publish TO tenzij_app;

-- Whoever changed enterprises, or what hangs on them, says so once, at the end.
CREATE FUNCTION market.touch(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  INSERT INTO market.edition AS e (municipality_id, version) VALUES (platform.current_municipality(), 1)
  ON CONFLICT (municipality_id) DO UPDATE SET version = e.version + 1 RETURNING e.version INTO next;
  UPDATE market.enterprise SET edition = next WHERE id = ANY (ids);
  PERFORM market.publish(ids);
END $$;
