// A table of building blocks: its first day, the hours of its norm, and what each group and bonus is worth in a year.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Act, Button } from '../../ui/basics';
import { Field, Select } from '../../ui/fields';
import { DayField, MoneyField, NumberField } from '../../ui/values';
import { seen, useRefresh } from './contract';
import { Asking } from './Forms';

type Table = Schema['BlockTable'];
type Amount = Schema['BlockAmount'];
export type TableStart = Partial<Schema['BlockExample']> & { name: string };

// A new row has no code yet; it gets one from its name.
const codeOf = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '_')
    .slice(0, 60);
const filled = (rows: Amount[]) =>
  rows.filter((each) => each.name.trim() !== '').map((each) => ({ ...each, code: each.code || codeOf(each.name) }));

function Rows({
  legend,
  list,
  rows,
  onRows,
  error,
}: {
  legend: string;
  list: string;
  rows: Amount[];
  onRows: (rows: Amount[]) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const set = (at: number, part: Partial<Amount>) =>
    onRows(rows.map((each, i) => (i === at ? { ...each, ...part } : each)));
  return (
    <fieldset className="fields">
      <legend>{legend}</legend>
      {rows.map((row, at) => (
        <div className="form__row" key={at}>
          <Field
            label={`${t('contract.rowName')} ${String(at + 1)}`}
            value={row.name}
            onChange={(event) => set(at, { name: event.target.value })}
            pointer={`${list}/${String(at)}/name`}
            error={error}
          />
          <MoneyField
            label={`${t('contract.rowAmount')} ${String(at + 1)}`}
            cents={row.cents}
            onCents={(cents) => set(at, { cents: cents ?? 0 })}
            pointer={`${list}/${String(at)}/cents`}
            error={error}
          />
          {list === '/blocks' && (
            <Select
              label={`${t('contract.perLabel')} ${String(at + 1)}`}
              value={row.per ?? 'year'}
              onChange={(per) => set(at, { per: per as Amount['per'] })}
              options={(['year', 'month'] as const).map((each) => ({ value: each, label: t(`contract.per.${each}`) }))}
            />
          )}
          {list === '/blocks' && (
            <NumberField
              label={`${t('contract.longestMonths')} ${String(at + 1)}`}
              value={row.longestMonths}
              onValue={(longestMonths) => set(at, { longestMonths })}
              min={1}
              pointer={`${list}/${String(at)}/longestMonths`}
              error={error}
            />
          )}
          <Act type="button" of={row.name || String(at + 1)} onClick={() => onRows(rows.filter((_, i) => i !== at))}>
            {t('contract.leaveOut')}
          </Act>
        </div>
      ))}
      <div>
        <Button type="button" onClick={() => onRows([...rows, { code: '', name: '', cents: 0, longestMonths: null }])}>
          {t('contract.addRow')}
        </Button>
      </div>
    </fieldset>
  );
}

export function BlockTableForm({ table, start, close }: { table?: Table; start?: TableStart; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [name, setName] = useState(start?.name ?? '');
  const [source, setSource] = useState(start?.source ?? '');
  const [from, setFrom] = useState<string | null>(table?.validFrom ?? null);
  const [norm, setNorm] = useState<number | null>(start?.normHours ?? null);
  const [hour, setHour] = useState<number | null>(start?.centsPerHour ?? null);
  const [day, setDay] = useState<number | null>(table?.centsPerDay ?? null);
  const [before, setBefore] = useState<number | null>(table?.begunBeforeMonths ?? null);
  const [blocks, setBlocks] = useState<Amount[]>(
    start?.blocks ?? [{ code: '', name: '', cents: 0, longestMonths: null }],
  );
  const [bonuses, setBonuses] = useState<Amount[]>(start?.bonuses ?? []);
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        name,
        source,
        validFrom: from ?? '',
        normHours: norm ?? 0,
        blocks: filled(blocks),
        bonuses: filled(bonuses),
        centsPerHour: hour,
        centsPerDay: day,
        begunBeforeMonths: before,
      };
      if (!table) return (await unwrap(api.POST('/social-return-tables', { body }))).id;
      const params = { path: { id: table.id }, header: seen(table.version) };
      return (await unwrap(api.PUT('/social-return-tables/{id}', { params, body }))).id;
    },
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  const error = save.error;
  return (
    <Asking
      act={t(table ? 'app.save' : start ? 'contract.takeOver' : 'contract.addTable')}
      name={name}
      close={close}
      send={save}
      disabled={from === null}
    >
      <div className="form__row">
        <Field
          label={t('contract.ruleName')}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          pointer="/name"
          error={error}
        />
        <Field
          label={t('contract.ruleSource')}
          required
          value={source}
          onChange={(event) => setSource(event.target.value)}
          pointer="/source"
          error={error}
        />
      </div>
      <div className="form__row">
        <DayField
          label={t('contract.validFrom')}
          day={from}
          onDay={setFrom}
          required
          pointer="/validFrom"
          error={error}
        />
        <NumberField
          label={t('contract.normHours')}
          value={norm}
          onValue={setNorm}
          min={1}
          max={168}
          step="0.25"
          required
          pointer="/normHours"
          error={error}
        />
        <MoneyField
          label={t('contract.centsPerHour')}
          cents={hour}
          onCents={setHour}
          pointer="/centsPerHour"
          error={error}
        />
        <MoneyField label={t('contract.dayMost')} cents={day} onCents={setDay} pointer="/centsPerDay" error={error} />
        <NumberField
          label={t('contract.begunBefore')}
          value={before}
          onValue={setBefore}
          min={0}
          pointer="/begunBeforeMonths"
          error={error}
        />
      </div>
      <Rows legend={t('contract.blocks')} list="/blocks" rows={blocks} onRows={setBlocks} error={error} />
      <Rows legend={t('contract.bonuses')} list="/bonuses" rows={bonuses} onRows={setBonuses} error={error} />
    </Asking>
  );
}
