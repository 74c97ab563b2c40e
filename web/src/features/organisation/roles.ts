// The roles that somebody can have, in the order of the lists.
export const roles = [
  'budget_holder',
  'procurement_advisor',
  'impact_advisor',
  'sroi_coordinator',
  'contract_manager',
  'board_member',
  'director',
  'alderman',
  'council_member',
  'entrepreneur',
  'citizen',
  'administrator',
];
