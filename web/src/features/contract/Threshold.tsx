// A later value passed the threshold of social return: nothing is asked by itself, somebody says whether it is. And exceptions.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button, ErrorNote } from '../../ui/basics';
import { TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { seen, useRefresh, type Contract } from './contract';
import { Adding, Asking } from './Forms';

type State = Schema['SocialReturnState'];

function Question({ contract, state }: { contract: Contract; state: State }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const [asked, setAsked] = useState<boolean | null>(null);
  const [reason, setReason] = useState('');
  const answer = useMutation({
    mutationFn: (value: boolean | null) =>
      unwrap(
        api.PUT('/contracts/{id}/social-return/threshold', {
          params: { path: { id: contract.id }, header: seen(contract.version) },
          body: { asked: value, reason },
        }),
      ),
    onSuccess: async () => {
      setAsked(null);
      setReason('');
      await refresh();
    },
  });
  const said = state.thresholdAsked ?? null;
  const yes = t('contract.thresholdYes');
  const no = t('contract.thresholdNo');
  if (said !== null)
    return (
      <div className="row">
        <p>{t(said ? 'contract.thresholdSaid.yes' : 'contract.thresholdSaid.no')}</p>
        {answer.error && <ErrorNote error={answer.error} />}
        {mayEdit && (
          <button
            type="button"
            className="plain no-print"
            disabled={answer.isPending}
            onClick={() => answer.mutate(null)}
          >
            {t('contract.takeBack')}
          </button>
        )}
      </div>
    );
  return (
    <div className="stack stack--small">
      <p>
        <Status kind="open">{t('contract.thresholdAsk')}</Status>
      </p>
      {mayEdit && asked === null && (
        <div className="row no-print">
          <Button onClick={() => setAsked(true)}>{yes}</Button>
          <Button onClick={() => setAsked(false)}>{no}</Button>
        </div>
      )}
      {asked !== null && (
        <Asking
          act={asked ? yes : no}
          name=""
          close={() => setAsked(null)}
          send={{ ...answer, mutate: () => answer.mutate(asked) }}
        >
          <TextArea
            label={t('contract.reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            pointer="/reason"
            error={answer.error}
          />
        </Asking>
      )}
    </div>
  );
}

function Exception({ contract, state }: { contract: Contract; state: State }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [reason, setReason] = useState('');
  const params = { path: { id: contract.id } };
  const give = (words: string) =>
    unwrap(api.PUT('/contracts/{id}/social-return/exception', { params, body: { reason: words } }));
  const exempt = useMutation({
    mutationFn: () => give(reason),
    onSuccess: async () => {
      setReason('');
      await refresh();
    },
  });
  const end = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contracts/{id}/social-return/exception', { params })),
    onSuccess: async () => {
      const before = state.exemptWords ?? '';
      await refresh();
      offer(t('contract.exemptEnded'), async () => {
        await give(before);
        await refresh();
      });
    },
  });
  const mayDecide = contract.mayDecide && contract.state !== 'settled';
  if (state.exemptWords)
    return (
      <div className="row">
        <p>
          <Status kind="unless">
            {t('contract.exempted', { name: state.exemptName ?? '', reason: state.exemptWords })}
          </Status>
        </p>
        {end.error && <ErrorNote error={end.error} />}
        {mayDecide && (
          <button type="button" className="plain no-print" disabled={end.isPending} onClick={() => end.mutate()}>
            {t('contract.takeBack')}
          </button>
        )}
      </div>
    );
  if (!mayDecide) return null;
  return (
    <Adding title={t('contract.exempt')} send={exempt}>
      <TextArea
        label={t('contract.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        pointer="/reason"
        error={exempt.error}
      />
    </Adding>
  );
}

export function Threshold({ contract, state }: { contract: Contract; state: State }) {
  return (
    <>
      {state.thresholdPassed && <Question contract={contract} state={state} />}
      <Exception contract={contract} state={state} />
    </>
  );
}
