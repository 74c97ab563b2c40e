-- What is due, late, reported, ending or waiting is told by post: once per thing and step.

-- What was said already. Written in the transaction of the message, so that it is said once whatever server says it.
CREATE TABLE mail.said (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  subject uuid NOT NULL,     -- of which record
  step text NOT NULL CHECK (char_length(step) <= 100), -- which word on it, with the day that it was about
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, subject, step)
);
SELECT platform.municipal_table('mail.said', 'derived');

INSERT INTO mail.kind VALUES
  ('session_report', 24, 'nobody', false, 'at_once'),
  ('decision_waits', 36, 'purchase.decide', false, 'daily'),
  ('moment_due', 60, 'contract.edit', false, 'daily'),
  ('moment_late', 61, 'contract.edit', false, 'daily'),
  ('moment_climbed', 62, 'contract.decide', false, 'daily'),
  ('moment_to_judge', 63, 'contract.verify', false, 'daily'),
  ('contract_ends', 64, 'contract.edit', false, 'daily'),
  ('contract_notice', 65, 'contract.edit', false, 'at_once');
