-- Contracts, the rest: PSO by the days of its certificates, the plan for social return, who else works on a contract, and indicators of
-- the municipality's own.

-- --- PSO -------------------------------------------------------------------------------------------------------------
-- What a certificate counts for: none, as the contract itself says; by the days of the contract on which one is valid; or nothing unless
-- one is valid on all of them. The share of the obligation differs by step and by region.
ALTER TABLE contract.social_return_rule
  ADD COLUMN pso_by text CHECK (pso_by IN ('days', 'throughout')),
  ADD COLUMN pso_shares jsonb NOT NULL DEFAULT '{}', -- {step: basis points}
  ADD COLUMN plan_days int CHECK (plan_days BETWEEN 1 AND 730); -- after award: by then the supplier says how it will do it

-- By which day a table holds, how long before a contract somebody may have begun, and what activities of one day count for at most.
ALTER TABLE contract.social_return_rule
  DROP CONSTRAINT social_return_rule_table_by_check,
  ADD CHECK (table_by IN ('placement', 'contract', 'award', 'publication'));
ALTER TABLE contract.block_table
  ADD COLUMN begun_before_months int CHECK (begun_before_months BETWEEN 0 AND 1200),
  ADD COLUMN cents_per_day bigint CHECK (cents_per_day >= 0);

CREATE TABLE contract.certificate (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  step text NOT NULL CHECK (step IN ('aspirant', 'basis', '1', '2', '3', '30+')),
  from_on date NOT NULL,
  to_on date NOT NULL,                        -- the last day on which it is valid
  words text NOT NULL,                        -- where that was seen
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK (to_on >= from_on),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, party_id) REFERENCES party.party
);
CREATE INDEX certificate_of_party ON contract.certificate (municipality_id, party_id, from_on);
SELECT platform.municipal_table('contract.certificate');

-- --- The plan for social return ------------------------------------------------------------------------------------------
ALTER TABLE contract.contract ADD COLUMN awarded_on date; -- none: its first day stands for it

-- That the supplier's plan is there, and what it says. Taken away again, it is asked again.
CREATE TABLE contract.return_plan (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  contract_id uuid NOT NULL,
  received_on date NOT NULL,
  words text NOT NULL CHECK (words <> ''),
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, contract_id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract
);
SELECT platform.municipal_table('contract.return_plan');

-- Of which a plan is asked, by when, and whether it is there.
CREATE VIEW contract.plan_asked WITH (security_invoker = true) AS
  SELECT c.municipality_id, c.id AS contract_id, coalesce(c.awarded_on, c.start_on) + r.plan_days AS due_on, p.received_on
    FROM contract.contract c
    JOIN contract.social_return_rule r ON r.municipality_id = c.municipality_id AND r.id = c.rule_id AND r.plan_days IS NOT NULL
    LEFT JOIN contract.return_plan p ON p.municipality_id = c.municipality_id AND p.contract_id = c.id
   WHERE c.state IN ('draft', 'in_force') AND c.archived_at IS NULL AND c.exempt_words IS NULL
     AND coalesce(c.awarded_on, c.start_on) IS NOT NULL;
CREATE VIEW contract.plan_gap WITH (security_invoker = true) AS
  SELECT c.municipality_id, 'return_plan_missing'::text AS kind, 'contract'::text AS subject_kind, c.id AS subject_id, c.title,
         ARRAY['social_return'] AS themes, c.unit_id, coalesce(c.coordinator_id, c.manager_id) AS owner_id, NULL::uuid AS document_id,
         p.due_on::text AS detail
    FROM contract.plan_asked p
    JOIN contract.contract c ON c.municipality_id = p.municipality_id AND c.id = p.contract_id
   WHERE p.received_on IS NULL AND p.due_on < platform.today();
GRANT SELECT ON contract.plan_asked, contract.plan_gap TO tenzij_app;
INSERT INTO thread.gap_kind VALUES ('return_plan_missing', 68, 'sroi_coordinator');
INSERT INTO thread.gap_source VALUES ('contract.plan_gap');
INSERT INTO mail.kind VALUES ('return_plan_due', 66, 'contract.edit', false, 'daily');

-- --- Who else works on it --------------------------------------------------------------------------------------------------
CREATE TABLE contract.partner (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  contract_id uuid NOT NULL,
  party_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('combination', 'sub')), -- bound by the contract as the main party is, or working for it
  share_bp int CHECK (share_bp BETWEEN 0 AND 10000), -- of the value, as agreed; none: not known
  words text NOT NULL,                        -- what it does
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, contract_id, id),
  UNIQUE (municipality_id, contract_id, party_id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, party_id) REFERENCES party.party
);
CREATE INDEX partner_by_party ON contract.partner (municipality_id, party_id);
SELECT platform.municipal_table('contract.partner');

-- Who does it; none: the main party. A partner of which something hangs is not taken away.
ALTER TABLE contract.commitment ADD COLUMN partner_id uuid,
  ADD FOREIGN KEY (municipality_id, contract_id, partner_id) REFERENCES contract.partner (municipality_id, contract_id, id);
ALTER TABLE contract.placement ADD COLUMN partner_id uuid,
  ADD FOREIGN KEY (municipality_id, contract_id, partner_id) REFERENCES contract.partner (municipality_id, contract_id, id);
CREATE INDEX commitment_by_partner ON contract.commitment (municipality_id, partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX placement_by_partner ON contract.placement (municipality_id, partner_id) WHERE partner_id IS NOT NULL;

-- --- Lists -----------------------------------------------------------------------------------------------------------------
-- Those with social return, for the coordinator; and those with a day to give notice.
CREATE INDEX contract_with_rule ON contract.contract (municipality_id, end_on, id) WHERE rule_id IS NOT NULL AND archived_at IS NULL;
-- The list as it opens, page by page; and what all of it comes to, without reading the contracts themselves.
CREATE INDEX contract_by_end_first ON contract.contract (municipality_id, end_on NULLS FIRST, id) WHERE archived_at IS NULL;
CREATE INDEX contract_counted ON contract.contract (municipality_id, id) INCLUDE (value_cents) WHERE archived_at IS NULL;
CREATE INDEX placement_waits ON contract.placement (municipality_id, contract_id) WHERE state = 'reported';
CREATE INDEX effort_waits ON contract.effort (municipality_id, contract_id) WHERE state = 'reported';

-- The last day to give notice, counted from the current end; a month that has no such day ends on its last.
CREATE FUNCTION contract.notice_day(end_on date, notice int, unit text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN unit = 'days' THEN end_on - notice ELSE (end_on - make_interval(months => notice))::date END $$;

-- --- Indicators of the municipality's own --------------------------------------------------------------------------------------
-- Beside those that come with Tenzij, under the same name of a table: what was measured names either, and neither is ever taken away.
ALTER TABLE measure.measurement DROP CONSTRAINT measurement_indicator_fkey;
ALTER TABLE measure.goal_indicator DROP CONSTRAINT goal_indicator_indicator_fkey;
ALTER TABLE measure.indicator RENAME TO shipped_indicator;
CREATE TABLE measure.own_indicator (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  code text NOT NULL CHECK (code LIKE 'own\_%' AND char_length(code) <= 100), -- so never one of those that come with Tenzij
  theme text NOT NULL,
  level text NOT NULL CHECK (level IN ('input', 'output', 'outcome', 'impact')),
  name text NOT NULL CHECK (name <> ''),
  definition text NOT NULL CHECK (definition <> ''),
  unit text NOT NULL REFERENCES measure.unit,
  formula text NOT NULL,
  source text NOT NULL CHECK (source <> ''),
  question text NOT NULL CHECK (question <> ''),
  categories text[] NOT NULL DEFAULT '{}',
  largest numeric CHECK (largest > 0),
  retired boolean NOT NULL DEFAULT false,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, code)
);
SELECT platform.municipal_table('measure.own_indicator');
CREATE VIEW measure.indicator WITH (security_invoker = true) AS
  SELECT code, position, theme, level, name_nl, name_en, definition_nl, definition_en, unit, formula_nl, formula_en, source, question_nl,
         question_en, categories, largest, vsme, retired, false AS own, 0::bigint AS version
    FROM measure.shipped_indicator
  UNION ALL
  SELECT code, 100000 + (row_number() OVER (ORDER BY lower(name), code))::int, theme, level, name, name, definition, definition, unit,
         formula, formula, source, question, question, categories, largest, NULL::text, retired, true, version
    FROM measure.own_indicator
   WHERE municipality_id = platform.current_municipality();
GRANT SELECT ON measure.indicator TO tenzij_app;

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['contract.certificate', 'contract.return_plan', 'contract.partner', 'measure.own_indicator',
                    'contract.social_return_rule']::regclass[]) AS target;
