import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/say';
import { useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { percent, share } from '../../format';
import { Bar, Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { Breakdown, NotCounted } from './Breakdown';
import { Figures } from './Figures';
import { filterNames, readQuery, rowsLink } from './filters';
import { Filters } from './Filters';
import { Matrix } from './Matrix';
import { Terms } from '../../ui/Term';
import { ShareTable } from './ShareTable';
import { CountLink } from '../../ui/list';
import { OnSight } from '../../ui/OnSight';

const YearsChart = lazy(async () => ({ default: (await import('./YearsChart')).YearsChart }));

function Themes({ standing }: { standing: Schema['Standing'] }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const names = useNames();
  const rows = names.themes.map((theme) => ({
    ...theme,
    figures: standing.themes.find((each) => each.theme === theme.code),
  }));
  const reference = standing.references.find((each) => each.key === 'social_return');
  const cell = (theme: string, status: string, count: number) => (
    <td className="num">{count === 0 ? '0' : <CountLink to={rowsLink(params, { theme, status })} count={count} />}</td>
  );
  return (
    <>
      <section className="card stack" aria-labelledby="themes">
        <h2 id="themes">{t('standing.themes')}</h2>
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="themes">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('app.theme')}</th>
                <th scope="col" className="num">
                  {t('standing.asked')}
                </th>
                <th scope="col" className="num">
                  %
                </th>
                <td aria-hidden="true" />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const fraction = share(row.figures?.asked ?? 0, standing.procedures);
                return (
                  <tr key={row.code}>
                    <th scope="row">
                      {row.name}
                      {row.code === 'social_return' && reference && (
                        <span className="soft small"> ({t('standing.national', { percent: reference.percent })})</span>
                      )}
                    </th>
                    {cell(row.code, 'asks', row.figures?.asked ?? 0)}
                    <td className="num">{percent(fraction)}</td>
                    <td>
                      <Bar fraction={fraction} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
      <section className="card stack" aria-labelledby="declared">
        <div>
          <h2 id="declared">{t('standing.declaredTitle')}</h2>
          <p className="soft">{t('standing.declaredText')}</p>
        </div>
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="declared">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('app.theme')}</th>
                <th scope="col" className="num">
                  {t('standing.both')}
                </th>
                <th scope="col" className="num">
                  {t('standing.askedOnly')}
                </th>
                <th scope="col" className="num">
                  {t('standing.declaredOnly')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.code}>
                  <th scope="row">{row.name}</th>
                  {cell(row.code, 'both', row.figures?.both ?? 0)}
                  {cell(row.code, 'asked_only', row.figures?.askedOnly ?? 0)}
                  {cell(row.code, 'declared_only', row.figures?.declaredOnly ?? 0)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

export function Standing() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const session = useSession().data;
  const query = readQuery(params, filterNames);
  const { data, error, refetch } = useQuery({
    queryKey: ['standing', query],
    queryFn: () => unwrap(api.GET('/insight/standing', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  if (error) return <PageError error={error} retry={() => void refetch()} />;
  return (
    <div className="stack">
      <PageTitle title={t('standing.title')}>
        <Button className="no-print" onClick={() => window.print()}>
          {t('app.print')}
        </Button>
      </PageTitle>
      {data && data.procedures > 0 && (
        <p className="lead">
          {t('standing.intro', {
            municipality: session?.municipality.name,
            count: data.procedures,
            from: data.firstYear,
            to: data.lastYear,
          })}
        </p>
      )}
      <Terms of={['notice', 'theme', 'cpv', 'threshold', 'sme', 'socialReturn']} />
      <Filters standing={data} />
      {!data && <Loading />}
      {data && data.procedures === 0 && <p className="alert alert--note">{t('standing.empty')}</p>}
      {data && data.procedures > 0 && (
        <>
          <Figures standing={data} link={(status) => rowsLink(params, { status })} />
          <Themes standing={data} />
          <section className="card stack" aria-labelledby="matrix">
            <div>
              <h2 id="matrix">{t('standing.matrix')}</h2>
              <p className="soft">{t('standing.matrixText')}</p>
            </div>
            <Matrix cells={data.matrix} />
          </section>
          <section className="card stack" aria-labelledby="years">
            <div>
              <h2 id="years">{t('standing.years')}</h2>
              <p className="soft">{t('standing.yearsText')}</p>
            </div>
            <OnSight className="chart">
              <Suspense fallback={<div className="chart" />}>
                <YearsChart years={data.years} />
              </Suspense>
            </OnSight>
            <ShareTable
              caption={t('standing.years')}
              head={t('standing.year')}
              rows={data.years}
              name={(key) => key || t('app.unknown')}
              link={(key, status) =>
                rowsLink(params, { ...(key ? { from: key, to: key } : {}), ...(status ? { status } : {}) })
              }
            />
          </section>
          <Breakdown standing={data} />
          {data.joint > 0 && (
            <p>
              <CountLink to={rowsLink(params, { status: 'joint' })} count={data.joint}>
                {t('standing.joint', { count: data.joint })}
              </CountLink>
            </p>
          )}
          {data.otherCurrency > 0 && (
            <p>
              <CountLink to={rowsLink(params, { status: 'other_currency' })} count={data.otherCurrency}>
                {t('standing.otherCurrency', { count: data.otherCurrency })}
              </CountLink>
            </p>
          )}
          {data.withoutValue > 0 && (
            <p className="soft small">{t('standing.withoutValue', { count: data.withoutValue })}</p>
          )}
          {data.references[0] && (
            <p className="soft small">{t('standing.nationalSource', { source: data.references[0].source })}</p>
          )}
        </>
      )}
      {data && data.leftOut.length > 0 && <NotCounted leftOut={data.leftOut} />}
    </div>
  );
}
