// What the screens of this room share: the parts that are public, and coming purchases in words.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useThemes } from '../../api/queries';
import { date } from '../../format';

export type Coming = Schema['ComingPurchase'];
export type Goal = Schema['PublishedGoal'];

export function usePublication() {
  return useQuery({ queryKey: ['publication'], queryFn: () => unwrap(api.GET('/publication')) });
}

// Where everybody reads it, without signing in: served by the server, so a plain link.
export const openPage = (code: string, page = '', language = 'nl') =>
  `/open/${code}${page && `/${page}`}${language === 'en' ? '?taal=en' : ''}`;

// Who works nowhere here may not read units and codes: themes alone.
export function useComing() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const themes = useThemes().data?.items ?? [];
  const pick = (nl: string | null | undefined, en: string | null | undefined) => (english ? en : nl) ?? '';
  const theme = (code: string) => {
    const found = themes.find((each) => each.code === code);
    return found ? pick(found.nameNl, found.nameEn) : code;
  };
  const quarter = (code: string) =>
    code === '-'
      ? t('publication.noDay')
      : `${t(`publication.quarter.${code.slice(5) as '1' | '2' | '3' | '4'}`)} ${code.slice(0, 4)}`;
  const bands = ['0', '1', '2', '3', '4'] as const;
  return {
    pick,
    theme,
    themes: themes.map((each) => ({ value: each.code, label: pick(each.nameNl, each.nameEn) })),
    themesOf: (of: { themes: string[] }) =>
      of.themes.length > 0 ? of.themes.map(theme).join(', ') : t('publication.noThemes'),
    quarter,
    expected: (of: { expectedOn?: string | null }, exact: boolean) => {
      if (!of.expectedOn) return t('publication.noDay');
      if (exact) return date(of.expectedOn);
      return quarter(`${of.expectedOn.slice(0, 4)}-${String(Math.ceil(Number(of.expectedOn.slice(5, 7)) / 3))}`);
    },
    band: (band: number) => t(`publication.band.${bands[band] ?? '4'}`),
    category: (of: { categoryNl?: string | null; categoryEn?: string | null }) =>
      pick(of.categoryNl, of.categoryEn) || t('publication.noCategory'),
  };
}
