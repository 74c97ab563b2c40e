// An option as it was agreed, and what was decided about it.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Field, TextArea } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { DayField, MoneyField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { Adding, Asking } from './Forms';

type Option = Schema['ContractOption'];

export function NewOption({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [decideBy, setDecideBy] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [cents, setCents] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/options', {
          params: { path: { id: contract.id } },
          body: { decideBy, until: until ?? '', valueCents: cents, words },
        }),
      ),
    onSuccess: async () => {
      setDecideBy(null);
      setUntil(null);
      setCents(null);
      setWords('');
      await refresh();
    },
  });
  return (
    <Adding title={t('contract.addOption')} send={add} disabled={until === null}>
      <div className="form__row">
        <DayField
          label={t('contract.decideBy')}
          day={decideBy}
          onDay={setDecideBy}
          pointer="/decideBy"
          error={add.error}
        />
        <DayField
          label={t('contract.optionUntil')}
          day={until}
          onDay={setUntil}
          required
          pointer="/until"
          error={add.error}
        />
        <MoneyField
          label={t('contract.optionValue')}
          cents={cents}
          onCents={setCents}
          pointer="/valueCents"
          error={add.error}
        />
      </div>
      <Field
        label={t('contract.words')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={add.error}
      />
    </Adding>
  );
}

export function Decide({
  option,
  exercised,
  name,
  close,
}: {
  option: Option;
  exercised: boolean;
  name: string;
  close: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [on, setOn] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contract-options/{id}/decision', {
          params: { path: { id: option.id }, header: seen(option.version) },
          body: { exercised, on, reason: reason || null },
        }),
      ),
    onSuccess: async () => {
      close();
      await refresh();
      offer(t(exercised ? 'contract.wasExercised' : 'contract.wasLetGo', { day: name }), async () => {
        await unwrap(api.DELETE('/contract-options/{id}/decision', { params: { path: { id: option.id } } }));
        await refresh();
      });
    },
  });
  return (
    <Asking act={t(exercised ? 'contract.exercise' : 'contract.letGo')} name={name} close={close} send={save}>
      <DayField
        label={t('contract.decidedOn')}
        hint={t('contract.decidedOnHint')}
        day={on}
        onDay={setOn}
        pointer="/on"
        error={save.error}
      />
      <TextArea
        label={t('contract.words')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        pointer="/reason"
        error={save.error}
      />
    </Asking>
  );
}
