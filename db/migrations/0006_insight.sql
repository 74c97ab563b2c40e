-- "Waar staan we?": one row per procedure, kept up to date from notices.changed, so that figures cost the same
-- whatever the number of notices behind them. Everything here can be made again.

CREATE SCHEMA insight;
GRANT USAGE ON SCHEMA insight TO tenzij_app;

CREATE TABLE insight.procedure (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  procedure_key text NOT NULL,
  notice_id uuid NOT NULL,          -- the one to open: the newest
  title text NOT NULL,
  published_on date,
  year int,
  unit_id uuid,
  cpv_division text NOT NULL,
  nature text NOT NULL,
  procedure_type text NOT NULL,
  stage text NOT NULL,
  value_cents bigint,
  threshold text NOT NULL,          -- above, below, unknown: the European threshold on that day
  band text NOT NULL,               -- lt50, lt100, lt_eu, ge_eu, unknown
  sme boolean NOT NULL,
  asks boolean NOT NULL,            -- a requirement, award criterion or contract clause on a theme
  ambition_only boolean NOT NULL,   -- speaks of a theme without asking anything
  declares boolean NOT NULL,
  notice_count int NOT NULL,
  asked text NOT NULL,              -- theme:instrument;... sorted; the figures group by it
  declared text NOT NULL,           -- theme;... sorted
  PRIMARY KEY (municipality_id, procedure_key)
);
CREATE INDEX procedure_by_date ON insight.procedure (municipality_id, published_on DESC NULLS LAST);
SELECT platform.municipal_table('insight.procedure', 'derived');

CREATE TABLE insight.procedure_theme (
  municipality_id uuid NOT NULL,
  procedure_key text NOT NULL,
  theme text NOT NULL,
  instrument text NOT NULL,
  asks boolean NOT NULL,
  declared boolean NOT NULL,
  PRIMARY KEY (municipality_id, procedure_key, theme, instrument, declared),
  FOREIGN KEY (municipality_id, procedure_key) REFERENCES insight.procedure ON DELETE CASCADE
);
CREATE INDEX procedure_theme_by_theme ON insight.procedure_theme (municipality_id, theme, instrument);
SELECT platform.municipal_table('insight.procedure_theme', 'derived');

-- Remakes the rows of the procedures in notices.changed; one at a time per municipality, so a second reader waits
-- and then sees them too.
CREATE FUNCTION insight.refresh() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  keys text[];
BEGIN
  IF NOT EXISTS (SELECT 1 FROM notices.changed) THEN RETURN 0; END IF;
  PERFORM pg_advisory_xact_lock(748, hashtext(platform.current_municipality()::text));
  WITH gone AS (DELETE FROM notices.changed RETURNING procedure_key) SELECT array_agg(procedure_key) INTO keys FROM gone;
  IF keys IS NULL THEN RETURN 0; END IF;
  DELETE FROM insight.procedure WHERE procedure_key = ANY (keys);

  WITH current_notice AS (
    SELECT n.* FROM notices.notice n WHERE n.procedure_key = ANY (keys) AND n.current
  ), judged AS (
    SELECT n.procedure_key, f.theme, f.instrument, f.source = 'declared' AS declared,
           CASE WHEN d.verdict = 'rejected' THEN false ELSE f.strength IN ('requirement', 'weighted', 'obligation') OR coalesce(d.verdict = 'confirmed', false) END AS asks,
           f.strength = 'ambition' AND d.verdict IS DISTINCT FROM 'rejected' AS ambition,
           d.verdict IS DISTINCT FROM 'rejected' AS counts
      FROM current_notice n
      JOIN notices.finding f ON f.municipality_id = n.municipality_id AND f.notice_id = n.id
      LEFT JOIN notices.decision d ON d.municipality_id = f.municipality_id AND d.notice_id = f.notice_id AND d.fingerprint = f.fingerprint AND d.withdrawn_at IS NULL
  ), told AS (
    SELECT procedure_key, bool_or(asks AND NOT declared) AS asks, bool_or(ambition) AS ambition, bool_or(declared AND counts) AS declares FROM judged GROUP BY procedure_key
  ), merged AS (
    SELECT n.municipality_id, n.procedure_key,
           (array_agg(n.id ORDER BY n.published_on DESC NULLS LAST, n.imported_at DESC))[1] AS notice_id,
           (array_agg(n.title ORDER BY n.published_on DESC NULLS LAST))[1] AS title,
           min(n.published_on) AS published_on,
           (array_agg(n.unit_id ORDER BY n.published_on DESC NULLS LAST) FILTER (WHERE n.unit_id IS NOT NULL))[1] AS unit_id,
           coalesce((array_agg(n.cpv ORDER BY n.published_on) FILTER (WHERE n.cpv <> ''))[1], '') AS cpv,
           coalesce((array_agg(n.nature ORDER BY n.published_on) FILTER (WHERE n.nature <> ''))[1], '') AS nature,
           coalesce((array_agg(n.procedure_type ORDER BY n.published_on) FILTER (WHERE n.procedure_type <> ''))[1], '') AS procedure_type,
           (array_agg(n.stage ORDER BY CASE n.stage WHEN 'result' THEN 0 WHEN 'modification' THEN 1 WHEN 'competition' THEN 2 ELSE 3 END))[1] AS stage,
           bool_or(n.social_services) AS social,
           -- A symbolic award of a few euros says nothing about the size; then the estimate counts.
           coalesce(max(n.awarded_cents) FILTER (WHERE n.awarded_cents >= 100000 AND n.currency IN ('EUR', '')), max(n.estimated_cents) FILTER (WHERE n.currency IN ('EUR', ''))) AS value_cents,
           bool_or(coalesce(n.sme, false)) AS sme, count(*)::int AS notice_count
      FROM current_notice n GROUP BY n.municipality_id, n.procedure_key
  ), sized AS (
    SELECT m.*, t.amount_cents AS eu_cents FROM merged m
      LEFT JOIN reference.threshold t ON t.nature = CASE WHEN m.social THEN 'social' WHEN m.nature = '' THEN 'services' ELSE m.nature END
       AND coalesce(m.published_on, CURRENT_DATE) BETWEEN t.valid_from AND t.valid_to
  )
  INSERT INTO insight.procedure
  SELECT s.municipality_id, s.procedure_key, s.notice_id, s.title, s.published_on, extract(year FROM s.published_on)::int, s.unit_id,
         left(s.cpv, 2), s.nature, s.procedure_type, s.stage, s.value_cents,
         CASE WHEN s.value_cents IS NULL OR s.eu_cents IS NULL THEN 'unknown' WHEN s.value_cents >= s.eu_cents THEN 'above' ELSE 'below' END,
         CASE WHEN s.value_cents IS NULL THEN 'unknown' WHEN s.value_cents < 5000000 THEN 'lt50' WHEN s.value_cents < 10000000 THEN 'lt100'
              WHEN s.value_cents < coalesce(s.eu_cents, 22100000) THEN 'lt_eu' ELSE 'ge_eu' END,
         s.sme, coalesce(t.asks, false), coalesce(t.ambition, false) AND NOT coalesce(t.asks, false), coalesce(t.declares, false), s.notice_count, '', ''
    FROM sized s LEFT JOIN told t USING (procedure_key);

  INSERT INTO insight.procedure_theme
  SELECT platform.current_municipality(), n.procedure_key, f.theme, f.instrument,
         bool_or(CASE WHEN d.verdict = 'rejected' THEN false ELSE f.strength IN ('requirement', 'weighted', 'obligation') OR coalesce(d.verdict = 'confirmed', false) END),
         f.source = 'declared'
    FROM notices.notice n
    JOIN notices.finding f ON f.municipality_id = n.municipality_id AND f.notice_id = n.id
    LEFT JOIN notices.decision d ON d.municipality_id = f.municipality_id AND d.notice_id = f.notice_id AND d.fingerprint = f.fingerprint AND d.withdrawn_at IS NULL
   WHERE n.procedure_key = ANY (keys) AND n.current AND f.theme IS NOT NULL AND d.verdict IS DISTINCT FROM 'rejected'
   GROUP BY n.procedure_key, f.theme, f.instrument, f.source = 'declared';

  UPDATE insight.procedure p SET asked = coalesce(t.asked, ''), declared = coalesce(t.declared, '')
    FROM (SELECT procedure_key, string_agg(theme || ':' || instrument, ';' ORDER BY theme, instrument) FILTER (WHERE asks AND NOT declared) AS asked,
                 string_agg(DISTINCT theme, ';') FILTER (WHERE declared) AS declared
            FROM insight.procedure_theme WHERE procedure_key = ANY (keys) GROUP BY procedure_key) t
   WHERE p.procedure_key = t.procedure_key;
  RETURN cardinality(keys);
END $$;
