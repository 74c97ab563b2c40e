// The settlement of social return: proposed by who knows it, decided by the budget holder, and a surplus that comes from another
// contract of this supplier.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, exactEuros } from '../../format';
import { percentOf } from '../../ui/amounts';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Field } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { MoneyField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { Adding } from './Forms';
import { ProposeSettlement } from './ProposeSettlement';

type State = Schema['SettlementState'];
type Row = Schema['SettlementRow'];
const money = (cents: number) => exactEuros(cents / 100);

function Lines({ row }: { row: Row }) {
  const { t } = useTranslation();
  const balance = row.fulfilledCents + row.carriedCents - row.obligationCents;
  const lines: [string, string][] = [
    [t('contract.line.obligation'), money(-row.obligationCents)],
    [t('contract.fulfilled'), money(row.fulfilledCents)],
    ...(row.carriedCents === 0 ? [] : [[t('contract.line.carried'), money(row.carriedCents)] as [string, string]]),
    [t(balance < 0 ? 'contract.short' : 'contract.done'), money(Math.abs(balance))],
  ];
  if (row.outcome === 'claim')
    lines.push([
      t('contract.claimLine', { factor: percentOf(row.factorBp ?? 0), amount: money(Math.max(0, -balance)) }),
      money(row.claimCents),
    ]);
  if (row.outcome === 'not_to_blame') lines.push([t('contract.outcome.not_to_blame'), money(0)]);
  return (
    <dl className="facts">
      {lines.map(([label, text]) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Decision({ contract, row }: { contract: Contract; row: Row }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayVerify = useMay('contract.verify');
  const path = { id: contract.id };
  const reopen = () => unwrap(api.DELETE('/contracts/{id}/settlement/decision', { params: { path } }));
  const decide = useMutation({
    mutationFn: () =>
      unwrap(api.PUT('/contracts/{id}/settlement/decision', { params: { path, header: seen(row.version) } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.settlementDecided'), async () => {
        await reopen();
        await refresh();
      });
    },
    onError: () => void refresh(),
  });
  const back = useMutation({ mutationFn: reopen, onSettled: () => refresh() });
  const withdraw = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contracts/{id}/settlement', { params: { path } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.settlementWithdrawn'), async () => {
        const { outcome, onDay, factorBp, words } = row;
        await unwrap(
          api.PUT('/contracts/{id}/settlement', {
            params: { path },
            body: { outcome, onDay, factorBp: factorBp ?? null, words: words || null },
          }),
        );
        await refresh();
      });
    },
  });
  const error = decide.error ?? back.error ?? withdraw.error;
  const open = contract.state !== 'settled';
  return (
    <div className="stack stack--small">
      {error && <ErrorNote error={error} />}
      {open && (
        <div className="row no-print">
          {!row.decidedAt && contract.mayDecide && (
            <Button primary disabled={decide.isPending} onClick={() => decide.mutate()}>
              {t('contract.decideSettlement')}
            </Button>
          )}
          {!row.decidedAt && mayVerify && (
            <Act of={t('contract.settlement')} disabled={withdraw.isPending} onClick={() => withdraw.mutate()}>
              {t('contract.takeBack')}
            </Act>
          )}
          {row.decidedAt && contract.mayDecide && (
            <Act of={t('contract.settlement')} disabled={back.isPending} onClick={() => back.mutate()}>
              {t('contract.act.reopen')}
            </Act>
          )}
        </div>
      )}
    </div>
  );
}

function Carry({ contract, surplus }: { contract: Contract; surplus: Schema['Surplus'] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [cents, setCents] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const carry = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/carried', {
          params: { path: { id: contract.id } },
          body: { fromId: surplus.contractId, cents, words },
        }),
      ),
    onSuccess: refresh,
  });
  const name = surplus.reference ?? surplus.title;
  return (
    <Adding title={t('contract.carry', { name, left: money(surplus.leftCents) })} send={carry}>
      <MoneyField
        label={t('contract.amount')}
        hint={t('contract.carryHint')}
        cents={cents}
        onCents={setCents}
        pointer="/cents"
        error={carry.error}
      />
      <Field
        label={t('contract.reason')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={carry.error}
      />
    </Adding>
  );
}

function Carried({ contract, row, locked }: { contract: Contract; row: State['carried'][number]; locked: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const back = useMutation({
    mutationFn: () => unwrap(api.DELETE('/carried/{id}', { params: { path: { id: row.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.carriedBack', { name: row.other }), async () => {
        await unwrap(
          api.POST('/contracts/{id}/carried', {
            params: { path: { id: contract.id } },
            body: { fromId: row.otherId, cents: row.cents, words: row.words },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <li>
      {t(row.cents < 0 ? 'contract.carriedTo' : 'contract.carriedFrom', {
        day: date(row.onDay),
        amount: money(Math.abs(row.cents)),
      })}{' '}
      <Link to={`/contracten/${row.otherId}`}>{row.other}</Link>
      <span className="soft small">{` ${row.words} ${row.personName}`}</span>
      {back.error && <ErrorNote error={back.error} />}
      {row.cents > 0 && contract.mayDecide && !locked && (
        <div className="row no-print">
          <Act of={row.other} disabled={back.isPending} onClick={() => back.mutate()}>
            {t('contract.takeBack')}
          </Act>
        </div>
      )}
    </li>
  );
}

export function Settlement({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayVerify = useMay('contract.verify');
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'settlement'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/settlement', { params: { path: { id: contract.id } } })),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data || data.hidden || (!data.needed && data.carried.length === 0 && !data.settlement)) return null;
  const row = data.settlement ?? null;
  const locked = Boolean(row?.decidedAt) || contract.state === 'settled';
  return (
    <section className="stack stack--small" aria-labelledby="settlement">
      <h3 id="settlement">{t('contract.settlement')}</h3>
      {data.carried.length > 0 && (
        <ul className="list">
          {data.carried.map((each) => (
            <Carried key={each.id} contract={contract} row={each} locked={locked} />
          ))}
        </ul>
      )}
      {row && (
        <>
          <p>
            <Status kind={row.decidedAt ? 'done' : 'proposed'}>
              {row.decidedAt
                ? t('contract.settledBy', { name: row.decidedName ?? '', day: date(row.decidedAt) })
                : t('contract.proposedBy', { name: row.proposedName, day: date(row.onDay) })}
            </Status>{' '}
            {t(`contract.outcome.${row.outcome}`)}
          </p>
          {row.words && <p>{row.words}</p>}
          <Lines row={row} />
          <Decision contract={contract} row={row} />
        </>
      )}
      {!row && <p>{t('contract.noSettlement')}</p>}
      {!locked && contract.mayDecide && data.balanceCents < 0
        ? data.surpluses.map((each) => <Carry key={each.contractId} contract={contract} surplus={each} />)
        : null}
      {!locked && mayVerify && <ProposeSettlement contract={contract} short={data.balanceCents < 0} />}
    </section>
  );
}
