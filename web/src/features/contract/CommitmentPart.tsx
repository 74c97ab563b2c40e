// One thing that was promised: what, how much, who looks, and its moments.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { useNarrow } from '../../ui/narrow';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { seen, useRefresh, type Commitment, type Contract } from './contract';
import { Doer } from './Doer';
import { Asking } from './Forms';
import { bodyOf, HowMuch, type Promised } from './HowMuch';
import { MomentLine } from './MomentLine';
import { WordingPart } from './WordingPart';

// What a weak one lacks, mended in one form.
function Mend({ commitment, contract, close }: { commitment: Commitment; contract: Contract; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [promised, setPromised] = useState<Promised>({
    figure: commitment.figure ?? null,
    unit: commitment.indicatorUnit ?? '',
    verifier: commitment.verifier ?? '',
  });
  const [day, setDay] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async () => {
      const { id, version, requirementId, partnerId, lacks, moments, ...input } = commitment;
      await unwrap(
        api.PUT('/commitments/{id}', {
          params: { path: { id }, header: seen(version) },
          body: { ...input, ...bodyOf(promised) },
        }),
      );
      const planned = ![requirementId, partnerId].includes(id) && lacks.includes('day') && moments.length === 0;
      if (planned && day)
        await unwrap(
          api.POST('/contracts/{id}/commitments/{commitment}/moments', {
            params: { path: { id: contract.id, commitment: id } },
            body: { periodFrom: contract.startOn ?? day, periodTo: day, dueOn: day },
          }),
        );
    },
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  return (
    <Asking act={t('contract.mend')} name={commitment.title} close={close} send={save}>
      <HowMuch promised={promised} set={setPromised} error={save.error}>
        {commitment.lacks.includes('day') && (
          <DayField label={t('contract.firstDay')} day={day} onDay={setDay} pointer="/dueOn" error={save.error} />
        )}
      </HowMuch>
    </Asking>
  );
}

export function CommitmentPart({
  commitment,
  contract,
  first,
}: {
  commitment: Commitment;
  contract: Contract;
  first: boolean; // on a phone only that one opens by itself
}) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const [mending, setMending] = useState(false);
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/commitments/{id}', { params: { path: { id: commitment.id } } })),
    onSuccess: async () => {
      await refresh();
      const { id, version, requirementId, partnerId, lacks, moments, ...body } = commitment;
      offer(t('contract.commitmentRemoved', { title: commitment.title }), async () => {
        await unwrap(api.POST('/contracts/{id}/commitments', { params: { path: { id: contract.id } }, body }));
        await refresh();
      });
      return [id, version, requirementId, partnerId, lacks, moments];
    },
  });
  const narrow = useNarrow();
  const late = commitment.moments.filter((each) => each.late).length;
  const verified = commitment.moments.filter((each) => each.state === 'verified' || each.state === 'partly').length;
  const reported = commitment.moments.filter((each) => each.state === 'reported').length;
  const untouched = commitment.moments.every((each) => each.state === 'planned' || each.state === 'asked');
  const heading = `commitment-${commitment.id}`;
  return (
    <article className="card stack stack--small" aria-labelledby={heading}>
      <h3 id={heading}>{commitment.title}</h3>
      <p className="soft small">
        {[
          names.theme(commitment.theme),
          t(`contract.kind.${commitment.kind}`),
          commitment.figure === null || commitment.figure === undefined
            ? ''
            : `${commitment.indicator ?? t('contract.figure')}: ${number(commitment.figure)} ${commitment.indicatorUnit ?? ''}`,
          commitment.verifier ?? '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {commitment.lacks.length > 0 && (
        <p>
          <Status kind="open">
            {t('contract.weak', { what: commitment.lacks.map((each) => t(`contract.gap.${each}`)).join(', ') })}
          </Status>
        </p>
      )}
      {commitment.moments.length > 0 && (
        <p>{t('contract.progress', { all: commitment.moments.length, verified, reported, late })}</p>
      )}
      {commitment.moments.length > 0 && (
        <details open={(late > 0 || reported > 0) && (first || !narrow)}>
          <summary>{t('contract.moments', { count: commitment.moments.length })}</summary>
          <ul className="list">
            {commitment.moments.map((each) => (
              <MomentLine key={each.id} moment={each} commitment={commitment} contract={contract} />
            ))}
          </ul>
        </details>
      )}
      <Doer
        contract={contract}
        partnerId={commitment.partnerId ?? null}
        of={commitment.title}
        mayEdit={mayEdit}
        give={(partnerId, later) =>
          unwrap(
            api.PUT('/commitments/{id}/partner', {
              params: { path: { id: commitment.id }, header: seen(commitment.version + later) },
              body: { partnerId },
            }),
          )
        }
      />
      {commitment.text && (
        <details>
          <summary>{t('contract.fullText')}</summary>
          <p className="source-text">{commitment.text}</p>
        </details>
      )}
      <WordingPart commitment={commitment} contract={contract} />
      {remove.error && <ErrorNote error={remove.error} />}
      {mayEdit && !mending && (
        <div className="row no-print">
          {commitment.lacks.length > 0 && (
            <Act of={commitment.title} onClick={() => setMending(true)}>
              {t('contract.mend')}
            </Act>
          )}
          {untouched && (
            <Act of={commitment.title} onClick={() => remove.mutate()}>
              {t('app.remove')}
            </Act>
          )}
        </div>
      )}
      {mending && <Mend commitment={commitment} contract={contract} close={() => setMending(false)} />}
    </article>
  );
}
