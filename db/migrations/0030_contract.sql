-- Outside organisations, and contracts after the award: what was promised, asked, reported and verified; social return.

-- --- Outside organisations -----------------------------------------------------------------------------------------
CREATE SCHEMA party;
GRANT USAGE ON SCHEMA party TO tenzij_app;

CREATE TABLE party.party (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  other_names text[] NOT NULL DEFAULT '{}',
  kvk text CHECK (kvk ~ '^[0-9]{8}$'),        -- may begin with zero
  oin text CHECK (oin ~ '^[0-9]{20}$'),       -- of public bodies
  vat text CHECK (vat ~ '^NL[0-9]{9}B[0-9]{2}$'),
  legal_form text CHECK (legal_form IN ('sole_trader', 'partnership', 'bv', 'nv', 'foundation', 'association', 'cooperative', 'public_body', 'foreign')),
  place text,
  merged_into uuid,                           -- somebody said that both are one; undone by taking it away
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK (merged_into <> id),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, merged_into) REFERENCES party.party
);
CREATE UNIQUE INDEX party_by_kvk ON party.party (municipality_id, kvk) WHERE kvk IS NOT NULL AND merged_into IS NULL;
CREATE INDEX party_by_name ON party.party (municipality_id, lower(name));
CREATE INDEX party_merged ON party.party (municipality_id, merged_into) WHERE merged_into IS NOT NULL;
SELECT platform.municipal_table('party.party');

-- One party, and every party that is the same.
CREATE FUNCTION party.same_as(start uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE all_of(id) AS (
    SELECT start
    UNION
    SELECT CASE WHEN p.id = a.id THEN p.merged_into ELSE p.id END
      FROM all_of a
      JOIN party.party p ON p.municipality_id = platform.current_municipality() AND p.merged_into IS NOT NULL AND a.id IN (p.id, p.merged_into))
  SELECT all_of.id FROM all_of $$;

-- --- Contracts -------------------------------------------------------------------------------------------------------
CREATE SCHEMA contract;
GRANT USAGE ON SCHEMA contract TO tenzij_app;

CREATE TABLE contract.contract (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  reference text,                             -- the municipality's own number
  title text NOT NULL CHECK (title <> ''),
  lot text CHECK (char_length(lot) <= 200),
  party_id uuid,                              -- none: nobody said yet who it is
  purchase_id uuid,
  category text,
  unit_id uuid,
  value_cents bigint CHECK (value_cents >= 0),     -- as awarded, whole term, without VAT; none: not known
  ceiling_cents bigint CHECK (ceiling_cents >= 0), -- of a framework; no value
  start_on date,
  end_on date,                                -- none is a gap
  renewal text NOT NULL DEFAULT 'none' CHECK (renewal IN ('none', 'option', 'tacit')),
  renewal_months int CHECK (renewal_months BETWEEN 1 AND 240),
  notice int CHECK (notice BETWEEN 1 AND 1000),
  notice_unit text CHECK (notice_unit IN ('months', 'days')),
  manager_id uuid,
  deputy_id uuid,
  budget_holder_id uuid,
  coordinator_id uuid,                        -- of social return
  risk text CHECK (risk IN ('low', 'medium', 'high')),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'in_force', 'ended', 'terminated', 'settled')),
  state_reason text,
  rule_id uuid,                               -- of social return; none: none is asked, or nobody said yet
  pso_step text CHECK (pso_step IN ('aspirant', 'basis', '1', '2', '3', '30+')),
  pso_counts_bp int CHECK (pso_counts_bp BETWEEN 0 AND 10000),
  search tsvector NOT NULL,
  archived_at timestamptz,
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK (end_on >= start_on),
  CHECK ((notice IS NULL) = (notice_unit IS NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, party_id) REFERENCES party.party,
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase,
  FOREIGN KEY (municipality_id, category) REFERENCES criteria.category,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, manager_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, deputy_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, budget_holder_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, coordinator_id) REFERENCES organisation.person
);
CREATE UNIQUE INDEX contract_by_reference ON contract.contract (municipality_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX contract_by_end ON contract.contract (municipality_id, end_on, id) WHERE archived_at IS NULL;
CREATE INDEX contract_of_party ON contract.contract (municipality_id, party_id);
CREATE INDEX contract_of_purchase ON contract.contract (municipality_id, purchase_id);
CREATE INDEX contract_search ON contract.contract USING gin (search);
SELECT platform.municipal_table_hiding('contract.contract', 'full', 'search');

-- Each change of the value: nothing is overwritten.
CREATE TABLE contract.change (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  from_on date NOT NULL,
  value_cents bigint NOT NULL CHECK (value_cents >= 0), -- from that day
  ground text CHECK (ground IN ('a', 'b', 'c', 'd', 'e', 'f', 'g')), -- of art. 2.163a-g
  words text NOT NULL,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, contract_id, from_on),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract
);
SELECT platform.municipal_table('contract.change');

CREATE TABLE contract.commitment (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  requirement_id uuid,                        -- of the purchase, when it came from there
  kind text NOT NULL CHECK (kind IN ('asked', 'offered')), -- offered: more than was asked
  title text NOT NULL CHECK (title <> ''),
  text text NOT NULL,                         -- as published or offered
  theme text NOT NULL,
  instrument text,
  indicator text,
  figure double precision,
  indicator_unit text,
  verifier text,                              -- who looks whether it is so
  rhythm text CHECK (rhythm IN ('once', 'quarter', 'half_year', 'year')),
  consequence text,                           -- what happens when it is not so
  position int NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  -- What was promised stays when the text that asked for it goes.
  FOREIGN KEY (municipality_id, requirement_id) REFERENCES purchase.requirement ON DELETE SET NULL (requirement_id)
);
CREATE INDEX commitment_of_contract ON contract.commitment (municipality_id, contract_id);
CREATE INDEX commitment_of_requirement ON contract.commitment (municipality_id, requirement_id) WHERE requirement_id IS NOT NULL;
SELECT platform.municipal_table('contract.commitment');

-- Whether it is asked, and whether it is late, is a matter of days: of `due_on` and the day on which somebody looks.
CREATE TABLE contract.moment (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  commitment_id uuid NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  due_on date NOT NULL,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'reported', 'verified', 'partly', 'rejected', 'waived')),
  figure double precision,                    -- as reported, and as verified
  words text NOT NULL DEFAULT '',
  reported_by uuid,
  reported_name text CHECK (char_length(reported_name) <= 200),
  reported_at timestamptz,
  verified_figure double precision,
  judged_by uuid,
  judged_name text CHECK (char_length(judged_name) <= 200),
  judged_at timestamptz,
  reason text,                                -- of what was said last
  rest_of uuid,                               -- what was missing there is asked here
  history jsonb NOT NULL DEFAULT '[]',        -- each step: [{state, figure, words, name, at}]
  version bigint NOT NULL DEFAULT 1,
  CHECK (period_from <= period_to),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, commitment_id) REFERENCES contract.commitment ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, rest_of) REFERENCES contract.moment,
  FOREIGN KEY (municipality_id, reported_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, judged_by) REFERENCES organisation.person
);
CREATE INDEX moment_of_contract ON contract.moment (municipality_id, contract_id) INCLUDE (state, due_on);
CREATE INDEX moment_of_commitment ON contract.moment (municipality_id, commitment_id);
CREATE INDEX moment_open ON contract.moment (municipality_id, due_on) WHERE state IN ('planned', 'rejected', 'reported');
SELECT platform.municipal_table('contract.moment');

-- --- Social return ---------------------------------------------------------------------------------------------------
-- A rule or table that a contract or a line uses is not changed any more: a newer one is made.
CREATE TABLE contract.social_return_rule (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  source text NOT NULL CHECK (source <> ''),
  nature text CHECK (nature IN ('works', 'supplies', 'services', 'social')), -- none: any
  valid_from date NOT NULL,
  valid_to date,
  percent_bp int NOT NULL CHECK (percent_bp BETWEEN 0 AND 10000),
  base text NOT NULL CHECK (base IN ('contract_value', 'wage_sum')),
  wage_share_bp int CHECK (wage_share_bp BETWEEN 0 AND 10000),
  from_cents bigint CHECK (from_cents >= 0),
  above_cents bigint CHECK (above_cents >= 0),
  maximum_cents bigint CHECK (maximum_cents >= 0),
  table_by text NOT NULL CHECK (table_by IN ('placement', 'contract')),
  version bigint NOT NULL DEFAULT 1,
  CHECK (from_cents IS NULL OR above_cents IS NULL),
  CHECK (valid_to >= valid_from),
  PRIMARY KEY (municipality_id, id)
);
SELECT platform.municipal_table('contract.social_return_rule');
ALTER TABLE contract.contract ADD FOREIGN KEY (municipality_id, rule_id) REFERENCES contract.social_return_rule;
CREATE INDEX contract_of_rule ON contract.contract (municipality_id, rule_id) WHERE rule_id IS NOT NULL;

CREATE TABLE contract.block_table (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  source text NOT NULL CHECK (source <> ''),
  valid_from date NOT NULL,
  norm_hours double precision NOT NULL CHECK (norm_hours > 0 AND norm_hours <= 168),
  blocks jsonb NOT NULL,                      -- [{code, name, cents, longestMonths}], a year of the norm
  bonuses jsonb NOT NULL,
  cents_per_hour bigint CHECK (cents_per_hour >= 0),
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, valid_from)
);
SELECT platform.municipal_table('contract.block_table');

-- No name, no day of birth, no BSN: the supplier's own reference, and what counts.
CREATE TABLE contract.placement (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  table_id uuid NOT NULL,                     -- a line keeps its table for ever
  block text NOT NULL CHECK (char_length(block) <= 100),
  hours double precision NOT NULL CHECK (hours >= 0 AND hours <= 168), -- a week
  from_on date NOT NULL,
  to_on date,                                 -- none: still there
  bonuses text[] NOT NULL DEFAULT '{}',
  reference text,
  state text NOT NULL DEFAULT 'reported' CHECK (state IN ('reported', 'verified', 'rejected')),
  reason text,
  reported_by uuid,
  reported_name text NOT NULL CHECK (char_length(reported_name) <= 200),
  reported_at timestamptz NOT NULL,
  judged_by uuid,
  judged_name text CHECK (char_length(judged_name) <= 200),
  judged_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK (from_on <= to_on),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, table_id) REFERENCES contract.block_table,
  FOREIGN KEY (municipality_id, reported_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, judged_by) REFERENCES organisation.person
);
CREATE INDEX placement_of_contract ON contract.placement (municipality_id, contract_id);
CREATE INDEX placement_by_reference ON contract.placement (municipality_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX placement_of_table ON contract.placement (municipality_id, table_id);
SELECT platform.municipal_table('contract.placement');

-- What was bought (invoice without VAT) or done (hours) for it.
CREATE TABLE contract.effort (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invoice', 'hours')),
  table_id uuid,
  on_day date NOT NULL,
  cents bigint CHECK (cents >= 0),
  hours double precision CHECK (hours >= 0),
  words text NOT NULL CHECK (words <> ''),
  state text NOT NULL DEFAULT 'reported' CHECK (state IN ('reported', 'verified', 'rejected')),
  reason text,
  reported_by uuid,
  reported_name text NOT NULL CHECK (char_length(reported_name) <= 200),
  reported_at timestamptz NOT NULL,
  judged_by uuid,
  judged_name text CHECK (char_length(judged_name) <= 200),
  judged_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((kind = 'invoice') = (cents IS NOT NULL)),
  CHECK ((kind = 'hours') = (hours IS NOT NULL AND table_id IS NOT NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, table_id) REFERENCES contract.block_table,
  FOREIGN KEY (municipality_id, reported_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, judged_by) REFERENCES organisation.person
);
CREATE INDEX effort_of_contract ON contract.effort (municipality_id, contract_id);
SELECT platform.municipal_table('contract.effort');

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['party.party', 'contract.contract', 'contract.change', 'contract.commitment', 'contract.moment',
                    'contract.social_return_rule', 'contract.block_table', 'contract.placement', 'contract.effort']::regclass[]) AS target;
