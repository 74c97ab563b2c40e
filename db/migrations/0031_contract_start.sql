-- Contracts on the start page: what is late or waits for a look, and how many run.
CREATE FUNCTION contract.own_asks(me uuid, my_roles text[]) RETURNS SETOF organisation.ask LANGUAGE sql STABLE AS $$
  -- Of a contract all its late moments together, from the first of them on.
  SELECT 'moment_late', 'contract', c.id, c.title, min(k.title), NULL::text, count(*), min(m.due_on), NULL::date, '/contracten/' || c.id
    FROM contract.contract c
    JOIN contract.moment m ON m.municipality_id = c.municipality_id AND m.contract_id = c.id
    JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
   WHERE me IN (c.manager_id, c.deputy_id) AND c.archived_at IS NULL AND c.state = 'in_force'
     AND m.state IN ('planned', 'rejected') AND m.due_on < platform.today()
   GROUP BY c.id, c.title
  UNION ALL
  -- Somebody else reported.
  SELECT 'moment_to_judge', 'contract', c.id, c.title, min(k.title), NULL, count(*), NULL, min(m.reported_at)::date, '/contracten/' || c.id
    FROM contract.contract c
    JOIN contract.moment m ON m.municipality_id = c.municipality_id AND m.contract_id = c.id
    JOIN contract.commitment k ON k.municipality_id = m.municipality_id AND k.id = m.commitment_id
   WHERE me IN (c.manager_id, c.deputy_id, c.coordinator_id) AND c.archived_at IS NULL
     AND m.state = 'reported' AND m.reported_by IS DISTINCT FROM me
   GROUP BY c.id, c.title
  UNION ALL
  SELECT 'contract_over', 'contract', c.id, c.title, '', NULL, 1, c.end_on, NULL, '/contracten/' || c.id
    FROM contract.contract c
   WHERE me IN (c.manager_id, c.deputy_id) AND c.archived_at IS NULL AND c.state = 'in_force' AND c.end_on < platform.today() $$;

-- Exactly the rows of the list of contracts with the same filters.
CREATE FUNCTION contract.own_figures(me uuid, my_roles text[]) RETURNS SETOF organisation.figure LANGUAGE sql STABLE AS $$
  SELECT 'own_contracts', count(*), NULL::bigint, '/contracten?mijn=ja&status=in_force'
    FROM contract.contract c
   WHERE me IN (c.manager_id, c.deputy_id, c.budget_holder_id, c.coordinator_id) AND c.archived_at IS NULL AND c.state = 'in_force'
  HAVING my_roles && ARRAY['contract_manager', 'sroi_coordinator']
  UNION ALL
  SELECT 'contracts_late', count(*), NULL, '/contracten?mijn=ja&telaat=ja'
    FROM contract.contract c
   WHERE me IN (c.manager_id, c.deputy_id, c.budget_holder_id, c.coordinator_id) AND c.archived_at IS NULL
     AND EXISTS (SELECT 1 FROM contract.moment m
                  WHERE m.municipality_id = c.municipality_id AND m.contract_id = c.id
                    AND m.state IN ('planned', 'rejected') AND m.due_on < platform.today())
  HAVING my_roles && ARRAY['contract_manager', 'sroi_coordinator'] $$;

INSERT INTO organisation.start_source VALUES ('contract.own_asks', 'asks'), ('contract.own_figures', 'figures');
INSERT INTO organisation.start_kind VALUES
  ('moment_to_judge', 21, 'contract.verify', 5), ('moment_late', 23, 'contract.read', NULL), ('contract_over', 29, 'contract.edit', NULL),
  ('own_contracts', 25, 'contract.read', NULL), ('contracts_late', 26, 'contract.read', NULL);
