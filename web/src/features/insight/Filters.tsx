// What the figures of published tenders are narrowed by; the same names narrow their rows.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { useNames } from '../../ui/names';

const natures = ['works', 'supplies', 'services'];
const procedures = ['open', 'restricted', 'neg-w-call', 'neg-wo-call', 'comp-dial', 'innovation', 'oth-single'];
const bands = ['lt50', 'lt100', 'lt_eu', 'ge_eu', 'unknown'] as const;
const thresholds = ['above', 'below', 'unknown'] as const;

export function useStandingFilters(years: string[]): Filter[] {
  const { t } = useTranslation();
  const names = useNames();
  const of = (name: string, label: string, options: { value: string; label: string }[]) => ({ name, label, options });
  const yearOptions = years.map((year) => ({ value: year, label: year }));
  return [
    of('from', t('standing.from'), yearOptions),
    of('to', t('standing.to'), yearOptions),
    useUnitFilter(t('standing.unit'), { name: 'unitId' }),
    of(
      'cpv',
      t('standing.category'),
      names.cpvDivisions.map((each) => ({ value: each.code, label: `${each.code} ${each.name}` })),
    ),
    of(
      'nature',
      t('standing.nature'),
      natures.map((each) => ({ value: each, label: names.code('nature', each) })),
    ),
    of(
      'procedure',
      t('standing.procedure'),
      procedures.map((each) => ({ value: each, label: names.code('procedure', each) })),
    ),
    of(
      'band',
      t('standing.band'),
      bands.map((each) => ({ value: each, label: t(`band.${each}`) })),
    ),
    of(
      'threshold',
      t('standing.threshold'),
      thresholds.map((each) => ({ value: each, label: t(`threshold.${each}`) })),
    ),
    { name: 'theme', label: t('app.theme'), say: names.theme, quiet: true },
    { name: 'instrument', label: t('rows.instrument'), say: (code) => names.code('instrument', code), quiet: true },
    { name: 'status', label: t('rows.what'), say: (status) => t(word('status', status)), quiet: true },
    { name: 'unassigned', label: t('app.noUnit'), quiet: true },
  ];
}

export function Filters({ standing }: { standing: Schema['Standing'] | undefined }) {
  const { params } = useList();
  const now = new Date().getFullYear();
  const years = Array.from(
    { length: Math.max(1, now - Math.min(standing?.firstYear ?? now, Number(params.get('from') ?? now)) + 1) },
    (_, i) => String(now - i),
  );
  return <FilterBar filters={useStandingFilters(years)} />;
}
