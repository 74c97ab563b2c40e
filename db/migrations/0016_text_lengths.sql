-- Every text that people write has a length here too, the one that the API asks (src/platform/base/lengths.h): the name of a
-- column says which. A row that is longer than that already keeps all of its words: its column gets the length of the longest
-- that is there, so that it can still be changed; what comes in from now on is bounded by the API.

CREATE FUNCTION platform.text_length(word text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN word IN ('title', 'name', 'user_name', 'display_name', 'job_title', 'municipality_name', 'email', 'place', 'person_name',
                  'theme_title', 'decider', 'project', 'reference', 'indicator_unit') THEN 200
    WHEN word IN ('code', 'theme', 'themes', 'instrument', 'category', 'categories', 'cpv', 'roles', 'role', 'kind', 'procedure',
                  'language', 'municipality_code', 'sector') THEN 100
    WHEN word IN ('text', 'need', 'explanation', 'description', 'market_note', 'conclusion', 'note') THEN 20000
    ELSE 2000
  END
$$;

CREATE FUNCTION platform.texts_fit(list text[], longest int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(bool_and(char_length(item) <= longest), true) FROM unnest(list) AS item
$$;

-- Bounds every text and list of texts of a table that has no bound yet.
CREATE FUNCTION platform.bound_texts(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one record;
  longest int;
BEGIN
  FOR one IN
    SELECT a.attname AS name, a.atttypid = 'text[]'::regtype AS list
      FROM pg_attribute a
     WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'text[]'::regtype)
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conrelid = target AND c.conname = a.attname || '_length')
     ORDER BY a.attnum
  LOOP
    EXECUTE format(CASE WHEN one.list THEN 'SELECT max(char_length(item)) FROM %2$s, unnest(%1$I) AS item'
                        ELSE 'SELECT max(char_length(%1$I)) FROM %2$s' END, one.name, target) INTO longest;
    longest := greatest(longest, platform.text_length(one.name));
    EXECUTE format(CASE WHEN one.list THEN 'ALTER TABLE %2$s ADD CONSTRAINT %3$I CHECK (platform.texts_fit(%1$I, %4$s))'
                        ELSE 'ALTER TABLE %2$s ADD CONSTRAINT %3$I CHECK (char_length(%1$I) <= %4$s)' END,
                   one.name, target, one.name || '_length', longest);
  END LOOP;
END $$;

-- Not bounded: what the program writes itself from files it has read, where a text is as long as the publisher made it and the
-- file is what has a size (notices, insight, passages), and what it writes about itself (the audit log, jobs, live events).
DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN
    SELECT c.oid
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'municipality_id' AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text NOT IN ('audit', 'jobs', 'live', 'insight')
       AND (c.relnamespace <> 'notices'::regnamespace OR c.relname = 'decision')
       AND NOT (c.relnamespace = 'policy'::regnamespace AND c.relname IN ('passage', 'original', 'upload', 'edition'))
     ORDER BY c.oid
  LOOP
    PERFORM platform.bound_texts(target);
  END LOOP;
END $$;
