-- The documents of a purchase beside what it promised: what people accepted as it is, and what they think of what the scan found.

-- A line of the check that somebody accepts as it is. It holds while the line is in the same state.
CREATE TABLE dossier.settled (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  line text NOT NULL CHECK (char_length(line) BETWEEN 1 AND 300), -- the key of the line
  state text NOT NULL CHECK (char_length(state) <= 40),
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 2000),
  person_id uuid NOT NULL,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE UNIQUE INDEX settled_once ON dossier.settled (municipality_id, purchase_id, line) WHERE withdrawn_at IS NULL;
SELECT platform.municipal_table('dossier.settled');

-- How many lines are open, counted again when what it was counted from (basis) has changed.
CREATE TABLE dossier.checked (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  purchase_id uuid NOT NULL,
  basis text NOT NULL CHECK (char_length(basis) <= 100),
  lines int NOT NULL CHECK (lines >= 0),
  open int NOT NULL CHECK (open >= 0),
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, purchase_id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase ON DELETE CASCADE
);
SELECT platform.municipal_table('dossier.checked', 'derived');

-- What a person says of a finding, or of a sentence that the scan missed; with the version of the lists and the model that found it.
-- It changes no running model: it is rows to learn from, when the municipality gives them.
CREATE TABLE dossier.judgement (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  passage int NOT NULL CHECK (passage >= 0),  -- position of the passage
  theme text NOT NULL CHECK (char_length(theme) <= 100),
  instrument text NOT NULL CHECK (char_length(instrument) <= 100), -- as found, or as it should be
  verdict text NOT NULL CHECK (verdict IN ('right', 'wrong', 'missed', 'other_instrument')),
  quote text NOT NULL CHECK (char_length(quote) BETWEEN 1 AND 20000),
  figure text NOT NULL CHECK (char_length(figure) <= 100), -- as written; empty: none
  engine text NOT NULL CHECK (char_length(engine) <= 200),
  person_id uuid NOT NULL,
  person_name text NOT NULL CHECK (char_length(person_name) <= 200),
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES dossier.document ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, person_id) REFERENCES organisation.person
);
CREATE UNIQUE INDEX judgement_once ON dossier.judgement (municipality_id, document_id, passage, theme, md5(quote)) WHERE withdrawn_at IS NULL;
-- Sentences of documents go with the documents, and the log has no term.
SELECT platform.municipal_table_hiding('dossier.judgement', 'full', 'quote');
