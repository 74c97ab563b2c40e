-- What is there so far, declared to the thread: people, policy, notices, ambitions, criteria and purchases. Their link tables go;
-- what a person said stays confirmed, what a rule or nobody said becomes a suggestion.

-- --- Organisation -------------------------------------------------------------------------------------------
CREATE VIEW organisation.thread_unit WITH (security_invoker = true) AS
  SELECT municipality_id, id, name AS title, ''::text AS detail, NULL::text AS number, ''::text AS words, '{}'::text[] AS themes, id AS unit_id,
         NULL::uuid AS owner_id, NULL::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id,
         id::text AS counts_as, false AS archived
    FROM organisation.unit;
CREATE VIEW organisation.thread_person WITH (security_invoker = true) AS
  SELECT municipality_id, id, name AS title, coalesce(job_title, '') AS detail, NULL::text AS number, ''::text AS words, '{}'::text[] AS themes, unit_id,
         id AS owner_id, NULL::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id,
         id::text AS counts_as, false AS archived
    FROM organisation.person;
CREATE VIEW organisation.thread_question WITH (security_invoker = true) AS
  SELECT municipality_id, id, question AS title, CASE WHEN answered_at IS NULL THEN 'open' ELSE 'answered' END AS detail, NULL::text AS number,
         coalesce(answer, '') AS words, CASE WHEN theme IS NULL THEN '{}' ELSE ARRAY[theme] END AS themes, unit_id, asked_by AS owner_id,
         extract(year FROM asked_at)::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id,
         id::text AS counts_as, false AS archived
    FROM organisation.help_request;
GRANT SELECT ON organisation.thread_unit, organisation.thread_person, organisation.thread_question TO tenzij_app;
SELECT thread.keep('unit', 'organisation.unit', 'organisation.thread_unit');
SELECT thread.keep('person', 'organisation.person', 'organisation.thread_person');
SELECT thread.keep('question', 'organisation.help_request', 'organisation.thread_question');

-- --- Policy -------------------------------------------------------------------------------------------------
CREATE VIEW policy.thread_document WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, level AS detail, NULL::text AS number, ''::text AS words, '{}'::text[] AS themes, unit_id, NULL::uuid AS owner_id,
         extract(year FROM valid_to)::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id,
         id::text AS counts_as, archived_at IS NOT NULL AS archived
    FROM policy.document;
CREATE VIEW policy.thread_clause WITH (security_invoker = true) AS
  SELECT c.municipality_id, c.id, coalesce(p.text, '') AS title, d.title AS detail, p.number, coalesce(array_to_string(p.heading, ' '), '') AS words, c.themes,
         d.unit_id, NULL::uuid AS owner_id, extract(year FROM d.valid_to)::int AS year, NULL::bigint AS value_cents, 'document'::text AS whole_kind,
         d.id AS whole_id, c.id::text AS counts_as, NOT coalesce(p.current, false) OR d.archived_at IS NOT NULL AS archived
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
    LEFT JOIN LATERAL (SELECT q.text, q.current, q.number, q.heading FROM policy.passage q
                        WHERE q.municipality_id = c.municipality_id AND q.clause_id = c.id
                        ORDER BY q.current DESC, q.edition_id DESC LIMIT 1) p ON true;
CREATE VIEW policy.thread_goal WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, level AS detail, NULL::text AS number, explanation || ' ' || coalesce(indicator, '') AS words, themes, unit_id, owner_id,
         target_year AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id, id::text AS counts_as,
         archived_at IS NOT NULL AS archived
    FROM policy.goal;
CREATE VIEW policy.thread_clause_links WITH (security_invoker = true) AS
  SELECT municipality_id, document_id AS upper_id, id AS lower_id FROM policy.clause;
CREATE VIEW policy.thread_goal_links WITH (security_invoker = true) AS
  SELECT municipality_id, parent_id AS upper_id, id AS lower_id FROM policy.goal WHERE parent_id IS NOT NULL;
GRANT SELECT ON policy.thread_document, policy.thread_clause, policy.thread_goal, policy.thread_clause_links, policy.thread_goal_links TO tenzij_app;
SELECT thread.keep('document', 'policy.document', 'policy.thread_document');
SELECT thread.keep('clause', 'policy.clause', 'policy.thread_clause');
SELECT thread.keep('clause', 'policy.passage', 'policy.thread_clause', 'clause_id');
SELECT thread.keep('clause', 'policy.document', 'policy.thread_clause', 'id', 'whole_id');
SELECT thread.keep('goal', 'policy.goal', 'policy.thread_goal');
SELECT thread.keep_inherited('document', 'clause', 'policy.clause', 'policy.thread_clause_links', 'lower');
SELECT thread.keep_inherited('goal', 'goal', 'policy.goal', 'policy.thread_goal_links', 'lower');

-- --- Notices ------------------------------------------------------------------------------------------------
-- It has euros only when it counts, in euros.
CREATE VIEW notices.thread_notice WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, stage AS detail, publication_number AS number, ''::text AS words, '{}'::text[] AS themes, unit_id, NULL::uuid AS owner_id,
         extract(year FROM published_on)::int AS year,
         CASE WHEN left_out = '' AND currency IN ('EUR', '') THEN coalesce(awarded_cents, estimated_cents) END AS value_cents,
         NULL::text AS whole_kind, NULL::uuid AS whole_id, procedure_key AS counts_as, false AS archived
    FROM notices.notice;
GRANT SELECT ON notices.thread_notice TO tenzij_app;
SELECT thread.keep('notice', 'notices.notice', 'notices.thread_notice');

-- --- Ambition -----------------------------------------------------------------------------------------------
CREATE VIEW ambition.thread_session WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, status AS detail, NULL::text AS number, question || ' ' || coalesce(project, '') AS words, '{}'::text[] AS themes, unit_id,
         facilitator_id AS owner_id, extract(year FROM planned_on)::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind,
         NULL::uuid AS whole_id, id::text AS counts_as, false AS archived
    FROM ambition.session;
CREATE VIEW ambition.thread_ambition WITH (security_invoker = true) AS
  SELECT municipality_id, id, theme_title || ' · ' || title AS title, level::text AS detail, NULL::text AS number, reason AS words,
         CASE WHEN theme = '' THEN '{}' ELSE ARRAY[theme] END AS themes, unit_id, owner_id, extract(year FROM valid_to)::int AS year,
         NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id, id::text AS counts_as, withdrawn_at IS NOT NULL AS archived
    FROM ambition.ambition;
CREATE VIEW ambition.thread_session_links WITH (security_invoker = true) AS
  SELECT municipality_id, session_id AS upper_id, id AS lower_id FROM ambition.ambition WHERE session_id IS NOT NULL;
GRANT SELECT ON ambition.thread_session, ambition.thread_ambition, ambition.thread_session_links TO tenzij_app;
SELECT thread.keep('session', 'ambition.session', 'ambition.thread_session');
SELECT thread.keep('ambition', 'ambition.ambition', 'ambition.thread_ambition');
SELECT thread.keep_inherited('session', 'ambition', 'ambition.ambition', 'ambition.thread_session_links', 'lower');

-- --- Criteria -----------------------------------------------------------------------------------------------
CREATE VIEW criteria.thread_criterion WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, instrument AS detail, code AS number, text AS words, themes, NULL::uuid AS unit_id, NULL::uuid AS owner_id,
         NULL::int AS year, NULL::bigint AS value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id, id::text AS counts_as,
         status IN ('replaced', 'rejected') AS archived
    FROM criteria.criterion;
GRANT SELECT ON criteria.thread_criterion TO tenzij_app;
SELECT thread.keep('criterion', 'criteria.criterion', 'criteria.thread_criterion');

-- --- Purchases ----------------------------------------------------------------------------------------------
-- What is linked to goals is a theme of a purchase ("impact"), so that a requirement leads up to the goals of its own theme only.
-- The purchase stands under its six themes, its notices under it; a requirement stands under its theme. What a part has no word
-- of (unit, owner, year, archived) its whole says.
CREATE VIEW purchase.thread_purchase WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, status AS detail, reference AS number, need || ' ' || coalesce(category, '') AS words,
         '{}'::text[] AS themes, unit_id, budget_holder_id AS owner_id, year, value_cents, NULL::text AS whole_kind, NULL::uuid AS whole_id,
         id::text AS counts_as, archived_at IS NOT NULL OR status = 'stopped' AS archived
    FROM purchase.purchase;
CREATE VIEW purchase.thread_impact WITH (security_invoker = true) AS
  SELECT municipality_id, id, theme AS title, state AS detail, NULL::text AS number, ''::text AS words, ARRAY[theme] AS themes, NULL::uuid AS unit_id,
         NULL::uuid AS owner_id, NULL::int AS year, NULL::bigint AS value_cents, 'purchase'::text AS whole_kind, purchase_id AS whole_id,
         purchase_id::text AS counts_as, false AS archived
    FROM purchase.impact;
CREATE VIEW purchase.thread_requirement WITH (security_invoker = true) AS
  SELECT r.municipality_id, r.id, r.title, r.instrument AS detail, NULL::text AS number, r.text AS words, ARRAY[i.theme] AS themes, NULL::uuid AS unit_id,
         NULL::uuid AS owner_id, NULL::int AS year, NULL::bigint AS value_cents, 'purchase'::text AS whole_kind, r.purchase_id AS whole_id,
         r.id::text AS counts_as, r.state <> 'chosen' AS archived
    FROM purchase.requirement r JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id;
CREATE VIEW purchase.thread_impact_links WITH (security_invoker = true) AS
  SELECT municipality_id, id AS upper_id, purchase_id AS lower_id FROM purchase.impact;
CREATE VIEW purchase.thread_requirement_links WITH (security_invoker = true) AS
  SELECT municipality_id, impact_id AS upper_id, id AS lower_id FROM purchase.requirement WHERE state = 'chosen';
GRANT SELECT ON purchase.thread_purchase, purchase.thread_impact, purchase.thread_requirement, purchase.thread_impact_links, purchase.thread_requirement_links TO tenzij_app;
SELECT thread.keep('purchase', 'purchase.purchase', 'purchase.thread_purchase');
SELECT thread.keep('impact', 'purchase.impact', 'purchase.thread_impact');
SELECT thread.keep('requirement', 'purchase.requirement', 'purchase.thread_requirement');
INSERT INTO thread.folded_kind VALUES ('impact');
SELECT thread.keep_inherited('impact', 'purchase', 'purchase.impact', 'purchase.thread_impact_links', 'upper');
SELECT thread.keep_inherited('impact', 'requirement', 'purchase.requirement', 'purchase.thread_requirement_links', 'lower');

-- Records before links.
SELECT thread.fill(s.view::regclass) FROM (SELECT * FROM thread.source ORDER BY upper_kind IS NOT NULL, view) s;

-- --- Links that were --------------------------------------------------------------------------------------------
-- Who made a row of a link table, as the audit log tells it. A link that came in the request in which a requirement was chosen was
-- made by a rule.
CREATE FUNCTION pg_temp.who_linked(link_table text) RETURNS TABLE (municipality_id uuid, row_key jsonb, person_id uuid, at timestamptz, by_rule boolean) LANGUAGE sql AS $$
  SELECT DISTINCT ON (e.municipality_id, e.row_key) e.municipality_id, e.row_key, p.id, e.at,
         e.request_id IS NULL OR EXISTS (SELECT 1 FROM audit.entry o WHERE o.municipality_id = e.municipality_id AND o.request_id = e.request_id
                                          AND o.table_name IN ('purchase.requirement', 'purchase.purchase'))
    FROM audit.entry e LEFT JOIN organisation.person p ON p.municipality_id = e.municipality_id AND p.id = e.person_id
   WHERE e.table_name = link_table AND e.action = 'INSERT'
   ORDER BY e.municipality_id, e.row_key, e.seq DESC $$;

CREATE FUNCTION pg_temp.move(upper_kind text, lower_kind text, link_table text, upper_column text, lower_column text, words text, rule text, rules_link boolean) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($q$
    INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule, why, person_id, at)
      SELECT l.municipality_id, %1$L, l.%4$I, %2$L, l.%5$I, CASE WHEN said THEN 'confirmed' ELSE 'suggested' END, CASE WHEN said THEN '' ELSE %7$L END, %6$s,
             CASE WHEN said THEN w.person_id END, coalesce(w.at, now())
        FROM %3$s l
        LEFT JOIN pg_temp.who_linked(%3$L) w ON w.municipality_id = l.municipality_id AND w.row_key = jsonb_build_object(%4$L, l.%4$I, %5$L, l.%5$I)
        CROSS JOIN LATERAL (SELECT w.person_id IS NOT NULL AND NOT (%8$L AND w.by_rule) AS said) s
    ON CONFLICT DO NOTHING$q$, upper_kind, lower_kind, link_table, upper_column, lower_column, words, rule, rules_link);
END $$;
CREATE INDEX move_by_request ON audit.entry (municipality_id, request_id);
SELECT pg_temp.move('clause', 'goal', 'policy.goal_clause', 'clause_id', 'goal_id', 'l.quote', 'earlier', false);
SELECT pg_temp.move('goal', 'notice', 'notices.goal_link', 'goal_id', 'notice_id', '''''', 'earlier', false);
SELECT pg_temp.move('goal', 'ambition', 'ambition.ambition_goal', 'goal_id', 'ambition_id', '''''', 'earlier', false);
SELECT pg_temp.move('goal', 'impact', 'purchase.goal_link', 'goal_id', 'impact_id', '''''', 'earlier', true);
SELECT pg_temp.move('purchase', 'notice', 'purchase.notice_link', 'purchase_id', 'notice_id', '''''', 'earlier', false);
DROP INDEX audit.move_by_request;
-- An ambition holds for a purchase by its scope: a rule says so.
INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state, rule)
  SELECT municipality_id, 'ambition', ambition_id, 'impact', id, 'suggested', 'scope' FROM purchase.impact WHERE ambition_id IS NOT NULL;
-- What was to be reviewed under a theme of a purchase is to be reviewed there.
UPDATE thread.review SET node_kind = 'impact' WHERE node_kind = 'purchase';
UPDATE thread.review SET cause_kind = 'impact' WHERE cause_kind = 'purchase';

SELECT platform.bound_texts('thread.link');

DROP VIEW policy.gap, policy.own_gap, notices.goal_gap, ambition.gap, purchase.gap;
DROP FUNCTION policy.thread_down, policy.thread_up;
DROP VIEW policy.thread_edge, policy.own_thread_edge, policy.thread_node, policy.own_thread_node, ambition.thread_node, purchase.thread_edge, purchase.thread_node;
DROP TABLE policy.goal_clause, notices.goal_link, ambition.ambition_goal, purchase.goal_link, purchase.notice_link;

-- Rooms read the links that count between kinds of theirs under the names of their ends.
CREATE VIEW policy.goal_clause WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS clause_id, lower_id AS goal_id, why AS quote FROM thread.link
   WHERE upper_kind = 'clause' AND lower_kind = 'goal' AND counts;
CREATE VIEW notices.goal_link WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS goal_id, lower_id AS notice_id FROM thread.link
   WHERE upper_kind = 'goal' AND lower_kind = 'notice' AND counts;
CREATE VIEW ambition.ambition_goal WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS goal_id, lower_id AS ambition_id FROM thread.link
   WHERE upper_kind = 'goal' AND lower_kind = 'ambition' AND counts;
CREATE VIEW purchase.goal_link WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS goal_id, lower_id AS impact_id FROM thread.link
   WHERE upper_kind = 'goal' AND lower_kind = 'impact' AND counts;
CREATE VIEW purchase.notice_link WITH (security_invoker = true) AS
  SELECT municipality_id, upper_id AS purchase_id, lower_id AS notice_id FROM thread.link
   WHERE upper_kind = 'purchase' AND lower_kind = 'notice' AND counts;
GRANT SELECT ON policy.goal_clause, notices.goal_link, ambition.ambition_goal, purchase.goal_link, purchase.notice_link TO tenzij_app;

-- --- Gaps -------------------------------------------------------------------------------------------------------
CREATE VIEW policy.gap WITH (security_invoker = true) AS
  SELECT c.municipality_id, 'clause_without_goal'::text AS kind, 'clause'::text AS subject_kind, c.id AS subject_id, p.text AS title, c.themes, d.unit_id,
         NULL::uuid AS owner_id, d.id AS document_id, d.title AS detail
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id AND d.archived_at IS NULL AND d.status <> 'expired'
    JOIN policy.passage p ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
   WHERE c.mark = 'ambition' AND NOT EXISTS (
     SELECT 1 FROM thread.link l JOIN thread.record g ON g.municipality_id = l.municipality_id AND g.kind = 'goal' AND g.id = l.lower_id AND NOT g.archived
      WHERE l.municipality_id = c.municipality_id AND l.upper_kind = 'clause' AND l.upper_id = c.id AND l.lower_kind = 'goal' AND l.counts)
  UNION ALL
  SELECT municipality_id, 'goal_without_owner', 'goal', id, title, themes, unit_id, NULL::uuid, NULL::uuid, level FROM policy.goal
   WHERE owner_id IS NULL AND archived_at IS NULL
  UNION ALL
  SELECT municipality_id, 'goal_without_indicator', 'goal', id, title, themes, unit_id, owner_id, NULL::uuid, level FROM policy.goal
   WHERE archived_at IS NULL AND (indicator IS NULL OR target IS NULL OR target_year IS NULL)
  UNION ALL
  SELECT g.municipality_id, 'goal_owned_by_procurement', 'goal', g.id, g.title, g.themes, g.unit_id, NULL::uuid, NULL::uuid, p.name FROM policy.goal g
    JOIN organisation.person p ON p.municipality_id = g.municipality_id AND p.id = g.owner_id
   WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM auth.role_grant r WHERE r.municipality_id = g.municipality_id AND r.person_id = g.owner_id
                                            AND r.role = 'procurement_advisor')
  UNION ALL
  SELECT municipality_id, 'goal_without_parent', 'goal', id, title, themes, unit_id, owner_id, NULL::uuid, level FROM policy.goal
   WHERE archived_at IS NULL AND level = 'department' AND parent_id IS NULL AND coalesce(no_parent_reason, '') = ''
  UNION ALL
  SELECT a.municipality_id, 'goal_conflict', 'goal', a.id, a.title, a.themes, a.unit_id, a.owner_id, NULL::uuid, b.title FROM policy.goal a
    JOIN policy.goal b ON b.municipality_id = a.municipality_id AND b.id <> a.id AND lower(b.indicator) = lower(a.indicator) AND b.target_year = a.target_year
     AND b.target <> a.target AND b.archived_at IS NULL AND b.level = a.level AND b.unit_id IS NOT DISTINCT FROM a.unit_id
   WHERE a.archived_at IS NULL
  UNION ALL
  SELECT d.municipality_id, 'policy_without_parent', 'document', d.id, d.title, '{}'::text[], d.unit_id, NULL::uuid, d.id, d.level FROM policy.document d
   WHERE d.level = 'department' AND d.archived_at IS NULL AND d.status <> 'expired' AND NOT EXISTS (
     SELECT 1 FROM policy.clause c
       JOIN thread.link l ON l.municipality_id = c.municipality_id AND l.upper_kind = 'clause' AND l.upper_id = c.id AND l.lower_kind = 'goal' AND l.counts
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.lower_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id AND (g.level = 'municipal' OR g.parent_id IS NOT NULL))
  UNION ALL
  SELECT d.municipality_id, 'source_expired', 'document', d.id, d.title, '{}'::text[], d.unit_id, NULL::uuid, d.id, d.status FROM policy.document d
   WHERE d.archived_at IS NULL AND (d.status = 'expired' OR d.valid_to < platform.today())
     AND EXISTS (SELECT 1 FROM policy.clause c
       JOIN thread.link l ON l.municipality_id = c.municipality_id AND l.upper_kind = 'clause' AND l.upper_id = c.id AND l.lower_kind = 'goal' AND l.counts
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.lower_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id)
  UNION ALL
  SELECT g.municipality_id, 'to_review', 'goal', g.id, g.title, g.themes, g.unit_id, g.owner_id, NULL::uuid, g.level FROM policy.goal g
   WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM thread.review r WHERE r.municipality_id = g.municipality_id AND r.node_kind = 'goal'
                                            AND r.node_id = g.id AND r.resolved_at IS NULL)
  UNION ALL
  -- Nothing was bought for it: nothing but what explains it hangs under it.
  SELECT g.municipality_id, 'goal_without_purchase', 'goal', g.id, g.title, g.themes, g.unit_id, g.owner_id, NULL::uuid, g.level
    FROM policy.goal g
   WHERE g.archived_at IS NULL AND NOT EXISTS (
     SELECT 1 FROM thread.link l JOIN thread.record b ON b.municipality_id = l.municipality_id AND b.kind = l.lower_kind AND b.id = l.lower_id AND NOT b.archived
      WHERE l.municipality_id = g.municipality_id AND l.upper_kind = 'goal' AND l.upper_id = g.id AND l.lower_kind IN ('goal', 'notice', 'impact') AND l.counts);

CREATE VIEW ambition.gap WITH (security_invoker = true) AS
  WITH named AS (
    SELECT r.municipality_id, r.id, r.title, r.themes, r.unit_id, r.owner_id, r.detail, r.archived FROM thread.record r WHERE r.kind = 'ambition')
  SELECT t.municipality_id, 'ambition_undecided'::text AS kind, 'session'::text AS subject_kind, s.id AS subject_id, t.title || ' · ' || s.title AS title,
         CASE WHEN t.code = '' THEN '{}' ELSE ARRAY[t.code] END AS themes, s.unit_id, s.facilitator_id AS owner_id, NULL::uuid AS document_id, t.decider AS detail
    FROM ambition.theme t JOIN ambition.session s ON s.municipality_id = t.municipality_id AND s.id = t.session_id
   WHERE s.status = 'closed' AND t.state = 'disagreed'
  UNION ALL
  SELECT n.municipality_id, CASE WHEN a.policy_level IS NULL THEN 'ambition_without_policy' WHEN a.level < a.policy_level THEN 'ambition_below_policy'
         ELSE 'ambition_above_policy' END, 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, a.level::text
    FROM ambition.ambition a JOIN named n ON n.municipality_id = a.municipality_id AND n.id = a.id
   WHERE a.withdrawn_at IS NULL AND a.valid_to >= platform.today() AND a.level IS DISTINCT FROM a.policy_level AND NOT (a.policy_level IS NULL AND a.level = 0)
  UNION ALL
  SELECT n.municipality_id, 'ambition_expired', 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, a.valid_to::text
    FROM ambition.ambition a JOIN named n ON n.municipality_id = a.municipality_id AND n.id = a.id
   WHERE a.withdrawn_at IS NULL AND a.valid_to < platform.today() AND NOT EXISTS (
     SELECT 1 FROM ambition.ambition b WHERE b.municipality_id = a.municipality_id AND b.theme = a.theme AND b.theme_title = a.theme_title AND
       b.unit_id IS NOT DISTINCT FROM a.unit_id AND b.cpv IS NOT DISTINCT FROM a.cpv AND b.valid_to > a.valid_to AND b.withdrawn_at IS NULL)
  UNION ALL
  SELECT n.municipality_id, 'to_review', 'ambition', n.id, n.title, n.themes, n.unit_id, n.owner_id, NULL::uuid, n.detail
    FROM named n
   WHERE NOT n.archived AND EXISTS (SELECT 1 FROM thread.review r WHERE r.municipality_id = n.municipality_id AND r.node_kind = 'ambition'
                                     AND r.node_id = n.id AND r.resolved_at IS NULL);

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
     AND NOT EXISTS (SELECT 1 FROM purchase.impact i
                       JOIN thread.link l ON l.municipality_id = i.municipality_id AND l.upper_kind = 'goal' AND l.lower_kind = 'impact' AND l.lower_id = i.id AND l.counts
                      WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id)
  UNION ALL
  -- Somebody said that it serves a goal, and it asks nothing for it.
  SELECT p.municipality_id, 'linked_asks_nothing', 'purchase', p.id, p.title, array_agg(DISTINCT i.theme), p.unit_id, p.advisor_id, NULL::uuid, g.title
    FROM thread.link l
    JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.lower_id
    JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id AND p.archived_at IS NULL AND p.status <> 'stopped'
    JOIN thread.record g ON g.municipality_id = l.municipality_id AND g.kind = 'goal' AND g.id = l.upper_id AND NOT g.archived
   WHERE l.upper_kind = 'goal' AND l.lower_kind = 'impact' AND l.counts
   GROUP BY p.municipality_id, p.id, p.title, p.unit_id, p.advisor_id, g.id, g.title
  HAVING NOT bool_or(EXISTS (SELECT 1 FROM purchase.requirement r WHERE r.municipality_id = i.municipality_id AND r.impact_id = i.id AND r.state = 'chosen'))
  UNION ALL
  SELECT p.municipality_id, 'requirement_without_source', 'purchase', p.id, r.title || ' · ' || p.title, ARRAY[i.theme], p.unit_id, p.advisor_id, NULL::uuid, r.instrument
    FROM purchase.requirement r JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
    JOIN purchase.purchase p ON p.municipality_id = r.municipality_id AND p.id = r.purchase_id
   WHERE r.state = 'chosen' AND i.ambition_id IS NULL AND NOT p.small AND p.archived_at IS NULL AND p.status IN ('preparation', 'consultation', 'published')
     AND NOT EXISTS (SELECT 1 FROM thread.link l WHERE l.municipality_id = i.municipality_id AND l.upper_kind = 'goal' AND l.lower_kind = 'impact'
                      AND l.lower_id = i.id AND l.counts)
  UNION ALL
  SELECT p.municipality_id, 'to_review', 'purchase', p.id, p.title, '{}'::text[], p.unit_id, p.budget_holder_id, NULL::uuid, p.status
    FROM purchase.purchase p
   WHERE p.archived_at IS NULL AND p.status IN ('planned', 'preparation', 'consultation') AND EXISTS (
     SELECT 1 FROM purchase.impact i JOIN thread.review r ON r.municipality_id = i.municipality_id AND r.node_kind = 'impact' AND r.node_id = i.id AND r.resolved_at IS NULL
      WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id);
GRANT SELECT ON policy.gap, ambition.gap, purchase.gap TO tenzij_app;
INSERT INTO thread.gap_kind VALUES ('linked_asks_nothing', 58, 'procurement_advisor');
INSERT INTO thread.gap_source VALUES ('policy.gap'), ('ambition.gap'), ('purchase.gap');

-- --- Notices that replace each other ---------------------------------------------------------------------------
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
