-- How sure it is that a purchase does something for a goal: what hangs under what it asks says so. A room that knows more declares it here.

CREATE TABLE thread.surety (
  kind text NOT NULL,
  detail text NOT NULL DEFAULT '',           -- only records with this detail; empty: all
  says text NOT NULL CHECK (says IN ('promised', 'delivered', 'measured')),
  PRIMARY KEY (kind, detail)
);
GRANT SELECT ON thread.surety TO tenzij_app;

INSERT INTO thread.surety (kind, detail, says) VALUES
  ('commitment', '', 'promised'),            -- a contract says so
  ('moment', 'verified', 'delivered'),       -- somebody of the municipality looked
  ('moment', 'partly', 'delivered'),
  ('measurement', 'verified', 'measured');
