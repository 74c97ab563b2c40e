// One measurement: its figure, how sure it is, what is asked about it, and what was there before.
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { useMay } from '../../api/queries';
import { date, dateTime, number } from '../../format';
import { word } from '../../i18n';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { Acts } from './Acts';
import { useIndicators, useMeasurement, type Measurement as Row } from './measure';
import { Standing } from './Measurements';

function Promised({ row }: { row: Row }) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  if (row.promised === null || row.promised === undefined) return null;
  const same = (row.promisedScope ?? null) === (row.scope ?? null);
  return (
    <>
      <dt>{t('measure.promised')}</dt>
      <dd>
        {`${number(row.promised)} ${indicators.unit(row.unit)}`}
        {row.promisedScope ? ` (${row.promisedScope})` : ''}
        {same ? '' : `. ${t('measure.notComparable')}`}
      </dd>
    </>
  );
}

function Facts({ row }: { row: Row }) {
  const { t } = useTranslation();
  const names = useNames();
  const indicators = useIndicators();
  return (
    <dl className="facts">
      <dt>{t('measure.figure')}</dt>
      <dd>
        <strong>{indicators.figure(row)}</strong>
        {row.scope ? ` (${row.scope})` : ''}
      </dd>
      <Promised row={row} />
      <dt>{t('measure.certaintyLabel')}</dt>
      <dd>
        {t(`measure.certainty.${row.certainty}`)}
        {row.factor !== null && row.factor !== undefined
          ? `: ${t('measure.withFactor', { factor: number(row.factor), source: row.factorSource, version: row.factorVersion })}`
          : ''}
      </dd>
      <dt>{t('measure.period')}</dt>
      <dd>{`${date(row.periodFrom)} – ${date(row.periodTo)}`}</dd>
      <dt>{t('measure.ofContract')}</dt>
      <dd>
        {row.contractId ? (
          <Link to={`/contracten/${row.contractId}`}>{row.contract ?? t('app.unknown')}</Link>
        ) : (
          t('measure.noContract')
        )}
        {row.party ? `, ${row.party}` : ''}
      </dd>
      {row.commitment && (
        <>
          <dt>{t('measure.commitment')}</dt>
          <dd>{row.commitment}</dd>
        </>
      )}
      <dt>{t('app.theme')}</dt>
      <dd>{names.theme(row.theme)}</dd>
      <dt>{t('measure.by')}</dt>
      <dd>{`${row.reportedName}, ${dateTime(row.reportedAt)}`}</dd>
      {row.judgedName && (
        <>
          <dt>{t('measure.judgedBy')}</dt>
          <dd>{`${row.judgedName}${row.judgedAt ? `, ${dateTime(row.judgedAt)}` : ''}`}</dd>
        </>
      )}
      {row.reason && (
        <>
          <dt>{t('measure.reason')}</dt>
          <dd>{row.reason}</dd>
        </>
      )}
      {row.decidedName && (
        <>
          <dt>{t('measure.answer')}</dt>
          <dd>{[row.decidedWords, row.decidedName].filter(Boolean).join(' – ')}</dd>
        </>
      )}
      {row.words && (
        <>
          <dt>{t('measure.words')}</dt>
          <dd>{row.words}</dd>
        </>
      )}
    </dl>
  );
}

function Before({ row }: { row: Row }) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  if (row.history.length === 0) return null;
  type Past = Pick<Row, 'state' | 'unit' | 'value' | 'part' | 'whole' | 'words'> & { name: string; at: string };
  return (
    <section className="card stack stack--small" aria-labelledby="before">
      <h2 id="before">{t('measure.before')}</h2>
      <ul className="list">
        {(row.history as unknown as Past[]).map((past) => (
          <li key={`${past.at}-${past.state}`}>
            {[
              t(`measure.state.${past.state}`),
              indicators.figure(past),
              past.words,
              `${past.name}, ${dateTime(past.at)}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Measurement() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('measure.edit');
  const indicators = useIndicators();
  const { data, error } = useMeasurement(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const name = indicators.pick(data.indicatorNameNl, data.indicatorNameEn);
  return (
    <div className="stack">
      <PageTitle title={name} crumbs={[{ to: '/metingen', label: t('measure.title') }]}>
        {mayEdit && data.state !== 'verified' && data.stands !== 'withdrawn' && (
          <Link className="no-print" to={`/metingen/${id}/wijzigen`}>
            {t('measure.change')}
          </Link>
        )}
      </PageTitle>
      <p>
        <Standing stand={data.stands} />
      </p>
      {data.stands === 'asked' && (
        <div className="alert alert--note">
          <p>{t('measure.isAsked')}</p>
          <ul>
            {data.questions.map((each) => (
              <li key={each}>{t(word('measure.asks', each))}</li>
            ))}
          </ul>
        </div>
      )}
      {data.own && data.state === 'reported' && data.stands !== 'asked' && <p className="soft">{t('measure.own')}</p>}
      <Acts measurement={data} />
      <section className="card" aria-label={t('measure.one')}>
        <Facts row={data} />
      </section>
      {data.beside.length > 0 && (
        <section className="card stack stack--small" aria-labelledby="beside">
          <h2 id="beside">{t('measure.beside')}</h2>
          <ul className="list">
            {data.beside.map((each) => (
              <li key={each.id}>
                <Link to={`/metingen/${each.id}`}>{indicators.figure(each)}</Link>{' '}
                {`${date(each.periodFrom)} – ${date(each.periodTo)}, ${each.reportedName} `}
                <Standing stand={each.stands} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Before row={data} />
    </div>
  );
}
