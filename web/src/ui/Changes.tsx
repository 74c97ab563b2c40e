// What changed in a record, by whom and when, in sentences: "Waarde van € 40.000 naar € 55.000".
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../i18n/say';
import { api, type Schema, unwrap } from '../api/client';
import { date, dateTime, exactEuros, number } from '../format';
import { word } from '../i18n';
import { Button } from './basics';
import { Awaited } from './list';
import { useNames } from './names';

export type LogEntry = Schema['LoggedChange'];
type Change = Schema['ChangedField'];

const longest = 160;
const readable = (name: string) => name.replace(/_(id|at|on|cents|bp)$/, '').replaceAll('_', ' ');

// Fields and values in people's words.
export function useHistoryWords() {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const field = (name: string): string => {
    const key = word('history.field', name);
    return i18n.exists(key) ? t(key) : readable(name);
  };
  const table = (name: string): string => {
    const key = word('history.table', name.replace('.', '_'));
    return i18n.exists(key) ? t(key) : readable(name.split('.')[1] ?? name);
  };
  const text = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('history.empty');
    if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
    if (typeof value === 'number') {
      if (name.endsWith('_cents')) return exactEuros(value / 100);
      return name.endsWith('_bp') ? `${number(value / 100)} %` : number(value);
    }
    if (Array.isArray(value))
      return value.length === 0 ? t('history.empty') : value.map((each) => text(name, each)).join(', ');
    if (typeof value !== 'string') return t('history.several');
    const said = value;
    if (/^\d{4}-\d\d-\d\d$/.test(said)) return date(said);
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(said)) return dateTime(said);
    if (name === 'theme' || name === 'themes') return names.theme(said);
    const value_ = word(name === 'role' ? 'role' : 'history.value', said);
    if (i18n.exists(value_)) return t(value_);
    return said.length > longest ? `${said.slice(0, longest)} …` : said;
  };
  const change = (each: Change, action: string) => {
    const before = each.beforeName ?? text(each.field, each.before);
    const after = each.afterName ?? text(each.field, each.after);
    const what = field(each.field);
    if (action !== 'UPDATE') return t('history.is', { what, value: action === 'DELETE' ? before : after });
    return t('history.fromTo', { what, before, after });
  };
  return { table, change };
}

export function LogLine({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const words = useHistoryWords();
  const who = entry.person ?? t('app.system');
  const title = entry.title ? `${words.table(entry.tableName)} “${entry.title}”` : words.table(entry.tableName);
  const lines = entry.changes.map((each) => words.change(each, entry.action));
  return (
    <li>
      {entry.action === 'UPDATE' ? (
        lines.map((line) => (
          <p key={line} className="wrap-anywhere">
            {line}
          </p>
        ))
      ) : (
        <details className="fold">
          <summary>{t(word('history.act', entry.action), { what: title })}</summary>
          <ul className="list wrap-anywhere">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <p className="soft small">
        {[
          entry.action === 'UPDATE' ? title : '',
          t('history.by', { who }),
          entry.key ? t('history.key', { name: entry.key }) : '',
          dateTime(entry.at),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}

type Kind = 'person' | 'unit' | 'purchase' | 'goal' | 'document' | 'criterion';

function Lines({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation();
  const { data, error, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ['history', kind, id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/history', { params: { query: { kind, id, ...(pageParam === null ? {} : { before: pageParam }) } } }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore ?? null,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Awaited data={data} error={error} />
      {data && items.length === 0 && <p>{t('history.none')}</p>}
      <ul className="stack stack--small list--plain">
        {items.map((entry) => (
          <LogLine key={entry.seq} entry={entry} />
        ))}
      </ul>
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{t('history.older')}</Button>
        </div>
      )}
    </>
  );
}

// Last on the page of a record, and read when it is opened.
export function Changes({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section className="card no-print" aria-label={t('history.title')}>
      <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2 className="h3">{t('history.title')}</h2>
        </summary>
        {open && <Lines kind={kind} id={id} />}
      </details>
    </section>
  );
}
