-- Jobs: municipalities take turns, and a job that takes its process along is parked instead of tried for ever.

ALTER TABLE jobs.job DROP CONSTRAINT job_state_check;
ALTER TABLE jobs.job ADD CONSTRAINT job_state_check
  CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'parked'));
UPDATE jobs.job SET state = 'parked', error_code = 'jobParked' WHERE state = 'failed' AND error_code = 'jobLost';

-- Whose turn it was last: a number that only grows, so that it does not depend on clocks.
CREATE SEQUENCE jobs.turn_number;
CREATE TABLE jobs.turn (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  number bigint NOT NULL,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('jobs.turn', 'derived');

DROP FUNCTION jobs.claim(timestamptz, interval, int);

-- A worker serves all municipalities: it may take the next job of any, and learns only whose it is and the how manieth
-- attempt this is. The attempt is counted before the work begins. A running job that has been silent was lost with its
-- process: it is taken again, or parked after most_attempts.
-- Next is the oldest job of the municipality with the fewest running, and of those the one whose turn is longest ago.
CREATE FUNCTION jobs.claim(moment timestamptz, silence interval, most_attempts int, most_per_municipality int)
  RETURNS TABLE (municipality_id uuid, id uuid, attempts int)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  -- One claim at a time, or two could both see room for one more.
  PERFORM pg_advisory_xact_lock(748);
  UPDATE jobs.job j
     SET state = 'parked', error_code = 'jobParked', ended_at = moment
   WHERE j.state = 'running' AND j.heartbeat_at < moment - silence AND j.attempts >= most_attempts;
  RETURN QUERY
    WITH busy AS (
      SELECT j.municipality_id, count(*) AS jobs
        FROM jobs.job j
       WHERE j.state = 'running' AND j.heartbeat_at >= moment - silence
       GROUP BY j.municipality_id
    ), waiting AS (
      SELECT DISTINCT ON (j.municipality_id) j.municipality_id, j.id, j.created_at
        FROM jobs.job j
       WHERE j.state = 'queued' OR (j.state = 'running' AND j.heartbeat_at < moment - silence)
       ORDER BY j.municipality_id, j.created_at, j.id
    ), chosen AS (
      SELECT w.municipality_id, w.id
        FROM waiting w
        LEFT JOIN busy b ON b.municipality_id = w.municipality_id
        LEFT JOIN jobs.turn t ON t.municipality_id = w.municipality_id
       WHERE coalesce(b.jobs, 0) < most_per_municipality
       ORDER BY coalesce(b.jobs, 0), t.number NULLS FIRST, w.created_at, w.id
       LIMIT 1
    ), turned AS (
      INSERT INTO jobs.turn (municipality_id, number)
      SELECT c.municipality_id, nextval('jobs.turn_number') FROM chosen c
      ON CONFLICT (municipality_id) DO UPDATE SET number = excluded.number
    )
    UPDATE jobs.job j
       SET state = 'running', attempts = j.attempts + 1, heartbeat_at = moment, started_at = coalesce(j.started_at, moment)
      FROM chosen c
     WHERE j.municipality_id = c.municipality_id AND j.id = c.id
    RETURNING j.municipality_id, j.id, j.attempts;
END $$;
REVOKE ALL ON FUNCTION jobs.claim FROM public;
GRANT EXECUTE ON FUNCTION jobs.claim TO tenzij_app;
