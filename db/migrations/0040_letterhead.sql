-- What stands above a report: the municipality's name and its logo (PNG, base64). The row-level policies hold.
CREATE FUNCTION organisation.letterhead() RETURNS TABLE (name text, logo text) LANGUAGE sql STABLE AS $$
  SELECT m.name, coalesce(translate(encode(l.content, 'base64'), E'\n', ''), '')
    FROM platform.municipality m
    LEFT JOIN administration.look l ON l.municipality_id = m.id
   WHERE m.id = platform.current_municipality() $$;

-- A link to a calendar holds a year, and it is known when it was read last.
ALTER TABLE purchase.calendar ADD COLUMN expires_at timestamptz;
UPDATE purchase.calendar SET expires_at = created_at + interval '1 year';
ALTER TABLE purchase.calendar ALTER COLUMN expires_at SET NOT NULL;
CREATE TABLE purchase.calendar_use (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  person_id uuid NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES purchase.calendar ON DELETE CASCADE
);
SELECT platform.municipal_table('purchase.calendar_use', 'derived');
