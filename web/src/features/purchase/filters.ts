// Filters of lists of purchases and what hangs on them, in the address and as the API takes them.
import { useTranslation } from '../../i18n/say';
import type { Filter } from '../../ui/FilterBar';
import { useCategoryFilter, useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { bands, statuses } from './purchase';

const states = ['open', 'proposed', 'applied', 'unless'] as const;

// The address's filters as the API takes them.
export function filterOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) ?? '';
  const status = value('status');
  return {
    statuses: status === 'komend' ? ['planned', 'preparation', 'consultation'] : status ? [status] : [],
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('onderdeel') === '-' ? { noUnit: true } : value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('alleen') ? { unitOnly: true } : {}),
    ...(value('geteld') ? { counted: true } : {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('categorie') === '-' ? { noCategory: true } : value('categorie') ? { category: value('categorie') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('besluit') ? { state: value('besluit') as (typeof states)[number] } : {}),
    ...(value('jaar') ? { year: Number(value('jaar')) } : {}),
    ...(value('waarde') ? { band: Number(value('waarde')) } : {}),
    ...(value('klein') ? { small: value('klein') === 'ja' } : {}),
    ...(value('onbeslist') ? { undecided: value('onbeslist') !== 'nee' } : {}),
    ...(value('toch') ? { anyway: true } : {}),
    ...(value('openbaar') ? { open: value('openbaar') === 'ja' } : {}),
    ...(value('archief') ? { archived: true } : {}),
  };
}

export function useBandFilter(): Filter {
  const { t } = useTranslation();
  return {
    name: 'waarde',
    label: t('purchase.band'),
    options: bands.map((each) => ({ value: String(each), label: t(`purchase.bands.${each}`) })),
  };
}

export function useYearFilter(years: number[]): Filter {
  const { t } = useTranslation();
  return {
    name: 'jaar',
    label: t('purchase.year'),
    options: years.map((each) => ({ value: String(each), label: String(each) })),
  };
}

export function usePurchaseFilters(): Filter[] {
  const { t } = useTranslation();
  const unit = useUnitFilter(t('purchase.unit'), { none: true });
  const category = useCategoryFilter(t('purchase.category'), t('purchase.noCategory'));
  const theme = useThemeFilter(t('app.theme'));
  const band = useBandFilter();
  const year = new Date().getUTCFullYear();
  const years = useYearFilter([year + 2, year + 1, year, year - 1, year - 2, year - 3]);
  return [
    {
      name: 'status',
      label: t('purchase.statusLabel'),
      options: [
        { value: 'komend', label: t('purchase.coming') },
        ...statuses.map((each) => ({ value: each, label: t(`purchase.status.${each}`) })),
      ],
    },
    unit,
    category,
    band,
    years,
    theme,
    {
      name: 'besluit',
      label: t('purchase.decision'),
      options: states.map((each) => ({ value: each, label: t(`purchase.state.${each}`) })),
    },
    {
      name: 'klein',
      label: t('purchase.size'),
      options: [
        { value: 'ja', label: t('purchase.onlySmall') },
        { value: 'nee', label: t('purchase.noSmall') },
      ],
    },
    { name: 'mijn', label: t('purchase.mine') },
    {
      name: 'onbeslist',
      label: t('purchase.decisions'),
      options: [
        { value: 'ja', label: t('purchase.onlyUndecided') },
        { value: 'nee', label: t('purchase.onlyDecided') },
      ],
    },
    {
      name: 'openbaar',
      label: t('purchase.opening'),
      options: [
        { value: 'ja', label: t('purchase.onlyOpen') },
        { value: 'nee', label: t('purchase.notOpen') },
      ],
    },
    { name: 'archief', label: t('purchase.archive') },
    { name: 'alleen', label: t('purchase.unitOnly'), quiet: true },
    { name: 'geteld', label: t('purchase.counted'), quiet: true },
    { name: 'toch', label: t('purchase.anywayOnly'), quiet: true },
  ];
}
