-- An "unless" that goes below what was agreed or adopted needs a second look; words that give no reason are known.

-- What people write where a reason is asked, and that says nothing: letters and digits only, small. From knowledge/reference.
CREATE TABLE reference.empty_reason (words text PRIMARY KEY);
GRANT SELECT ON reference.empty_reason TO tenzij_app;

-- Who may look a second time, where the municipality names others than the director.
CREATE TABLE purchase.second_look (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('purchase.second_look');
SELECT platform.bound_texts('purchase.second_look');

ALTER TABLE purchase.impact
  ADD COLUMN proposed_by uuid,                             -- who proposed the unless that is proposed now
  ADD COLUMN decider_id uuid,                              -- of the budget holder whose decision waits for a second look
  ADD COLUMN second_look boolean NOT NULL DEFAULT false,   -- decided by the budget holder, and below policy: somebody else looks
  ADD COLUMN for_category boolean NOT NULL DEFAULT false,  -- what waits is for the whole category
  ADD CHECK (NOT second_look OR (state = 'proposed' AND decider_id IS NOT NULL)),
  ADD FOREIGN KEY (municipality_id, proposed_by) REFERENCES organisation.person,
  ADD FOREIGN KEY (municipality_id, decider_id) REFERENCES organisation.person;
CREATE INDEX impact_second_look ON purchase.impact (municipality_id, purchase_id) WHERE second_look;

ALTER TABLE purchase.decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE purchase.decision
  ADD CONSTRAINT decision_kind_check
    CHECK (kind IN ('proposed', 'second_look', 'unless', 'refused', 'withdrawn', 'reopened', 'lapsed', 'published_anyway')),
  ADD COLUMN departs jsonb NOT NULL DEFAULT '[]',          -- what it goes below, as it was then: [{kind, id, title, sentence, document, ...}]
  ADD COLUMN looked_by text CHECK (char_length(looked_by) <= 200), -- who looked a second time, the name as it was then
  ADD COLUMN looked_words text CHECK (char_length(looked_words) <= 2000);

-- Somebody else looked at it: it may hold where policy asks more.
ALTER TABLE purchase.standing ADD COLUMN looked_by text CHECK (char_length(looked_by) <= 200);
-- What was decided for a category before this stays what it was.
UPDATE purchase.standing SET looked_by = person_name;

INSERT INTO thread.gap_kind VALUES ('unless_second_look', 2, 'director');
CREATE OR REPLACE VIEW purchase.gap WITH (security_invoker = true) AS
  SELECT p.municipality_id, 'unless_proposed'::text AS kind, 'purchase'::text AS subject_kind, p.id AS subject_id, p.title, ARRAY[i.theme] AS themes, p.unit_id,
         p.budget_holder_id AS owner_id, NULL::uuid AS document_id, coalesce(i.words, '') AS detail
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
   WHERE i.state = 'proposed' AND NOT i.second_look AND p.archived_at IS NULL AND p.undecided > 0 AND p.status <> 'stopped'
  UNION ALL
  -- The budget holder decided; it goes below policy, so somebody else looks.
  SELECT p.municipality_id, 'unless_second_look', 'purchase', p.id, p.title, ARRAY[i.theme], p.unit_id, NULL::uuid, NULL::uuid, coalesce(i.words, '')
    FROM purchase.impact i JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
   WHERE i.second_look AND p.archived_at IS NULL AND p.undecided > 0 AND p.status <> 'stopped'
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
GRANT SELECT ON purchase.gap TO tenzij_app;
