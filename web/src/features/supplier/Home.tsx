// What is asked now, the nearest day first, and the contracts of this supplier.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { date } from '../../format';
import { PageTitle } from '../../ui/basics';
import { Status } from '../../ui/Status';
import { Inside } from './Inside';
import { type Moment, questionOf, shapeOf } from './supplier';

function Asked({ moment }: { moment: Moment }) {
  const { t } = useTranslation();
  const question = questionOf(t, moment);
  return (
    <li className="card stack stack--small">
      <strong>{question}</strong>
      <span className="soft small">{`${moment.contract} · ${moment.municipality}`}</span>
      <Status kind={shapeOf(moment)}>
        {t(moment.state === 'rejected' ? 'supplier.again' : moment.late ? 'supplier.lateSince' : 'supplier.before', {
          day: date(moment.dueOn),
        })}
      </Status>
      {moment.state === 'rejected' && moment.reason && <p>{t('supplier.because', { reason: moment.reason })}</p>}
      {moment.knownOn && <p>{t('supplier.knownOn', { day: date(moment.knownOn) })}</p>}
      <div>
        <Link className="action" to={`/leverancier/vragen/${moment.id}`}>
          {t('supplier.answer')}
          <span className="visually-hidden">{` ${question}`}</span>
        </Link>
      </div>
    </li>
  );
}

function Screen({ overview }: { overview: Schema['SupplierOverview'] }) {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle title={t('supplier.title')} />
      <section className="stack stack--small" aria-labelledby="asked">
        <h2 id="asked">{t('supplier.asked', { count: overview.asked.length })}</h2>
        {overview.asked.length === 0 && <p>{t('supplier.nothingAsked')}</p>}
        {overview.asked.length > 0 && (
          <ul className="list list--plain stack stack--small">
            {overview.asked.map((each) => (
              <Asked key={each.id} moment={each} />
            ))}
          </ul>
        )}
      </section>
      <p className="row no-print">
        <Link to="/leverancier/collegas">{t('supplier.colleagues')}</Link>
      </p>
      <section className="card stack stack--small" aria-labelledby="contracts">
        <h2 id="contracts">{t('supplier.contracts')}</h2>
        {overview.contracts.length === 0 && <p>{t('supplier.noContracts')}</p>}
        <ul className="list">
          {overview.contracts.map((each) => (
            <li key={each.id}>
              <Link to={`/leverancier/contracten/${each.id}`}>{each.title}</Link>
              <div className="soft small">
                {[
                  each.municipality,
                  each.reference ?? '',
                  each.state === 'in_force' ? '' : t('supplier.over'),
                  each.endOn ? t('supplier.until', { day: date(each.endOn) }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

export function Home() {
  return <Inside>{(overview) => <Screen overview={overview} />}</Inside>;
}
