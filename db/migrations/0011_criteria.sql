-- The criteria library: what can be asked in a call, with how it is verified and where it comes from.
CREATE SCHEMA criteria;
GRANT USAGE ON SCHEMA criteria TO tenzij_app;

-- The municipality's own purchasing categories, each with the beginnings of the CPV that belong to it.
CREATE TABLE criteria.category (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  code text NOT NULL,
  position int NOT NULL,
  name_nl text NOT NULL,
  name_en text NOT NULL,
  cpv text[] NOT NULL,
  PRIMARY KEY (municipality_id, code)
);
SELECT platform.municipal_table('criteria.category');

CREATE TABLE criteria.criterion (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  id uuid NOT NULL,
  code text,                                  -- of the library that Tenzij brings; empty: the municipality's own
  status text NOT NULL CHECK (status IN ('proposal', 'in_use', 'replaced', 'rejected')),
  edition int NOT NULL DEFAULT 1,             -- of its content; requirements are pinned to one
  title text NOT NULL,
  text text NOT NULL,                         -- with {names} of variables
  variables jsonb NOT NULL,                   -- [{name, kind, value}]
  themes text[] NOT NULL,
  instrument text NOT NULL CHECK (instrument IN ('exclusion_ground', 'selection_requirement', 'specification', 'award_criterion', 'contract_clause', 'reserved', 'procedure')),
  level int NOT NULL CHECK (level BETWEEN 1 AND 3),
  open boolean NOT NULL,                      -- functional: how is left to the market
  categories text[] NOT NULL,                 -- that it is known for; never a limit. Empty: for everything
  explanation text NOT NULL,
  evidence text NOT NULL,
  moment text NOT NULL CHECK (moment IN ('tender', 'before_start', 'execution', 'delivery', 'quarterly', 'yearly')),
  who text NOT NULL CHECK (who IN ('evaluation_team', 'contract_manager', 'sroi_coordinator')),
  legal text,                                 -- besides what holds for its instrument
  from_cents bigint NOT NULL CHECK (from_cents >= 0), -- proportionate from this value
  indicator text,
  sdgs int[] NOT NULL,
  source text,
  replaced_by uuid,
  verdict text,                               -- why it was rejected or replaced
  proposed_by uuid,
  library_hash text,                          -- of the library's content it was taken from; null once the municipality changed it
  search tsvector NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, proposed_by) REFERENCES organisation.person,
  FOREIGN KEY (municipality_id, replaced_by) REFERENCES criteria.criterion
);
CREATE UNIQUE INDEX criterion_by_code ON criteria.criterion (municipality_id, code);
CREATE INDEX criterion_by_status ON criteria.criterion (municipality_id, status, title);
CREATE INDEX criterion_search ON criteria.criterion USING gin (search);
SELECT platform.municipal_table_hiding('criteria.criterion', 'full', 'search');

-- The words of every edition, for who is pinned to an older one.
CREATE TABLE criteria.edition (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  criterion_id uuid NOT NULL,
  edition int NOT NULL,
  fields jsonb NOT NULL,
  person_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, criterion_id, edition),
  FOREIGN KEY (municipality_id, criterion_id) REFERENCES criteria.criterion ON DELETE CASCADE
);
SELECT platform.municipal_table('criteria.edition', 'light');

-- Which library was read last; nothing is compared when it is still the same.
CREATE TABLE criteria.library (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  hash text NOT NULL,
  PRIMARY KEY (municipality_id)
);
SELECT platform.municipal_table('criteria.library', 'derived');
