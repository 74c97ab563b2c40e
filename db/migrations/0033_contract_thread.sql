-- Contracts on the red thread: what was promised, reported and verified hangs under what was asked; what is missing, and who acts.
-- And what follows a contract that ends.

-- The purchase that takes over when a contract ends; taken away again, it is a gap again.
CREATE TABLE contract.successor (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  contract_id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, contract_id),
  FOREIGN KEY (municipality_id, contract_id) REFERENCES contract.contract,
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase
);
CREATE INDEX successor_by_purchase ON contract.successor (municipality_id, purchase_id);
SELECT platform.municipal_table('contract.successor');

-- In which rhythm a municipality reminds and climbs, in days. No row: as the columns say by themselves.
CREATE TABLE contract.rhythm (
  municipality_id uuid PRIMARY KEY REFERENCES platform.municipality,
  before_days int NOT NULL DEFAULT 14 CHECK (before_days BETWEEN 1 AND 90),      -- before a moment's day its manager is told
  holder_days int NOT NULL DEFAULT 14 CHECK (holder_days BETWEEN 1 AND 365),     -- so long late: the budget holder
  director_days int NOT NULL DEFAULT 28 CHECK (director_days BETWEEN 1 AND 730), -- so long late: the director
  judge_days int NOT NULL DEFAULT 30 CHECK (judge_days BETWEEN 1 AND 365),       -- so long reported and not judged is a gap
  version bigint NOT NULL DEFAULT 1,
  CHECK (holder_days < director_days)
);
SELECT platform.municipal_table('contract.rhythm');

-- --- Records -------------------------------------------------------------------------------------------------------
-- A contract of a purchase is found in the year and the unit of that purchase, as a requirement is.
CREATE VIEW contract.thread_contract WITH (security_invoker = true) AS
  SELECT c.municipality_id, c.id, c.title, c.state AS detail, c.reference AS number, concat_ws(' ', c.lot, s.name) AS words, '{}'::text[] AS themes,
         coalesce(c.unit_id, p.unit_id) AS unit_id, c.manager_id AS owner_id, coalesce(p.year, extract(year FROM c.start_on)::int) AS year, c.value_cents,
         NULL::text AS whole_kind, NULL::uuid AS whole_id, c.id::text AS counts_as, c.archived_at IS NOT NULL AS archived, c.purchase_id, c.party_id
    FROM contract.contract c
    LEFT JOIN purchase.purchase p ON p.municipality_id = c.municipality_id AND p.id = c.purchase_id
    LEFT JOIN party.party s ON s.municipality_id = c.municipality_id AND s.id = c.party_id;
CREATE VIEW contract.thread_commitment WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, kind AS detail, NULL::text AS number, concat_ws(' ', text, indicator) AS words, ARRAY[theme] AS themes,
         NULL::uuid AS unit_id, NULL::uuid AS owner_id, NULL::int AS year, NULL::bigint AS value_cents, 'contract'::text AS whole_kind,
         contract_id AS whole_id, id::text AS counts_as, false AS archived
    FROM contract.commitment;
-- A moment stands on the thread once something was said of it.
CREATE VIEW contract.thread_moment WITH (security_invoker = true) AS
  SELECT m.municipality_id, m.id, k.title || ' · ' || to_char(m.period_from, 'DD-MM-YYYY') || ' – ' || to_char(m.period_to, 'DD-MM-YYYY') AS title,
         m.state AS detail, NULL::text AS number, m.words, ARRAY[k.theme] AS themes, NULL::uuid AS unit_id, NULL::uuid AS owner_id, NULL::int AS year,
         NULL::bigint AS value_cents, 'contract'::text AS whole_kind, m.contract_id AS whole_id, m.id::text AS counts_as, m.state = 'planned' AS archived,
         m.commitment_id
    FROM contract.moment m
    JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id;
GRANT SELECT ON contract.thread_contract, contract.thread_commitment, contract.thread_moment TO tenzij_app;
SELECT thread.keep('contract', 'contract.contract', 'contract.thread_contract');
SELECT thread.keep('contract', 'purchase.purchase', 'contract.thread_contract', 'id', 'purchase_id');
SELECT thread.keep('contract', 'party.party', 'contract.thread_contract', 'id', 'party_id');
SELECT thread.keep('commitment', 'contract.commitment', 'contract.thread_commitment');
SELECT thread.keep('moment', 'contract.moment', 'contract.thread_moment');
SELECT thread.keep('moment', 'contract.commitment', 'contract.thread_moment', 'id', 'commitment_id');

-- --- Links that the model itself says ------------------------------------------------------------------------------
-- A contract stands under its purchase, a commitment under what asked for it. What was offered beyond that stands under the theme of
-- the purchase, so that it leads up to goals of its own theme only; without a purchase it stands under its contract.
CREATE VIEW contract.thread_contract_links WITH (security_invoker = true) AS
  SELECT municipality_id, purchase_id AS upper_id, id AS lower_id FROM contract.contract WHERE purchase_id IS NOT NULL;
CREATE VIEW contract.thread_asked_links WITH (security_invoker = true) AS
  SELECT municipality_id, requirement_id AS upper_id, id AS lower_id FROM contract.commitment WHERE requirement_id IS NOT NULL;
CREATE VIEW contract.thread_offered_links WITH (security_invoker = true) AS
  SELECT k.municipality_id, i.id AS upper_id, k.id AS lower_id
    FROM contract.commitment k
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
    JOIN purchase.impact i ON i.municipality_id = c.municipality_id AND i.purchase_id = c.purchase_id AND i.theme = k.theme
   WHERE k.requirement_id IS NULL;
CREATE VIEW contract.thread_own_links WITH (security_invoker = true) AS
  SELECT k.municipality_id, c.id AS upper_id, k.id AS lower_id
    FROM contract.commitment k
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id
   WHERE k.requirement_id IS NULL AND c.purchase_id IS NULL;
CREATE VIEW contract.thread_moment_links WITH (security_invoker = true) AS
  SELECT municipality_id, commitment_id AS upper_id, id AS lower_id FROM contract.moment;
GRANT SELECT ON contract.thread_contract_links, contract.thread_asked_links, contract.thread_offered_links, contract.thread_own_links,
                contract.thread_moment_links TO tenzij_app;
SELECT thread.keep_inherited('purchase', 'contract', 'contract.contract', 'contract.thread_contract_links', 'lower');
SELECT thread.keep_inherited('requirement', 'commitment', 'contract.commitment', 'contract.thread_asked_links', 'lower');
SELECT thread.keep_inherited('impact', 'commitment', 'contract.commitment', 'contract.thread_offered_links', 'lower');
SELECT thread.keep_inherited('contract', 'commitment', 'contract.commitment', 'contract.thread_own_links', 'lower');
SELECT thread.keep_inherited('commitment', 'moment', 'contract.moment', 'contract.thread_moment_links', 'lower');

-- Another purchase above a contract: what was offered in it hangs elsewhere.
CREATE FUNCTION contract.relink_commitments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM thread.link l
   USING changed c
    JOIN before b ON b.municipality_id = c.municipality_id AND b.id = c.id AND b.purchase_id IS DISTINCT FROM c.purchase_id
    JOIN contract.commitment k ON k.municipality_id = c.municipality_id AND k.contract_id = c.id
   WHERE l.municipality_id = k.municipality_id AND l.lower_kind = 'commitment' AND l.lower_id = k.id AND l.upper_kind IN ('impact', 'contract')
     AND l.state = 'inherited';
  INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state)
    SELECT k.municipality_id, x.upper_kind, x.upper_id, 'commitment', k.id, 'inherited'
      FROM changed c
      JOIN before b ON b.municipality_id = c.municipality_id AND b.id = c.id AND b.purchase_id IS DISTINCT FROM c.purchase_id
      JOIN contract.commitment k ON k.municipality_id = c.municipality_id AND k.contract_id = c.id
     CROSS JOIN LATERAL (SELECT 'impact' AS upper_kind, o.upper_id FROM contract.thread_offered_links o
                          WHERE o.municipality_id = k.municipality_id AND o.lower_id = k.id
                          UNION ALL
                         SELECT 'contract', o.upper_id FROM contract.thread_own_links o
                          WHERE o.municipality_id = k.municipality_id AND o.lower_id = k.id) x
  ON CONFLICT (municipality_id, upper_kind, upper_id, lower_kind, lower_id) DO UPDATE SET state = 'inherited';
  RETURN NULL;
END $$;
CREATE TRIGGER thread_3_commitments AFTER UPDATE ON contract.contract REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION contract.relink_commitments();

SELECT thread.fill(view::regclass)
  FROM unnest(ARRAY['contract.thread_contract', 'contract.thread_commitment', 'contract.thread_moment', 'contract.thread_contract_links',
                    'contract.thread_asked_links', 'contract.thread_offered_links', 'contract.thread_own_links', 'contract.thread_moment_links'])
       WITH ORDINALITY AS every(view, place)
 ORDER BY place;
-- What was measured for a commitment before commitments stood here.
SELECT thread.fill('measure.thread_commitment_links');

-- --- Gaps ----------------------------------------------------------------------------------------------------------
-- What was asked of who does the work, and stands in no contract of the purchase: one row per requirement, at the first of them.
CREATE VIEW contract.asked_not_promised WITH (security_invoker = true) AS
  SELECT r.municipality_id, r.id AS requirement_id, r.title, i.theme, r.purchase_id, c.id AS contract_id, c.title AS contract, c.unit_id, c.manager_id
    FROM purchase.requirement r
    JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
   CROSS JOIN LATERAL (SELECT o.id, o.title, o.unit_id, o.manager_id FROM contract.contract o
                        WHERE o.municipality_id = r.municipality_id AND o.purchase_id = r.purchase_id AND o.archived_at IS NULL
                          AND o.state IN ('draft', 'in_force')
                        ORDER BY o.created_at, o.id LIMIT 1) c
   WHERE r.state = 'chosen' AND r.instrument NOT IN ('exclusion_ground', 'selection_requirement', 'reserved', 'procedure')
     AND NOT EXISTS (SELECT 1 FROM contract.commitment k WHERE k.municipality_id = r.municipality_id AND k.requirement_id = r.id);
GRANT SELECT ON contract.asked_not_promised TO tenzij_app;

-- Of a commitment document_id is the contract that it stands in: there is its page. Kinds that the start page asks by themselves have
-- the same names there, so that they are asked once.
CREATE VIEW contract.gap WITH (security_invoker = true) AS
  SELECT a.municipality_id, 'asked_not_promised'::text AS kind, 'contract'::text AS subject_kind, a.contract_id AS subject_id,
         a.title || ' · ' || a.contract AS title, ARRAY[a.theme] AS themes, a.unit_id, a.manager_id AS owner_id, NULL::uuid AS document_id, a.contract AS detail
    FROM contract.asked_not_promised a
  UNION ALL
  SELECT k.municipality_id, 'promised_never_due', 'commitment', k.id, k.title || ' · ' || c.title, ARRAY[k.theme], c.unit_id, c.manager_id, c.id, c.title
    FROM contract.commitment k
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id AND c.state = 'in_force' AND c.archived_at IS NULL
   WHERE NOT EXISTS (SELECT 1 FROM contract.moment m WHERE m.municipality_id = k.municipality_id AND m.commitment_id = k.id)
  UNION ALL
  SELECT k.municipality_id, 'moment_late', 'commitment', k.id, k.title || ' · ' || c.title, ARRAY[k.theme], c.unit_id, c.manager_id, c.id, x.due_on::text
    FROM (SELECT m.municipality_id, m.commitment_id, min(m.due_on) AS due_on FROM contract.moment m
           WHERE m.state IN ('planned', 'rejected') AND m.due_on < platform.today()
           GROUP BY m.municipality_id, m.commitment_id) x
    JOIN contract.commitment k ON k.municipality_id = x.municipality_id AND k.id = x.commitment_id
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id AND c.state = 'in_force' AND c.archived_at IS NULL
  UNION ALL
  SELECT k.municipality_id, 'moment_to_judge', 'commitment', k.id, k.title || ' · ' || c.title, ARRAY[k.theme], c.unit_id, c.manager_id, c.id,
         x.reported_at::date::text
    FROM (SELECT m.municipality_id, m.commitment_id, min(m.reported_at) AS reported_at FROM contract.moment m
           WHERE m.state = 'reported'
             AND m.reported_at < platform.today() - coalesce((SELECT r.judge_days FROM contract.rhythm r WHERE r.municipality_id = m.municipality_id), 30)
           GROUP BY m.municipality_id, m.commitment_id) x
    JOIN contract.commitment k ON k.municipality_id = x.municipality_id AND k.id = x.commitment_id
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.id = k.contract_id AND c.archived_at IS NULL
  UNION ALL
  SELECT municipality_id, 'contract_without_manager', 'contract', id, title, '{}'::text[], unit_id, budget_holder_id, NULL::uuid, state
    FROM contract.contract WHERE manager_id IS NULL AND archived_at IS NULL AND state IN ('draft', 'in_force')
  UNION ALL
  SELECT municipality_id, 'contract_without_end', 'contract', id, title, '{}'::text[], unit_id, manager_id, NULL::uuid, state
    FROM contract.contract WHERE end_on IS NULL AND archived_at IS NULL AND state IN ('draft', 'in_force')
  UNION ALL
  SELECT municipality_id, 'contract_over', 'contract', id, title, '{}'::text[], unit_id, manager_id, NULL::uuid, end_on::text
    FROM contract.contract WHERE end_on < platform.today() AND archived_at IS NULL AND state = 'in_force'
  UNION ALL
  -- What is renewed tacitly goes on by itself.
  SELECT c.municipality_id, 'contract_without_successor', 'contract', c.id, c.title, '{}'::text[], c.unit_id, c.manager_id, NULL::uuid, c.end_on::text
    FROM contract.contract c
   WHERE c.end_on >= platform.today() AND c.end_on < platform.today() + interval '6 months' AND c.archived_at IS NULL AND c.state = 'in_force'
     AND c.renewal <> 'tacit'
     AND NOT EXISTS (SELECT 1 FROM contract.successor s
                       JOIN purchase.purchase p ON p.municipality_id = s.municipality_id AND p.id = s.purchase_id AND p.archived_at IS NULL AND p.status <> 'stopped'
                      WHERE s.municipality_id = c.municipality_id AND s.contract_id = c.id);
GRANT SELECT ON contract.gap TO tenzij_app;
INSERT INTO thread.gap_kind VALUES
  ('moment_late', 60, 'contract_manager'), ('moment_to_judge', 61, 'contract_manager'), ('contract_over', 62, 'contract_manager'),
  ('contract_without_successor', 63, 'contract_manager'), ('asked_not_promised', 64, 'contract_manager'),
  ('promised_never_due', 65, 'contract_manager'), ('contract_without_manager', 66, 'procurement_advisor'),
  ('contract_without_end', 67, 'contract_manager');
INSERT INTO thread.gap_source VALUES ('contract.gap');
