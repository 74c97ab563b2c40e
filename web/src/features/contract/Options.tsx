// What lengthens the contract: options with their day to decide, exercised or let go, and tacit renewals as they happened.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { useRefresh, type Contract } from './contract';
import { Decide, NewOption } from './OptionForms';

type Option = Schema['ContractOption'];
const shapes: Record<Option['state'], Kind> = { open: 'open', exercised: 'applied', let_go: 'done' };

function OptionLine({ option, contract, mayEdit }: { option: Option; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [deciding, setDeciding] = useState<'exercised' | 'let_go' | null>(null);
  const path = { id: option.id };
  const name = t('contract.until', { day: date(option.until) });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contract-options/{id}', { params: { path } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.optionRemoved', { day: name }), async () => {
        const { decideBy, until, valueCents, words } = option;
        await unwrap(
          api.POST('/contracts/{id}/options', {
            params: { path: { id: contract.id } },
            body: { decideBy: decideBy ?? null, until, valueCents: valueCents ?? null, words },
          }),
        );
        await refresh();
      });
    },
  });
  const reopen = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contract-options/{id}/decision', { params: { path } })),
    onSettled: () => refresh(),
  });
  const error = remove.error ?? reopen.error;
  const facts = [
    option.valueCents === null || option.valueCents === undefined ? '' : euros(option.valueCents),
    option.state === 'open' && option.decideBy ? t('contract.decideBefore', { day: date(option.decideBy) }) : '',
    option.decidedOn ? t('contract.decidedBy', { day: date(option.decidedOn), name: option.decidedName ?? '' }) : '',
    option.words,
    option.reason ?? '',
  ].filter(Boolean);
  return (
    <li>
      <div>
        <Status kind={option.due ? 'late' : shapes[option.state]}>
          {t(option.kind === 'tacit' ? 'contract.tacit' : `contract.optionState.${option.state}`)}
        </Status>{' '}
        {name}
      </div>
      {facts.length > 0 && <div className="small">{facts.join(' · ')}</div>}
      {error && <ErrorNote error={error} />}
      {mayEdit && deciding === null && (
        <div className="row no-print">
          {option.state === 'open' && (
            <>
              {contract.state === 'in_force' && (
                <Act of={name} onClick={() => setDeciding('exercised')}>
                  {t('contract.exercise')}
                </Act>
              )}
              <Act of={name} onClick={() => setDeciding('let_go')}>
                {t('contract.letGo')}
              </Act>
              <Act of={name} disabled={remove.isPending} onClick={() => remove.mutate()}>
                {t('app.remove')}
              </Act>
            </>
          )}
          {option.state !== 'open' && (
            <Act of={name} disabled={reopen.isPending} onClick={() => reopen.mutate()}>
              {t('contract.takeBack')}
            </Act>
          )}
        </div>
      )}
      {deciding !== null && (
        <Decide option={option} exercised={deciding === 'exercised'} name={name} close={() => setDeciding(null)} />
      )}
    </li>
  );
}

// Nobody gave notice in time: it goes on, and somebody writes that down.
function Tacit({ contract, until }: { contract: Contract; until: string }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const renew = useMutation({
    mutationFn: () => unwrap(api.POST('/contracts/{id}/renewals', { params: { path: { id: contract.id } } })),
    onSettled: () => refresh(),
  });
  return (
    <div className="stack stack--small no-print">
      <p>
        <Status kind="open">{t('contract.goesOn', { day: date(until) })}</Status>
      </p>
      {renew.error && <ErrorNote error={renew.error} />}
      <div>
        <Button disabled={renew.isPending} onClick={() => renew.mutate()}>
          {t('contract.writeRenewal', { day: date(until) })}
        </Button>
      </div>
    </div>
  );
}

export function Options({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'options'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/options', { params: { path: { id: contract.id } } })),
  });
  return (
    <>
      <h3>{t('contract.options')}</h3>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('contract.noOptions')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <OptionLine key={each.id} option={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && data?.tacitUntil && <Tacit contract={contract} until={data.tacitUntil} />}
      {mayEdit && <NewOption contract={contract} />}
    </>
  );
}
