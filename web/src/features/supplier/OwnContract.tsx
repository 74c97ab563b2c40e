// One contract as its supplier sees it: what was promised, reported and judged, and the same social-return sum as the municipality's.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date, exactEuros } from '../../format';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { Status } from '../../ui/Status';
import { FileList } from './FilesPart';
import { Inside } from './Inside';
import { OwnPlacements } from './OwnPlacements';
import { Wordings } from './Wordings';
import { figureWords, type Moment, periodWords, shapeOf } from './supplier';

type Detail = Schema['SupplierContractDetail'];

const money = (cents: number) => exactEuros(cents / 100);

function MomentLine({ moment }: { moment: Moment }) {
  const { t } = useTranslation();
  const unit = moment.indicatorUnit;
  const facts = [
    moment.reportedAt
      ? t('supplier.reportedAs', {
          figure:
            moment.figure === null || moment.figure === undefined ? moment.words : figureWords(moment.figure, unit),
        })
      : '',
    moment.verifiedFigure === null || moment.verifiedFigure === undefined
      ? ''
      : t('supplier.verifiedAs', { figure: figureWords(moment.verifiedFigure, unit) }),
    moment.reason ?? '',
    moment.reportedName ?? '',
  ].filter(Boolean);
  const open = ['asked', 'rejected', 'reported'].includes(moment.state);
  return (
    <li>
      <Status kind={shapeOf(moment)}>{t(`supplier.state.${moment.state}`)}</Status>{' '}
      {`${moment.title}, ${periodWords(t, moment.periodFrom, moment.periodTo)}`}
      {facts.length > 0 && <div className="soft small">{facts.join(' · ')}</div>}
      <FileList moment={moment} />
      {open && (
        <div>
          <Link to={`/leverancier/vragen/${moment.id}`}>
            {t(moment.state === 'reported' ? 'supplier.change' : 'supplier.answer')}
            <span className="visually-hidden">{` ${moment.title}, ${periodWords(t, moment.periodFrom, moment.periodTo)}`}</span>
          </Link>
        </div>
      )}
    </li>
  );
}

function Balance({ balance, named }: { balance: NonNullable<Detail['balance']>; named: (code: string) => string }) {
  const { t } = useTranslation();
  if (balance.lacks.length > 0) return <p>{t('supplier.cannotCount')}</p>;
  const { verified, reported } = balance;
  return (
    <>
      <p>
        {t('supplier.standing', {
          day: date(balance.on),
          done: money(verified.fulfilledCents),
          asked: money(verified.obligationCents),
        })}
      </p>
      {balance.waiting > 0 && (
        <p>{t('supplier.waiting', { amount: money(reported.fulfilledCents - verified.fulfilledCents) })}</p>
      )}
      <Scroll label={t('supplier.sum')}>
        <table className="table">
          <caption className="visually-hidden">{t('supplier.sum')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('supplier.line')}</th>
              <th scope="col" className="num">
                {t('supplier.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {verified.lines.map((line, i) => (
              <tr key={`${line.kind}-${line.from}-${String(i)}`}>
                <th scope="row">
                  {[
                    t(`supplier.kind.${line.kind}`),
                    line.block ? named(line.block) : '',
                    line.reference ?? '',
                    date(line.from),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </th>
                <td className="num">{money(line.cents)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t(verified.balanceCents < 0 ? 'supplier.toDo' : 'supplier.done')}</th>
              <td className="num">
                <strong>{money(verified.balanceCents)}</strong>
              </td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
    </>
  );
}

function Screen({ contract }: { contract: Detail }) {
  const { t } = useTranslation();
  const named = (code: string) =>
    [...contract.blocks, ...contract.bonuses].find((each) => each.code === code)?.name ?? code;
  return (
    <>
      <PageTitle title={contract.title} />
      <p className="soft">
        {[
          contract.municipality,
          contract.reference ?? '',
          contract.manager ? t('supplier.manager', { name: contract.manager }) : '',
          contract.endOn ? t('supplier.until', { day: date(contract.endOn) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="no-print">
        <a href={`/api/v1/supplier/contracts/${contract.id}/statement`} download>
          {t('supplier.statement')}
        </a>
      </p>
      <section className="card stack stack--small" aria-labelledby="promises">
        <h2 id="promises">{t('supplier.promises')}</h2>
        {contract.moments.length === 0 && <p>{t('supplier.nothingAsked')}</p>}
        <ul className="list list--plain">
          {contract.moments.map((each) => (
            <MomentLine key={each.id} moment={each} />
          ))}
        </ul>
      </section>
      <Wordings contract={contract} />
      {contract.balance && (
        <section className="card stack stack--small" aria-labelledby="return">
          <h2 id="return">{t('supplier.socialReturn')}</h2>
          <Balance balance={contract.balance} named={named} />
          <OwnPlacements contract={contract} named={named} />
        </section>
      )}
    </>
  );
}

export function OwnContract() {
  const { id = '' } = useParams();
  const { data, error } = useQuery({
    queryKey: ['supplier', 'contract', id],
    queryFn: () => unwrap(api.GET('/supplier/contracts/{id}', { params: { path: { id } } })),
    retry: false,
  });
  return (
    <Inside>{() => (data ? <Screen contract={data} /> : error ? <ErrorNote error={error} /> : <Loading />)}</Inside>
  );
}
