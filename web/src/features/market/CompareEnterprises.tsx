// Two or three enterprises beside each other.
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date } from '../../format';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Certificates } from './Certificates';
import { mostCompared, type Enterprise } from './market';
import { OfferingText } from './OfferingText';
import type { ReactNode } from 'react';

export function CompareEnterprises() {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const ids = (params.get('kies') ?? '').split(',').filter(Boolean).slice(0, mostCompared);
  const answers = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['enterprises', 'one', id],
      queryFn: () => unwrap(api.GET('/enterprises/{id}', { params: { path: { id } } })),
    })),
  });
  const found = answers.flatMap((each) => (each.data ? [each.data] : []));
  const error = answers.find((each) => each.error)?.error;
  const rows: [string, (it: Enterprise) => ReactNode][] = [
    [t('market.place'), (it) => it.place ?? t('market.noPlace')],
    [
      t('market.offerings'),
      (it) => (
        <ul className="list list--plain">
          {it.offerings.map((each) => (
            <li key={each.id}>
              <OfferingText offering={each} />
            </li>
          ))}
        </ul>
      ),
    ],
    [t('market.certificates'), (it) => <Certificates states={it.certificates} />],
    [t('market.themes'), (it) => it.themes.map((each) => names.theme(each)).join(', ') || '–'],
    [t('market.targetGroups'), (it) => it.targetGroups.join(', ') || '–'],
    [t('market.sizeLabel'), (it) => (it.size ? t(`market.size.${it.size}`) : t('market.unknown'))],
    [
      t('market.delivers'),
      (it) => (it.radiusKm ? t('market.withinKm', { count: it.radiusKm }) : t('market.everywhere')),
    ],
    [t('market.ourContracts'), (it) => String(it.contracts)],
    [t('market.lastAsked'), (it) => (it.askedOn ? date(it.askedOn) : t('market.never'))],
  ];
  return (
    <div className="stack">
      <PageTitle title={t('market.compareTitle')} crumbs={[{ to: '/ondernemers', label: t('market.title') }]} />
      {error && <ErrorNote error={error} />}
      {ids.length === 0 ? <p>{t('market.chooseFirst')}</p> : found.length < ids.length && !error && <Loading />}
      {found.length > 0 && (
        <Scroll label={t('market.compareTitle')}>
          <table className="table">
            <thead>
              <tr>
                <td />
                {found.map((it) => (
                  <th key={it.id} scope="col">
                    <Link to={`/ondernemers/${it.id}`}>{it.name}</Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([label, show]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {found.map((it) => (
                    <td key={it.id}>{show(it)}</td>
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
