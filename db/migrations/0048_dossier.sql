-- The documents of a purchase: what came in, its text in passages, and what the scan found in it. They are seen by whoever sees the
-- purchase, stay as long as it does, and go with it.
CREATE SCHEMA dossier;
GRANT USAGE ON SCHEMA dossier TO tenzij_app;

-- One version of one document. Versions of the same document share a series, which is named after the first of them.
CREATE TABLE dossier.document (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  purchase_id uuid NOT NULL,
  series_id uuid NOT NULL,
  number int NOT NULL CHECK (number >= 1),    -- of the version in its series
  kind text NOT NULL CHECK (kind IN ('assignment_letter', 'guide', 'requirements', 'award_model', 'draft_agreement', 'answers', 'annex',
                                     'notice', 'other')),
  title text NOT NULL CHECK (title <> ''),
  file_name text NOT NULL CHECK (file_name <> ''),
  packed_in text,                             -- the zip it came in
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  state text NOT NULL CHECK (state IN ('waiting', 'read', 'refused')),
  refusal text,                               -- a code of knowledge/messages: why it was refused
  refusal_args jsonb,                         -- the values in that message
  format text CHECK (format IN ('pdf', 'docx', 'odt', 'html', 'markdown', 'text', 'sheet')),
  pages int NOT NULL DEFAULT 0,               -- 0 where the format knows none
  passages bigint NOT NULL DEFAULT 0,
  hidden bigint NOT NULL DEFAULT 0,           -- passages that nobody sees who looks at the document
  unread bigint NOT NULL DEFAULT 0,           -- passages in a language that the scan does not know
  findings bigint NOT NULL DEFAULT 0,
  pictures int[] NOT NULL DEFAULT '{}',       -- pages that are pictures of text
  reader int NOT NULL DEFAULT 0,              -- edition of the reader that made its passages
  scan_version text,                          -- lists and model that made its findings
  job_id uuid,                                -- reads it
  added_by uuid,
  added_name text NOT NULL CHECK (char_length(added_name) <= 200),
  added_at timestamptz NOT NULL,
  read_at timestamptz,
  archived_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CHECK (state <> 'read' OR format IS NOT NULL),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, purchase_id) REFERENCES purchase.purchase ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, added_by) REFERENCES organisation.person
);
CREATE UNIQUE INDEX document_version ON dossier.document (municipality_id, series_id, number);
CREATE INDEX document_of_purchase ON dossier.document (municipality_id, purchase_id);
CREATE INDEX document_scanned ON dossier.document (municipality_id, scan_version) WHERE state = 'read';
SELECT platform.municipal_table('dossier.document');
SELECT platform.bound_texts('dossier.document');

-- The file as it came in; not of one that was refused.
CREATE TABLE dossier.original (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  document_id uuid NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (municipality_id, document_id),
  FOREIGN KEY (municipality_id, document_id) REFERENCES dossier.document ON DELETE CASCADE
);
-- It does not pack: it is packed already, or is read as a whole once.
ALTER TABLE dossier.original ALTER COLUMN content SET STORAGE EXTERNAL;
SELECT platform.municipal_table('dossier.original', 'light');

-- Its text in reading order; can be made again from the original.
CREATE TABLE dossier.passage (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  document_id uuid NOT NULL,
  position int NOT NULL,                      -- from 0
  kind text NOT NULL CHECK (kind IN ('heading', 'paragraph', 'item')),
  depth int NOT NULL,                         -- of a heading: 1 is the highest; of an item: how far it is nested
  label text NOT NULL,                        -- "2.3", "a." as the reader of the document sees it
  heading text[] NOT NULL,                    -- titles above it, outermost first
  text text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('text', 'table', 'note', 'box')),
  page int NOT NULL,                          -- 0 where there are no pages
  x real, y real, width real, height real,    -- in parts of the page, from the top left
  sheet text NOT NULL,                        -- of a spreadsheet
  line int NOT NULL,                          -- row of that sheet, or line of a plain text; 0: unknown
  hidden boolean NOT NULL,
  language text NOT NULL CHECK (language IN ('nl', 'en', 'other')), -- other: not read by the scan
  PRIMARY KEY (municipality_id, document_id, position),
  FOREIGN KEY (municipality_id, document_id) REFERENCES dossier.document ON DELETE CASCADE
);
SELECT platform.municipal_table('dossier.passage', 'derived');
SELECT platform.bound_texts('dossier.passage');

-- What the scan found; made again when the lists or the model change.
CREATE TABLE dossier.finding (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  document_id uuid NOT NULL,
  position int NOT NULL,                      -- from 0, in reading order
  passage int NOT NULL,                       -- its position
  theme text NOT NULL,
  instrument text NOT NULL,
  strength text NOT NULL,
  content jsonb NOT NULL,                     -- as src/scan says it; places in characters of the passage
  PRIMARY KEY (municipality_id, document_id, position),
  FOREIGN KEY (municipality_id, document_id) REFERENCES dossier.document ON DELETE CASCADE
);
SELECT platform.municipal_table('dossier.finding', 'derived');
SELECT platform.bound_texts('dossier.finding');
