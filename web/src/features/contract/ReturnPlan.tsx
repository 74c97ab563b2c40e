// The supplier's plan for social return: by when it is asked, and what it says once it is there.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { useRefresh, type Contract } from './contract';
import { Adding } from './Forms';

type State = Schema['SocialReturnState'];

export function ReturnPlan({ contract, state }: { contract: Contract; state: State }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const [day, setDay] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const params = { path: { id: contract.id } };
  const put = (receivedOn: string, said: string) =>
    unwrap(api.PUT('/contracts/{id}/social-return/plan', { params, body: { receivedOn, words: said } }));
  const keep = useMutation({
    mutationFn: () => put(day ?? '', words),
    onSuccess: async () => {
      setWords('');
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contracts/{id}/social-return/plan', { params })),
    onSuccess: async () => {
      const before = { on: state.planOn ?? '', words: state.planWords ?? '' };
      await refresh();
      offer(t('contract.plan.removed'), async () => {
        await put(before.on, before.words);
        await refresh();
      });
    },
  });
  if (state.planOn)
    return (
      <div className="stack stack--small">
        <p>
          <Status kind="applied">{t('contract.plan.received', { day: date(state.planOn) })}</Status> {state.planWords}
        </p>
        {remove.error && <ErrorNote error={remove.error} />}
        {mayEdit && (
          <div className="row no-print">
            <Act of={t('contract.plan.title')} disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t('app.remove')}
            </Act>
          </div>
        )}
      </div>
    );
  if (!state.planDueOn) return null;
  return (
    <>
      <p>
        <Status kind={state.planDueOn < state.on ? 'late' : 'open'}>
          {t(state.planDueOn < state.on ? 'contract.plan.late' : 'contract.plan.due', { day: date(state.planDueOn) })}
        </Status>
      </p>
      {mayEdit && (
        <Adding title={t('contract.plan.add')} send={keep} disabled={day === null}>
          <DayField
            label={t('contract.plan.on')}
            day={day}
            onDay={setDay}
            required
            pointer="/receivedOn"
            error={keep.error}
          />
          <TextArea
            label={t('contract.plan.words')}
            required
            value={words}
            onChange={(event) => setWords(event.target.value)}
            pointer="/words"
            error={keep.error}
          />
        </Adding>
      )}
    </>
  );
}
