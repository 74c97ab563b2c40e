// Reads, choices and refreshing that the pages about people share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useOpenUnits } from '../../api/queries';
import { word } from '../../i18n';

export type Account = Schema['AccountRow'];
export type State = Account['state'];
export const states = ['active', 'invited', 'blocked', 'none'] as const;
// In the order of the lists.
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

export function useAccounts(query: { q?: string; role?: string; unitId?: string; state?: State } = {}) {
  return useQuery({
    queryKey: ['accounts', query],
    queryFn: () => unwrap(api.GET('/accounts', { params: { query } })),
  });
}

export function useAccount(person: string) {
  return useQuery({
    queryKey: ['accounts', 'one', person],
    queryFn: () => unwrap(api.GET('/accounts/{person}', { params: { path: { person } } })),
  });
}

// After a change of people or units everything may show another name.
export function useRefreshPeople() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: (query) => !['session', 'installation', 'themes', 'codes', 'cpv'].includes(String(query.queryKey[0])),
    });
}

export function useRoleOptions() {
  const { t } = useTranslation();
  return roles.map((each) => ({ value: each, label: t(word('role', each)) }));
}

export function useUnitOptions(none: string) {
  return [{ value: '', label: none }, ...useOpenUnits().map((each) => ({ value: each.id, label: each.name }))];
}

// Who can take something over: whoever can sign in.
export function useColleagues(except: string) {
  const { t } = useTranslation();
  const people = useAccounts().data?.items ?? [];
  return [
    { value: '', label: t('beheer.choose') },
    ...people
      .filter((each) => each.active && each.personId !== except)
      .map((each) => ({ value: each.personId, label: each.name })),
  ];
}
