-- Post: what people are told. A message stands in the inbox of a person and, when mail is set up, goes out in a letter; both are
-- written in the transaction of what they tell. docs/decisions/0041-post.md says why it is so.
CREATE SCHEMA mail;
GRANT USAGE ON SCHEMA mail TO tenzij_app;

-- What can be told; a room registers its kinds. The words stand in knowledge/mail.
CREATE TABLE mail.kind (
  kind text PRIMARY KEY CHECK (char_length(kind) <= 100),
  position int NOT NULL,
  permission text NOT NULL CHECK (char_length(permission) <= 100), -- who may be told it, so that only they choose; 'signed-in': everybody, 'nobody': it goes outside alone
  needed boolean NOT NULL,   -- by law, or to come in at all: goes at once and cannot be switched off
  rhythm text NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly', 'none')) -- until a person chooses
);
GRANT SELECT ON mail.kind TO tenzij_app;

-- The one line of this installation: whether mail is set up, as the server that started last says, and how sending goes.
CREATE TABLE mail.service (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  configured boolean NOT NULL,
  secret text NOT NULL CHECK (char_length(secret) BETWEEN 64 AND 200), -- signs the links with which a kind is switched off
  sent_at timestamptz,       -- the last that the mail server took
  failed_at timestamptz,     -- since when nothing can be sent at all
  failure text CHECK (char_length(failure) <= 500)
);
INSERT INTO mail.service (configured, secret) VALUES (false, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
GRANT SELECT, UPDATE (sent_at, failed_at, failure) ON mail.service TO tenzij_app;

CREATE TABLE mail.message (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  person_id uuid,
  address text CHECK (char_length(address) <= 254),       -- of somebody without an account
  name text CHECK (char_length(name) <= 200),             -- how that somebody is called
  kind text NOT NULL REFERENCES mail.kind,
  args jsonb NOT NULL CHECK (octet_length(args::text) <= 32768), -- for the words of its kind
  path text NOT NULL CHECK (char_length(path) <= 2000),   -- of the page where it goes on; '' for none
  secret_path text CHECK (char_length(secret_path) <= 500), -- instead of path in the mail; gone as soon as that is sent
  at timestamptz NOT NULL,
  read_at timestamptz,
  by_mail boolean NOT NULL,  -- still to go, or gone, by mail
  letter_id uuid,            -- in which; letters are forgotten sooner than messages
  PRIMARY KEY (municipality_id, id),
  CHECK (num_nonnulls(person_id, address) = 1),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
CREATE INDEX message_of_person ON mail.message (municipality_id, person_id, at DESC);
CREATE INDEX message_unread ON mail.message (municipality_id, person_id) WHERE read_at IS NULL;
CREATE INDEX message_waiting ON mail.message (at) WHERE by_mail AND letter_id IS NULL;
CREATE INDEX message_of_letter ON mail.message (municipality_id, letter_id);
SELECT platform.municipal_table('mail.message', 'derived');
-- Everybody may tell somebody something; only who is told reads it, and the sender, who works for nobody.
CREATE POLICY own ON mail.message AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person()) WITH CHECK (true);

CREATE TABLE mail.letter (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,          -- also its Message-ID, whenever it is sent
  person_id uuid,
  address text NOT NULL CHECK (char_length(address) <= 254),
  name text NOT NULL CHECK (char_length(name) <= 200),
  language text NOT NULL CHECK (language IN ('nl', 'en')),
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'bounced', 'refused')),
  holds_secret boolean NOT NULL, -- a link that is itself the way in
  attempts int NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL, -- waiting: not before; sending: whoever took it had until then
  reason text CHECK (char_length(reason) <= 500),         -- what the mail server said last
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
CREATE INDEX letter_waiting ON mail.letter (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX letter_failed ON mail.letter (municipality_id, ended_at) WHERE state IN ('bounced', 'refused');
SELECT platform.municipal_table('mail.letter', 'derived');

-- Addresses of which a mail server said that nobody is there. Another address of the same person is another matter.
CREATE TABLE mail.refused_address (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  address text NOT NULL CHECK (char_length(address) <= 254), -- in lower case
  reason text NOT NULL CHECK (char_length(reason) <= 500),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, address)
);
SELECT platform.municipal_table('mail.refused_address', 'derived');

-- What a person chose. Nobody else sees it, also not within the municipality.
CREATE TABLE mail.setting (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  language text NOT NULL CHECK (language IN ('nl', 'en')),
  quiet_from text CHECK (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),  -- on the clock of the Netherlands
  quiet_to text CHECK (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, person_id),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('mail.setting', 'derived');
CREATE POLICY own ON mail.setting AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (platform.current_person() IS NULL OR person_id = platform.current_person());

CREATE TABLE mail.choice (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  kind text NOT NULL REFERENCES mail.kind,
  rhythm text NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly', 'none')),
  PRIMARY KEY (municipality_id, person_id, kind),
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person ON DELETE CASCADE
);
SELECT platform.municipal_table('mail.choice', 'derived');
CREATE POLICY own ON mail.choice AS RESTRICTIVE
  USING (platform.current_person() IS NULL OR person_id = platform.current_person())
  WITH CHECK (platform.current_person() IS NULL OR person_id = platform.current_person());

SELECT platform.bound_texts(target)
  FROM unnest(ARRAY['mail.message', 'mail.letter', 'mail.refused_address', 'mail.setting', 'mail.choice']::regclass[]) AS target;

-- Where a person's mail goes; NULL: nowhere.
CREATE FUNCTION mail.address_of(person uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(btrim(left(p.email, 254)), '') FROM organisation.person p
   WHERE p.municipality_id = platform.current_municipality() AND p.id = person $$;

-- --- From messages to letters ------------------------------------------------------------------------------------
-- What was told before this goes out now: seven in the morning, of this day or of this Monday.
CREATE FUNCTION mail.bound(rhythm text, moment timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE rhythm WHEN 'at_once' THEN 'infinity'::timestamptz
                     WHEN 'daily' THEN (date_trunc('day', since) + interval '7 hours') AT TIME ZONE 'Europe/Amsterdam'
                     WHEN 'weekly' THEN (date_trunc('week', since) + interval '7 hours') AT TIME ZONE 'Europe/Amsterdam'
                     ELSE '-infinity' END
    FROM (SELECT (moment AT TIME ZONE 'Europe/Amsterdam') - interval '7 hours' AS since) AS local $$;

CREATE FUNCTION mail.quiet(quiet_from text, quiet_to text, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(CASE WHEN quiet_from <= quiet_to THEN clock >= quiet_from AND clock < quiet_to
                       ELSE clock >= quiet_from OR clock < quiet_to END, false)
    FROM (SELECT to_char(moment AT TIME ZONE 'Europe/Amsterdam', 'HH24:MI') AS clock) AS local $$;

-- Messages that are to go by mail and are in no letter yet, with what their person chose. No address: none, blocked, or refused.
CREATE VIEW mail.waiting AS
  SELECT m.municipality_id, m.id, m.person_id, m.at, k.needed, m.secret_path IS NOT NULL AS secret, m.read_at IS NOT NULL AND NOT k.needed AS seen,
         coalesce(m.name, p.name, '') AS name, coalesce(s.language, 'nl') AS language, s.quiet_from, s.quiet_to,
         CASE WHEN k.needed OR m.person_id IS NULL THEN 'at_once' ELSE coalesce(c.rhythm, k.rhythm) END AS rhythm,
         -- Names of RFC 2606 are nobody's: the demo has them.
         CASE WHEN a.active IS DISTINCT FROM false AND r.address IS NULL AND x.address !~* '[.](example|invalid|test)$' THEN x.address END AS address
    FROM mail.message m
    JOIN mail.kind k ON k.kind = m.kind
    LEFT JOIN organisation.person p ON p.municipality_id = m.municipality_id AND p.id = m.person_id
    LEFT JOIN auth.account a ON a.municipality_id = m.municipality_id AND a.person_id = m.person_id
    LEFT JOIN mail.setting s ON s.municipality_id = m.municipality_id AND s.person_id = m.person_id
    LEFT JOIN mail.choice c ON c.municipality_id = m.municipality_id AND c.person_id = m.person_id AND c.kind = m.kind
   CROSS JOIN LATERAL (SELECT nullif(btrim(coalesce(m.address, left(p.email, 254))), '') AS address) x
    LEFT JOIN mail.refused_address r ON r.municipality_id = m.municipality_id AND r.address = lower(x.address)
   WHERE m.by_mail AND m.letter_id IS NULL;

-- Puts what is due into letters, for all municipalities; how many letters. What is due for one person at one moment goes in one
-- letter, so that a burst, the end of quiet hours and a digest are the same; what is needed, or goes outside, goes alone.
CREATE FUNCTION mail.gather(moment timestamptz, most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  made bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(757);
  UPDATE mail.message m SET by_mail = false, secret_path = NULL
    FROM mail.waiting w
   WHERE (m.municipality_id, m.id) = (w.municipality_id, w.id) AND (w.seen OR w.address IS NULL OR w.rhythm = 'none');
  WITH due AS (
    SELECT w.*, CASE WHEN w.needed OR w.person_id IS NULL THEN w.id END AS alone
      FROM mail.waiting w
     WHERE w.at < mail.bound(w.rhythm, moment) AND (w.needed OR NOT mail.quiet(w.quiet_from, w.quiet_to, moment))
     ORDER BY w.at
     LIMIT most
  ), letters AS (
    SELECT d.municipality_id, gen_random_uuid() AS id, d.person_id, d.address, d.name, d.language, array_agg(d.id) AS messages, bool_or(d.secret) AS secret
      FROM due d
     GROUP BY d.municipality_id, d.person_id, d.alone, d.address, d.name, d.language
  ), written AS (
    INSERT INTO mail.letter (municipality_id, id, person_id, address, name, language, holds_secret, state, next_at, created_at)
    SELECT l.municipality_id, l.id, l.person_id, l.address, left(l.name, 200), l.language, l.secret, 'waiting', moment, moment FROM letters l
  ), put AS (
    UPDATE mail.message m SET letter_id = l.id
      FROM letters l
     WHERE m.municipality_id = l.municipality_id AND m.id = ANY (l.messages)
  )
  SELECT count(*) INTO made FROM letters;
  RETURN made;
END $$;

-- --- Sending ---------------------------------------------------------------------------------------------------------
-- Letters whose time has come, each with whose it is and the how manieth try this is. They are the caller's until the lease is over;
-- the try is counted before it begins.
CREATE FUNCTION mail.claim(moment timestamptz, lease interval, most int) RETURNS TABLE (municipality_id uuid, id uuid, attempts int)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE mail.letter l SET state = 'sending', attempts = l.attempts + 1, next_at = moment + lease
    FROM (SELECT c.municipality_id, c.id
            FROM mail.letter c
           WHERE c.state IN ('waiting', 'sending') AND c.next_at <= moment
           ORDER BY c.next_at, c.created_at
           LIMIT most
             FOR UPDATE SKIP LOCKED) c
   WHERE l.municipality_id = c.municipality_id AND l.id = c.id
  RETURNING l.municipality_id, l.id, l.attempts $$;

-- For who has just become the only sender: what another had when it ended is to be sent now.
CREATE FUNCTION mail.take_back(moment timestamptz) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE mail.letter l SET state = 'waiting', next_at = moment WHERE l.state = 'sending' $$;

REVOKE ALL ON FUNCTION mail.gather, mail.claim, mail.take_back FROM public;
GRANT EXECUTE ON FUNCTION mail.gather, mail.claim, mail.take_back TO tenzij_app;

INSERT INTO mail.kind VALUES
  ('password_link', 10, 'signed-in', true, 'at_once'), ('invited', 12, 'signed-in', true, 'at_once'),
  ('consultation', 20, 'signed-in', false, 'at_once'), ('session_invited', 22, 'nobody', false, 'at_once'),
  ('unless_proposed', 30, 'purchase.decide', false, 'at_once'),
  ('second_look', 32, 'purchase.read', false, 'at_once'), ('unless_decided', 34, 'purchase.read', false, 'daily'),
  ('help_asked', 40, 'help.ask', false, 'at_once'), ('help_answered', 42, 'help.ask', false, 'at_once'),
  ('import_ended', 50, 'jobs.read', false, 'none'), ('import_failed', 52, 'jobs.read', false, 'at_once');
