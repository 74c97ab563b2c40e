// What a contract is, how far it is, and where it goes from here.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { Button, ErrorNote, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { asksReason, decided, nextStates, seen, useRefresh, type Contract, type State } from './contract';
import { Options } from './Options';
import { ValueChanges } from './ValueChanges';

const shapes: Record<State, Kind> = {
  draft: 'open',
  in_force: 'applied',
  ended: 'done',
  terminated: 'unless',
  settled: 'done',
};

function Move({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('contract.edit');
  const possible = nextStates(contract.state).filter((each) =>
    decided(contract.state, each) ? contract.mayDecide : mayEdit,
  );
  const [wanted, setWanted] = useState<State | ''>('');
  const [reason, setReason] = useState('');
  const move = useMutation({
    mutationFn: (state: State) =>
      unwrap(
        api.PUT('/contracts/{id}/status', {
          params: { path: { id: contract.id }, header: seen(contract.version) },
          body: { state, reason: reason || null },
        }),
      ),
    onSuccess: async () => {
      setWanted('');
      setReason('');
      await refresh();
    },
  });
  const to = possible.includes(wanted as State) ? (wanted as State) : possible[0];
  if (!to) return null;
  return (
    <form
      className="form no-print"
      aria-label={t('contract.move')}
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate(to);
      }}
    >
      <ErrorSummary error={move.error} />
      <div className="row">
        <Select
          label={t('contract.move')}
          value={to}
          onChange={(value) => setWanted(value as State)}
          options={possible.map((each) => ({ value: each, label: t(`contract.step.${each}`) }))}
          pointer="/state"
          error={move.error}
        />
        <Button type="submit" disabled={move.isPending}>
          {t('contract.doMove')}
        </Button>
      </div>
      {asksReason(contract.state, to) && (
        <TextArea
          label={t('contract.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          pointer="/reason"
          error={move.error}
        />
      )}
    </form>
  );
}

function Facts({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const value = contract.valueNowCents ?? contract.valueCents;
  const rows: [string, string][] = [
    [t('contract.party'), contract.party ?? t('contract.noParty')],
    [t('contract.value'), value === null || value === undefined ? '–' : euros(value)],
    [t('contract.term'), `${date(contract.startOn)} – ${contract.endOn ? date(contract.endOn) : t('contract.noEnd')}`],
    [t('contract.renewalLabel'), t(`contract.renewal.${contract.renewal}`, { months: contract.renewalMonths ?? 0 })],
    [t('contract.noticeOn'), contract.noticeOn ? date(contract.noticeOn) : '–'],
    [t('contract.manager'), contract.manager ?? t('contract.noManager')],
    [t('contract.holder'), contract.budgetHolder ?? '–'],
    [t('contract.coordinator'), contract.coordinator ?? '–'],
    ...(contract.ceilingCents ? [[t('contract.ceiling'), euros(contract.ceilingCents)] as [string, string]] : []),
    ...(contract.indexClause ? [[t('contract.indexClause'), contract.indexClause] as [string, string]] : []),
    [t('contract.riskLabel'), contract.risk ? t(`contract.risk.${contract.risk}`) : '–'],
  ];
  return (
    <dl className="facts">
      {rows.map(([label, text]) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Head({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit');
  const send = (away: boolean) => {
    const params = { path: { id: contract.id } };
    return unwrap(
      away ? api.PUT('/contracts/{id}/archiving', { params }) : api.DELETE('/contracts/{id}/archiving', { params }),
    );
  };
  const archive = useMutation({
    mutationFn: send,
    onSuccess: async (_, away) => {
      await refresh();
      offer(t(away ? 'contract.wasPutAway' : 'contract.wasRestored', { title: contract.title }), async () => {
        await send(!away);
        await refresh();
      });
    },
  });
  return (
    <>
      <PageTitle title={contract.title} crumbs={[{ to: '/contracten', label: t('contract.title') }]}>
        {mayEdit && (
          <span className="row no-print">
            <Link to={`/contracten/${contract.id}/wijzigen`}>{t('app.edit')}</Link>
            <button type="button" className="plain" onClick={() => archive.mutate(!contract.archived)}>
              {t(contract.archived ? 'contract.restore' : 'contract.putAway')}
            </button>
          </span>
        )}
      </PageTitle>
      {archive.error && <ErrorNote error={archive.error} />}
      <section className="card stack stack--small" aria-labelledby="contract-facts">
        <h2 id="contract-facts">{t('contract.facts')}</h2>
        <p>
          <Status kind={shapes[contract.state]}>{t(`contract.state.${contract.state}`)}</Status>
          {contract.stateReason && <span className="soft">{` ${contract.stateReason}`}</span>}
        </p>
        <Facts contract={contract} />
        {contract.frameworkId && (
          <p>
            {t('contract.framework')} <Link to={`/contracten/${contract.frameworkId}`}>{contract.framework}</Link>
          </p>
        )}
        {contract.purchaseId && (
          <p>
            <Link to={`/inkopen/${contract.purchaseId}`}>{t('contract.ofPurchase', { title: contract.purchase })}</Link>
          </p>
        )}
        <Move contract={contract} />
      </section>
      <section className="card stack stack--small" aria-labelledby="contract-value">
        <h2 id="contract-value">{t('contract.valueAndTerm')}</h2>
        <ValueChanges contract={contract} />
        <Options contract={contract} />
      </section>
    </>
  );
}
