// Filters that several lists have: by theme, unit and category. The word for the name in the address is the list's.
import { useTranslation } from '../i18n/say';
import { useCategories } from './criteria';
import type { Filter } from './FilterBar';
import { useNames } from './names';

export function useThemeFilter(label: string, name = 'thema'): Filter {
  const names = useNames();
  return { name, label, options: names.themes.map((each) => ({ value: each.code, label: each.name })) };
}

// With `none` also what has no unit.
export function useUnitFilter(label: string, { name = 'onderdeel', none = false } = {}): Filter {
  const { t } = useTranslation();
  const names = useNames();
  return {
    name,
    label,
    options: [
      ...names.units.map((each) => ({ value: each.id, label: each.name })),
      ...(none ? [{ value: '-', label: t('app.noUnit') }] : []),
    ],
  };
}

export function useCategoryFilter(label: string, none?: string): Filter {
  const categories = useCategories();
  return {
    name: 'categorie',
    label,
    options: [
      ...categories.items.map((each) => ({ value: each.code, label: each.name })),
      ...(none ? [{ value: '-', label: none }] : []),
    ],
  };
}
