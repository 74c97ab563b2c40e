// A proposal for the settlement: fulfilled, what is short times a factor after a time to recover, or none with the reason.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Select, TextArea } from '../../ui/fields';
import { DayField, NumberField } from '../../ui/values';
import { useRefresh, type Contract } from './contract';
import { Adding } from './Forms';

const outcomes = ['fulfilled', 'claim', 'not_to_blame'] as const;
type Outcome = (typeof outcomes)[number];

export function ProposeSettlement({ contract, short }: { contract: Contract; short: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const possible = outcomes.filter((each) => (each === 'fulfilled') !== short);
  const [chosen, setChosen] = useState<Outcome>('claim');
  const outcome = possible.includes(chosen) ? chosen : (possible[0] ?? 'fulfilled');
  const [day, setDay] = useState<string | null>(null);
  const [factor, setFactor] = useState<number | null>(1);
  const [words, setWords] = useState('');
  const propose = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contracts/{id}/settlement', {
          params: { path: { id: contract.id } },
          body: {
            outcome,
            onDay: day,
            factorBp: outcome === 'claim' && factor !== null ? Math.round(factor * 10_000) : null,
            words: words || null,
          },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <Adding title={t('contract.propose')} send={propose}>
      <Select
        label={t('contract.outcomeLabel')}
        value={outcome}
        onChange={(value) => setChosen(value as Outcome)}
        options={possible.map((each) => ({ value: each, label: t(`contract.outcome.${each}`) }))}
        pointer="/outcome"
        error={propose.error}
      />
      <div className="form__row">
        <DayField
          label={t(outcome === 'claim' ? 'contract.recoverUntil' : 'contract.asOf')}
          hint={t('contract.decidedOnHint')}
          day={day}
          onDay={setDay}
          pointer="/onDay"
          error={propose.error}
        />
        {outcome === 'claim' && (
          <NumberField
            label={t('contract.factor')}
            hint={t('contract.factorHint')}
            value={factor}
            onValue={setFactor}
            min={0}
            max={10}
            step="0.01"
            pointer="/factorBp"
            error={propose.error}
          />
        )}
      </div>
      <TextArea
        label={t(outcome === 'not_to_blame' ? 'contract.reason' : 'contract.words')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={propose.error}
      />
    </Adding>
  );
}
