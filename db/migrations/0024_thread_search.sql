-- What the search over everything reads: per record its words in a form of their own, and per municipality the words that stand
-- in its records, so that a half word, a part of a compound or a typing error leads to words that are there. Kept by triggers on
-- thread.record, beside it: walks read narrow rows.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA platform;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA platform;

-- Without case, accents and signs, as src/scan/normalise.cpp does it.
CREATE FUNCTION thread.fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT translate(CASE WHEN octet_length(written) = char_length(written) THEN lower(written)
                        ELSE regexp_replace(regexp_replace(translate(lower(normalize(written, NFKD)), 'øØßđĐłŁæÆœŒıþÞð', 'oosddllaaooitti'),
                                                           '[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]', '', 'g'),
                                            '[^\u0001-\u007f]', ' ', 'g') END,
                   '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)) $$;

-- A number as people know a record by, in the two ways in which it can be asked: whole without signs, and with the zeros before
-- each group of digits left out. "2025/S 118-612345" of the Official Journal is 612345-2025.
CREATE FUNCTION thread.number_keys(number text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT ARRAY[ltrim(replace(f.folded, ' ', ''), '0'),
               replace(regexp_replace(f.folded, '(^|[^0-9])0+([0-9])', '\1\2', 'g'), ' ', '')]
    FROM (SELECT thread.fold(regexp_replace(number, '^\s*(\d{4})\s*/\s*S\s*(?:\d+\s*[-/]\s*)?0*(\d{3,})\s*$', '\2-\1', 'i')) AS folded) f $$;

-- The municipality's own letters, before each of its words in the indexes below: those of one municipality stand together, and a
-- search never reads through the words of all others. Two that share theirs are told apart by the rows.
CREATE FUNCTION thread.tag(municipality uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT translate(right(municipality::text, 5), '0123456789', 'ghijklmnop') $$;
CREATE FUNCTION thread.tagged(municipality uuid, folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT ts_delete(to_tsvector('pg_catalog.simple', replace(' ' || folded, ' ', ' ' || t.tag)), t.tag)
    FROM (SELECT thread.tag(municipality) AS tag) t $$;
CREATE FUNCTION thread.tagged_query(municipality uuid, asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(asked, '([a-z0-9]+)', thread.tag(municipality) || '\1', 'g')::tsquery $$;

-- The words of a title (its beginning, where it is a passage) and number.
CREATE FUNCTION thread.title_words(municipality uuid, title text, number text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT thread.tagged(municipality,
           thread.fold(left(title, 300)) || coalesce(' ' || thread.fold(number) || ' ' || array_to_string(thread.number_keys(number), ' ') || ' ' ||
             regexp_replace(thread.fold(number), '(^|[^0-9])0+([0-9])', '\1\2', 'g'), '')) $$;
-- All its words. What is a code of ours in `detail` ("in_use") is no word of anybody.
CREATE FUNCTION thread.all_words(municipality uuid, title text, detail text, number text, words text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT thread.title_words(municipality, title, number) ||
         thread.tagged(municipality, thread.fold(substr(title, 300) || ' ' || CASE WHEN detail ~ '^[a-z0-9_]*$' THEN '' ELSE detail END || ' ' || words)) $$;
-- Which of them are words, and can be half typed or mistyped.
CREATE FUNCTION thread.plain_words(tagged tsvector) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT substr(w, 6) FROM unnest(tsvector_to_array(tagged)) w WHERE w ~ '^[a-z]{8,65}$' $$;

CREATE TABLE thread.searched (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  kind text NOT NULL,
  id uuid NOT NULL,
  archived boolean NOT NULL,
  beginning text NOT NULL,                 -- of the title, folded
  title_words tsvector NOT NULL,
  all_words tsvector NOT NULL,
  PRIMARY KEY (municipality_id, kind, id)
);
SELECT platform.municipal_table('thread.searched', 'derived');
SELECT platform.bound_texts('thread.searched');

-- The words of a municipality. A word can be there more than once: who adds one waits for nobody. Words of records that are gone
-- stay: they lead to nothing.
CREATE TABLE thread.word (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  word text NOT NULL,
  added xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (municipality_id, word, added)
);
SELECT platform.municipal_table('thread.word', 'derived');
SELECT platform.bound_texts('thread.word');

-- Row by row through the keys, whatever a plan was made for.
CREATE FUNCTION thread.keep_searched() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  WITH said AS (
    INSERT INTO thread.searched AS s (municipality_id, kind, id, archived, beginning, title_words, all_words)
      SELECT r.municipality_id, r.kind, r.id, r.archived, left(thread.fold(left(r.title, 100)), 60), thread.title_words(r.municipality_id, r.title, r.number),
             thread.all_words(r.municipality_id, r.title, r.detail, r.number, r.words)
        FROM changed r
       WHERE NOT EXISTS (SELECT 1 FROM thread.folded_kind f WHERE f.kind = r.kind)
    ON CONFLICT (municipality_id, kind, id) DO UPDATE
      SET archived = excluded.archived, beginning = excluded.beginning, title_words = excluded.title_words, all_words = excluded.all_words
      WHERE (s.archived, s.title_words, s.all_words, s.beginning) IS DISTINCT FROM (excluded.archived, excluded.title_words, excluded.all_words, excluded.beginning)
    RETURNING s.municipality_id, s.all_words)
  INSERT INTO thread.word (municipality_id, word)
    SELECT n.municipality_id, n.word
      FROM (SELECT DISTINCT said.municipality_id, w.word
              FROM said CROSS JOIN LATERAL thread.plain_words(said.all_words) AS w(word)) n
     WHERE NOT EXISTS (SELECT 1 FROM thread.word o WHERE o.municipality_id = n.municipality_id AND o.word = n.word)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE FUNCTION thread.forget_searched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM thread.searched s USING gone g WHERE s.municipality_id = g.municipality_id AND s.kind = g.kind AND s.id = g.id;
  RETURN NULL;
END $$;
CREATE TRIGGER searched_in AFTER INSERT ON thread.record REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.keep_searched();
CREATE TRIGGER searched_up AFTER UPDATE ON thread.record REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION thread.keep_searched();
CREATE TRIGGER searched_gone AFTER DELETE ON thread.record REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION thread.forget_searched();

-- What is there already.
INSERT INTO thread.searched
  SELECT r.municipality_id, r.kind, r.id, r.archived, left(thread.fold(left(r.title, 100)), 60), thread.title_words(r.municipality_id, r.title, r.number),
         thread.all_words(r.municipality_id, r.title, r.detail, r.number, r.words)
    FROM thread.record r
   WHERE NOT EXISTS (SELECT 1 FROM thread.folded_kind f WHERE f.kind = r.kind);
INSERT INTO thread.word (municipality_id, word)
  SELECT DISTINCT s.municipality_id, w.word
    FROM thread.searched s CROSS JOIN LATERAL thread.plain_words(s.all_words) AS w(word);
-- After the rows: an index that grows with each of them takes ten times as long.
CREATE INDEX searched_titles ON thread.searched USING gin (title_words);
CREATE INDEX searched_words ON thread.searched USING gin (all_words);
CREATE INDEX searched_beginnings ON thread.searched (municipality_id, beginning text_pattern_ops);
CREATE INDEX word_parts ON thread.word USING gin (municipality_id, word platform.gin_trgm_ops);

-- --- Asking ---------------------------------------------------------------------------------------------------
-- These run as the owner, because the wall keeps a search from the indexes (its conditions are not leakproof); each looks at the
-- municipality of the session only.

-- Words in which a part stands ('%part%'), and words like one that was typed; `asked`: place in the array.
CREATE FUNCTION thread.words_with(parts text[], most int) RETURNS TABLE (asked int, word text) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, platform, public SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT p.place::int, f.word
      FROM unnest(parts) WITH ORDINALITY AS p(part, place)
      CROSS JOIN LATERAL (SELECT DISTINCT w.word FROM thread.word w
                           WHERE w.municipality_id = platform.current_municipality() AND w.word LIKE p.part LIMIT most) f;
END $$;
CREATE FUNCTION thread.words_like(typed text[], most int) RETURNS TABLE (asked int, word text) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, platform, public SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
  SET pg_trgm.word_similarity_threshold = 0.4 AS $$
BEGIN
  RETURN QUERY
    SELECT t.place::int, f.word
      FROM unnest(typed) WITH ORDINALITY AS t(word, place)
      CROSS JOIN LATERAL (SELECT w.word FROM thread.word w
                           WHERE w.municipality_id = platform.current_municipality() AND t.word <% w.word
                           GROUP BY w.word ORDER BY word_similarity(t.word, w.word) + similarity(t.word, w.word) DESC, w.word LIMIT most) f;
END $$;

-- Records that fit a query (words, "|", "&", brackets and ":*" only), of kinds that may be seen: at most `most` are looked at, the best
-- `wanted` come back with how many there were of their kind. `anywhere`: in the text too.
CREATE FUNCTION thread.found(asked text, anywhere boolean, kinds text[], most int, wanted int)
  RETURNS TABLE (kind text, id uuid, of_kind bigint, looked_at bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, platform, public SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_indexscan = off AS $$
DECLARE
  here constant uuid := platform.current_municipality();
  query constant tsquery := thread.tagged_query(here, asked);
BEGIN
  -- The words are weighed where they are read, and not carried on.
  RETURN QUERY EXECUTE format($find$
    WITH fit AS MATERIALIZED (
      SELECT s.kind, s.id, s.archived, ts_rank(s.%1$I, $1, 1) AS rank
        FROM thread.searched s
       WHERE s.municipality_id = $2
         AND s.%1$I @@ $1
         AND s.kind = ANY ($3)
       LIMIT $4),
    counted AS (
      SELECT f.kind, count(*) AS of_kind
        FROM fit f
       GROUP BY f.kind)
    SELECT f.kind, f.id, c.of_kind, (SELECT count(*) FROM fit)
      FROM fit f
      JOIN counted c ON c.kind = f.kind
     ORDER BY f.archived, f.rank DESC
     LIMIT $5$find$, CASE WHEN anywhere THEN 'all_words' ELSE 'title_words' END)
    USING query, here, kinds, most, wanted;
END $$;
-- Records whose title begins so: what one or two letters can ask.
CREATE FUNCTION thread.beginning(typed text, kinds text[], most int) RETURNS TABLE (kind text, id uuid, of_kind bigint, looked_at bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, platform, public SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
    SELECT f.kind, f.id, count(*) OVER (PARTITION BY f.kind), count(*) OVER ()
      FROM (SELECT s.kind, s.id, s.archived, s.beginning FROM thread.searched s
             WHERE s.municipality_id = platform.current_municipality() AND s.beginning LIKE typed || '%' AND s.kind = ANY (kinds)
             ORDER BY s.beginning LIMIT most) f
     ORDER BY f.archived, f.beginning;
END $$;
REVOKE EXECUTE ON FUNCTION thread.words_with, thread.words_like, thread.found, thread.beginning FROM PUBLIC;
GRANT EXECUTE ON FUNCTION thread.words_with, thread.words_like, thread.found, thread.beginning TO tenzij_app;
