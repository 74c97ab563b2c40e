-- Accounts: who guesses waits, sessions can be seen and ended, people are blocked and reset; seats are bounded per address;
-- and what a mandate for "unless" is judged on.

-- --- Guessing --------------------------------------------------------------------------------------------------
DROP TABLE auth.failure;

-- One row per subject that is guessed at (an account from an address, an account, an address, a code); it belongs to no
-- municipality, because before sign-in there is none.
CREATE TABLE auth.attempt (
  subject text PRIMARY KEY,
  tries int NOT NULL,
  at timestamptz NOT NULL,
  free_at timestamptz NOT NULL                -- the next try is not looked at before
);
CREATE INDEX attempt_by_age ON auth.attempt (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.attempt TO tenzij_app;

-- Counts a try on every subject, or on none when one of them must wait: then the moment until which. After its free tries each
-- next one waits twice as long as the one before, up to `longest`; a free one is never held up by another that came a moment later. Who waits in line for a row's lock is counted after whoever
-- was before it, so tries at once are counted like tries one after the other. Subjects come in one fixed order of kinds.
CREATE FUNCTION auth.count_try(subjects text[], free int[], longest interval[], forgotten interval, moment timestamptz) RETURNS timestamptz
  LANGUAGE plpgsql AS $$
DECLARE
  wait timestamptz;
BEGIN
  FOR i IN 1 .. cardinality(subjects) LOOP
    INSERT INTO auth.attempt AS a (subject, tries, at, free_at) VALUES (subjects[i], 1, moment, '-infinity')
    ON CONFLICT (subject) DO UPDATE
       SET tries = CASE WHEN a.at < moment - forgotten THEN 1 ELSE least(a.tries + 1, 1000) END, at = moment,
           free_at = CASE WHEN a.at < moment - forgotten OR a.tries + 1 < free[i] THEN '-infinity'
                          ELSE moment + least(longest[i], interval '1 second' * 2 ^ least(a.tries + 1 - free[i], 20)) END
     WHERE a.free_at <= moment;
    IF NOT FOUND THEN
      SELECT a.free_at INTO wait FROM auth.attempt a WHERE a.subject = subjects[i];
      RAISE EXCEPTION 'wait' USING ERRCODE = 'TZ429';
    END IF;
  END LOOP;
  RETURN NULL;
EXCEPTION WHEN SQLSTATE 'TZ429' THEN
  RETURN wait;
END $$;
GRANT EXECUTE ON FUNCTION auth.count_try TO tenzij_app;

-- --- Sessions ----------------------------------------------------------------------------------------------------
ALTER TABLE auth.session ADD COLUMN device text NOT NULL DEFAULT '', ADD COLUMN address text NOT NULL DEFAULT '';
CREATE INDEX session_of_person ON auth.session (municipality_id, person_id);
CREATE INDEX sign_in_of_person ON auth.sign_in (municipality_id, person_id, at DESC);

-- Whoever ends a session, and however: every server closes the lines that were opened with it.
CREATE FUNCTION auth.session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('tenzij_live', jsonb_build_object('m', OLD.municipality_id, 'ended', OLD.id)::text);
  PERFORM pg_notify('tenzij_rooms', OLD.municipality_id || ' 00000000-0000-0000-0000-000000000000 !' || OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER ended AFTER DELETE ON auth.session FOR EACH ROW EXECUTE FUNCTION auth.session_ended();

-- --- Administrators ----------------------------------------------------------------------------------------------
-- A link with which one person chooses a new password, once.
CREATE TABLE auth.reset (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  token_hash text NOT NULL,
  made_by uuid,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES auth.account ON DELETE CASCADE
);
CREATE INDEX reset_by_token ON auth.reset (municipality_id, token_hash);
SELECT platform.municipal_table('auth.reset');

-- A municipality keeps an administrator who can sign in, also when two take one away at the same moment: the second waits for
-- the first, and sees what it did.
CREATE FUNCTION auth.keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(753, hashtext(OLD.municipality_id::text));
  IF TG_TABLE_NAME = 'account'
     AND NOT EXISTS (SELECT 1 FROM auth.role_grant g WHERE g.municipality_id = OLD.municipality_id AND g.person_id = OLD.person_id AND g.role = 'administrator') THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM auth.role_grant g JOIN auth.account a ON a.municipality_id = g.municipality_id AND a.person_id = g.person_id
                  WHERE g.municipality_id = OLD.municipality_id AND g.role = 'administrator' AND a.active) THEN
    RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'TZ001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_an_administrator AFTER UPDATE OR DELETE ON auth.role_grant FOR EACH ROW WHEN (OLD.role = 'administrator')
  EXECUTE FUNCTION auth.keep_an_administrator();
CREATE TRIGGER keep_an_administrator AFTER UPDATE OF active OR DELETE ON auth.account FOR EACH ROW WHEN (OLD.active)
  EXECUTE FUNCTION auth.keep_an_administrator();

-- --- Seats -------------------------------------------------------------------------------------------------------
ALTER TABLE ambition.session ADD COLUMN shared_address boolean NOT NULL DEFAULT false; -- more people than usual behind one address

-- Seats taken with the code: of all, and per address as a hash that means nothing outside its session.
CREATE TABLE ambition.seats_taken (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  session_id uuid NOT NULL,
  address_hash text NOT NULL,                 -- empty: of all addresses
  seats bigint NOT NULL,
  PRIMARY KEY (municipality_id, session_id, address_hash),
  FOREIGN KEY (municipality_id, session_id) REFERENCES ambition.session ON DELETE CASCADE
);
-- A count beside ambition.participant, whose rows are in the log.
SELECT platform.municipal_table('ambition.seats_taken', 'derived');
INSERT INTO ambition.seats_taken (municipality_id, session_id, address_hash, seats)
  SELECT municipality_id, session_id, '', count(*) FROM ambition.participant WHERE removed_at IS NULL GROUP BY 1, 2;

-- --- Mandate -----------------------------------------------------------------------------------------------------
-- What a mandate is judged on, as it was before each change, and who changed it. The first state was made by who made the
-- purchase. A row in which nothing changed is a confirmation by that person.
CREATE TABLE purchase.basis (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  purchase_id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  value_cents bigint NOT NULL,
  budget_holder_id uuid,
  unit_id uuid,
  category text,
  nature text NOT NULL,
  person_id uuid,                             -- none: Tenzij itself
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (municipality_id, purchase_id, seq),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase
);
SELECT platform.municipal_table('purchase.basis');

-- No way of changing a purchase can forget it.
CREATE FUNCTION purchase.keep_basis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO purchase.basis (municipality_id, purchase_id, value_cents, budget_holder_id, unit_id, category, nature, person_id)
  VALUES (OLD.municipality_id, OLD.id, OLD.value_cents, OLD.budget_holder_id, OLD.unit_id, OLD.category, OLD.nature, platform.current_person());
  RETURN NULL;
END $$;
CREATE TRIGGER keep_basis AFTER UPDATE ON purchase.purchase FOR EACH ROW
  WHEN ((OLD.value_cents, OLD.budget_holder_id, OLD.unit_id, OLD.category, OLD.nature)
        IS DISTINCT FROM (NEW.value_cents, NEW.budget_holder_id, NEW.unit_id, NEW.category, NEW.nature))
  EXECUTE FUNCTION purchase.keep_basis();

-- A municipality that keeps no mandates trusts its budget holders; where they are kept, they hold.
CREATE FUNCTION purchase.mandate_covers(person uuid, nature text, cents bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM organisation.mandate WHERE municipality_id = platform.current_municipality())
      OR EXISTS (SELECT 1 FROM organisation.mandate m
                  WHERE m.municipality_id = platform.current_municipality() AND m.person_id = person AND m.kind IN ('all', nature) AND m.up_to_cents >= cents) $$;

-- Their texts have lengths too.
SELECT platform.bound_texts(target) FROM unnest(ARRAY['auth.session', 'auth.reset', 'ambition.seats_taken', 'purchase.basis']::regclass[]) AS target;
