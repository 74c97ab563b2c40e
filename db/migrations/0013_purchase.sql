-- Purchases of every size: what is bought, who decides, per theme "impact, unless", the requirements that came of it, and the
-- tasks on the way.
CREATE SCHEMA purchase;
GRANT USAGE ON SCHEMA purchase TO tenzij_app;

CREATE TABLE purchase.purchase (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  reference text,                             -- the municipality's own number
  title text NOT NULL CHECK (title <> ''),
  need text NOT NULL,                         -- what must be solved, before any product is named
  category text,                              -- the municipality's own purchasing category
  cpv text,                                   -- 2 to 8 digits
  nature text NOT NULL CHECK (nature IN ('works', 'supplies', 'services')),
  social boolean NOT NULL,                    -- social and other specific services: own threshold
  value_cents bigint NOT NULL CHECK (value_cents >= 0), -- whole term with options, without VAT
  lots int NOT NULL CHECK (lots >= 1),
  unit_id uuid,
  budget_holder_id uuid,
  advisor_id uuid,
  contract_manager_id uuid,
  procedure text NOT NULL,                    -- list "buying_procedure" of the codes
  procedure_reason text,                      -- why another than was advised
  small boolean NOT NULL,                     -- came in by the one-minute form
  status text NOT NULL CHECK (status IN ('planned', 'preparation', 'consultation', 'published', 'awarded', 'running', 'ended', 'stopped')),
  status_reason text,
  start_on date,                              -- preparation begins
  publish_on date,
  award_on date,
  contract_from date,
  contract_to date,
  published_at timestamptz,
  market_parties int CHECK (market_parties >= 0), -- how many can do it, as far as known
  market_note text NOT NULL,                  -- what the market says
  other_award jsonb NOT NULL,                 -- [{name, weightBp}]: price and the award criteria that are no requirement here
  year int NOT NULL,                          -- it is counted in
  band int NOT NULL GENERATED ALWAYS AS (width_bucket(value_cents, '{5000000,10000000,25000000,100000000}'::bigint[])) STORED,
  applied int NOT NULL DEFAULT 0,             -- themes by their state, kept with purchase.impact: figures read this table alone
  unless int NOT NULL DEFAULT 0,
  undecided int NOT NULL DEFAULT 0,
  applied_themes text[] NOT NULL DEFAULT '{}',
  unless_themes text[] NOT NULL DEFAULT '{}',
  search tsvector NOT NULL,
  archived_at timestamptz,
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  CHECK (publish_on >= start_on),
  CHECK (contract_to >= contract_from),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, category) REFERENCES criteria.category,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit,
  FOREIGN KEY (municipality_id, budget_holder_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, advisor_id) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, contract_manager_id) REFERENCES organisation.person
);
CREATE UNIQUE INDEX purchase_by_reference ON purchase.purchase (municipality_id, reference) WHERE reference IS NOT NULL;
CREATE INDEX purchase_by_day ON purchase.purchase (municipality_id, publish_on, id) INCLUDE (value_cents) WHERE archived_at IS NULL;
CREATE INDEX purchase_of_holder ON purchase.purchase (municipality_id, budget_holder_id) WHERE archived_at IS NULL;
CREATE INDEX purchase_of_unit ON purchase.purchase (municipality_id, unit_id) WHERE archived_at IS NULL;
CREATE INDEX purchase_undecided ON purchase.purchase (municipality_id, publish_on) WHERE archived_at IS NULL AND undecided > 0;
-- What the list walks and the figures count, without touching the rows.
CREATE INDEX purchase_figures ON purchase.purchase (municipality_id, year, unit_id, category, band) INCLUDE (value_cents, applied, unless, undecided, applied_themes, unless_themes)
  WHERE archived_at IS NULL AND status <> 'stopped';
CREATE INDEX purchase_search ON purchase.purchase USING gin (search);
SELECT platform.municipal_table_hiding('purchase.purchase', 'full', 'search');

-- An "unless" for a whole category, for a named period.
CREATE TABLE purchase.standing (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  category text NOT NULL,
  unit_id uuid,
  theme text NOT NULL,
  reason text NOT NULL,
  words text NOT NULL,
  person_id uuid NOT NULL,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  valid_to date NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, category) REFERENCES criteria.category,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES organisation.unit
);
CREATE INDEX standing_of_category ON purchase.standing (municipality_id, category) WHERE withdrawn_at IS NULL;
SELECT platform.municipal_table('purchase.standing');

-- One theme of one purchase: impact, unless. Applied is the default, and is so once a requirement stands under it.
CREATE TABLE purchase.impact (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  theme text NOT NULL,
  level int NOT NULL CHECK (level BETWEEN 1 AND 3),
  basis text NOT NULL CHECK (basis IN ('ambition', 'goal', 'focus', 'duty', 'norm')), -- where the level comes from
  ambition_id uuid,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'applied', 'unless')),
  reason text,                                -- of a proposed or decided unless: list "unless_reason" of the codes
  words text,
  decided_by text,                            -- the name as it was then
  valid_to date,
  standing_id uuid,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase,
  FOREIGN KEY (municipality_id, ambition_id) REFERENCES ambition.ambition,
  FOREIGN KEY (municipality_id, standing_id) REFERENCES purchase.standing
);
CREATE UNIQUE INDEX impact_of_purchase ON purchase.impact (municipality_id, purchase_id, theme) INCLUDE (state, reason);
CREATE INDEX impact_of_ambition ON purchase.impact (municipality_id, ambition_id) WHERE ambition_id IS NOT NULL;
CREATE INDEX impact_unless ON purchase.impact (municipality_id, purchase_id) INCLUDE (theme, reason, decided_by) WHERE state = 'unless';
CREATE INDEX impact_expiring ON purchase.impact (municipality_id, valid_to) WHERE valid_to IS NOT NULL;
SELECT platform.municipal_table('purchase.impact');

-- Everything that was decided about a theme, with the name of who did it as it was then. Nothing is changed or removed, but
-- for how an unless turned out.
CREATE TABLE purchase.decision (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  theme text,                                 -- none: of the whole purchase
  kind text NOT NULL CHECK (kind IN ('proposed', 'unless', 'refused', 'withdrawn', 'reopened', 'lapsed', 'published_anyway')),
  reason text,
  words text NOT NULL,
  valid_to date,
  standing boolean NOT NULL DEFAULT false,
  person_id uuid,
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('right', 'possible', 'done_anyway')), -- how an unless turned out
  outcome_words text,
  outcome_by text,
  outcome_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase
);
CREATE INDEX decision_of_purchase ON purchase.decision (municipality_id, purchase_id, at);
CREATE INDEX decision_told ON purchase.decision (municipality_id, kind, outcome) WHERE outcome IS NOT NULL OR kind = 'published_anyway';
CREATE INDEX decision_by_day ON purchase.decision (municipality_id, at DESC);
SELECT platform.municipal_table('purchase.decision');

-- What is asked: own words, pinned to the edition of the criterion they came from.
CREATE TABLE purchase.requirement (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  impact_id uuid NOT NULL,
  criterion_id uuid,
  edition int,
  state text NOT NULL CHECK (state IN ('basket', 'chosen', 'dropped')),
  position int NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  variables jsonb NOT NULL,
  instrument text NOT NULL,
  level int NOT NULL CHECK (level BETWEEN 1 AND 3),
  open boolean NOT NULL,
  evidence text NOT NULL,
  moment text NOT NULL,
  who text NOT NULL,
  from_cents bigint NOT NULL,
  indicator text,
  weight_bp int CHECK (weight_bp BETWEEN 0 AND 10000),
  drop_reason text,
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase,
  FOREIGN KEY (municipality_id, impact_id) REFERENCES purchase.impact,
  FOREIGN KEY (municipality_id, criterion_id) REFERENCES criteria.criterion
);
CREATE INDEX requirement_of_purchase ON purchase.requirement (municipality_id, purchase_id, position);
CREATE INDEX requirement_of_impact ON purchase.requirement (municipality_id, impact_id);
CREATE INDEX requirement_of_criterion ON purchase.requirement (municipality_id, criterion_id) INCLUDE (state, purchase_id);
-- A criterion stands once in a purchase, or was dropped from it.
CREATE UNIQUE INDEX requirement_once ON purchase.requirement (municipality_id, purchase_id, criterion_id) WHERE criterion_id IS NOT NULL AND state <> 'dropped';
SELECT platform.municipal_table('purchase.requirement');

CREATE TABLE purchase.goal_link (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  goal_id uuid NOT NULL,
  impact_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, goal_id, impact_id),
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal,
  FOREIGN KEY (municipality_id, impact_id) REFERENCES purchase.impact
);
CREATE INDEX goal_link_up ON purchase.goal_link (municipality_id, impact_id);
SELECT platform.municipal_table('purchase.goal_link');

CREATE TABLE purchase.notice_link (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  purchase_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, purchase_id, notice_id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase,
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice
);
CREATE INDEX notice_link_up ON purchase.notice_link (municipality_id, notice_id);
SELECT platform.municipal_table('purchase.notice_link');

-- --- The way: tasks -----------------------------------------------------------------------------------------
-- The municipality's own template per procedure; what Tenzij brings is read where there is none.
CREATE TABLE purchase.template (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  procedure text NOT NULL,
  tasks jsonb NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, procedure)
);
SELECT platform.municipal_table('purchase.template');

CREATE TABLE purchase.task (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  position int NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  role text NOT NULL,                         -- who does it
  anchor text,                                -- start, publish, award, contract; none: a day of its own
  offset_days int NOT NULL,
  owner_id uuid,                              -- somebody else than who has the role in this purchase
  due_on date,
  own boolean NOT NULL,                       -- added or moved by hand: not touched when dates or procedure change
  done_at timestamptz,
  done_by text,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase,
  FOREIGN KEY (municipality_id, owner_id) REFERENCES organisation.person
);
CREATE INDEX task_of_purchase ON purchase.task (municipality_id, purchase_id, position);
CREATE INDEX task_open ON purchase.task (municipality_id, due_on) WHERE done_at IS NULL;
SELECT platform.municipal_table('purchase.task');

-- A calendar that a programme reads without signing in: the link is the key.
CREATE TABLE purchase.calendar (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE INDEX calendar_by_token ON purchase.calendar (municipality_id, token_hash);
SELECT platform.municipal_table('purchase.calendar');

-- The municipality's own rules: from which value which procedure, and which social return. What Tenzij brings holds where
-- the municipality has none.
CREATE TABLE purchase.rules (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  procedures jsonb NOT NULL,
  social_return jsonb NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('purchase.rules');

-- --- What the library learns ---------------------------------------------------------------------------------
CREATE VIEW criteria.usage WITH (security_invoker = true) AS
  SELECT r.municipality_id, r.criterion_id, r.state = 'chosen' AS chosen, r.state = 'dropped' AS dropped,
         r.state = 'chosen' AND p.status IN ('awarded', 'running', 'ended') AS awarded
    FROM purchase.requirement r JOIN purchase.purchase p ON p.municipality_id = r.municipality_id AND p.id = r.purchase_id
   WHERE r.criterion_id IS NOT NULL AND r.state <> 'basket';
GRANT SELECT ON criteria.usage TO tenzij_app;

-- --- The red thread --------------------------------------------------------------------------------------------
-- A purchase stands in the thread once per theme, so that walking from a requirement leads to the goals of its theme only.
-- `document_id` names the purchase: who counts purchases or euros counts it once.
CREATE VIEW purchase.thread_edge WITH (security_invoker = true) AS
  SELECT municipality_id, 'goal'::text AS upper_kind, goal_id AS upper_id, 'purchase'::text AS lower_kind, impact_id AS lower_id FROM purchase.goal_link
  UNION ALL
  SELECT municipality_id, 'ambition', ambition_id, 'purchase', id FROM purchase.impact WHERE ambition_id IS NOT NULL
  UNION ALL
  SELECT municipality_id, 'purchase', impact_id, 'requirement', id FROM purchase.requirement WHERE state = 'chosen'
  UNION ALL
  SELECT i.municipality_id, 'purchase', i.id, 'notice', l.notice_id
    FROM purchase.notice_link l JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.purchase_id = l.purchase_id;
GRANT SELECT ON purchase.thread_edge TO tenzij_app;

CREATE OR REPLACE VIEW policy.thread_edge WITH (security_invoker = true) AS
  SELECT * FROM policy.own_thread_edge
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'notice'::text, notice_id FROM notices.goal_link
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'ambition'::text, ambition_id FROM ambition.ambition_goal
  UNION ALL
  SELECT * FROM purchase.thread_edge;

CREATE VIEW purchase.thread_node WITH (security_invoker = true) AS
  SELECT i.municipality_id, 'purchase'::text AS kind, i.id, p.title, i.state AS detail, ARRAY[i.theme] AS themes, p.unit_id, p.budget_holder_id AS owner_id,
         p.year, p.value_cents, p.id AS document_id, p.archived_at IS NOT NULL OR p.status = 'stopped' AS archived
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
  UNION ALL
  SELECT r.municipality_id, 'requirement', r.id, r.title, r.instrument, ARRAY[i.theme], p.unit_id, p.budget_holder_id,
         p.year, NULL::bigint, p.id, p.archived_at IS NOT NULL OR p.status = 'stopped' OR r.state <> 'chosen'
    FROM purchase.requirement r JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
    JOIN purchase.purchase p ON p.municipality_id = r.municipality_id AND p.id = r.purchase_id
  UNION ALL
  -- What was published of a purchase is that purchase: it has no euros of its own.
  SELECT n.municipality_id, 'notice', n.id, n.title, n.stage, '{}'::text[], n.unit_id, NULL::uuid, extract(year FROM n.published_on)::int,
         CASE WHEN l.purchase_id IS NULL THEN coalesce(n.awarded_cents, n.estimated_cents) END, l.purchase_id, false
    FROM notices.notice n LEFT JOIN LATERAL (SELECT k.purchase_id FROM purchase.notice_link k WHERE k.municipality_id = n.municipality_id AND k.notice_id = n.id LIMIT 1) l ON true;
GRANT SELECT ON purchase.thread_node TO tenzij_app;

CREATE OR REPLACE VIEW policy.thread_node WITH (security_invoker = true) AS
  SELECT * FROM policy.own_thread_node
  UNION ALL
  SELECT * FROM ambition.thread_node
  UNION ALL
  SELECT * FROM purchase.thread_node;

INSERT INTO policy.gap_kind VALUES
  ('unless_proposed', 1, 'budget_holder'), ('theme_undecided', 2, 'budget_holder'), ('published_undecided', 3, 'director'),
  ('unless_expired', 4, 'budget_holder'), ('purchase_without_holder', 5, 'director'), ('purchase_without_goal', 56, 'impact_advisor'),
  ('requirement_without_source', 57, 'procurement_advisor');

CREATE VIEW purchase.gap WITH (security_invoker = true) AS
  SELECT p.municipality_id, 'unless_proposed'::text AS kind, 'purchase'::text AS subject_kind, p.id AS subject_id, p.title, ARRAY[i.theme] AS themes, p.unit_id,
         p.budget_holder_id AS owner_id, NULL::uuid AS document_id, coalesce(i.words, '') AS detail
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
   WHERE i.state = 'proposed' AND p.archived_at IS NULL AND p.undecided > 0 AND p.status <> 'stopped'
  UNION ALL
  -- Somebody must decide soon: within two months it is published.
  SELECT p.municipality_id, 'theme_undecided', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, p.budget_holder_id, NULL::uuid, p.undecided::text
    FROM purchase.purchase p
   WHERE p.archived_at IS NULL AND p.undecided > 0 AND p.status IN ('planned', 'preparation', 'consultation') AND p.publish_on < platform.today() + 60
  UNION ALL
  SELECT p.municipality_id, 'published_undecided', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, NULL::uuid, NULL::uuid, p.undecided::text
    FROM purchase.purchase p WHERE p.archived_at IS NULL AND p.undecided > 0 AND p.status IN ('published', 'awarded', 'running')
  UNION ALL
  SELECT p.municipality_id, 'unless_expired', 'purchase', p.id, p.title, ARRAY[i.theme], p.unit_id, p.budget_holder_id, NULL::uuid, i.valid_to::text
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
   WHERE i.state = 'unless' AND i.valid_to < platform.today() AND p.archived_at IS NULL AND p.status IN ('published', 'awarded', 'running')
  UNION ALL
  SELECT p.municipality_id, 'purchase_without_holder', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, NULL::uuid, NULL::uuid, p.status
    FROM purchase.purchase p WHERE p.archived_at IS NULL AND p.budget_holder_id IS NULL AND p.status NOT IN ('ended', 'stopped')
  UNION ALL
  SELECT p.municipality_id, 'purchase_without_goal', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, p.advisor_id, NULL::uuid, p.status
    FROM purchase.purchase p
   WHERE p.archived_at IS NULL AND NOT p.small AND p.status IN ('preparation', 'consultation', 'published', 'awarded', 'running')
     AND NOT EXISTS (SELECT 1 FROM purchase.impact i JOIN purchase.goal_link l ON l.municipality_id = i.municipality_id AND l.impact_id = i.id
                      WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id)
  UNION ALL
  SELECT p.municipality_id, 'requirement_without_source', 'purchase', p.id, r.title || ' · ' || p.title, ARRAY[i.theme], p.unit_id, p.advisor_id, NULL::uuid, r.instrument
    FROM purchase.requirement r JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
    JOIN purchase.purchase p ON p.municipality_id = r.municipality_id AND p.id = r.purchase_id
   WHERE r.state = 'chosen' AND i.ambition_id IS NULL AND NOT p.small AND p.archived_at IS NULL AND p.status IN ('preparation', 'consultation', 'published')
     AND NOT EXISTS (SELECT 1 FROM purchase.goal_link l WHERE l.municipality_id = i.municipality_id AND l.impact_id = i.id)
  UNION ALL
  SELECT p.municipality_id, 'to_review', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, p.budget_holder_id, NULL::uuid, p.status
    FROM purchase.purchase p
   WHERE p.archived_at IS NULL AND p.status IN ('planned', 'preparation', 'consultation') AND EXISTS (
     SELECT 1 FROM purchase.impact i JOIN policy.review r ON r.municipality_id = i.municipality_id AND r.node_kind = 'purchase' AND r.node_id = i.id AND r.resolved_at IS NULL
      WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id);
GRANT SELECT ON purchase.gap TO tenzij_app;

CREATE OR REPLACE VIEW notices.goal_gap WITH (security_invoker = true) AS
  SELECT g.municipality_id, 'goal_without_purchase'::text AS kind, 'goal'::text AS subject_kind, g.id AS subject_id, g.title, g.themes, g.unit_id, g.owner_id,
         NULL::uuid AS document_id, g.level AS detail
    FROM policy.goal g
   WHERE g.archived_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM notices.goal_link l WHERE l.municipality_id = g.municipality_id AND l.goal_id = g.id)
     AND NOT EXISTS (SELECT 1 FROM purchase.goal_link l WHERE l.municipality_id = g.municipality_id AND l.goal_id = g.id)
     AND NOT EXISTS (SELECT 1 FROM policy.goal c WHERE c.municipality_id = g.municipality_id AND c.parent_id = g.id AND c.archived_at IS NULL);

CREATE OR REPLACE VIEW policy.gap WITH (security_invoker = true) AS
  SELECT * FROM policy.own_gap
  UNION ALL
  SELECT * FROM notices.goal_gap
  UNION ALL
  SELECT * FROM ambition.gap
  UNION ALL
  SELECT * FROM purchase.gap;

-- A unit with everything under it.
CREATE FUNCTION organisation.unit_and_below(start uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE down(id) AS (
    SELECT start
    UNION
    SELECT u.id FROM down JOIN organisation.unit u ON u.municipality_id = platform.current_municipality() AND u.parent_id = down.id)
  SELECT down.id FROM down $$;
