// Names of codes in the reader's language.
import { useTranslation } from '../i18n/say';
import { useCodes, useCpv, useThemes, useUnits } from '../api/queries';

type Named = { nameNl: string; nameEn: string };

export function useNames() {
  const { i18n, t } = useTranslation();
  const themes = useThemes().data?.items ?? [];
  const codes = useCodes().data?.items ?? [];
  const cpv = useCpv().data?.items ?? [];
  const units = useUnits().data?.items ?? [];
  const pick = (named: Named | undefined, otherwise: string) =>
    named ? (i18n.language === 'en' ? named.nameEn : named.nameNl) : otherwise;
  const code = (list: string, value: string) =>
    pick(
      codes.find((each) => each.list === list && each.code === value),
      value || t('app.unknown'),
    );
  return {
    themes: themes.map((each) => ({ code: each.code, name: pick(each, each.code) })),
    instruments: codes
      .filter((each) => each.list === 'instrument')
      .map((each) => ({ code: each.code, name: pick(each, each.code) })),
    units: units.filter((each) => !each.endedOn),
    cpvDivisions: cpv
      .filter((each) => each.code.endsWith('000000'))
      .map((each) => ({ code: each.code.slice(0, 2), name: pick(each, each.code) })),
    theme: (value: string | null | undefined) =>
      pick(
        themes.find((each) => each.code === value),
        value ?? '–',
      ),
    unit: (id: string | null | undefined) => units.find((each) => each.id === id)?.name ?? t('app.noUnit'),
    cpv: (division: string) => {
      const found = cpv.find((each) => each.code === division.padEnd(8, '0'));
      return division ? `${division} ${pick(found, '')}` : t('app.unknown');
    },
    code,
    declared: (quote: string) => {
      const [field, value] = quote.split(' ');
      return code(field ?? '', value ?? '');
    },
  };
}
