// What came of a goal: where it should be, what was verified, what is only reported or estimated, and which contracts feed it.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { CountLink, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { FedCells, FedHeads, rounded } from './Fed';
import { GoalIndicator } from './GoalIndicator';
import { useIndicators } from './measure';

const PathChart = lazy(async () => ({ default: (await import('./PathChart')).PathChart }));

type Result = Schema['GoalResult'];

function Lead({ result }: { result: Result }) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  const names = useNames();
  const unit = indicators.unit(result.unit);
  const last = [...result.years].reverse().find((each) => each.verified.count > 0);
  return (
    <>
      <p>
        {t('measure.followedBy', { name: indicators.pick(result.indicatorNameNl ?? '', result.indicatorNameEn ?? '') })}{' '}
        <span className="soft">({unit})</span>
        {result.scope ? `, ${result.scope}` : ''}
      </p>
      <p>
        {last ? (
          <>
            {t('measure.verifiedIn', { year: last.year })}{' '}
            <CountLink
              to={`/metingen?doel=${result.goalId}&jaar=${String(last.year)}&telt=verified`}
              count={last.verified.count}
            >
              {last.verified.value === null || last.verified.value === undefined
                ? t('measure.countOnly', { count: last.verified.count })
                : `${rounded(last.verified.value)} ${unit} ${t('measure.ofCount', { count: last.verified.count })}`}
            </CountLink>
            .
          </>
        ) : (
          t('measure.nothingVerified')
        )}
        {result.target !== null && result.target !== undefined
          ? ` ${t('measure.wanted', { target: number(result.target), unit, year: result.targetYear })}`
          : ''}
      </p>
      <p>
        {result.forecast === null || result.forecast === undefined ? (
          t('measure.noForecast')
        ) : (
          <Status kind={result.onCourse ? 'applied' : 'late'}>
            {t(result.onCourse ? 'measure.onCourse' : 'measure.offCourse', {
              forecast: rounded(result.forecast),
              unit,
              year: result.targetYear,
              last: result.forecastYear,
            })}
          </Status>
        )}
      </p>
      {result.sdgs.length > 0 && (
        <p className="small">
          {t('measure.countsFor')}{' '}
          {result.sdgs.map((sdg) => (
            <span key={sdg}>
              <Link
                to={`/metingen/doelen?sdg=${String(sdg)}`}
              >{`SDG ${String(sdg)} ${names.code('sdg', String(sdg))}`}</Link>{' '}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function Years({ result }: { result: Result }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('measure.perYear')}>
      <table className="table">
        <caption>{t('measure.perYear')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('measure.year')}</th>
            <th scope="col" className="num">
              {t('measure.planned')}
            </th>
            <FedHeads />
          </tr>
        </thead>
        <tbody>
          {result.years.map((each) => (
            <tr key={each.year}>
              <th scope="row">{each.year}</th>
              <td className="num">
                {each.planned === null || each.planned === undefined ? t('measure.none') : rounded(each.planned)}
              </td>
              <FedCells figures={each} filter={`doel=${result.goalId}&jaar=${String(each.year)}`} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Contracts({ result }: { result: Result }) {
  const { t } = useTranslation();
  if (result.contracts.length === 0) return <p>{t('measure.fedByNothing')}</p>;
  return (
    <Scroll label={t('measure.perContract')}>
      <table className="table">
        <caption>{t('measure.perContract')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('measure.ofContract')}</th>
            <FedHeads />
          </tr>
        </thead>
        <tbody>
          {result.contracts.map((each) => (
            <tr key={each.contractId ?? ''}>
              <th scope="row">
                {each.contractId ? (
                  <Link to={`/contracten/${each.contractId}`}>{each.contract ?? t('app.unknown')}</Link>
                ) : (
                  t('measure.noContract')
                )}
                {each.party && <span className="soft small">{` ${each.party}`}</span>}
              </th>
              <FedCells
                figures={each}
                filter={`doel=${result.goalId}&${each.contractId ? `contract=${each.contractId}` : 'zonder=ja'}`}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function GoalResult({ id, themes, mayName }: { id: string; themes: string[]; mayName: boolean }) {
  const { t } = useTranslation();
  const mayRead = useMay('measure.read');
  const { data, error } = useQuery({
    queryKey: ['goal-results', id],
    queryFn: () => unwrap(api.GET('/goals/{id}/results', { params: { path: { id } } })),
    enabled: mayRead,
  });
  if (!mayRead) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="brought">
      <h2 id="brought">{t('measure.brought')}</h2>
      {error && <ErrorNote error={error} />}
      {data && !data.indicator && <p>{t('measure.noIndicator')}</p>}
      {data?.indicator && (
        <>
          <Lead result={data} />
          {data.years.length > 0 && (
            <>
              <Suspense fallback={null}>
                <PathChart result={data} />
              </Suspense>
              <Years result={data} />
            </>
          )}
          <Contracts result={data} />
          {data.notAdded.length > 0 && (
            <div className="small">
              <p>{t('measure.leftOut')}</p>
              <ul>
                {data.notAdded.map((each) => (
                  <li key={each.measurementId}>
                    <Link to={`/metingen/${each.measurementId}`}>{t(`measure.why.${each.why}`)}</Link>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
      {data && mayName && <GoalIndicator key={data.version} result={data} themes={themes} />}
    </section>
  );
}
