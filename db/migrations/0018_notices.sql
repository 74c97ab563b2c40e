-- Whose notice it is, what it is, and what of its procedure counts: one definition, in one column, for every figure.

ALTER TABLE notices.notice
  ADD COLUMN parser text NOT NULL DEFAULT '',            -- edition of the reader; another one reads the original again
  ADD COLUMN own_key text NOT NULL DEFAULT '',           -- the procedure as the notice itself names it
  ADD COLUMN publication_key text NOT NULL DEFAULT '',   -- publication_number in one spelling: 612345-2025
  ADD COLUMN released text NOT NULL DEFAULT '',          -- OCDS: moment of the release
  ADD COLUMN compiled boolean NOT NULL DEFAULT false,
  ADD COLUMN form_type text NOT NULL DEFAULT '',
  ADD COLUMN subtype text NOT NULL DEFAULT '',
  ADD COLUMN outcome text NOT NULL DEFAULT '',
  ADD COLUMN maximum_cents bigint,                       -- what may be spent under a framework: never an estimate, never a contract
  ADD COLUMN marks text NOT NULL DEFAULT '',             -- the names and numbers of the municipality that judged it
  ADD COLUMN judged text NOT NULL DEFAULT 'unjudged' CHECK (judged IN ('own', 'joint', 'other', 'unknown', 'unjudged')),
  ADD COLUMN whose text NOT NULL DEFAULT 'unjudged' CHECK (whose IN ('own', 'joint', 'other', 'unknown', 'unjudged'));

-- What came in before is judged by the job that reads it again at the next start; until then only what names the
-- municipality and nobody else is its own.
UPDATE notices.notice n SET own_key = n.procedure_key, judged = j.judged, whose = j.judged
  FROM (SELECT o.municipality_id, o.id,
               CASE WHEN lower(o.buyer) IN (lower(m.name), lower('Gemeente ' || m.name)) THEN 'own' ELSE 'unjudged' END AS judged
          FROM notices.notice o JOIN platform.municipality m ON m.id = o.municipality_id) j
 WHERE j.municipality_id = n.municipality_id AND j.id = n.id;

-- Why a notice is in no figure; empty: it counts. The only place that says so.
ALTER TABLE notices.notice ADD COLUMN left_out text GENERATED ALWAYS AS (
  CASE WHEN NOT current THEN 'replaced'
       WHEN whose = 'other' THEN 'other_buyer'
       WHEN whose = 'unknown' THEN 'unknown_buyer'
       WHEN whose = 'unjudged' THEN 'unjudged'
       WHEN stage IN ('competition', 'result') THEN ''
       WHEN stage IN ('planning', 'consultation', 'modification', 'completion', 'change') THEN stage
       ELSE 'unknown_form' END) STORED;
CREATE INDEX notice_by_left_out ON notices.notice (municipality_id, left_out);
CREATE INDEX notice_by_own_key ON notices.notice (municipality_id, own_key);
CREATE INDEX notice_by_publication_key ON notices.notice (municipality_id, publication_key) WHERE publication_key <> '';

-- The calls and awards of the municipality that are in force: what every figure is made of.
CREATE VIEW notices.counted WITH (security_invoker = true) AS
  SELECT * FROM notices.notice WHERE left_out = '';
GRANT SELECT ON notices.counted TO tenzij_app;

-- What a finding comes to after what a person said of it: whether it asks, is only an ambition, or counts at all. Figures,
-- lists and suggestions read this and nothing else.
CREATE VIEW notices.judged_finding WITH (security_invoker = true) AS
  SELECT f.municipality_id, f.notice_id, f.theme, f.instrument, f.source = 'declared' AS declared,
         CASE WHEN d.verdict = 'rejected' THEN false
              ELSE f.strength IN ('requirement', 'weighted', 'obligation') OR coalesce(d.verdict = 'confirmed', false) END AS asks,
         f.strength = 'ambition' AND d.verdict IS DISTINCT FROM 'rejected' AS ambition,
         d.verdict IS DISTINCT FROM 'rejected' AS counts
    FROM notices.finding f
    LEFT JOIN notices.decision d ON d.municipality_id = f.municipality_id AND d.notice_id = f.notice_id
                                AND d.fingerprint = f.fingerprint AND d.withdrawn_at IS NULL;
GRANT SELECT ON notices.judged_finding TO tenzij_app;

-- What a notice says of another one.
CREATE TABLE notices.link (
  municipality_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  relation text NOT NULL CHECK (relation IN ('replaces', 'modifies', 'follows', 'planning')),
  target text NOT NULL CHECK (target <> ''),   -- source_id-version, source_id or publication key
  PRIMARY KEY (municipality_id, notice_id, relation, target),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice ON DELETE CASCADE
);
CREATE INDEX link_by_target ON notices.link (municipality_id, target);
SELECT platform.municipal_table('notices.link', 'derived');

-- Names and numbers of the municipality itself; without any its name and code decide.
CREATE TABLE notices.own_mark (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  kind text NOT NULL CHECK (kind IN ('name', 'identifier')),
  value text NOT NULL CHECK (value <> '' AND length(value) <= 200),
  PRIMARY KEY (municipality_id, kind, value)
);
SELECT platform.municipal_table('notices.own_mark');
SELECT platform.bound_texts('notices.own_mark');

-- What a person says of whose a notice is; it goes before the rule, and can be taken back.
CREATE TABLE notices.claim (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  notice_id uuid NOT NULL,
  whose text NOT NULL CHECK (whose IN ('own', 'joint', 'other')),
  reason text NOT NULL CHECK (length(reason) <= 2000),
  person_id uuid NOT NULL,
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice ON DELETE CASCADE
);
CREATE UNIQUE INDEX claim_in_force ON notices.claim (municipality_id, notice_id) WHERE withdrawn_at IS NULL;
CREATE INDEX claim_by_notice ON notices.claim (municipality_id, notice_id);
SELECT platform.municipal_table('notices.claim');
SELECT platform.bound_texts('notices.claim');

-- The notices of one procedure: by the key they give themselves, and by what they say of each other. An announcement
-- may stand before several procedures and makes them no single one.
CREATE FUNCTION notices.family(start uuid[]) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE family(id) AS (
    SELECT unnest(start)
    UNION
    SELECT m.id
      FROM family f
      JOIN notices.notice n ON n.municipality_id = platform.current_municipality() AND n.id = f.id
      CROSS JOIN LATERAL (
        SELECT o.id FROM notices.notice o WHERE o.municipality_id = n.municipality_id AND o.own_key = n.own_key
        UNION ALL
        SELECT o.id FROM notices.link l JOIN notices.notice o ON o.municipality_id = l.municipality_id AND o.reference = l.target
         WHERE l.municipality_id = n.municipality_id AND l.notice_id = n.id AND l.relation <> 'planning'
        UNION ALL
        SELECT o.id FROM notices.link l JOIN notices.notice o ON o.municipality_id = l.municipality_id AND o.source_id = l.target
         WHERE l.municipality_id = n.municipality_id AND l.notice_id = n.id AND l.relation <> 'planning'
        UNION ALL
        SELECT o.id FROM notices.link l JOIN notices.notice o ON o.municipality_id = l.municipality_id AND o.publication_key = l.target
         WHERE l.municipality_id = n.municipality_id AND l.notice_id = n.id AND o.publication_key <> ''
           AND (l.relation IN ('replaces', 'modifies') OR (l.relation = 'follows' AND o.stage NOT IN ('planning', 'consultation')))
        UNION ALL
        SELECT l.notice_id FROM notices.link l
         WHERE l.municipality_id = n.municipality_id AND l.target IN (n.reference, n.source_id, nullif(n.publication_key, ''))
           AND (l.relation IN ('replaces', 'modifies') OR (l.relation = 'follows' AND n.stage NOT IN ('planning', 'consultation')))
      ) m
  )
  SELECT id FROM family
$$;

-- The lots about which a notice says what was decided.
CREATE FUNCTION notices.decided_lots(content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(l ->> 'id'), '{}') FROM jsonb_array_elements(content -> 'lots') l WHERE l ->> 'outcome' <> ''
$$;

-- Judges a procedure anew, whatever the order in which its notices came in: one key for all of them, what is current,
-- and whose it is. Of one source the highest version is current; a notice that another of the same stage replaces is
-- not (a corrigendum that only lists changes hides nothing, a modification hides no award). Of OCDS the newest release
-- of each kind is, and a compiled release stands for all before it; a release that awards other lots stands beside it.
-- What people said of a notice that is replaced, its unit and its goals, goes over to what replaces it.
CREATE FUNCTION notices.settle(start uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  members uuid[];
  common text;
  claimed text;
  unit uuid;
BEGIN
  SELECT array_agg(f.id) INTO members FROM notices.family(start) f;
  IF members IS NULL THEN RETURN; END IF;
  SELECT n.own_key INTO common FROM notices.notice n WHERE n.id = ANY (members)
   ORDER BY n.stage IN ('planning', 'consultation'), n.published_on NULLS LAST, n.own_key LIMIT 1;
  SELECT c.whose INTO claimed FROM notices.claim c WHERE c.notice_id = ANY (members) AND c.withdrawn_at IS NULL
   ORDER BY c.at DESC, c.id DESC LIMIT 1;
  SELECT n.unit_id INTO unit FROM notices.notice n WHERE n.id = ANY (members) AND n.unit_id IS NOT NULL
   ORDER BY n.published_on DESC NULLS LAST, n.id LIMIT 1;
  WITH member AS (
    SELECT n.*, CASE WHEN n.compiled THEN CASE n.stage WHEN 'result' THEN 'award' WHEN 'competition' THEN 'tender' ELSE n.stage END
                     ELSE regexp_replace(n.kind, '(Update|Cancellation|Amendment|Termination)$', '') END AS branch,
           CASE WHEN n.format = 'ocds' AND n.stage = 'result' AND NOT n.compiled THEN notices.decided_lots(n.content) ELSE '{}' END AS lots
      FROM notices.notice n WHERE n.id = ANY (members)
  ), ranked AS (
    SELECT m.*,
           row_number() OVER (PARTITION BY m.source_id ORDER BY lpad(m.version, 20, '0') DESC) AS by_version,
           row_number() OVER (PARTITION BY m.format, m.own_key, m.branch ORDER BY m.released DESC, m.compiled DESC, m.imported_at DESC, m.id) AS by_release
      FROM member m
  ), replaced AS (
    SELECT DISTINCT o.id
      FROM notices.link l
      JOIN member c ON c.id = l.notice_id
      JOIN member o ON l.target IN (o.reference, o.source_id, nullif(o.publication_key, ''))
     WHERE l.relation = 'replaces' AND o.id <> c.id AND o.stage = c.stage
       AND (o.source_id <> c.source_id OR lpad(o.version, 20, '0') < lpad(c.version, 20, '0'))
       -- Of two that replace each other the later one stays.
       AND NOT (EXISTS (SELECT 1 FROM notices.link b WHERE b.notice_id = o.id AND b.relation = 'replaces'
                         AND b.target IN (c.reference, c.source_id, nullif(c.publication_key, '')))
                AND (o.published_on, o.source_id) > (c.published_on, c.source_id))
  ), judged AS (
    SELECT r.id, coalesce(claimed, r.judged) AS whose,
           r.by_version = 1
           AND (r.format <> 'ocds' OR ((r.by_release = 1 OR (cardinality(r.lots) > 0 AND NOT EXISTS (
                 SELECT 1 FROM ranked c WHERE c.format = 'ocds' AND c.own_key = r.own_key AND c.branch = r.branch AND c.by_release < r.by_release
                    AND NOT (cardinality(c.lots) > 0 AND NOT c.lots @> r.lots)))) AND (r.compiled OR NOT EXISTS (
                 SELECT 1 FROM member c WHERE c.compiled AND c.own_key = r.own_key AND c.released >= r.released))))
           AND NOT EXISTS (SELECT 1 FROM replaced x WHERE x.id = r.id) AS current
      FROM ranked r
  ), touched AS (
    SELECT n.id, n.procedure_key AS before FROM notices.notice n JOIN judged j ON j.id = n.id
     WHERE n.procedure_key <> common OR n.current <> j.current OR n.whose <> j.whose OR (n.unit_id IS NULL AND unit IS NOT NULL)
  ), written AS (
    UPDATE notices.notice n SET procedure_key = common, current = j.current, whose = j.whose, unit_id = coalesce(n.unit_id, unit)
      FROM judged j WHERE j.id = n.id AND n.id IN (SELECT t.id FROM touched t)
  )
  INSERT INTO notices.changed (municipality_id, procedure_key)
  SELECT platform.current_municipality(), key FROM (SELECT before AS key FROM touched UNION SELECT common FROM touched) k
  ON CONFLICT DO NOTHING;
  WITH follows AS (
    SELECT g.municipality_id, g.goal_id, g.notice_id, s.id AS successor, g.person_id, g.at
      FROM notices.goal_link g
      JOIN notices.notice o ON o.municipality_id = g.municipality_id AND o.id = g.notice_id AND NOT o.current
      CROSS JOIN LATERAL (SELECT n.id FROM notices.notice n WHERE n.id = ANY (members) AND n.current AND n.stage = o.stage
                           ORDER BY n.published_on DESC NULLS LAST, n.id LIMIT 1) s
     WHERE g.notice_id = ANY (members)
  ), gone AS (
    DELETE FROM notices.goal_link g USING follows f WHERE g.goal_id = f.goal_id AND g.notice_id = f.notice_id
  )
  INSERT INTO notices.goal_link (municipality_id, goal_id, notice_id, person_id, at)
  SELECT DISTINCT ON (f.goal_id, f.successor) f.municipality_id, f.goal_id, f.successor, f.person_id, f.at FROM follows f
   ORDER BY f.goal_id, f.successor, f.at
  ON CONFLICT DO NOTHING;
END $$;

-- --- Figures ----------------------------------------------------------------------------------------------
ALTER TABLE insight.procedure
  ADD COLUMN whose text NOT NULL DEFAULT 'own',       -- own or joint
  ADD COLUMN outcome text NOT NULL DEFAULT '',
  ADD COLUMN maximum_cents bigint,
  ADD COLUMN foreign_cents bigint,                    -- value in another currency: in no sum
  ADD COLUMN foreign_currency text NOT NULL DEFAULT '';

CREATE OR REPLACE FUNCTION insight.refresh() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  keys text[];
BEGIN
  IF NOT EXISTS (SELECT 1 FROM notices.changed) THEN RETURN 0; END IF;
  PERFORM pg_advisory_xact_lock(748, hashtext(platform.current_municipality()::text));
  WITH gone AS (DELETE FROM notices.changed RETURNING procedure_key) SELECT array_agg(procedure_key) INTO keys FROM gone;
  IF keys IS NULL THEN RETURN 0; END IF;
  DELETE FROM insight.procedure WHERE procedure_key = ANY (keys);

  WITH current_notice AS (
    SELECT n.* FROM notices.counted n WHERE n.procedure_key = ANY (keys)
  ), judged AS (
    SELECT n.procedure_key, f.declared, f.asks, f.ambition, f.counts
      FROM current_notice n
      JOIN notices.judged_finding f ON f.municipality_id = n.municipality_id AND f.notice_id = n.id
  ), told AS (
    SELECT procedure_key, bool_or(asks AND NOT declared) AS asks, bool_or(ambition) AS ambition, bool_or(declared AND counts) AS declares FROM judged GROUP BY procedure_key
  ), award AS (
    SELECT n.procedure_key, n.awarded_cents, n.content, notices.decided_lots(n.content) AS lots,
           row_number() OVER (PARTITION BY n.procedure_key ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC, n.id DESC) AS age
      FROM current_notice n
     WHERE n.stage = 'result' AND n.awarded_cents IS NOT NULL AND n.currency IN ('EUR', '')
  ), paid AS (
    -- An award in several notices: of each lot the newest that says it. One that names no lots stands for the whole.
    SELECT a.procedure_key,
           sum(CASE WHEN a.age = 1 THEN a.awarded_cents
                    WHEN a.lots = '{}' OR newer.whole THEN 0
                    WHEN NOT a.lots && newer.lots THEN a.awarded_cents
                    ELSE coalesce((SELECT sum((l ->> 'awardedCents')::bigint) FROM jsonb_array_elements(a.content -> 'lots') l
                                    WHERE l ->> 'outcome' <> '' AND l ->> 'id' <> ALL (newer.lots)), 0) END)::bigint AS cents
      FROM award a
      CROSS JOIN LATERAL (SELECT coalesce(bool_or(b.lots = '{}'), false) AS whole, coalesce(array_agg(lot), '{}') AS lots
                            FROM award b LEFT JOIN LATERAL unnest(b.lots) lot ON true
                           WHERE b.procedure_key = a.procedure_key AND b.age < a.age) newer
     GROUP BY a.procedure_key
  ), merged AS (
    SELECT n.municipality_id, n.procedure_key,
           (array_agg(n.id ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC))[1] AS notice_id,
           (array_agg(n.title ORDER BY n.published_on DESC NULLS LAST))[1] AS title,
           min(n.published_on) AS published_on,
           (array_agg(n.unit_id ORDER BY n.published_on DESC NULLS LAST) FILTER (WHERE n.unit_id IS NOT NULL))[1] AS unit_id,
           coalesce((array_agg(n.cpv ORDER BY n.published_on) FILTER (WHERE n.cpv <> ''))[1], '') AS cpv,
           coalesce((array_agg(n.nature ORDER BY n.published_on) FILTER (WHERE n.nature <> ''))[1], '') AS nature,
           coalesce((array_agg(n.procedure_type ORDER BY n.published_on) FILTER (WHERE n.procedure_type <> ''))[1], '') AS procedure_type,
           CASE WHEN bool_or(n.stage = 'result') THEN 'result' ELSE 'competition' END AS stage,
           bool_or(n.social_services) AS social,
           -- A symbolic award of a few euros says nothing about the size; then the estimate counts. The newest notice that says it.
           coalesce((SELECT p.cents FROM paid p WHERE p.procedure_key = n.procedure_key AND p.cents >= 100000),
                    (array_agg(n.estimated_cents ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC) FILTER (WHERE n.estimated_cents IS NOT NULL AND n.currency IN ('EUR', '')))[1]) AS value_cents,
           (array_agg(n.maximum_cents ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC) FILTER (WHERE n.maximum_cents IS NOT NULL AND n.currency IN ('EUR', '')))[1] AS maximum_cents,
           (array_agg(coalesce(n.awarded_cents, n.estimated_cents) ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC)
             FILTER (WHERE coalesce(n.awarded_cents, n.estimated_cents) IS NOT NULL AND n.currency NOT IN ('EUR', '')))[1] AS foreign_cents,
           (array_agg(n.currency ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC)
             FILTER (WHERE coalesce(n.awarded_cents, n.estimated_cents) IS NOT NULL AND n.currency NOT IN ('EUR', '')))[1] AS foreign_currency,
           CASE WHEN bool_or(n.whose = 'joint') THEN 'joint' ELSE 'own' END AS whose,
           coalesce((array_agg(n.outcome ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC) FILTER (WHERE n.outcome <> ''))[1], '') AS outcome,
           bool_or(coalesce(n.sme, false)) AS sme, count(*)::int AS notice_count
      FROM current_notice n GROUP BY n.municipality_id, n.procedure_key
  ), sized AS (
    SELECT m.*, t.amount_cents AS eu_cents FROM merged m
      LEFT JOIN reference.threshold t ON t.nature = CASE WHEN m.social THEN 'social' WHEN m.nature = '' THEN 'services' ELSE m.nature END
       AND coalesce(m.published_on, CURRENT_DATE) BETWEEN t.valid_from AND t.valid_to
  )
  INSERT INTO insight.procedure (municipality_id, procedure_key, notice_id, title, published_on, year, unit_id, cpv_division, nature, procedure_type,
         stage, value_cents, threshold, band, sme, asks, ambition_only, declares, notice_count, asked, declared,
         whose, outcome, maximum_cents, foreign_cents, foreign_currency)
  SELECT s.municipality_id, s.procedure_key, s.notice_id, s.title, s.published_on, extract(year FROM s.published_on)::int, s.unit_id,
         left(s.cpv, 2), s.nature, s.procedure_type, s.stage, s.value_cents,
         CASE WHEN s.value_cents IS NULL OR s.eu_cents IS NULL THEN 'unknown' WHEN s.value_cents >= s.eu_cents THEN 'above' ELSE 'below' END,
         CASE WHEN s.value_cents IS NULL THEN 'unknown' WHEN s.value_cents < 5000000 THEN 'lt50' WHEN s.value_cents < 10000000 THEN 'lt100'
              WHEN s.value_cents < coalesce(s.eu_cents, 22100000) THEN 'lt_eu' ELSE 'ge_eu' END,
         s.sme, coalesce(t.asks, false), coalesce(t.ambition, false) AND NOT coalesce(t.asks, false), coalesce(t.declares, false), s.notice_count, '', '',
         s.whose, s.outcome, s.maximum_cents, CASE WHEN s.value_cents IS NULL THEN s.foreign_cents END,
         CASE WHEN s.value_cents IS NULL THEN coalesce(s.foreign_currency, '') ELSE '' END
    FROM sized s LEFT JOIN told t USING (procedure_key);

  INSERT INTO insight.procedure_theme
  SELECT platform.current_municipality(), n.procedure_key, f.theme, f.instrument,
         bool_or(f.asks), f.declared
    FROM notices.counted n
    JOIN notices.judged_finding f ON f.municipality_id = n.municipality_id AND f.notice_id = n.id
   WHERE n.procedure_key = ANY (keys) AND f.theme IS NOT NULL AND f.counts
   GROUP BY n.procedure_key, f.theme, f.instrument, f.declared;

  UPDATE insight.procedure p SET asked = coalesce(t.asked, ''), declared = coalesce(t.declared, '')
    FROM (SELECT procedure_key, string_agg(theme || ':' || instrument, ';' ORDER BY theme, instrument) FILTER (WHERE asks AND NOT declared) AS asked,
                 string_agg(DISTINCT theme, ';') FILTER (WHERE declared) AS declared
            FROM insight.procedure_theme WHERE procedure_key = ANY (keys) GROUP BY procedure_key) t
   WHERE p.procedure_key = t.procedure_key;
  RETURN cardinality(keys);
END $$;

-- Every roll-up is made again with the new definition.
INSERT INTO notices.changed (municipality_id, procedure_key)
  SELECT municipality_id, procedure_key FROM notices.notice UNION SELECT municipality_id, procedure_key FROM insight.procedure
  ON CONFLICT DO NOTHING;

-- In the thread a notice has euros only when it counts, in euros.
CREATE OR REPLACE VIEW purchase.thread_node WITH (security_invoker = true) AS
  SELECT i.municipality_id, 'purchase'::text AS kind, i.id, p.title, i.state AS detail, ARRAY[i.theme] AS themes, p.unit_id, p.budget_holder_id AS owner_id,
         p.year, p.value_cents, p.id AS document_id, p.archived_at IS NOT NULL OR p.status = 'stopped' AS archived
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
  UNION ALL
  SELECT r.municipality_id, 'requirement', r.id, r.title, r.instrument, ARRAY[i.theme], p.unit_id, p.budget_holder_id,
         p.year, NULL::bigint, p.id, p.archived_at IS NOT NULL OR p.status = 'stopped' OR r.state <> 'chosen'
    FROM purchase.requirement r JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
    JOIN purchase.purchase p ON p.municipality_id = r.municipality_id AND p.id = r.purchase_id
  UNION ALL
  -- What was published of a purchase is that purchase, with all notices of its procedure: it has no euros of its own.
  SELECT n.municipality_id, 'notice', n.id, n.title, n.stage, '{}'::text[], n.unit_id, NULL::uuid, extract(year FROM n.published_on)::int,
         CASE WHEN l.purchase_id IS NULL AND n.left_out = '' AND n.currency IN ('EUR', '') THEN coalesce(n.awarded_cents, n.estimated_cents) END,
         l.purchase_id, false
    FROM notices.notice n
    LEFT JOIN LATERAL (SELECT k.purchase_id FROM notices.notice o
                         JOIN purchase.notice_link k ON k.municipality_id = o.municipality_id AND k.notice_id = o.id
                        WHERE o.municipality_id = n.municipality_id AND o.procedure_key = n.procedure_key
                        ORDER BY k.notice_id <> n.id, k.purchase_id LIMIT 1) l ON true;
