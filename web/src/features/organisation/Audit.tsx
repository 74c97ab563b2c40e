import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { Awaited, Scroll } from '../../ui/list';

export function Audit() {
  const { t } = useTranslation();
  const { data, error, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/audit-entries', { params: { query: pageParam === null ? {} : { before: pageParam } } })),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextBefore ?? null,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <PageTitle title={t('audit.title')} />
      <p className="lead">{t('audit.text')}</p>
      <Awaited data={data} error={error} />
      {data && (
        <div className="card stack">
          <Scroll label={t('audit.title')}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col" className="num">
                    #
                  </th>
                  <th scope="col">{t('audit.at')}</th>
                  <th scope="col">{t('audit.person')}</th>
                  <th scope="col">{t('audit.table')}</th>
                  <th scope="col">{t('audit.action')}</th>
                  <th scope="col">{t('audit.change')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((entry) => (
                  <tr key={entry.seq}>
                    <td className="num">{entry.seq}</td>
                    <td>{dateTime(entry.at)}</td>
                    <td>{entry.person ?? t('app.system')}</td>
                    <th scope="row">{entry.tableName}</th>
                    <td>{t(word('audit.actions', entry.action))}</td>
                    <td>
                      <code className="small">{JSON.stringify(entry.change ?? entry.rowKey).slice(0, 160)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {hasNextPage && (
            <div>
              <Button onClick={() => void fetchNextPage()}>{t('audit.older')}</Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}
