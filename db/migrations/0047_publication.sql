-- What the municipality shows to everybody: coming purchases that somebody marked, and goals with what came of them. Nothing is shown
-- until the municipality says so.
CREATE SCHEMA publication;
GRANT USAGE ON SCHEMA publication TO tenzij_app;

-- --- A purchase that is public ------------------------------------------------------------------------------------
-- Whether words name somebody who works here: first name and family name together, as a whole. Such words do not go out.
CREATE FUNCTION organisation.names_somebody(words text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM organisation.person p
                  WHERE p.name LIKE '% %' AND position(' ' || lower(regexp_replace(p.name, '[^[:alnum:]]+', ' ', 'g')) || ' '
                        IN ' ' || lower(regexp_replace(words, '[^[:alnum:]]+', ' ', 'g')) || ' ') > 0) $$;

ALTER TABLE purchase.purchase
  ADD COLUMN open_as text CHECK (open_as IN ('quarter', 'day')), -- how its day of publication is told; NULL: it is not public
  ADD COLUMN opened_at timestamptz,                              -- made public, the last time
  ADD COLUMN open_held boolean NOT NULL DEFAULT false;           -- its title names somebody who works here: it is kept in
CREATE INDEX purchase_open ON purchase.purchase (municipality_id, publish_on) WHERE open_as IS NOT NULL AND archived_at IS NULL;
CREATE INDEX purchase_ever_open ON purchase.purchase (municipality_id, id) WHERE opened_at IS NOT NULL;

CREATE FUNCTION purchase.hold_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.open_held := NEW.open_as IS NOT NULL AND organisation.names_somebody(NEW.title);
  RETURN NEW;
END $$;
CREATE TRIGGER hold_names BEFORE UPDATE OF title, open_as ON purchase.purchase FOR EACH ROW
  WHEN (NEW.open_as IS NOT NULL OR OLD.open_as IS NOT NULL) EXECUTE FUNCTION purchase.hold_names();

-- Everything of a purchase that can become public, and nothing else: no estimate but its class, no person, no text but the title.
CREATE VIEW purchase.public_face WITH (security_invoker = true) AS
  SELECT p.municipality_id, p.id, p.title, u.name AS unit, p.category, c.name_nl AS category_nl, c.name_en AS category_en,
         p.applied_themes AS themes, p.band, p.publish_on AS day, date_trunc('quarter', p.publish_on::timestamp)::date AS quarter,
         p.open_as, p.opened_at, p.open_held,
         p.archived_at IS NULL AND p.status IN ('planned', 'preparation', 'consultation') AS coming
    FROM purchase.purchase p
    LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
    LEFT JOIN criteria.category c ON c.municipality_id = p.municipality_id AND c.code = p.category;
GRANT SELECT ON purchase.public_face TO tenzij_app;

-- --- Which parts ---------------------------------------------------------------------------------------------------
CREATE TABLE publication.setting (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  coming boolean NOT NULL,
  goals boolean NOT NULL,
  results boolean NOT NULL,                    -- with the goals
  contact_name text NOT NULL CHECK (char_length(contact_name) <= 200),       -- a role or a desk, no person
  contact_address text NOT NULL CHECK (char_length(contact_address) <= 254), -- of mail
  version bigint NOT NULL DEFAULT 1,
  CHECK (goals OR NOT results),
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('publication.setting');

-- What somebody looks for among the coming purchases. Nobody else sees it.
CREATE TABLE publication.interest (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  categories text[] NOT NULL,
  themes text[] NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('publication.interest', 'derived');
CREATE POLICY own ON publication.interest AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (person_id = platform.current_person());

SELECT platform.bound_texts(target) FROM unnest(ARRAY['publication.setting', 'publication.interest', 'purchase.purchase']::regclass[]) AS target;

-- --- What is public ------------------------------------------------------------------------------------------------
-- The day is as exact as was chosen, also for who sorts by it.
CREATE VIEW publication.coming WITH (security_invoker = true) AS
  SELECT municipality_id, id, title, unit, category, category_nl, category_en, themes, band, open_as AS exactness,
         CASE open_as WHEN 'day' THEN day ELSE quarter END AS expected_on, opened_at::date AS opened_on
    FROM purchase.public_face
   WHERE open_as IS NOT NULL AND coming AND NOT open_held;

-- Goals that rest on a sentence of an adopted document, their own or of the goal they refine; the sentence as it reads now.
CREATE VIEW publication.goal WITH (security_invoker = true) AS
  SELECT g.municipality_id, g.id, g.title, u.name AS unit, g.themes, g.sdgs, s.sentence, s.document, s.adopted_on,
         g.indicator, g.indicator_unit, g.baseline, g.baseline_year, g.target, g.target_year,
         (SELECT count(DISTINCT i.purchase_id)
            FROM purchase.goal_link l
            JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.impact_id
            JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
                                    AND p.archived_at IS NULL AND p.status <> 'stopped'
           WHERE l.municipality_id = g.municipality_id AND l.goal_id = g.id) AS purchases
    FROM policy.goal g
    LEFT JOIN organisation.unit u ON u.municipality_id = g.municipality_id AND u.id = g.unit_id
    JOIN LATERAL (
      SELECT n.text AS sentence, d.title AS document, d.adopted_on
        FROM policy.goal_clause k
        JOIN policy.passage n ON n.municipality_id = k.municipality_id AND n.clause_id = k.clause_id AND n.current
        JOIN policy.edition e ON e.municipality_id = n.municipality_id AND e.id = n.edition_id
        JOIN policy.document d ON d.municipality_id = e.municipality_id AND d.id = e.document_id
                              AND d.status IN ('adopted_college', 'adopted_council') AND d.archived_at IS NULL
       WHERE k.municipality_id = g.municipality_id AND k.goal_id IN (g.id, g.parent_id)
       ORDER BY k.goal_id = g.id DESC, d.status = 'adopted_council' DESC, d.title, n.position
       LIMIT 1) s ON true
   WHERE g.archived_at IS NULL;
GRANT SELECT ON publication.coming, publication.goal TO tenzij_app;

-- --- The start page of who works nowhere here ----------------------------------------------------------------------
-- Whether a coming purchase is what somebody looks for: of one of the categories and with one of the themes, where any were chosen.
CREATE FUNCTION publication.fits(category text, themes text[], me uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM publication.interest i
                  WHERE i.person_id = me AND (i.categories <> '{}' OR i.themes <> '{}')
                    AND (i.categories = '{}' OR category = ANY (i.categories)) AND (i.themes = '{}' OR themes && i.themes)) $$;

-- Who is a supplier's contact by the same address: what is asked on the supplier's own page, which has a sign-in of its own.
CREATE FUNCTION publication.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  SELECT 'supplier_asked', 'party', k.party_id, y.name, '', NULL, count(*), min(m.due_on), NULL::date, '/leverancier/overzicht'
    FROM organisation.person p
    JOIN supplier.contact k ON k.municipality_id = p.municipality_id AND lower(k.email) = lower(p.email) AND k.ended_at IS NULL
    JOIN party.party y ON y.municipality_id = k.municipality_id AND y.id = k.party_id
    JOIN contract.contract c ON c.municipality_id = k.municipality_id AND c.party_id = k.party_id AND c.archived_at IS NULL
                            AND c.state IN ('in_force', 'ended', 'terminated')
    JOIN contract.moment m ON m.municipality_id = c.municipality_id AND m.contract_id = c.id
                          AND (m.state = 'rejected' OR (m.state = 'planned' AND m.due_on - 30 <= platform.today()))
   WHERE p.id = me AND 'entrepreneur' = ANY (my_roles)
   GROUP BY k.party_id, y.name $$;

-- Exactly the rows of the list of coming purchases, all and those that fit.
CREATE FUNCTION publication.own_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE sql STABLE AS $$
  SELECT 'coming_fitting', count(*) FILTER (WHERE publication.fits(c.category, c.themes, me)), count(*), '/komende-inkopen?passend=ja'
    FROM publication.coming c
    JOIN publication.setting s ON s.municipality_id = c.municipality_id AND s.coming
   WHERE 'entrepreneur' = ANY (my_roles)
  HAVING 'entrepreneur' = ANY (my_roles) AND EXISTS (SELECT 1 FROM publication.interest WHERE person_id = me AND (categories <> '{}' OR themes <> '{}')) $$;
CREATE FUNCTION publication.own_news(me uuid, since timestamptz) RETURNS SETOF organisation.news LANGUAGE sql STABLE AS $$
  SELECT 'coming_added', 'purchase', c.id, c.title, coalesce(c.unit, ''), NULL, p.opened_at, '/komende-inkopen#' || c.id
    FROM publication.coming c
    JOIN publication.setting s ON s.municipality_id = c.municipality_id AND s.coming
    JOIN purchase.public_face p ON p.municipality_id = c.municipality_id AND p.id = c.id
   WHERE p.opened_at > since
     AND EXISTS (SELECT 1 FROM auth.role_grant r WHERE r.person_id = me AND r.role IN ('entrepreneur', 'citizen')) $$;
INSERT INTO organisation.start_source VALUES ('publication.own_asks', 'asks'), ('publication.own_figures', 'figures'), ('publication.own_news', 'news');
INSERT INTO organisation.start_kind VALUES ('coming_fitting', 70, 'signed-in', NULL), ('coming_added', 60, 'signed-in', NULL), ('supplier_asked', 21, 'signed-in', NULL);
