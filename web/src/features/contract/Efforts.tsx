// Invoices and hours for social return beside placements: reported, and judged by somebody else.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, exactEuros, number } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Field, Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { DayField, MoneyField, NumberField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { EvidencePart } from './EvidencePart';
import { Adding, Folded } from './Forms';
import { Judged } from './Judged';

type Effort = Schema['Effort'];
const kinds = ['invoice', 'hours'] as const;

function NewEffort({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [kind, setKind] = useState<(typeof kinds)[number]>('invoice');
  const [day, setDay] = useState<string | null>(null);
  const [cents, setCents] = useState<number | null>(null);
  const [hours, setHours] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/efforts', {
          params: { path: { id: contract.id } },
          body: {
            kind,
            onDay: day ?? '',
            cents: kind === 'invoice' ? cents : null,
            hours: kind === 'hours' ? hours : null,
            words,
          },
        }),
      ),
    onSuccess: async () => {
      setCents(null);
      setHours(null);
      setWords('');
      await refresh();
    },
  });
  return (
    <Adding title={t('contract.addEffort')} send={add} disabled={day === null}>
      <div className="form__row">
        <Select
          label={t('contract.kindLabel')}
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          options={kinds.map((each) => ({ value: each, label: t(`contract.line.${each}`) }))}
        />
        <DayField
          label={t('contract.effortDay')}
          day={day}
          onDay={setDay}
          required
          pointer="/onDay"
          error={add.error}
        />
        {kind === 'invoice' ? (
          <MoneyField
            label={t('contract.effortAmount')}
            cents={cents}
            onCents={setCents}
            pointer="/cents"
            error={add.error}
          />
        ) : (
          <NumberField
            label={t('contract.effortHours')}
            value={hours}
            onValue={setHours}
            min={0}
            step="0.25"
            pointer="/hours"
            error={add.error}
          />
        )}
      </div>
      <Field
        label={t('contract.effortWords')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={add.error}
      />
    </Adding>
  );
}

function EffortLine({ effort, contract, mayEdit }: { effort: Effort; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const amount =
    effort.kind === 'invoice'
      ? exactEuros((effort.cents ?? 0) / 100)
      : t('contract.hoursCount', { hours: number(effort.hours ?? 0) });
  const name = `${t(`contract.line.${effort.kind}`)} · ${date(effort.onDay)} · ${amount} · ${effort.words}`;
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/efforts/{id}', { params: { path: { id: effort.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name }), async () => {
        const { kind, onDay, cents, hours, words } = effort;
        await unwrap(
          api.POST('/contracts/{id}/efforts', {
            params: { path: { id: contract.id } },
            body: { kind, onDay, cents: cents ?? null, hours: hours ?? null, words },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <Judged
      line={effort}
      name={name}
      judge={(state, reason) =>
        unwrap(
          api.PUT('/efforts/{id}/judgement', {
            params: { path: { id: effort.id }, header: seen(effort.version) },
            body: { state, reason },
          }),
        )
      }
      remove={mayEdit && effort.state !== 'verified' ? remove : undefined}
      files={
        <EvidencePart contract={contract} owner="effort" id={effort.id} of={name} open={effort.state !== 'verified'} />
      }
    />
  );
}

export function Efforts({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'efforts'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/efforts', { params: { path: { id: contract.id } } })),
  });
  return (
    <>
      <h3>{t('contract.efforts')}</h3>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('contract.noEfforts')}</p>}
      {data && data.items.length > 0 && (
        <Folded count={data.items.length} title={t('contract.allLines', { count: data.items.length })}>
          {data.items.map((each) => (
            <EffortLine key={each.id} effort={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </Folded>
      )}
      {mayEdit && <NewEffort contract={contract} />}
    </>
  );
}
