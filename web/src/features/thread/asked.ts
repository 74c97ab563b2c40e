// What the address asks of the picture, and the addresses behind its numbers.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';

export type Picture = Schema['Picture'];
export type PictureNode = Schema['PictureNode'];
export type PictureColumn = Schema['PictureColumn'];
export type By = 'count' | 'euro';
export type Rows = 'all' | 'confirmed' | 'suggested' | 'rest' | 'passed' | 'outside' | 'goals' | 'gaps';

export const purchaseColumn = 5;
export const requirementColumn = 6;

const path = '/beleid/rode-draad';
const words: Record<Rows, string> = {
  all: 'alle',
  confirmed: 'bevestigd',
  suggested: 'voorstel',
  rest: 'overige',
  passed: 'zonder',
  outside: 'buiten',
  goals: 'doelen',
  gaps: 'gaten',
};

export interface Asked {
  query: { from?: string; theme?: string; unitId?: string; year?: number; by: By };
  // The same page with another record in focus, or none.
  focus: (key: string | null) => string;
  // Exactly the rows that a number counts.
  rows: (rows: Rows, of: { column?: number; from?: string; record?: string; offset?: number }) => string;
}

export function useAsked(): Asked {
  const [params] = useSearchParams();
  const from = params.get('van');
  const theme = params.get('thema');
  const unitId = params.get('onderdeel');
  const year = params.get('jaar');
  const by: By = params.get('breedte') === 'euro' ? 'euro' : 'count';
  const kept = new URLSearchParams();
  for (const name of ['thema', 'onderdeel', 'jaar', 'breedte'])
    if (params.get(name)) kept.set(name, params.get(name) ?? '');
  const address = (end: string, more: Record<string, string | number | null | undefined>) => {
    const out = new URLSearchParams(kept);
    for (const [name, value] of Object.entries(more))
      if (value !== null && value !== undefined) out.set(name, String(value));
    return `${path}${end}${out.size > 0 ? `?${out.toString().replaceAll('%3A', ':')}` : ''}`;
  };
  return {
    query: {
      ...(from ? { from } : {}),
      ...(theme ? { theme } : {}),
      ...(unitId ? { unitId } : {}),
      ...(year && Number.isInteger(Number(year)) ? { year: Number(year) } : {}),
      by,
    },
    focus: (key) => address('', { van: key }),
    rows: (rows, of) =>
      address('/rijen', {
        van: of.from ?? from,
        rijen: words[rows],
        kolom: of.column,
        rij: of.record,
        vanaf: of.offset,
      }),
  };
}

export function rowsOf(params: URLSearchParams): Rows {
  const found = (Object.keys(words) as Rows[]).find((each) => words[each] === params.get('rijen'));
  return found ?? 'all';
}

export function usePicture(query: Asked['query'], enabled = true) {
  return useQuery({
    queryKey: ['thread-picture', query],
    queryFn: () => unwrap(api.GET('/red-thread/picture', { params: { query } })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useKinds() {
  return useQuery({
    queryKey: ['record-kinds'],
    queryFn: () => unwrap(api.GET('/red-thread/kinds')),
    staleTime: Infinity,
  });
}

// Where a record has its own page, as its room declares it.
export function usePages() {
  const kinds = useKinds().data?.items ?? [];
  return {
    shape: (kind: string) => kinds.find((each) => each.kind === kind)?.shape ?? 'square',
    page: (record: { kind: string; id?: string | null; wholeId?: string | null }) => {
      const template = kinds.find((each) => each.kind === record.kind)?.page;
      if (!template || !record.id) return null;
      return template.replaceAll('{id}', record.id).replaceAll('{whole}', record.wholeId ?? '');
    },
  };
}
