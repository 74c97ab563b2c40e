-- Calls in the red thread: which goal a published call serves. One more arm in each of the three views of policy.

CREATE TABLE notices.goal_link (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  goal_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  person_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, goal_id, notice_id),
  FOREIGN KEY (municipality_id, goal_id) REFERENCES policy.goal,
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notices.notice
);
CREATE INDEX goal_link_up ON notices.goal_link (municipality_id, notice_id);
SELECT platform.municipal_table('notices.goal_link');

CREATE OR REPLACE VIEW policy.thread_edge WITH (security_invoker = true) AS
  SELECT municipality_id, 'clause'::text AS upper_kind, clause_id AS upper_id, 'goal'::text AS lower_kind, goal_id AS lower_id FROM policy.goal_clause
  UNION ALL
  SELECT municipality_id, 'goal'::text, parent_id, 'goal'::text, id FROM policy.goal WHERE parent_id IS NOT NULL
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'notice'::text, notice_id FROM notices.goal_link;

CREATE OR REPLACE VIEW policy.thread_node WITH (security_invoker = true) AS
  SELECT g.municipality_id, 'goal'::text AS kind, g.id, g.title, g.level AS detail, g.themes, g.unit_id, g.owner_id, g.target_year AS year,
         NULL::bigint AS value_cents, NULL::uuid AS document_id, g.archived_at IS NOT NULL AS archived
    FROM policy.goal g
  UNION ALL
  SELECT c.municipality_id, 'clause'::text, c.id, p.text, d.title, c.themes, d.unit_id, NULL::uuid, extract(year FROM d.valid_to)::int,
         NULL::bigint, d.id, NOT p.current OR d.archived_at IS NOT NULL
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
    JOIN LATERAL (SELECT q.text, q.current FROM policy.passage q WHERE q.municipality_id = c.municipality_id AND q.clause_id = c.id
                   ORDER BY q.current DESC, q.edition_id DESC LIMIT 1) p ON true
  UNION ALL
  SELECT n.municipality_id, 'notice'::text, n.id, n.title, n.stage, '{}'::text[], n.unit_id, NULL::uuid, extract(year FROM n.published_on)::int,
         coalesce(n.awarded_cents, n.estimated_cents), NULL::uuid, false
    FROM notices.notice n;

-- A goal that nothing was bought for: no goal under it and no call linked to it.
INSERT INTO policy.gap_kind VALUES ('goal_without_purchase', 55, 'impact_advisor');
CREATE VIEW notices.goal_gap WITH (security_invoker = true) AS
  SELECT g.municipality_id, 'goal_without_purchase'::text AS kind, 'goal'::text AS subject_kind, g.id AS subject_id, g.title, g.themes, g.unit_id, g.owner_id,
         NULL::uuid AS document_id, g.level AS detail
    FROM policy.goal g
   WHERE g.archived_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM notices.goal_link l WHERE l.municipality_id = g.municipality_id AND l.goal_id = g.id)
     AND NOT EXISTS (SELECT 1 FROM policy.goal c WHERE c.municipality_id = g.municipality_id AND c.parent_id = g.id AND c.archived_at IS NULL);
GRANT SELECT ON notices.goal_gap TO tenzij_app;

CREATE OR REPLACE VIEW policy.gap WITH (security_invoker = true) AS
  SELECT c.municipality_id, 'clause_without_goal'::text AS kind, 'clause'::text AS subject_kind, c.id AS subject_id, p.text AS title, c.themes, d.unit_id,
         NULL::uuid AS owner_id, d.id AS document_id, d.title AS detail
    FROM policy.clause c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id AND d.archived_at IS NULL AND d.status <> 'expired'
    JOIN policy.passage p ON p.municipality_id = c.municipality_id AND p.clause_id = c.id AND p.current
   WHERE c.mark = 'ambition' AND NOT EXISTS (
     SELECT 1 FROM policy.goal_clause l JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE l.municipality_id = c.municipality_id AND l.clause_id = c.id)
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
     SELECT 1 FROM policy.clause c JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id AND (g.level = 'municipal' OR g.parent_id IS NOT NULL))
  UNION ALL
  SELECT d.municipality_id, 'source_expired', 'document', d.id, d.title, '{}'::text[], d.unit_id, NULL::uuid, d.id, d.status FROM policy.document d
   WHERE d.archived_at IS NULL AND (d.status = 'expired' OR d.valid_to < coalesce(nullif(current_setting('tenzij.today', true), '')::date, current_date))
     AND EXISTS (SELECT 1 FROM policy.clause c JOIN policy.goal_clause l ON l.municipality_id = c.municipality_id AND l.clause_id = c.id
       JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id AND g.archived_at IS NULL
      WHERE c.municipality_id = d.municipality_id AND c.document_id = d.id)
  UNION ALL
  SELECT g.municipality_id, 'to_review', 'goal', g.id, g.title, g.themes, g.unit_id, g.owner_id, NULL::uuid, g.level FROM policy.goal g
   WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM policy.review r WHERE r.municipality_id = g.municipality_id AND r.node_kind = 'goal'
                                            AND r.node_id = g.id AND r.resolved_at IS NULL)
  UNION ALL
  SELECT * FROM notices.goal_gap;
