// What the screens of this room share.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { api, type Schema, unwrap } from '../api/client';

export const instruments = [
  'specification',
  'award_criterion',
  'contract_clause',
  'selection_requirement',
  'reserved',
  'procedure',
  'exclusion_ground',
] as const;
export const moments = ['tender', 'before_start', 'execution', 'delivery', 'quarterly', 'yearly'] as const;
export const checkers = ['evaluation_team', 'contract_manager', 'sroi_coordinator'] as const;

// The text with its variables filled in, as pieces: what is filled in is marked.
export function pieces(text: string, variables: Schema['Variable'][]): { text: string; filled: boolean }[] {
  return text
    .split(/(\{[^}]+\})/)
    .filter(Boolean)
    .map((piece) => {
      const found = piece.startsWith('{') ? variables.find((each) => `{${each.name}}` === piece) : undefined;
      return found
        ? { text: found.kind === 'percentage' ? `${found.value} procent` : found.value, filled: true }
        : { text: piece, filled: false };
    });
}
export const plain = (text: string, variables: Schema['Variable'][]) =>
  pieces(text, variables)
    .map((each) => each.text)
    .join('');

export function useCategories() {
  const items =
    useQuery({
      queryKey: ['criteria', 'categories'],
      queryFn: () => unwrap(api.GET('/purchasing-categories')),
      staleTime: Infinity,
    }).data?.items ?? [];
  const name = (code: string) => {
    const found = items.find((each) => each.code === code);
    return found ? (i18next.language === 'en' ? found.nameEn : found.nameNl) : code;
  };
  return { items: items.map((each) => ({ code: each.code, name: name(each.code), cpv: each.cpv })), name };
}

export function useLaws() {
  return (
    useQuery({
      queryKey: ['criteria', 'laws'],
      queryFn: () => unwrap(api.GET('/instrument-laws')),
      staleTime: Infinity,
    }).data?.items ?? []
  );
}
