// One moment: its period and day, what was reported, and the acts that are possible now, each in its own small form.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { Act } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { DayField, NumberField } from '../../ui/values';
import { seen, shapeOf, useRefresh, type Commitment, type Contract, type Moment } from './contract';
import { EvidencePart } from './EvidencePart';
import { Asking } from './Forms';

type Step = 'report' | 'verified' | 'partly' | 'rejected' | 'waive' | 'reopen';

function StepForm({
  step,
  moment,
  contract,
  name,
  close,
}: {
  step: Step;
  moment: Moment;
  contract: Contract;
  name: string;
  close: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [figure, setFigure] = useState(moment.figure ?? null);
  const [words, setWords] = useState(step === 'report' ? moment.words : '');
  const [rest, setRest] = useState<string | null>(null);
  const params = { path: { id: contract.id, moment: moment.id }, header: seen(moment.version) };
  const send = useMutation({
    mutationFn: () => {
      if (step === 'report')
        return unwrap(api.PUT('/contracts/{id}/moments/{moment}/report', { params, body: { figure, words } }));
      if (step === 'waive')
        return unwrap(api.PUT('/contracts/{id}/moments/{moment}/waiver', { params, body: { reason: words } }));
      if (step === 'reopen')
        return unwrap(api.PUT('/contracts/{id}/moments/{moment}/reopening', { params, body: { reason: words } }));
      return unwrap(
        api.PUT('/contracts/{id}/moments/{moment}/judgement', {
          params,
          body: { outcome: step, figure: step === 'partly' ? figure : null, reason: words || null, restDueOn: rest },
        }),
      );
    },
    onSuccess: async () => {
      close();
      await refresh();
    },
    onError: () => void refresh(),
  });
  return (
    <Asking act={t(`contract.act.${step}`)} name={name} close={close} send={send}>
      {(step === 'report' || step === 'partly') && (
        <NumberField
          label={t(step === 'report' ? 'contract.reported' : 'contract.verifiedFigure')}
          value={figure}
          onValue={setFigure}
          min={0}
          step="any"
          pointer="/figure"
          error={send.error}
        />
      )}
      {step === 'partly' && (
        <DayField label={t('contract.restDueOn')} day={rest} onDay={setRest} pointer="/restDueOn" error={send.error} />
      )}
      <TextArea
        label={t(step === 'report' ? 'contract.words' : 'contract.reason')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer={step === 'report' ? '/words' : '/reason'}
        error={send.error}
      />
    </Asking>
  );
}

function useSteps(moment: Moment, contract: Contract): Step[] {
  const mayEdit = useMay('contract.edit');
  const mayVerify = useMay('contract.verify');
  if (contract.state === 'settled') return [];
  const open = ['planned', 'asked', 'rejected'].includes(moment.state);
  const judged = ['verified', 'partly', 'rejected'].includes(moment.state);
  const steps: Step[] = [];
  if (open && mayEdit) steps.push('report');
  if (moment.state === 'reported' && mayVerify && !moment.own) steps.push('verified', 'partly', 'rejected');
  if ((open || moment.state === 'reported') && contract.mayDecide) steps.push('waive');
  if ((judged && mayVerify && !moment.own) || (moment.state === 'waived' && contract.mayDecide)) steps.push('reopen');
  return steps;
}

export function MomentLine({
  moment,
  commitment,
  contract,
}: {
  moment: Moment;
  commitment: Commitment;
  contract: Contract;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [step, setStep] = useState<Step | null>(null);
  const steps = useSteps(moment, contract);
  const period = `${date(moment.periodFrom)} – ${date(moment.periodTo)}`;
  const name = `${commitment.title}, ${period}`;
  const unit = commitment.indicatorUnit ?? '';
  // What is as it was reported is verified with one press.
  const verify = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contracts/{id}/moments/{moment}/judgement', {
          params: { path: { id: contract.id, moment: moment.id }, header: seen(moment.version) },
          body: { outcome: 'verified', figure: null, reason: null, restDueOn: null },
        }),
      ),
    onSettled: () => refresh(),
  });
  const figures = [
    moment.figure === null || moment.figure === undefined
      ? ''
      : t('contract.reportedFigure', { figure: number(moment.figure), unit }),
    moment.verifiedFigure === null || moment.verifiedFigure === undefined
      ? ''
      : t('contract.verifiedAs', { figure: number(moment.verifiedFigure), unit }),
    moment.words,
    moment.reason ?? '',
    moment.judgedName ?? moment.reportedName ?? '',
  ].filter(Boolean);
  return (
    <li id={`moment-${moment.id}`}>
      <div>
        <Status kind={shapeOf(moment)}>
          {t(moment.late ? 'contract.lateSince' : 'contract.dueOn', {
            state: t(`contract.moment.${moment.state}`),
            day: date(moment.dueOn),
          })}
        </Status>{' '}
        <span className="soft small">{period}</span>
      </div>
      {figures.length > 0 && <div className="small">{figures.join(' · ')}</div>}
      {moment.history.length > 1 && (
        <div className="soft small">{t('contract.before', { count: moment.history.length })}</div>
      )}
      <EvidencePart
        contract={contract}
        owner="moment"
        id={moment.id}
        of={name}
        open={['asked', 'rejected', 'reported'].includes(moment.state)}
      />
      {verify.error && <ErrorSummary error={verify.error} />}
      {step === null && steps.length > 0 && (
        <div className="row no-print">
          {steps.map((each) => (
            <Act
              key={each}
              of={name}
              disabled={verify.isPending}
              onClick={() => (each === 'verified' ? verify.mutate() : setStep(each))}
            >
              {t(`contract.act.${each}`)}
            </Act>
          ))}
        </div>
      )}
      {step !== null && (
        <StepForm step={step} moment={moment} contract={contract} name={name} close={() => setStep(null)} />
      )}
    </li>
  );
}
