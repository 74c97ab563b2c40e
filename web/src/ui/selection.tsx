// Rows that were picked in a list, and the bar of what can be done with them: those on this page, or all that were found.
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { number } from '../format';
import { useList } from './filters';

export interface Selection {
  ids: string[];
  all: boolean; // all that were found, also on other pages
  count: number;
  total: number;
  has: (id: string) => boolean;
  set: (ids: string[], on: boolean) => void;
  pickAll: () => void;
  clear: () => void;
  keep: (ids: string[]) => void; // what is on the page; who is not there any more is not picked
}

// `total` is how many were found. With other filters nothing is picked.
export function useSelection(total: number): Selection {
  const { params } = useList();
  const of = params.toString();
  const [state, setState] = useState<{ of: string; ids: string[]; all: boolean }>({ of, ids: [], all: false });
  const now = state.of === of ? state : { of, ids: [], all: false };
  const keep = useCallback(
    (there: string[]) =>
      setState((before) => {
        const ids = before.ids.filter((id) => there.includes(id));
        return ids.length === before.ids.length ? before : { ...before, ids, all: false };
      }),
    [],
  );
  return {
    ids: now.ids,
    all: now.all,
    count: now.all ? total : now.ids.length,
    total,
    has: (id) => now.all || now.ids.includes(id),
    set: (ids, on) =>
      setState({
        of,
        all: false,
        ids: on ? [...new Set([...now.ids, ...ids])] : now.ids.filter((each) => !ids.includes(each)),
      }),
    pickAll: () => setState({ ...now, all: true }),
    clear: () => setState({ of, ids: [], all: false }),
    keep,
  };
}

// Appears with the first row that is picked, and stays in sight.
export function BulkBar({
  selection,
  children,
  whole = true,
}: {
  selection: Selection;
  children: ReactNode;
  whole?: boolean; // all that were found can be picked
}) {
  const { t } = useTranslation();
  if (selection.count === 0) return null;
  const picked = t('list.picked', { count: selection.count, formatted: number(selection.count) });
  return (
    <div className="bulk no-print" role="region" aria-label={picked}>
      <strong role="status">{picked}</strong>
      {children}
      {whole && !selection.all && selection.total > selection.ids.length && (
        <button type="button" className="plain" onClick={selection.pickAll}>
          {t('list.pickFound', { count: selection.total, formatted: number(selection.total) })}
        </button>
      )}
      <button type="button" className="plain" onClick={selection.clear}>
        {t('list.pickNone')}
      </button>
    </div>
  );
}
