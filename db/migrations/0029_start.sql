-- The start page: what is asked of a person, the numbers that matter to them, what changed since they were here, and the first week
-- of a municipality. The page knows none of it: a room registers functions that say it, and the kinds of what they say.

CREATE TYPE organisation.ask AS (
  kind text,
  record_kind text,    -- as the red thread calls it; '' for a list
  record_id uuid,
  title text,
  detail text,
  theme text,          -- code, where it is about one
  count bigint,        -- of what it is about
  due_on date,
  since date,          -- it waits
  path text            -- of the page where it is done
);
CREATE TYPE organisation.figure AS (
  kind text,
  count bigint,
  whole bigint,        -- of how many; NULL: it is no share
  path text            -- of exactly the rows that `count` counts
);
CREATE TYPE organisation.news AS (
  kind text,
  record_kind text,
  record_id uuid,
  title text,
  detail text,
  theme text,
  at timestamptz,
  path text
);
CREATE TYPE organisation.first_step AS (
  kind text,
  done boolean,
  path text
);

-- What can stand on the start page: who may see it, in which order, and after how many days of waiting an ask is late.
CREATE TABLE organisation.start_kind (
  kind text PRIMARY KEY,
  position int NOT NULL,
  permission text NOT NULL,   -- 'signed-in': everybody
  patience_days int
);
-- What gives it: functions of (person uuid, roles text[]) for asks and figures, (person uuid, since timestamptz) for news, () for steps.
CREATE TABLE organisation.start_source (
  function text PRIMARY KEY,
  gives text NOT NULL CHECK (gives IN ('asks', 'figures', 'news', 'steps'))
);
GRANT SELECT ON organisation.start_kind, organisation.start_source TO tenzij_app;

-- Not STABLE: a room may bring its own figures up to date first.
CREATE FUNCTION organisation.start_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT string_agg(format('SELECT * FROM %s($1, $2)', s.function), ' UNION ALL ' ORDER BY s.function)
                          FROM organisation.start_source s WHERE s.gives = 'asks') USING me, my_roles;
END $$;
CREATE FUNCTION organisation.start_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT string_agg(format('SELECT * FROM %s($1, $2)', s.function), ' UNION ALL ' ORDER BY s.function)
                          FROM organisation.start_source s WHERE s.gives = 'figures') USING me, my_roles;
END $$;
CREATE FUNCTION organisation.start_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT string_agg(format('SELECT * FROM %s($1, $2)', s.function), ' UNION ALL ' ORDER BY s.function)
                          FROM organisation.start_source s WHERE s.gives = 'news') USING me, since;
END $$;
CREATE FUNCTION organisation.start_steps() RETURNS SETOF organisation.first_step LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT string_agg(format('SELECT * FROM %s()', s.function), ' UNION ALL ' ORDER BY s.function)
                          FROM organisation.start_source s WHERE s.gives = 'steps');
END $$;

-- When somebody was here: "since your last visit" counts from the end of the visit before this one.
CREATE TABLE organisation.visit (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  last_at timestamptz NOT NULL,     -- this visit, as long as it lasts
  before_at timestamptz,            -- the end of the one before; NULL: the first
  PRIMARY KEY (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('organisation.visit', 'derived');
CREATE POLICY own ON organisation.visit AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());

-- --- Organisation, and what runs below it -----------------------------------------------------------------------
CREATE FUNCTION organisation.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'help', 'question', h.id, h.question, a.name, h.theme, 1::bigint, NULL::date, h.asked_at::date, '/organisatie/hulpvragen#' || h.id
    FROM organisation.help_request h
    JOIN organisation.person a ON a.municipality_id = h.municipality_id AND a.id = h.asked_by
   WHERE h.assigned_to IN (SELECT id FROM organisation.acts_for(me)) AND h.answered_at IS NULL
  UNION ALL
  SELECT 'draft', '', d.id, d.title, '', NULL, 1, NULL, d.at::date, d.path
    FROM organisation.draft d WHERE d.person_id = me
  UNION ALL
  SELECT 'import_waits', '', i.id, i.file_name, '', NULL, 1, i.expires_at::date, i.created_at::date, '/inlezen/' || i.kind || '/' || i.id
    FROM imports.import i WHERE i.person_id = me AND i.state = 'waiting' AND i.expires_at > platform.today()
  UNION ALL
  SELECT 'job_failed', '', j.id, j.title, '', NULL, 1, NULL, j.ended_at::date, '/taken/' || j.id
    FROM jobs.job j
   WHERE 'administrator' = ANY (my_roles) AND j.state = 'failed' AND j.ended_at > platform.today() - 14
  UNION ALL
  SELECT 'person_without_role', '', NULL, '', '', NULL, count(*), NULL, NULL, '/beheer/mensen?rol=-'
    FROM auth.account a
   WHERE 'administrator' = ANY (my_roles) AND a.active AND NOT EXISTS (
     SELECT 1 FROM auth.role_grant r WHERE r.municipality_id = a.municipality_id AND r.person_id = a.person_id)
  HAVING count(*) > 0 $$;
CREATE FUNCTION organisation.own_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE sql STABLE AS $$
  SELECT 'people', count(*), NULL::bigint, '/beheer/mensen' FROM organisation.person WHERE 'administrator' = ANY (my_roles)
  HAVING 'administrator' = ANY (my_roles) $$;
CREATE FUNCTION organisation.own_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE sql STABLE AS $$
  SELECT 'answered', 'question', h.id, h.question, coalesce(w.name, ''), h.theme, h.answered_at, '/organisatie/hulpvragen#' || h.id
    FROM organisation.help_request h
    LEFT JOIN organisation.person w ON w.municipality_id = h.municipality_id AND w.id = h.answered_by
   WHERE h.asked_by = me AND h.answered_at > since $$;
CREATE FUNCTION organisation.own_steps() RETURNS SETOF organisation.first_step LANGUAGE sql STABLE AS $$
  SELECT 'units', EXISTS (SELECT 1 FROM organisation.unit), '/beheer/onderdelen'
  UNION ALL
  SELECT 'people', (SELECT count(*) > 1 FROM organisation.person), '/beheer/mensen' $$;

-- --- The red thread -----------------------------------------------------------------------------------------------
-- A gap that has asks of its own is not counted here as well.
CREATE FUNCTION thread.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'gaps', '', NULL::uuid, g.kind, '', NULL, count(*), NULL::date, NULL::date, '/beleid/gaten?mijn=ja&soort=' || g.kind
    FROM thread.gaps() g
    JOIN thread.gap_kind k ON k.kind = g.kind
   WHERE coalesce(g.owner_id = me, k.role = ANY (my_roles))
     AND NOT EXISTS (SELECT 1 FROM organisation.start_kind s WHERE s.kind = g.kind)
   GROUP BY g.kind, k.position
  UNION ALL
  -- As the page of links has them: each goal and purchase once, also when several themes lead there.
  SELECT 'links', '', NULL, '', '', NULL, count(*), NULL, NULL, '/beleid/koppelingen'
    FROM (SELECT DISTINCT l.upper_id, p.id
            FROM thread.link l
            JOIN thread.record g ON g.municipality_id = l.municipality_id AND g.kind = 'goal' AND g.id = l.upper_id AND NOT g.archived
            JOIN thread.record i ON i.municipality_id = l.municipality_id AND i.kind = 'impact' AND i.id = l.lower_id
            JOIN thread.record p ON p.municipality_id = i.municipality_id AND p.kind = i.whole_kind AND p.id = i.whole_id AND NOT p.archived
           WHERE 'impact_advisor' = ANY (my_roles) AND l.state = 'suggested' AND l.upper_kind = 'goal' AND l.lower_kind = 'impact'
             AND NOT EXISTS (
               SELECT 1 FROM thread.record o
                 JOIN thread.link c ON c.municipality_id = o.municipality_id AND c.upper_kind = 'goal' AND c.upper_id = l.upper_id
                                       AND c.lower_kind = 'impact' AND c.lower_id = o.id AND c.counts
                WHERE o.municipality_id = p.municipality_id AND o.kind = 'impact' AND o.whole_id = p.id)) pair
  HAVING count(*) > 0 $$;

-- --- Policy -------------------------------------------------------------------------------------------------------
CREATE FUNCTION policy.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'invited', 'document', i.id, d.title, '', NULL, 1::bigint, c.closes_on, i.invited_at::date, '/uitnodigingen/' || i.id
    FROM policy.invitation i
    JOIN policy.stakeholder s ON s.municipality_id = i.municipality_id AND s.id = i.stakeholder_id
    JOIN policy.consultation c ON c.municipality_id = i.municipality_id AND c.id = i.consultation_id
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
   WHERE s.person_id = me AND i.answered_at IS NULL AND c.closed_at IS NULL AND c.closes_on >= platform.today()
  UNION ALL
  SELECT 'consultation_over', 'document', c.id, d.title, '', NULL, 1, c.closes_on, NULL, '/beleid/raadplegingen/' || c.id
    FROM policy.consultation c
    JOIN policy.document d ON d.municipality_id = c.municipality_id AND d.id = c.document_id
   WHERE 'impact_advisor' = ANY (my_roles) AND c.closed_at IS NULL AND c.closes_on < platform.today()
  UNION ALL
  SELECT 'edition', 'document', d.id, d.title, '', NULL, 1, NULL, e.imported_at::date, '/beleid/documenten/' || d.id
    FROM policy.edition e
    JOIN policy.document d ON d.municipality_id = e.municipality_id AND d.id = e.document_id
   WHERE 'impact_advisor' = ANY (my_roles) AND e.state = 'proposed' AND d.archived_at IS NULL $$;
CREATE FUNCTION policy.own_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE sql STABLE AS $$
  SELECT 'goals_unserved', (SELECT count(*) FROM policy.gap WHERE kind = 'goal_without_purchase'),
         (SELECT count(*) FROM policy.goal WHERE archived_at IS NULL), '/beleid/gaten?soort=goal_without_purchase'
   WHERE my_roles && ARRAY['impact_advisor', 'alderman', 'council_member'] $$;
CREATE FUNCTION policy.own_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE sql STABLE AS $$
  SELECT 'goal_added', 'goal', g.id, g.title, '', NULL, g.created_at, '/beleid/doelen/' || g.id
    FROM policy.goal g WHERE g.created_at > since AND g.archived_at IS NULL
  UNION ALL
  SELECT 'document_added', 'document', d.id, d.title, e.number::text, NULL, e.imported_at, '/beleid/documenten/' || d.id
    FROM policy.edition e
    JOIN policy.document d ON d.municipality_id = e.municipality_id AND d.id = e.document_id
   WHERE e.imported_at > since AND d.built_in IS NULL AND d.archived_at IS NULL AND e.imported_by IS DISTINCT FROM me $$;
CREATE FUNCTION policy.own_steps() RETURNS SETOF organisation.first_step LANGUAGE sql STABLE AS $$
  SELECT 'policy', EXISTS (SELECT 1 FROM policy.document WHERE built_in IS NULL), '/beleid/toevoegen' $$;

-- --- Ambitions ----------------------------------------------------------------------------------------------------
CREATE FUNCTION ambition.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'session', 'session', s.id, s.title, '', NULL, 1::bigint, s.planned_on, NULL::date, '/ambities/' || s.id
    FROM ambition.session s
   WHERE s.status <> 'closed' AND s.planned_on < platform.today() + 7
     AND coalesce(s.facilitator_id = me, 'impact_advisor' = ANY (my_roles))
  UNION ALL
  SELECT 'action', 'session', a.id, a.text, s.title, NULL, 1, a.due_on, a.created_at::date, '/ambities/acties'
    FROM ambition.action a
    JOIN ambition.session s ON s.municipality_id = a.municipality_id AND s.id = a.session_id
   WHERE a.owner_id = me AND a.done_at IS NULL $$;
CREATE FUNCTION ambition.own_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE sql STABLE AS $$
  SELECT 'ambition_agreed', 'ambition', a.id, a.theme_title || ' · ' || a.title, '', nullif(a.theme, ''), a.agreed_at, '/ambities/afspraken?ambitie=' || a.id
    FROM ambition.ambition a WHERE a.agreed_at > since AND a.withdrawn_at IS NULL $$;

-- --- Criteria -----------------------------------------------------------------------------------------------------
CREATE FUNCTION criteria.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'criterion_proposals', '', NULL::uuid, '', '', NULL, count(*), NULL::date, NULL::date, '/criteria/voorstellen'
    FROM criteria.criterion WHERE status = 'proposal' AND my_roles && ARRAY['impact_advisor', 'procurement_advisor']
  HAVING count(*) > 0 $$;

-- --- Purchases ----------------------------------------------------------------------------------------------------
CREATE FUNCTION purchase.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'unless_proposed', 'purchase', p.id, p.title, '', i.theme, 1::bigint, p.publish_on,
         (SELECT max(d.at)::date FROM purchase.decision d
           WHERE d.municipality_id = p.municipality_id AND d.purchase_id = p.id AND d.theme = i.theme AND d.kind = 'proposed'),
         '/inkopen/' || p.id || '/impact#' || i.theme
    FROM purchase.purchase p
    JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.state = 'proposed'
   WHERE p.budget_holder_id IN (SELECT id FROM organisation.acts_for(me)) AND p.archived_at IS NULL
     AND p.status NOT IN ('ended', 'stopped') AND NOT i.second_look
  UNION ALL
  -- Below policy, and decided: who may look is who has a role for it, and neither proposed nor decided.
  SELECT 'unless_second_look', 'purchase', p.id, p.title, '', i.theme, 1, p.publish_on,
         (SELECT max(d.at)::date FROM purchase.decision d
           WHERE d.municipality_id = p.municipality_id AND d.purchase_id = p.id AND d.theme = i.theme AND d.kind = 'second_look'),
         '/inkopen/' || p.id || '/impact#' || i.theme
    FROM purchase.purchase p
    JOIN purchase.impact i ON i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.second_look
   WHERE my_roles && coalesce((SELECT s.roles FROM purchase.second_look s), '{director}')
     AND me IS DISTINCT FROM i.proposed_by AND me IS DISTINCT FROM i.decider_id
     AND p.archived_at IS NULL AND p.status NOT IN ('ended', 'stopped')
  UNION ALL
  SELECT 'theme_undecided', 'purchase', p.id, p.title, '', NULL, o.open, p.publish_on, NULL, '/inkopen/' || p.id || '/impact'
    FROM purchase.purchase p
   CROSS JOIN LATERAL (SELECT count(*) AS open FROM purchase.impact i
                        WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id AND i.state = 'open') o
   WHERE (me = p.advisor_id OR p.budget_holder_id IN (SELECT id FROM organisation.acts_for(me))) AND p.archived_at IS NULL AND p.undecided > 0 AND o.open > 0
     AND p.status IN ('planned', 'preparation', 'consultation') AND p.publish_on < platform.today() + 60
  UNION ALL
  SELECT 'unless_expired', 'purchase', p.id, p.title, '', i.theme, 1, i.valid_to, NULL, '/inkopen/' || p.id || '/impact#' || i.theme
    FROM purchase.impact i
    JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
   WHERE p.budget_holder_id IN (SELECT id FROM organisation.acts_for(me)) AND i.state = 'unless' AND i.valid_to < platform.today() AND p.archived_at IS NULL
     AND p.status IN ('published', 'awarded', 'running')
  UNION ALL
  SELECT 'published_undecided', 'purchase', p.id, p.title, '', NULL, p.undecided, NULL, coalesce(p.published_at::date, p.publish_on),
         '/inkopen/' || p.id || '/impact'
    FROM purchase.purchase p
   WHERE 'director' = ANY (my_roles) AND p.archived_at IS NULL AND p.undecided > 0 AND p.status IN ('published', 'awarded', 'running')
  UNION ALL
  SELECT 'publish', 'purchase', p.id, p.title, '', NULL, 1, p.publish_on, NULL, '/inkopen/' || p.id
    FROM purchase.purchase p
   WHERE p.advisor_id = me AND p.archived_at IS NULL AND NOT p.small AND p.undecided = 0
     AND p.status IN ('planned', 'preparation', 'consultation') AND p.publish_on < platform.today() + 14
  UNION ALL
  -- Of a purchase the first of its tasks that is mine; whose a task is: as the page of tasks has it.
  SELECT 'task', 'purchase', x.id, x.title, x.task, NULL, x.tasks, x.due_on, NULL, '/inkopen/' || x.id || '/taken'
    FROM (SELECT DISTINCT ON (p.id) p.id, p.title, t.title AS task, count(*) OVER (PARTITION BY p.id) AS tasks, t.due_on
            FROM purchase.task t
            JOIN purchase.purchase p ON p.municipality_id = t.municipality_id AND p.id = t.purchase_id
           WHERE t.done_at IS NULL AND t.due_on < platform.today() + 14 AND p.archived_at IS NULL AND p.status NOT IN ('ended', 'stopped')
             AND me = coalesce(t.owner_id, CASE t.role WHEN 'budget_holder' THEN p.budget_holder_id
                                                       WHEN 'procurement_advisor' THEN p.advisor_id
                                                       WHEN 'contract_manager' THEN p.contract_manager_id END)
           ORDER BY p.id, t.due_on, t.position) x
  UNION ALL
  SELECT 'contract_ends', 'purchase', p.id, p.title, '', NULL, 1, p.contract_to, NULL, '/inkopen/' || p.id
    FROM purchase.purchase p
   WHERE p.contract_manager_id = me AND p.archived_at IS NULL AND p.status = 'running'
     AND p.contract_to BETWEEN platform.today() - 30 AND platform.today() + 180 $$;

-- Exactly the rows of the list of purchases with the same filters.
CREATE FUNCTION purchase.own_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE sql STABLE AS $$
  SELECT 'own_decided', count(*) FILTER (WHERE p.undecided = 0), count(*), '/inkopen?mijn=ja&geteld=ja&onbeslist=nee'
    FROM purchase.purchase p
   WHERE me IN (p.budget_holder_id, p.advisor_id, p.contract_manager_id) AND p.archived_at IS NULL AND p.status <> 'stopped'
  HAVING count(*) > 0
  UNION ALL
  SELECT 'own_running', count(*), NULL, '/inkopen?mijn=ja&status=running'
    FROM purchase.purchase p
   WHERE 'contract_manager' = ANY (my_roles) AND p.status = 'running' AND p.archived_at IS NULL
     AND me IN (p.budget_holder_id, p.advisor_id, p.contract_manager_id)
  HAVING 'contract_manager' = ANY (my_roles)
  UNION ALL
  SELECT 'with_impact', count(*) FILTER (WHERE p.applied > 0), count(*),
         '/inkopen?geteld=ja&besluit=applied&jaar=' || extract(year FROM platform.today())
    FROM purchase.purchase p
   WHERE my_roles && ARRAY['director', 'board_member'] AND p.archived_at IS NULL AND p.status <> 'stopped'
     AND p.year = extract(year FROM platform.today())
  HAVING my_roles && ARRAY['director', 'board_member']
  UNION ALL
  SELECT 'social_return', count(*), NULL, '/inkopen?geteld=ja&thema=social_return&besluit=applied'
    FROM purchase.purchase p
   WHERE 'sroi_coordinator' = ANY (my_roles) AND p.archived_at IS NULL AND p.status <> 'stopped'
     AND EXISTS (SELECT 1 FROM purchase.impact i WHERE i.municipality_id = p.municipality_id AND i.purchase_id = p.id
                    AND i.theme = 'social_return' AND i.state = 'applied')
  HAVING 'sroi_coordinator' = ANY (my_roles) $$;
CREATE FUNCTION purchase.own_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE sql STABLE AS $$
  SELECT 'decision_' || d.kind, 'purchase', p.id, p.title, d.person_name, d.theme, d.at,
         '/inkopen/' || p.id || '/impact' || coalesce('#' || d.theme, '')
    FROM purchase.decision d
    JOIN purchase.purchase p ON p.municipality_id = d.municipality_id AND p.id = d.purchase_id
   WHERE d.at > since AND d.person_id IS DISTINCT FROM me AND p.archived_at IS NULL $$;
CREATE FUNCTION purchase.own_steps() RETURNS SETOF organisation.first_step LANGUAGE sql STABLE AS $$
  SELECT 'rules', EXISTS (SELECT 1 FROM purchase.rules), '/beheer/regels'
  UNION ALL
  SELECT 'purchase', EXISTS (SELECT 1 FROM purchase.purchase), '/inkopen/nieuw' $$;

-- --- Notices and their figures ------------------------------------------------------------------------------------
CREATE FUNCTION insight.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE plpgsql AS $$
BEGIN
  IF NOT my_roles && ARRAY['impact_advisor', 'administrator', 'procurement_advisor'] THEN RETURN; END IF;
  PERFORM insight.refresh();
  RETURN QUERY
  SELECT 'unassigned', '', NULL::uuid, '', '', NULL, count(*), NULL::date, NULL::date, '/waar-staan-we/aanbestedingen?unassigned=true'
    FROM insight.procedure p
   WHERE my_roles && ARRAY['impact_advisor', 'administrator'] AND p.unit_id IS NULL
  HAVING count(*) > 0
  UNION ALL
  (SELECT 'declared_only', '', NULL, '', '', d.theme, count(*), NULL, NULL, '/waar-staan-we/aanbestedingen?theme=' || d.theme || '&status=declared_only'
     FROM (SELECT DISTINCT t.procedure_key, t.theme FROM insight.procedure_theme t WHERE 'procurement_advisor' = ANY (my_roles) AND t.declared) d
    WHERE NOT EXISTS (SELECT 1 FROM insight.procedure_theme a
                       WHERE a.procedure_key = d.procedure_key AND a.theme = d.theme AND NOT a.declared AND a.asks)
    GROUP BY d.theme
    ORDER BY count(*) DESC, d.theme
    LIMIT 1);
END $$;
CREATE FUNCTION notices.own_steps() RETURNS SETOF organisation.first_step LANGUAGE sql STABLE AS $$
  SELECT 'notices', EXISTS (SELECT 1 FROM notices.notice), '/aankondigingen/toevoegen' $$;

INSERT INTO organisation.start_source VALUES
  ('organisation.own_asks', 'asks'), ('thread.own_asks', 'asks'), ('policy.own_asks', 'asks'), ('ambition.own_asks', 'asks'),
  ('criteria.own_asks', 'asks'), ('purchase.own_asks', 'asks'), ('insight.own_asks', 'asks'),
  ('organisation.own_figures', 'figures'), ('policy.own_figures', 'figures'), ('purchase.own_figures', 'figures'),
  ('organisation.own_news', 'news'), ('policy.own_news', 'news'), ('ambition.own_news', 'news'), ('purchase.own_news', 'news'),
  ('organisation.own_steps', 'steps'), ('policy.own_steps', 'steps'), ('purchase.own_steps', 'steps'), ('notices.own_steps', 'steps');

INSERT INTO organisation.start_kind VALUES
  -- asks
  ('unless_proposed', 10, 'purchase.decide', 3), ('unless_second_look', 11, 'purchase.read', 3), ('published_undecided', 12, 'purchase.reopen', NULL), ('theme_undecided', 14, 'purchase.edit', NULL),
  ('unless_expired', 16, 'purchase.decide', NULL), ('publish', 18, 'purchase.edit', NULL), ('invited', 20, 'signed-in', NULL),
  ('session', 22, 'ambition.edit', NULL), ('help', 24, 'help.ask', 5), ('task', 26, 'purchase.read', NULL), ('action', 28, 'signed-in', NULL),
  ('contract_ends', 30, 'purchase.edit', NULL), ('consultation_over', 32, 'policy.edit', NULL), ('edition', 34, 'policy.edit', 14),
  ('draft', 36, 'signed-in', NULL), ('import_waits', 38, 'signed-in', NULL), ('job_failed', 40, 'jobs.manage', NULL),
  ('person_without_role', 42, 'organisation.edit', NULL), ('links', 44, 'policy.confirm', NULL), ('criterion_proposals', 46, 'criteria.keep', NULL),
  ('unassigned', 48, 'notices.judge', NULL), ('declared_only', 50, 'notices.judge', NULL), ('gaps', 52, 'policy.read', NULL),
  -- figures
  ('own_decided', 10, 'purchase.read', NULL), ('own_running', 20, 'purchase.read', NULL), ('with_impact', 30, 'purchase.read', NULL),
  ('social_return', 40, 'purchase.read', NULL), ('goals_unserved', 50, 'policy.read', NULL), ('people', 60, 'organisation.edit', NULL),
  -- news
  ('answered', 10, 'help.ask', NULL), ('goal_added', 20, 'policy.read', NULL), ('document_added', 30, 'policy.read', NULL),
  ('ambition_agreed', 40, 'ambition.read', NULL), ('decision_proposed', 50, 'purchase.read', NULL), ('decision_unless', 50, 'purchase.read', NULL),
  ('decision_refused', 50, 'purchase.read', NULL), ('decision_withdrawn', 50, 'purchase.read', NULL), ('decision_reopened', 50, 'purchase.read', NULL),
  ('decision_lapsed', 50, 'purchase.read', NULL), ('decision_published_anyway', 50, 'purchase.read', NULL);
