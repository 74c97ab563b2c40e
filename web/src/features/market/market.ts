// What the screens of the market share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';

export type Enterprise = Schema['EnterpriseDetail'];
export type EnterpriseInput = Schema['EnterpriseInput'];
export type Line = Schema['EnterpriseLine'];
export type Offering = Schema['Offering'];
export type Evidence = Schema['HeldCertificate'];

export const seen = (version: number) => ({ 'If-Match': `"${String(version)}"` });
export const kinds = ['product', 'service', 'work'] as const;
export const sizes = ['micro', 'small', 'medium', 'large'] as const;
export const forms = [
  'sole_trader',
  'partnership',
  'bv',
  'nv',
  'foundation',
  'association',
  'cooperative',
  'public_body',
  'foreign',
] as const;
// As many as can be read beside each other.
export const mostCompared = 3;

export const useEnterprise = (id: string) =>
  useQuery({
    queryKey: ['enterprises', 'one', id],
    queryFn: () => unwrap(api.GET('/enterprises/{id}', { params: { path: { id } } })),
    enabled: id !== '',
  });

export function useCertificates() {
  const { i18n } = useTranslation();
  const items = useQuery({
    queryKey: ['certificates'],
    queryFn: () => unwrap(api.GET('/certificates')),
    staleTime: Infinity,
  }).data?.items;
  const english = i18n.language === 'en';
  return {
    items: items ?? [],
    name: (code: string) => items?.find((each) => each.code === code)?.name ?? code,
    proves: (code: string) => {
      const found = items?.find((each) => each.code === code);
      return found ? (english ? found.provesEn : found.provesNl) : '';
    },
    check: (code: string) => {
      const found = items?.find((each) => each.code === code);
      return found ? { text: english ? found.checkEn : found.checkNl, site: found.site } : null;
    },
  };
}

export function useRefreshMarket() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['enterprises'] });
    await client.invalidateQueries({ queryKey: ['matches'] });
  };
}

export const inputOf = (it: Enterprise | undefined): EnterpriseInput => ({
  name: it?.name ?? '',
  otherNames: it?.otherNames ?? [],
  kvk: it?.kvk ?? null,
  branch: it?.branch ?? null,
  legalForm: it?.legalForm ?? null,
  address: it?.address ?? null,
  place: it?.place ?? null,
  description: it?.description ?? '',
  themes: it?.themes ?? [],
  targetGroups: it?.targetGroups ?? [],
  size: it?.size ?? null,
  radiusKm: it?.radiusKm ?? null,
  website: it?.website ?? null,
  contactRole: it?.contactRole ?? null,
  email: it?.email ?? null,
  shared: it?.shared ?? false,
  source: it?.source ?? null,
  offerings: it?.offerings ?? [],
  evidence: it?.evidence ?? [],
});
