// What the screens of this room share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useCodes } from '../../api/queries';
import { useNames } from '../../ui/names';

export type Purchase = Schema['PurchaseDetail'];
export type ThemeView = Schema['ThemeView'];
export type Requirement = Schema['Requirement'];
export type PurchaseInput = Schema['PurchaseInput'];
export type Status = Purchase['status'];

export const statuses = [
  'planned',
  'preparation',
  'consultation',
  'published',
  'awarded',
  'running',
  'ended',
  'stopped',
] as const;
export const natures = ['works', 'supplies', 'services'] as const;
export const bands = [0, 1, 2, 3, 4] as const;
export const isPublic = (status: Status) => ['published', 'awarded', 'running', 'ended'].includes(status);
// From here on what was asked stands fixed.
export const isAwarded = (status: Status) => ['awarded', 'running', 'ended', 'stopped'].includes(status);
export const smallLimitCents = 5_000_000;

// The steps the server allows; the next one first.
export function nextSteps(status: Status): Status[] {
  const at = statuses.indexOf(status);
  if (status === 'ended') return ['running'];
  if (status === 'stopped') return ['planned', 'preparation'];
  const forward = statuses.slice(at + 1, 7);
  return [...forward, ...(at > 0 ? [statuses[at - 1] as Status] : []), 'stopped'];
}

export function usePurchase(id: string) {
  return useQuery({
    queryKey: ['purchase', id],
    queryFn: () => unwrap(api.GET('/purchases/{id}', { params: { path: { id } } })),
  });
}

// After a change everything that shows purchases, gaps, figures and the thread is read again.
export function useRefresh() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: (query) =>
        !['session', 'installation', 'themes', 'codes', 'cpv', 'units', 'people'].includes(String(query.queryKey[0])),
    });
}

export function useProcedures() {
  const { i18n } = useTranslation();
  const codes = useCodes().data?.items ?? [];
  return codes
    .filter((each) => each.list === 'buying_procedure')
    .map((each) => ({ value: each.code, label: i18n.language === 'en' ? each.nameEn : each.nameNl }));
}

export function useReasons() {
  const { i18n } = useTranslation();
  const codes = useCodes().data?.items ?? [];
  return codes
    .filter((each) => each.list === 'unless_reason')
    .map((each) => ({ value: each.code, label: i18n.language === 'en' ? each.nameEn : each.nameNl }));
}

export function useProcedureName() {
  const names = useNames();
  return (code: string | null | undefined) => (code ? names.code('buying_procedure', code) : '–');
}

export const emptyPurchase: PurchaseInput = {
  reference: null,
  title: '',
  need: '',
  category: null,
  cpv: null,
  nature: 'services',
  social: false,
  valueCents: 0,
  lots: 1,
  unitId: null,
  budgetHolderId: null,
  advisorId: null,
  contractManagerId: null,
  procedure: null,
  procedureReason: null,
  startOn: null,
  publishOn: null,
  awardOn: null,
  contractFrom: null,
  contractTo: null,
  marketParties: null,
  marketNote: '',
  otherAward: [],
};

export function inputOf(purchase: Purchase): PurchaseInput {
  return Object.fromEntries(
    Object.keys(emptyPurchase).map((key) => [key, purchase[key as keyof PurchaseInput] ?? null]),
  ) as unknown as PurchaseInput;
}
