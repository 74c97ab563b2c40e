// What the server finds, the kinds of record that this person may see, and where their pages are.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap, type Schema } from '../../api/client';

export type Hit = Schema['SearchHit'];

export interface Asked {
  q: string;
  kind?: string;
  limit?: number;
  page?: number;
  unitId?: string;
  year?: number;
}

// A newer question ends the one before it.
export function useSearch(asked: Asked, enabled: boolean) {
  return useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => unwrap(api.GET('/search', { params: { query: asked }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useKinds() {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['record-kinds'],
    queryFn: () => unwrap(api.GET('/red-thread/kinds')),
    staleTime: Infinity,
  });
  const items = data?.items ?? [];
  const find = (kind: string) => items.find((each) => each.kind === kind);
  const name = (kind: string) => {
    const found = find(kind);
    return found ? (i18n.language === 'en' ? found.en : found.nl) : kind;
  };
  const path = (hit: Pick<Hit, 'kind' | 'id' | 'wholeId'>) => {
    const page = find(hit.kind)?.page ?? '';
    return page.replace('{id}', hit.id).replace('{whole}', hit.wholeId ?? hit.id);
  };
  return {
    items: items.filter((each) => each.searched),
    name,
    path,
    shape: (kind: string) => find(kind)?.shape ?? 'square',
  };
}

// What tells it apart from another with the same title.
export function noteOf(hit: Hit): string {
  return [hit.number, hit.whole ?? hit.detail, hit.unit, hit.year].filter(Boolean).join(' · ');
}
