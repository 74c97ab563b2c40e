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
  SELECT * FROM policy.own_thread_edge
  UNION ALL
  SELECT municipality_id, 'goal'::text, goal_id, 'notice'::text, notice_id FROM notices.goal_link;

CREATE OR REPLACE VIEW policy.thread_node WITH (security_invoker = true) AS
  SELECT * FROM policy.own_thread_node
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
  SELECT * FROM policy.own_gap
  UNION ALL
  SELECT * FROM notices.goal_gap;
