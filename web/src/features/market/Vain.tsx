// What was searched and not found: where the market is missing. Nobody's name is kept with it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date, number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { Awaited, Scroll } from '../../ui/list';

export function Vain() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['market-searches'],
    queryFn: () => unwrap(api.GET('/market-searches')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('market.vainTitle')} crumbs={[{ to: '/ondernemers', label: t('market.title') }]} />
      <p className="lead">{t('market.vainLead')}</p>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data?.items.length === 0 && <p>{t('market.noVain')}</p>}
      {data && data.items.length > 0 && (
        <Scroll label={t('market.vainTitle')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('market.searchedWords')}</th>
                <th scope="col" className="num">
                  {t('market.times')}
                </th>
                <th scope="col">{t('market.lastOn')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((line) => (
                <tr key={line.words}>
                  <th scope="row">
                    <Link to={`/ondernemers?zoek=${encodeURIComponent(line.words)}`}>{line.words}</Link>
                  </th>
                  <td className="num">{number(line.times)}</td>
                  <td>{date(line.lastOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}
