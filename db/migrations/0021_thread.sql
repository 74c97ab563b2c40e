-- The red thread as a room of its own: one row per record of any room, one row per link between two of them. Walks, reviews and
-- search read these tables; no room rewrites a view of another.
--
-- A room declares, in its own migration, a view of its records per kind and calls thread.keep() with it; what its own model
-- says to hang under something (a clause under its document) is a view for thread.keep_inherited(). Triggers keep both in the
-- transaction that changes the row; thread.differences() compares them with the views.
CREATE SCHEMA thread;
GRANT USAGE ON SCHEMA thread TO tenzij_app;

CREATE TABLE thread.record (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  kind text NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  detail text NOT NULL,          -- what tells two of one title apart: the document, the level, the state
  number text,                   -- by which people know it: a reference, a code
  words text NOT NULL,           -- more words to find it by
  themes text[] NOT NULL,
  unit_id uuid,
  owner_id uuid,
  year int,
  value_cents bigint,
  whole_kind text,               -- the record it is a part of: the document of a clause, the purchase of a requirement
  whole_id uuid,
  counts_as text NOT NULL,       -- records that are one thing in figures share it
  archived boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, kind, id)
);
CREATE INDEX record_parts ON thread.record (municipality_id, whole_id) WHERE whole_id IS NOT NULL;
CREATE INDEX record_counted ON thread.record (municipality_id, kind, counts_as);
SELECT platform.municipal_table('thread.record', 'derived');

-- What is lower came from what is upper. Confirmed: a person said so. Suggested: a rule did. Rejected stays, so that no rule
-- suggests it again. Inherited: the model itself says it.
CREATE TABLE thread.link (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  upper_kind text NOT NULL,
  upper_id uuid NOT NULL,
  lower_kind text NOT NULL,
  lower_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('suggested', 'confirmed', 'rejected', 'inherited')),
  rule text NOT NULL DEFAULT '',           -- which rule suggested it
  why text NOT NULL DEFAULT '',            -- the words it rests on, or of who judged it
  rule_words text NOT NULL DEFAULT '',     -- what the rule found, kept beside what a person says of it
  score real NOT NULL DEFAULT 0,           -- of the rule: the likeliest first
  person_id uuid,
  at timestamptz NOT NULL DEFAULT now(),
  version bigint NOT NULL DEFAULT 1,
  counts boolean NOT NULL GENERATED ALWAYS AS (state IN ('confirmed', 'inherited')) STORED,
  PRIMARY KEY (municipality_id, upper_kind, upper_id, lower_kind, lower_id),
  FOREIGN KEY (municipality_id, upper_kind, upper_id) REFERENCES thread.record,
  FOREIGN KEY (municipality_id, lower_kind, lower_id) REFERENCES thread.record,
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person,
  CONSTRAINT link_by_a_person CHECK (state NOT IN ('confirmed', 'rejected') OR person_id IS NOT NULL),
  CONSTRAINT link_to_itself CHECK (upper_id <> lower_id)
);
CREATE INDEX link_down ON thread.link (municipality_id, upper_id, upper_kind) INCLUDE (lower_id, lower_kind) WHERE counts;
CREATE INDEX link_up ON thread.link (municipality_id, lower_id, lower_kind) INCLUDE (upper_id, upper_kind) WHERE counts;
CREATE INDEX link_below ON thread.link (municipality_id, lower_kind, lower_id);
-- Who judged how many.
CREATE INDEX link_decided ON thread.link (municipality_id, person_id) WHERE state IN ('confirmed', 'rejected');
CREATE INDEX link_suggested ON thread.link (municipality_id, upper_kind, lower_kind) WHERE state = 'suggested';
SELECT platform.municipal_table('thread.link');

-- What the model says, and what a rule suggests and takes back again, is no act of a person: it can be made again and is not logged.
DROP TRIGGER audit ON thread.link;
CREATE TRIGGER audit AFTER INSERT ON thread.link FOR EACH ROW WHEN (NEW.state IN ('confirmed', 'rejected'))
  EXECUTE FUNCTION audit.record('upper_kind,upper_id,lower_kind,lower_id');
CREATE TRIGGER audit_change AFTER UPDATE ON thread.link FOR EACH ROW WHEN (NEW.state IN ('confirmed', 'rejected') OR OLD.state IN ('confirmed', 'rejected'))
  EXECUTE FUNCTION audit.record('upper_kind,upper_id,lower_kind,lower_id');
CREATE TRIGGER audit_removal AFTER DELETE ON thread.link FOR EACH ROW WHEN (OLD.state IN ('confirmed', 'rejected'))
  EXECUTE FUNCTION audit.record('upper_kind,upper_id,lower_kind,lower_id');

-- The municipality is looked up once per statement, not once per step of a walk.
DROP POLICY municipality ON thread.record;
CREATE POLICY municipality ON thread.record USING (municipality_id = (SELECT platform.current_municipality())) WITH CHECK (municipality_id = (SELECT platform.current_municipality()));
DROP POLICY municipality ON thread.link;
CREATE POLICY municipality ON thread.link USING (municipality_id = (SELECT platform.current_municipality())) WITH CHECK (municipality_id = (SELECT platform.current_municipality()));

-- --- Keeping ------------------------------------------------------------------------------------------------
-- Which view gives the records of a kind, or inherited links; what is compared by thread.differences().
CREATE TABLE thread.source (
  view text PRIMARY KEY,
  kind text NOT NULL,                      -- of the records, or of the lower end of the links
  upper_kind text                          -- of links only
);
GRANT SELECT ON thread.source TO tenzij_app;

CREATE FUNCTION thread.trigger_name(source regclass, view regclass) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT replace(source::text, '.', '_') || '_' || (SELECT relname FROM pg_class WHERE oid = view) $$;

-- Records of `kind`, as `view` gives them, follow the rows of `source`: the record whose `view_key` is the row's `source_key`.
-- Looked up row by row (OFFSET 0), so that one changed row never costs a scan, whatever a plan was made for.
CREATE FUNCTION thread.keep(kind text, source regclass, view regclass, source_key text DEFAULT 'id', view_key text DEFAULT 'id') RETURNS void LANGUAGE plpgsql AS $keep$
DECLARE
  name constant text := thread.trigger_name(source, view);
  short constant text := (SELECT relname FROM pg_class WHERE oid = view);
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION thread.%1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      INSERT INTO thread.record AS r (municipality_id, kind, id, title, detail, number, words, themes, unit_id, owner_id, year, value_cents,
                                      whole_kind, whole_id, counts_as, archived)
        SELECT v.municipality_id, %2$L, v.id, v.title, v.detail, v.number, v.words, v.themes, v.unit_id, v.owner_id, v.year, v.value_cents,
               v.whole_kind, v.whole_id, v.counts_as, v.archived
          FROM (SELECT DISTINCT municipality_id, %4$I AS key FROM changed) c
          CROSS JOIN LATERAL (SELECT * FROM %3$s w WHERE w.municipality_id = c.municipality_id AND w.%5$I = c.key OFFSET 0) v
      ON CONFLICT (municipality_id, kind, id) DO UPDATE
        SET title = excluded.title, detail = excluded.detail, number = excluded.number, words = excluded.words, themes = excluded.themes,
            unit_id = excluded.unit_id, owner_id = excluded.owner_id, year = excluded.year, value_cents = excluded.value_cents,
            whole_kind = excluded.whole_kind, whole_id = excluded.whole_id, counts_as = excluded.counts_as,
            archived = excluded.archived, changed_at = now()
        WHERE (r.title, r.detail, r.number, r.words, r.themes, r.unit_id, r.owner_id, r.year, r.value_cents, r.whole_kind, r.whole_id, r.counts_as, r.archived)
          IS DISTINCT FROM (excluded.title, excluded.detail, excluded.number, excluded.words, excluded.themes, excluded.unit_id, excluded.owner_id,
                            excluded.year, excluded.value_cents, excluded.whole_kind, excluded.whole_id, excluded.counts_as, excluded.archived);
      RETURN NULL;
    END $body$ $make$, name, kind, view, source_key, view_key);
  EXECUTE format('CREATE TRIGGER thread_1_in_%s AFTER INSERT ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.%I()', short, source, name);
  EXECUTE format('CREATE TRIGGER thread_1_up_%s AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.%I()', short, source, name);
  IF source_key <> 'id' OR view_key <> 'id' THEN RETURN; END IF;
  INSERT INTO thread.source VALUES (view::text, kind);
  -- What hung above a removed record goes with it; what was confirmed to hang under it keeps it (the foreign key).
  EXECUTE format($make$
    CREATE FUNCTION thread.%1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      DELETE FROM thread.link l USING gone g
       WHERE l.municipality_id = g.municipality_id AND l.lower_kind = %2$L AND l.lower_id = g.id;
      DELETE FROM thread.link l USING gone g
       WHERE l.municipality_id = g.municipality_id AND l.upper_kind = %2$L AND l.upper_id = g.id AND l.state <> 'confirmed';
      DELETE FROM thread.record r USING gone g
       WHERE r.municipality_id = g.municipality_id AND r.kind = %2$L AND r.id = g.id;
      RETURN NULL;
    END $body$ $make$, name || '_gone', kind);
  EXECUTE format('CREATE TRIGGER thread_9_gone_%s AFTER DELETE ON %s REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION thread.%I()', short, source, name || '_gone');
END $keep$;

-- Links that the model itself says follow the rows of `source`, which stand at one `side` of them ('lower' or 'upper').
CREATE FUNCTION thread.keep_inherited(upper_kind text, lower_kind text, source regclass, view regclass, side text) RETURNS void LANGUAGE plpgsql AS $keep$
DECLARE
  name constant text := thread.trigger_name(source, view);
  short constant text := (SELECT relname FROM pg_class WHERE oid = view);
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION thread.%1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      DELETE FROM thread.link l USING changed c
       WHERE l.municipality_id = c.municipality_id AND l.upper_kind = %2$L AND l.lower_kind = %3$L AND l.%5$s_id = c.id AND l.state = 'inherited'
         AND NOT EXISTS (SELECT 1 FROM %4$s v WHERE v.municipality_id = c.municipality_id AND v.upper_id = l.upper_id AND v.lower_id = l.lower_id);
      INSERT INTO thread.link AS l (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state)
        SELECT v.municipality_id, %2$L, v.upper_id, %3$L, v.lower_id, 'inherited'
          FROM changed c
          CROSS JOIN LATERAL (SELECT * FROM %4$s w WHERE w.municipality_id = c.municipality_id AND w.%5$s_id = c.id OFFSET 0) v
      ON CONFLICT (municipality_id, upper_kind, upper_id, lower_kind, lower_id) DO UPDATE SET state = 'inherited' WHERE l.state <> 'inherited';
      RETURN NULL;
    END $body$ $make$, name, upper_kind, lower_kind, view, side);
  EXECUTE format('CREATE TRIGGER thread_2_in_%s AFTER INSERT ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.%I()', short, source, name);
  EXECUTE format('CREATE TRIGGER thread_2_up_%s AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.%I()', short, source, name);
  INSERT INTO thread.source VALUES (view::text, lower_kind, upper_kind);
END $keep$;

-- Fills what is there already, for a migration that declares kinds over tables with rows. As the owner of the tables, past the wall.
CREATE FUNCTION thread.fill(only_view regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  declared thread.source;
BEGIN
  SELECT * INTO STRICT declared FROM thread.source s WHERE s.view = only_view::text;
  IF declared.upper_kind IS NULL THEN
    EXECUTE format('INSERT INTO thread.record (municipality_id, kind, id, title, detail, number, words, themes, unit_id, owner_id, year, value_cents,
                                               whole_kind, whole_id, counts_as, archived)
                    SELECT municipality_id, %L, id, title, detail, number, words, themes, unit_id, owner_id, year, value_cents,
                           whole_kind, whole_id, counts_as, archived FROM %s ON CONFLICT DO NOTHING', declared.kind, declared.view);
  ELSE
    EXECUTE format('INSERT INTO thread.link (municipality_id, upper_kind, upper_id, lower_kind, lower_id, state)
                    SELECT municipality_id, %L, upper_id, %L, lower_id, ''inherited'' FROM %s ON CONFLICT DO NOTHING',
                   declared.upper_kind, declared.kind, declared.view);
  END IF;
END $$;

-- What is kept and what the views say, compared; no row when they are equal.
CREATE FUNCTION thread.differences() RETURNS TABLE (view text, kind text, id uuid, what text) LANGUAGE plpgsql STABLE AS $$
DECLARE
  declared thread.source;
BEGIN
  FOR declared IN SELECT * FROM thread.source ORDER BY 1 LOOP
    IF declared.upper_kind IS NULL THEN
      RETURN QUERY EXECUTE format($q$
        SELECT %1$L, %2$L, coalesce(v.id, r.id), CASE WHEN r.id IS NULL THEN 'missing' WHEN v.id IS NULL THEN 'left over' ELSE 'different' END
          FROM (SELECT * FROM %1$s) v
          FULL JOIN (SELECT * FROM thread.record x WHERE x.kind = %2$L) r ON r.municipality_id = v.municipality_id AND r.id = v.id
         WHERE (v.id, v.title, v.detail, v.number, v.words, v.themes, v.unit_id, v.owner_id, v.year, v.value_cents, v.whole_kind, v.whole_id, v.counts_as, v.archived)
           IS DISTINCT FROM (r.id, r.title, r.detail, r.number, r.words, r.themes, r.unit_id, r.owner_id, r.year, r.value_cents, r.whole_kind, r.whole_id, r.counts_as, r.archived)$q$,
        declared.view, declared.kind);
    ELSE
      RETURN QUERY EXECUTE format($q$
        SELECT %1$L, %2$L, coalesce(v.lower_id, l.lower_id), CASE WHEN l.lower_id IS NULL THEN 'missing' ELSE 'left over' END
          FROM (SELECT * FROM %1$s) v
          FULL JOIN (SELECT * FROM thread.link x WHERE x.upper_kind = %3$L AND x.lower_kind = %2$L AND x.state = 'inherited') l
            ON l.municipality_id = v.municipality_id AND l.upper_id = v.upper_id AND l.lower_id = v.lower_id
         WHERE v.lower_id IS NULL OR l.lower_id IS NULL$q$,
        declared.view, declared.kind, declared.upper_kind);
    END IF;
  END LOOP;
END $$;

-- --- Walking ------------------------------------------------------------------------------------------------
-- Kinds that are walked and drawn as the record they are a part of: whoever asks for the whole asks for these parts too.
CREATE TABLE thread.folded_kind (kind text PRIMARY KEY);
GRANT SELECT ON thread.folded_kind TO tenzij_app;

-- From one record downwards (or upwards) over what counts, every record once. OFFSET 0: a look into the index per record.
CREATE FUNCTION thread.down(start_kind text, start_id uuid) RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk(kind, id) AS (
    (SELECT start_kind, start_id
     UNION ALL
     SELECT r.kind, r.id FROM thread.record r JOIN thread.folded_kind f ON f.kind = r.kind WHERE r.whole_id = start_id AND r.whole_kind = start_kind)
    UNION
    SELECT e.lower_kind, e.lower_id FROM walk w CROSS JOIN LATERAL (
      SELECT n.lower_kind, n.lower_id FROM thread.link n WHERE n.upper_id = w.id AND n.upper_kind = w.kind AND n.counts OFFSET 0) e)
  SELECT walk.kind, walk.id FROM walk $$;
CREATE FUNCTION thread.up(start_kind text, start_id uuid) RETURNS TABLE (kind text, id uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk(kind, id) AS (
    SELECT start_kind, start_id
    UNION
    SELECT e.upper_kind, e.upper_id FROM walk w CROSS JOIN LATERAL (
      SELECT n.upper_kind, n.upper_id FROM thread.link n WHERE n.lower_id = w.id AND n.lower_kind = w.kind AND n.counts OFFSET 0) e)
  SELECT walk.kind, walk.id FROM walk $$;

-- The path from one record down to another that a new link between them would close to a circle; no row when there is none.
CREATE FUNCTION thread.path(top_kind text, top_id uuid, bottom_kind text, bottom_id uuid) RETURNS TABLE (kind text, id uuid, title text) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk(kind, id, trail) AS (
    SELECT top_kind, top_id, ARRAY[top_id]
    UNION ALL
    SELECT l.lower_kind, l.lower_id, w.trail || l.lower_id
      FROM walk w JOIN thread.link l ON l.upper_id = w.id AND l.upper_kind = w.kind AND l.counts
     WHERE NOT l.lower_id = ANY (w.trail) AND w.id <> bottom_id AND cardinality(w.trail) < 12),
  found AS (SELECT trail FROM walk WHERE id = bottom_id ORDER BY cardinality(trail) LIMIT 1)
  SELECT r.kind, r.id, r.title FROM found CROSS JOIN LATERAL unnest(found.trail) WITH ORDINALITY t(id, place)
    JOIN thread.record r ON r.id = t.id ORDER BY t.place $$;

-- --- Reviews ------------------------------------------------------------------------------------------------
ALTER TABLE policy.review SET SCHEMA thread;
DROP FUNCTION policy.mark_review;
-- Everything below a changed record is to be reviewed, once per cause; a second change before the review keeps the
-- oldest "before" and takes the newest "after".
CREATE FUNCTION thread.mark_review(changed_kind text, changed_id uuid, difference jsonb, moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  marked bigint;
BEGIN
  INSERT INTO thread.review (municipality_id, id, node_kind, node_id, cause_kind, cause_id, change, person_id, at)
    SELECT platform.current_municipality(), gen_random_uuid(), t.kind, t.id, changed_kind, changed_id, difference, platform.current_person(), moment
      FROM thread.down(changed_kind, changed_id) t WHERE NOT (t.kind = changed_kind AND t.id = changed_id)
  ON CONFLICT (municipality_id, node_kind, node_id, cause_kind, cause_id) WHERE resolved_at IS NULL
    DO UPDATE SET at = excluded.at, person_id = excluded.person_id,
      change = thread.review.change || (SELECT jsonb_object_agg(n.key, jsonb_build_array(coalesce(thread.review.change->n.key->0, n.value->0), n.value->1))
                                          FROM jsonb_each(excluded.change) n);
  GET DIAGNOSTICS marked = ROW_COUNT;
  RETURN marked;
END $$;

-- --- Gaps ---------------------------------------------------------------------------------------------------
-- The one register of kinds of gap: who must act (the owner of the record, or everybody with this role) and in which order they
-- are shown; and of the views that give them. A room adds its kinds and its view here, in its own migration.
ALTER TABLE policy.gap_kind SET SCHEMA thread;
CREATE TABLE thread.gap_source (view text PRIMARY KEY);
GRANT SELECT ON thread.gap_source TO tenzij_app;

-- Rules look at the days as they are now, not at the older row.
CREATE FUNCTION thread.gaps() RETURNS TABLE (municipality_id uuid, kind text, subject_kind text, subject_id uuid, title text, themes text[], unit_id uuid,
                                             owner_id uuid, document_id uuid, detail text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE (SELECT string_agg(format('SELECT municipality_id, kind, subject_kind, subject_id, title, themes, unit_id, owner_id, document_id, detail FROM %s', s.view),
                                          ' UNION ALL ' ORDER BY s.view) FROM thread.gap_source s);
END $$;
