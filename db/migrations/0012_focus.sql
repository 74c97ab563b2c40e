-- Category focus: how much each theme matters when a category is bought, with the reason. The picture is drawn from it.
CREATE TABLE criteria.focus (
  municipality_id uuid NOT NULL REFERENCES platform.municipality,
  category text NOT NULL,
  theme text NOT NULL,
  focus int NOT NULL CHECK (focus BETWEEN 0 AND 3),
  reason text NOT NULL,
  examples text,
  contact_id uuid,
  changed_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, category, theme),
  FOREIGN KEY (municipality_id, category) REFERENCES criteria.category,
  FOREIGN KEY (municipality_id, contact_id) REFERENCES organisation.person
);
SELECT platform.municipal_table('criteria.focus');
