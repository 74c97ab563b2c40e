// What the screens of this room share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { number, percent } from '../../format';
import type { Kind } from '../../ui/Status';

export type Line = Schema['MeasurementLine'];
export type Measurement = Schema['Measurement'];
export type Indicator = Schema['Indicator'];
export type Unit = Schema['MeasureUnit'];
export type Stands = Line['stands'];

export const stands = ['verified', 'reported', 'estimated', 'asked', 'aside', 'rejected', 'withdrawn'] as const;
export const certainties = ['measured', 'calculated', 'estimated', 'stated'] as const;
export const levels = ['input', 'output', 'outcome', 'impact'] as const;

export const shapeOf: Record<Stands, Kind> = {
  verified: 'applied',
  reported: 'proposed',
  estimated: 'open',
  asked: 'late',
  aside: 'plain',
  rejected: 'unless',
  withdrawn: 'plain',
};

// What can be measured, with the units; the few of them are read once.
export function useIndicators() {
  const { i18n } = useTranslation();
  const english = i18n.language === 'en';
  const { data, error } = useQuery({
    queryKey: ['indicators'],
    queryFn: () => unwrap(api.GET('/indicators', { params: { query: { retired: true } } })),
    staleTime: Infinity,
  });
  const units = data?.units ?? [];
  const unitOf = (code: string | null | undefined) => units.find((each) => each.code === code);
  const unit = (code: string | null | undefined) => {
    const found = unitOf(code);
    return found ? (english ? found.nameEn : found.nameNl) : (code ?? '');
  };
  return {
    items: data?.items ?? [],
    units,
    error,
    known: data !== undefined,
    find: (code: string) => data?.items.find((each) => each.code === code),
    unitOf,
    unit,
    name: (each: { nameNl: string; nameEn: string }) => (english ? each.nameEn : each.nameNl),
    pick: (nl: string, en: string) => (english ? en : nl),
    // The units in which a figure may be given: those that add, and of a share those of its two numbers.
    unitsFor: (indicator: Indicator) => {
      const own = unitOf(indicator.unit);
      return units.filter((each) => each.dimension === (own?.partOf ?? own?.dimension));
    },
    // "12,5 ton", or of a share "30 % (300 van 1.000 kg)".
    figure: (of: Pick<Line, 'unit' | 'value' | 'part' | 'whole'>) =>
      of.part !== null && of.part !== undefined && of.whole !== null && of.whole !== undefined
        ? `${of.whole === 0 ? '–' : percent(of.part / of.whole)} (${number(of.part)} / ${number(of.whole)} ${unit(of.unit)})`
        : `${number(of.value ?? 0)} ${unit(of.unit)}`,
  };
}

export function useMeasurement(id: string) {
  return useQuery({
    queryKey: ['measurement', id],
    queryFn: () => unwrap(api.GET('/measurements/{id}', { params: { path: { id } } })),
    enabled: id !== '',
  });
}

// After a change everything that shows figures is read again.
export function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['measurement', 'measurements', 'goal-results', 'gaps'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

// An answer to "which version did you see".
export const seen = (version: number) => ({ 'If-Match': `"${String(version)}"` });
