// What can be done with a measurement now: verify, reject, judge again, say which counts, withdraw; each with its way back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { seen, useRefresh, type Measurement } from './measure';

type Step = 'verified' | 'rejected' | 'reopen' | 'this_one' | 'both' | 'other';

const at = (of: Measurement) => ({ path: { id: of.id }, header: seen(of.version) });
const judge = (of: Measurement, state: Measurement['state'], reason: string) =>
  unwrap(api.PUT('/measurements/{id}/judgement', { params: at(of), body: { state, reason: reason || null } }));
const choose = (of: Measurement, choice: 'this_one' | 'both' | 'other', reason: string) =>
  unwrap(api.PUT('/measurements/{id}/choice', { params: at(of), body: { choice, reason } }));
const askAgain = (of: Measurement) => unwrap(api.PUT('/measurements/{id}/question', { params: at(of) }));
const withdraw = (of: Measurement) => unwrap(api.PUT('/measurements/{id}/withdrawal', { params: at(of) }));
const restore = (of: Measurement) => unwrap(api.PUT('/measurements/{id}/restoration', { params: at(of) }));

function useSteps(of: Measurement): Step[] {
  const mayEdit = useMay('measure.edit');
  const mayVerify = useMay('measure.verify');
  if (of.stands === 'withdrawn') return [];
  if (of.stands === 'asked' && mayEdit) {
    const twice = of.questions.includes('period_twice');
    if (of.questions.includes('other_unit')) return ['other'];
    return twice ? ['this_one', 'other', 'both'] : ['both', 'other'];
  }
  if (!mayVerify || of.own) return [];
  return of.state === 'reported' ? ['verified', 'rejected'] : ['reopen'];
}

function StepForm({ step, of, close }: { step: Step; of: Measurement; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [reason, setReason] = useState('');
  const send = useMutation({
    mutationFn: () =>
      step === 'verified' || step === 'rejected'
        ? judge(of, step, reason)
        : step === 'reopen'
          ? judge(of, 'reported', reason)
          : choose(of, step, reason),
    onSuccess: async (after) => {
      close();
      await refresh();
      if (step === 'this_one' || step === 'both' || step === 'other')
        offer(t('measure.answered', { title: of.title }), async () => {
          await askAgain(after);
          await refresh();
        });
    },
    onError: () => void refresh(),
  });
  return (
    <form
      className="form no-print"
      aria-label={t(`measure.act.${step}`)}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <ErrorSummary error={send.error} />
      <TextArea
        label={step === 'verified' ? t('measure.remark') : t('measure.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        pointer="/reason"
        error={send.error}
      />
      <div className="row">
        <Button type="submit" primary disabled={send.isPending}>
          {t(`measure.act.${step}`)}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

export function Acts({ measurement }: { measurement: Measurement }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('measure.edit');
  const steps = useSteps(measurement);
  const [step, setStep] = useState<Step | null>(null);
  const away = measurement.stands === 'withdrawn';
  const move = useMutation({
    mutationFn: () => (away ? restore(measurement) : withdraw(measurement)),
    onSuccess: async (after) => {
      await refresh();
      offer(t(away ? 'measure.wasRestored' : 'measure.wasWithdrawn', { title: measurement.title }), async () => {
        await (away ? withdraw(after) : restore(after));
        await refresh();
      });
    },
    onError: () => void refresh(),
  });
  if (step !== null) return <StepForm step={step} of={measurement} close={() => setStep(null)} />;
  return (
    <div className="stack stack--small no-print">
      {move.error && <ErrorSummary error={move.error} />}
      <div className="row">
        {steps.map((each, i) => (
          <Button key={each} primary={i === 0} onClick={() => setStep(each)}>
            {t(`measure.act.${each}`)}
          </Button>
        ))}
        {mayEdit && (
          <Button disabled={move.isPending} onClick={() => move.mutate()}>
            {t(away ? 'measure.restore' : 'measure.withdraw')}
          </Button>
        )}
      </div>
    </div>
  );
}
