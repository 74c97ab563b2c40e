-- What was measured: indicators that belong to nobody, measurements of contracts, and which goal a figure feeds.
CREATE SCHEMA measure;
GRANT USAGE ON SCHEMA measure TO tenzij_app;

-- --- What belongs to nobody, from knowledge/indicators ------------------------------------------------------------------
-- Two units add when they have one dimension: `factor` of its smallest make one of this. A share is kept as its two numbers,
-- which are measured in units of `part_of`. What is `none` never adds: a step of a ladder, a mark.
CREATE TABLE measure.unit (
  code text PRIMARY KEY,
  position int NOT NULL,
  name_nl text NOT NULL, name_en text NOT NULL,
  dimension text NOT NULL,
  factor bigint NOT NULL CHECK (factor > 0),
  adds text NOT NULL CHECK (adds IN ('sum', 'share', 'none')),
  part_of text CHECK ((part_of IS NOT NULL) = (adds = 'share')),
  scopes text[] NOT NULL DEFAULT '{}'         -- of environmental cost: which modules are in it
);

CREATE TABLE measure.indicator (
  code text PRIMARY KEY,
  position int NOT NULL,
  theme text NOT NULL,
  level text NOT NULL CHECK (level IN ('input', 'output', 'outcome', 'impact')),
  name_nl text NOT NULL, name_en text NOT NULL,
  definition_nl text NOT NULL, definition_en text NOT NULL,
  unit text NOT NULL REFERENCES measure.unit,
  formula_nl text NOT NULL, formula_en text NOT NULL,
  source text NOT NULL,
  question_nl text NOT NULL, question_en text NOT NULL,
  categories text[] NOT NULL,                 -- of purchases for which it is usual; none: for all
  largest numeric,                            -- of one contract in a year, in `unit`; above that somebody is asked
  retired boolean NOT NULL DEFAULT false      -- no longer in the files; what was measured with it stays
);
GRANT SELECT ON measure.unit, measure.indicator TO tenzij_app;

-- --- Measurements -------------------------------------------------------------------------------------------------------
CREATE TABLE measure.measurement (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  indicator text NOT NULL REFERENCES measure.indicator,
  title text NOT NULL,                        -- of the indicator, as it was called then
  theme text NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  unit text NOT NULL REFERENCES measure.unit, -- in which the figure is given; of a share: of its two numbers
  value numeric(20, 6),
  part numeric(20, 6),
  whole numeric(20, 6),
  scope text CHECK (char_length(scope) <= 100),
  certainty text NOT NULL CHECK (certainty IN ('measured', 'calculated', 'estimated', 'stated')),
  factor numeric(20, 9),
  factor_source text,
  factor_version text,
  promised numeric(20, 6),                    -- what was promised for it, in the same unit
  promised_scope text CHECK (char_length(promised_scope) <= 100),
  contract_id uuid,
  commitment_id uuid,
  moment_id uuid,
  unit_id uuid,                               -- of the organisation, when it was reported
  words text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'reported' CHECK (state IN ('reported', 'verified', 'rejected')),
  reported_by uuid,
  reported_name text NOT NULL CHECK (char_length(reported_name) <= 200),
  reported_at timestamptz NOT NULL,
  judged_by uuid,
  judged_name text CHECK (char_length(judged_name) <= 200),
  judged_at timestamptz,
  reason text,
  questions text[] NOT NULL DEFAULT '{}' CHECK (questions <@ ARRAY['negative', 'absurd', 'other_unit', 'period_twice']),
  decided text CHECK (decided IN ('counts', 'aside')),
  decided_name text CHECK (char_length(decided_name) <= 200),
  decided_at timestamptz,
  decided_words text,
  aside_for uuid,                             -- which one counts in its place
  withdrawn_at timestamptz,
  history jsonb NOT NULL DEFAULT '[]',        -- each step before: [{state, value, part, whole, unit, words, name, at}]
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  year int NOT NULL GENERATED ALWAYS AS (extract(year FROM period_to)::int) STORED, -- in which it counts
  -- In which figure it stands; each row in one only.
  stands text NOT NULL GENERATED ALWAYS AS (
    CASE
      WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
      WHEN state = 'rejected' THEN 'rejected'
      WHEN decided = 'aside' THEN 'aside'
      WHEN decided IS NULL AND questions <> '{}' THEN 'asked'
      WHEN certainty IN ('estimated', 'stated') THEN 'estimated'
      WHEN state = 'verified' THEN 'verified'
      ELSE 'reported'
    END) STORED,
  CHECK (period_from <= period_to),
  CHECK ((value IS NULL) = (part IS NOT NULL AND whole IS NOT NULL)),
  CHECK ((part IS NULL) = (whole IS NULL)),
  CHECK (certainty <> 'calculated' OR (factor IS NOT NULL AND factor_source IS NOT NULL AND factor_version IS NOT NULL)),
  CHECK (aside_for <> id),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, commitment_id) REFERENCES contract.commitment ON DELETE SET NULL (commitment_id),
  FOREIGN KEY (municipality_id, moment_id) REFERENCES contract.moment ON DELETE SET NULL (moment_id),
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, reported_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, judged_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, aside_for) REFERENCES measure.measurement
);
CREATE INDEX measurement_by_indicator ON measure.measurement (municipality_id, indicator, year) INCLUDE (stands, contract_id);
CREATE INDEX measurement_of_contract ON measure.measurement (municipality_id, contract_id);
CREATE INDEX measurement_of_commitment ON measure.measurement (municipality_id, commitment_id) WHERE commitment_id IS NOT NULL;
CREATE INDEX measurement_of_moment ON measure.measurement (municipality_id, moment_id) WHERE moment_id IS NOT NULL;
CREATE INDEX measurement_by_period ON measure.measurement (municipality_id, period_to DESC, id);
CREATE INDEX measurement_aside ON measure.measurement (municipality_id, aside_for) WHERE aside_for IS NOT NULL;
SELECT platform.municipal_table('measure.measurement');

-- What this room reads of contracts, which stand above it.
CREATE VIEW measure.of_contract WITH (security_invoker = true) AS
  SELECT c.municipality_id, c.id, c.title, c.reference, c.unit_id, coalesce(m.name, p.name) AS party
    FROM contract.contract c
    LEFT JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id
    LEFT JOIN party.party m ON m.municipality_id = p.municipality_id AND m.id = p.merged_into;
CREATE VIEW measure.of_commitment WITH (security_invoker = true) AS
  SELECT municipality_id, id, contract_id, title, figure, indicator_unit FROM contract.commitment;
CREATE VIEW measure.of_moment WITH (security_invoker = true) AS
  SELECT municipality_id, id, contract_id, commitment_id, period_from, period_to FROM contract.moment;
GRANT SELECT ON measure.of_contract, measure.of_commitment, measure.of_moment TO tenzij_app;

-- --- Goals --------------------------------------------------------------------------------------------------------------
-- By which indicator a goal is followed: a person said so. No indicator: somebody took it away again.
CREATE TABLE measure.goal_indicator (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,                           -- of the goal
  indicator text REFERENCES measure.indicator,
  unit text REFERENCES measure.unit,          -- in which the goal says its base and target
  scope text CHECK (char_length(scope) <= 100),
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((indicator IS NULL) = (unit IS NULL)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, id) REFERENCES policy.goal ON DELETE CASCADE
);
CREATE INDEX goal_by_indicator ON measure.goal_indicator (municipality_id, indicator) WHERE indicator IS NOT NULL;
SELECT platform.municipal_table('measure.goal_indicator');

-- What feeds what: a figure of the goal's indicator; of a goal of a unit, from that unit and what stands below it.
CREATE VIEW measure.feeds WITH (security_invoker = true) AS
  SELECT m.municipality_id, g.id AS upper_id, m.id AS lower_id
    FROM measure.measurement m
    JOIN measure.goal_indicator i ON i.municipality_id = m.municipality_id AND i.indicator = m.indicator
    JOIN policy.goal g ON g.municipality_id = i.municipality_id AND g.id = i.id
   WHERE g.unit_id IS NULL
      OR EXISTS (WITH RECURSIVE above(id, parent_id) AS (
                   SELECT u.id, u.parent_id FROM organisation.unit u WHERE u.municipality_id = m.municipality_id AND u.id = m.unit_id
                   UNION
                   SELECT u.id, u.parent_id FROM above a JOIN organisation.unit u ON u.municipality_id = m.municipality_id AND u.id = a.parent_id)
                 SELECT 1 FROM above WHERE above.id = g.unit_id);
CREATE VIEW measure.fed WITH (security_invoker = true) AS SELECT municipality_id, upper_id, lower_id FROM measure.feeds;
GRANT SELECT ON measure.feeds, measure.fed TO tenzij_app;

-- --- The thread ---------------------------------------------------------------------------------------------------------
CREATE VIEW measure.thread_measurement WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, stands AS detail, NULL::text AS number, words, ARRAY[theme] AS themes, unit_id, reported_by AS owner_id, year,
         NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id, id::text AS counts_as,
         stands IN ('withdrawn', 'rejected', 'aside') AS archived
    FROM measure.measurement;
-- Commitments become records of the thread by their own room; where they are, what was measured for one hangs under it.
CREATE VIEW measure.thread_commitment_links WITH (security_invoker = true) AS
  SELECT m.municipality_id, m.commitment_id AS upper_id, m.id AS lower_id
    FROM measure.measurement m
    JOIN thread.record r ON r.municipality_id = m.municipality_id AND r.kind = 'commitment' AND r.id = m.commitment_id;
GRANT SELECT ON measure.thread_measurement, measure.thread_commitment_links TO tenzij_app;
SELECT thread.keep('measurement', 'measure.measurement', 'measure.thread_measurement');
SELECT thread.keep_inherited('goal', 'measurement', 'measure.measurement', 'measure.feeds', 'lower');
SELECT thread.keep_inherited('goal', 'measurement', 'measure.goal_indicator', 'measure.fed', 'upper');
SELECT thread.keep_inherited('commitment', 'measurement', 'measure.measurement', 'measure.thread_commitment_links', 'lower');

-- Read by its ends: kept, so that nobody walks the units for it.
CREATE VIEW measure.fed_by WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS goal_id, lower_id AS measurement_id FROM thread.link
   WHERE upper_kind = 'goal' AND lower_kind = 'measurement' AND counts;
GRANT SELECT ON measure.fed_by TO tenzij_app;

-- A goal that moves to another unit, and a unit that moves below another, feed anew; nothing of the row changes, so nothing is logged.
CREATE FUNCTION measure.feed_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE measure.goal_indicator SET version = version WHERE municipality_id = NEW.municipality_id;
  RETURN NULL;
END $$;
CREATE TRIGGER measure_feed_again AFTER UPDATE OF unit_id ON policy.goal FOR EACH ROW WHEN (OLD.unit_id IS DISTINCT FROM NEW.unit_id)
  EXECUTE FUNCTION measure.feed_again();
CREATE TRIGGER measure_feed_again AFTER UPDATE OF parent_id ON organisation.unit FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
  EXECUTE FUNCTION measure.feed_again();

-- --- Gaps ---------------------------------------------------------------------------------------------------------------
CREATE VIEW measure.gap WITH (security_invoker = true) AS
  -- Of a contract and an indicator one row: the newest figure.
  SELECT n.municipality_id, 'measured_for_no_goal'::text AS kind, 'measurement'::text AS subject_kind, n.id AS subject_id, n.title,
         ARRAY[n.theme] AS themes, n.unit_id, NULL::uuid AS owner_id, NULL::uuid AS document_id, coalesce(c.title, '') AS detail
    FROM (SELECT DISTINCT ON (m.municipality_id, m.indicator, m.contract_id) m.municipality_id, m.id, m.title, m.theme, m.unit_id, m.contract_id
            FROM measure.measurement m
           WHERE m.stands IN ('verified', 'reported', 'estimated')
             AND NOT EXISTS (SELECT 1 FROM measure.goal_indicator i WHERE i.municipality_id = m.municipality_id AND i.indicator = m.indicator)
           ORDER BY m.municipality_id, m.indicator, m.contract_id, m.period_to DESC, m.id) n
    LEFT JOIN contract.contract c ON c.municipality_id = n.municipality_id AND c.id = n.contract_id
  UNION ALL
  SELECT g.municipality_id, 'goal_fed_by_nothing', 'goal', g.id, g.title, g.themes, g.unit_id, g.owner_id, NULL::uuid, g.level
    FROM policy.goal g
   WHERE g.archived_at IS NULL AND g.target IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM thread.link l
                       JOIN thread.record r ON r.municipality_id = l.municipality_id AND r.kind = 'measurement' AND r.id = l.lower_id
                        AND r.detail IN ('verified', 'reported', 'estimated')
                      WHERE l.municipality_id = g.municipality_id AND l.upper_kind = 'goal' AND l.upper_id = g.id
                        AND l.lower_kind = 'measurement' AND l.counts);
GRANT SELECT ON measure.gap TO tenzij_app;
INSERT INTO thread.gap_kind VALUES ('measured_for_no_goal', 66, 'impact_advisor'), ('goal_fed_by_nothing', 67, 'impact_advisor');
INSERT INTO thread.gap_source VALUES ('measure.gap');

SELECT platform.bound_texts(target) FROM unnest(ARRAY['measure.measurement', 'measure.goal_indicator']::regclass[]) AS target;
