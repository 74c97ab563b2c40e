import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { Select } from '../../ui/fields';
import { useList } from '../../ui/filters';
import { useNames } from '../../ui/names';
import { filterNames } from './filters';

export function Filters({ standing }: { standing: Schema['Standing'] | undefined }) {
  const { t } = useTranslation();
  const names = useNames();
  const { params, set, change } = useList({ replace: true, preventScrollReset: true });
  const all = { value: '', label: t('app.all') };
  const now = new Date().getFullYear();
  const years = Array.from(
    { length: Math.max(1, now - Math.min(standing?.firstYear ?? now, Number(params.get('from') ?? now)) + 1) },
    (_, i) => String(now - i),
  );
  const yearOptions = [all, ...years.map((year) => ({ value: year, label: year }))];
  const select = (name: (typeof filterNames)[number], label: string, options: { value: string; label: string }[]) => (
    <Select
      key={name}
      label={label}
      value={params.get(name) ?? ''}
      options={options}
      onChange={(value) => set(name, value)}
    />
  );
  const used = filterNames.some((name) => params.get(name));
  return (
    <section className="card no-print" aria-label={t('standing.filters')}>
      <div className="filters">
        {select('from', t('standing.from'), yearOptions)}
        {select('to', t('standing.to'), yearOptions)}
        {select('unitId', t('standing.unit'), [
          all,
          ...names.units.map((unit) => ({ value: unit.id, label: unit.name })),
        ])}
        {select('cpv', t('standing.category'), [
          all,
          ...names.cpvDivisions.map((each) => ({ value: each.code, label: `${each.code} ${each.name}` })),
        ])}
        {select('nature', t('standing.nature'), [
          all,
          ...['works', 'supplies', 'services'].map((each) => ({ value: each, label: names.code('nature', each) })),
        ])}
        {select('procedure', t('standing.procedure'), [
          all,
          ...['open', 'restricted', 'neg-w-call', 'neg-wo-call', 'comp-dial', 'innovation', 'oth-single'].map(
            (each) => ({ value: each, label: names.code('procedure', each) }),
          ),
        ])}
        {select('band', t('standing.band'), [
          all,
          ...(['lt50', 'lt100', 'lt_eu', 'ge_eu', 'unknown'] as const).map((each) => ({
            value: each,
            label: t(`band.${each}`),
          })),
        ])}
        {select('threshold', t('standing.threshold'), [
          all,
          ...(['above', 'below', 'unknown'] as const).map((each) => ({ value: each, label: t(`threshold.${each}`) })),
        ])}
      </div>
      {used && (
        <button
          type="button"
          className="plain"
          onClick={() => change(Object.fromEntries([...params.keys()].map((name) => [name, ''])))}
        >
          {t('standing.clear')}
        </button>
      )}
    </section>
  );
}
