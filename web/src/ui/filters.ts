// Filters live in the address: a page with its filters can be kept, sent and gone back to.
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { type NavigateOptions, useNavigate, useSearchParams } from 'react-router';

// Changes what the address asks. Beginning at the address as it stands now, not at what this page was last drawn with: of two
// changes right after each other none is lost.
export function useChange(options?: NavigateOptions) {
  const navigate = useNavigate();
  return (change: (params: URLSearchParams) => void) => {
    const params = new URLSearchParams(window.location.search);
    change(params);
    void navigate(`?${params.toString()}`, options);
  };
}

// As many rows as every list has on a page.
export const pageSize = 50;

// In the address, and no filter.
const others = new Set([
  'page',
  'van',
  'rij',
  'rijen',
  'kolom',
  'breedte',
  'per',
  'q',
  'inkoop',
  'kies',
  'sorteer',
  'weergave',
  'bladzijde',
]);
export const isFilter = (name: string) => !others.has(name);

export interface Sorting {
  by: string; // the column; empty: the list's own order
  descending: boolean;
}

// A list's filters, order and page. Another filter begins at the first page; `options` say how the address changes.
export function useList(options?: NavigateOptions) {
  const [params] = useSearchParams();
  const changeAddress = useChange(options);
  const change = (changes: Record<string, string>) =>
    changeAddress((after) => {
      after.delete('page');
      for (const [name, value] of Object.entries(changes)) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
    });
  const sorted = params.get('sorteer') ?? '';
  const sorting: Sorting = { by: sorted.replace(/^-/, ''), descending: sorted.startsWith('-') };
  return {
    params,
    value: (name: string) => params.get(name) ?? '',
    set: (name: string, value: string) => change({ [name]: value }),
    change,
    page: Math.max(1, Number(params.get('page') ?? 1) || 1),
    sorting,
    // The first time smallest first, then largest first, then the list's own order.
    sortBy: (by: string) =>
      change({
        sorteer: sorting.by !== by ? by : sorting.descending ? '' : `-${by}`,
      }),
    filtered: [...params.keys()].some((name) => isFilter(name) && params.get(name)),
  };
}

// Whether the page is on its way to paper: then a list shows all of its rows.
export function usePrinting() {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return printing;
}

// Part of the rows that are here already: what a page shows of them, by the same page number in the address; all of them on paper.
export function useSlice<Row>(rows: Row[] | undefined, size = pageSize) {
  const { page } = useList();
  const printing = usePrinting();
  const pages = Math.max(1, Math.ceil((rows?.length ?? 0) / size));
  const at = Math.min(page, pages);
  return { shown: printing ? (rows ?? []) : (rows?.slice((at - 1) * size, at * size) ?? []), page: at, pages };
}

// Rows that are here already, in the order of the column that was chosen; what has no value stands last either way.
export function useSorted<Row>(
  rows: Row[] | undefined,
  columns: Record<string, (row: Row) => string | number | null | undefined>,
) {
  const { sorting } = useList();
  const of = columns[sorting.by];
  if (!rows || !of) return rows;
  const turn = sorting.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [of(one) ?? '', of(other) ?? ''];
    if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
    if (typeof a === 'number' && typeof b === 'number') return turn * (a - b);
    return turn * String(a).localeCompare(String(b), 'nl', { numeric: true });
  });
}
