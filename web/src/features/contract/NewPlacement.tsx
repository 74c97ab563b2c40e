// Somebody who works through a contract, as the supplier reports it.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Checks, Field, Select } from '../../ui/fields';
import { DayField, NumberField } from '../../ui/values';
import { useRefresh, type Contract } from './contract';
import { Adding } from './Forms';

export function NewPlacement({ contract, tables }: { contract: Contract; tables: Schema['BlockTable'][] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const table = tables[tables.length - 1];
  const [block, setBlock] = useState(table?.blocks[0]?.code ?? '');
  const [hours, setHours] = useState<number | null>(table?.normHours ?? null);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [bonuses, setBonuses] = useState<string[]>([]);
  const [reference, setReference] = useState('');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/placements', {
          params: { path: { id: contract.id } },
          body: {
            block,
            hoursPerWeek: hours ?? 0,
            fromOn: from ?? '',
            toOn: to,
            bonuses,
            reference: reference || null,
          },
        }),
      ),
    onSuccess: async () => {
      setReference('');
      await refresh();
    },
  });
  return (
    <Adding title={t('contract.addPlacement')} send={add} disabled={from === null}>
      <div className="form__row">
        <Select
          label={t('contract.block')}
          value={block}
          onChange={setBlock}
          options={(table?.blocks ?? []).map((each) => ({ value: each.code, label: each.name }))}
          pointer="/block"
          error={add.error}
        />
        <NumberField
          label={t('contract.hours')}
          value={hours}
          onValue={setHours}
          min={0}
          max={168}
          step="0.25"
          required
          pointer="/hoursPerWeek"
          error={add.error}
        />
        <DayField label={t('contract.from')} day={from} onDay={setFrom} required pointer="/fromOn" error={add.error} />
        <DayField
          label={t('contract.to')}
          hint={t('contract.toHint')}
          day={to}
          onDay={setTo}
          pointer="/toOn"
          error={add.error}
        />
      </div>
      {(table?.bonuses.length ?? 0) > 0 && (
        <Checks
          legend={t('contract.bonuses')}
          options={(table?.bonuses ?? []).map((each) => ({ value: each.code, label: each.name }))}
          chosen={bonuses}
          onChange={setBonuses}
          pointer="/bonuses"
        />
      )}
      <Field
        label={t('contract.reference')}
        hint={t('contract.referenceHint')}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
        pointer="/reference"
        error={add.error}
      />
    </Adding>
  );
}
