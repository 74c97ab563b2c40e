// The audit log in sentences: who, which part, which days, which record.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { usePeople } from '../../api/queries';
import { Button, PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { LogLine } from '../../ui/Changes';
import { Awaited, Downloads } from '../../ui/list';
import { DayField } from '../../ui/values';

const parts = [
  'people',
  'units',
  'purchases',
  'policy',
  'ambitions',
  'criteria',
  'notices',
  'settings',
  'sign_ins',
] as const;

export function Log() {
  const { t } = useTranslation();
  const { value, set } = useList({ replace: true });
  const people = usePeople().data?.items ?? [];
  const part = parts.find((each) => each === value('deel'));
  const query = {
    ...(value('wie') ? { personId: value('wie') } : {}),
    ...(part ? { part } : {}),
    ...(value('vanaf') ? { from: value('vanaf') } : {}),
    ...(value('tot') ? { to: value('tot') } : {}),
    ...(value('record') ? { recordId: value('record') } : {}),
  };
  const { data, error, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/audit-log', {
          params: { query: { ...query, ...(pageParam === null ? {} : { before: pageParam }) } },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore ?? null,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <PageTitle title={t('beheer.log')} />
      <p className="lead">{t('beheer.logIntro')}</p>
      <FilterBar
        filters={[
          {
            name: 'wie',
            label: t('beheer.who'),
            options: people.map((each) => ({ value: each.id, label: each.name })),
          },
          {
            name: 'deel',
            label: t('beheer.part'),
            options: parts.map((each) => ({ value: each, label: t(`beheer.parts.${each}`) })),
          },
        ]}
      />
      <div className="filters no-print">
        <DayField
          label={t('beheer.from')}
          day={value('vanaf') || null}
          onDay={(day) => set('vanaf', day ?? '')}
          pointer="?from"
          error={null}
        />
        <DayField
          label={t('beheer.to')}
          day={value('tot') || null}
          onDay={(day) => set('tot', day ?? '')}
          pointer="?to"
          error={null}
        />
      </div>
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-label={t('beheer.log')}>
          <div className="row row--between">
            <span>{items.length === 0 ? t('beheer.nothingLogged') : t('beheer.newestFirst')}</span>
            <Downloads
              address={`/api/v1/audit-exports?${new URLSearchParams(query).toString()}`}
              formats={['csv', 'xlsx']}
            />
          </div>
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
        </section>
      )}
    </div>
  );
}
