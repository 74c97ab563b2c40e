// Two to four criteria beside each other.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { euros } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { plain } from '../../ui/criteria';
import { Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';

export function Compare() {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const ids = (params.get('kies') ?? '').split(',').filter(Boolean);
  const { data, error } = useQuery({
    queryKey: ['criteria', 'compare', ids],
    queryFn: () => unwrap(api.GET('/criteria', { params: { query: { ids } } })),
    enabled: ids.length > 0,
  });
  const rows: [string, (item: Schema['Criterion']) => string][] = [
    [t('criteria.text'), (item) => plain(item.text, item.variables)],
    [t('criteria.instrument'), (item) => names.code('instrument', item.instrument)],
    [t('criteria.level'), (item) => `${item.level} ${t(word('ambition.level', item.level))}`],
    [t('criteria.explanation'), (item) => item.explanation],
    [
      t('criteria.evidence'),
      (item) =>
        `${plain(item.evidence, item.variables)} (${t(`criteria.moments.${item.moment}`)}, ${t(`criteria.checkers.${item.who}`)})`,
    ],
    [t('criteria.from'), (item) => (item.fromCents > 0 ? euros(item.fromCents) : t('criteria.anyValue'))],
    [t('criteria.indicator'), (item) => item.indicator ?? '–'],
  ];
  return (
    <div className="stack">
      <PageTitle title={t('criteria.compareTitle')} crumbs={[{ to: '/criteria', label: t('criteria.title') }]} />
      {error && <ErrorNote error={error} />}
      {ids.length === 0 ? <p>{t('criteria.chooseFirst')}</p> : !data && !error && <Loading />}
      {data && (
        <Scroll label={t('criteria.compareTitle')}>
          <table className="table">
            <thead>
              <tr>
                <td />
                {data.items.map((item) => (
                  <th key={item.id} scope="col">
                    <Link to={`/criteria/${item.id}`}>{item.title}</Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([label, show]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {data.items.map((item) => (
                    <td key={item.id}>{show(item)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}
