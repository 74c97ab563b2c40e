-- What a rule found stays beside what a person says of it, so that whoever takes a word back gets the rule's reason back.
ALTER TABLE thread.link ADD COLUMN rule_words text NOT NULL DEFAULT '';
ALTER TABLE thread.link ADD CONSTRAINT rule_words_length CHECK (char_length(rule_words) <= 2000);
UPDATE thread.link SET rule_words = why WHERE state = 'suggested';
-- Who judged how many.
CREATE INDEX link_decided ON thread.link (municipality_id, person_id) WHERE state IN ('confirmed', 'rejected');

-- What people said of a notice goes over to what replaces it: as 0018 has it, over the links as they are kept now.
CREATE OR REPLACE FUNCTION notices.settle(start uuid[]) RETURNS void LANGUAGE plpgsql AS $$
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
    SELECT l.*, s.id AS successor
      FROM thread.link l
      JOIN notices.notice o ON o.municipality_id = l.municipality_id AND o.id = l.lower_id AND NOT o.current
     CROSS JOIN LATERAL (SELECT n.id FROM notices.notice n
                          WHERE n.id = ANY (members) AND n.current AND n.stage = o.stage
                          ORDER BY n.published_on DESC NULLS LAST, n.id
                          LIMIT 1) s
     WHERE l.upper_kind = 'goal' AND l.lower_kind = 'notice' AND l.lower_id = ANY (members)
  ), gone AS (
    DELETE FROM thread.link l
     USING follows f
     WHERE l.upper_kind = f.upper_kind AND l.upper_id = f.upper_id AND l.lower_kind = f.lower_kind AND l.lower_id = f.lower_id
  )
  INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule, why, rule_words, score, person_id, at)
  SELECT DISTINCT ON (f.upper_id, f.successor)
         f.municipality_id, f.upper_kind, f.upper_id, f.lower_kind, f.successor, f.state, f.rule, f.why, f.rule_words, f.score, f.person_id, f.at
    FROM follows f
   ORDER BY f.upper_id, f.successor, f.at
  ON CONFLICT DO NOTHING;
END $$;
