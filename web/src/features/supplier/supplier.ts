// What the screens of a supplier share: its session, and the question in the same words everywhere.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Say } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date, number } from '../../format';
import type { Kind } from '../../ui/Status';

export type Moment = Schema['SupplierMoment'];

export const seen = (version: number) => ({ 'If-Match': `"${String(version)}"` });

export function useOverview() {
  return useQuery({
    queryKey: ['supplier', 'overview'],
    queryFn: () => unwrap(api.GET('/supplier/overview')),
    retry: false,
  });
}

export function useRefreshed() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['supplier'] });
}

// "in het eerste kwartaal van 2026", "in 2026", "van 30 november 2025 tot en met 27 februari 2026".
export function periodWords(t: Say, from: string, to: string): string {
  const [year = '', month = '', day = ''] = from.split('-');
  const quarters: Record<string, '1' | '2' | '3' | '4'> = { '01': '1', '04': '2', '07': '3', '10': '4' };
  const ends: Record<string, string> = { '01': '03-31', '04': '06-30', '07': '09-30', '10': '12-31' };
  const quarter = quarters[month];
  if (day === '01' && quarter && to === `${year}-${ends[month] ?? ''}`)
    return t(`supplier.period.quarter${quarter}`, { year });
  if (day === '01' && month === '01' && to === `${year}-12-31`) return t('supplier.period.year', { year });
  if (day === '01' && month === '01' && to === `${year}-06-30`) return t('supplier.period.half1', { year });
  if (day === '01' && month === '07' && to === `${year}-12-31`) return t('supplier.period.half2', { year });
  return t('supplier.period.days', { from: date(from), to: date(to) });
}

export function questionOf(t: Say, moment: Moment): string {
  const period = periodWords(t, moment.periodFrom, moment.periodTo);
  const unit = moment.indicatorUnit ?? '';
  if (!unit && !moment.indicator) return t('supplier.question.words', { title: moment.title, period });
  if (unit === '%') return t('supplier.question.percent', { title: moment.title, period });
  if (unit === '€' || unit === 'euro') return t('supplier.question.euro', { title: moment.title, period });
  return unit
    ? t('supplier.question.unit', { title: moment.title, unit, period })
    : t('supplier.question.figure', { title: moment.title, period });
}
// Whether a figure is asked, or words alone.
export const asksFigure = (moment: Moment) => Boolean(moment.indicatorUnit || moment.indicator);

// What one's own report by the VSME says about the same.
export const vsmeWords = (t: Say, language: string, moment: Moment) =>
  moment.vsme
    ? t('supplier.vsme', {
        code: moment.vsme,
        name: (language === 'en' ? moment.vsmeNameEn : moment.vsmeNameNl) ?? '',
      })
    : '';

export const figureWords = (figure: number | null | undefined, unit: string | null | undefined) =>
  figure === null || figure === undefined ? '–' : unit ? `${number(figure)} ${unit}` : number(figure);

export function shapeOf(moment: Moment): Kind {
  if (moment.late) return 'late';
  const kinds: Record<Moment['state'], Kind> = {
    planned: 'plain',
    asked: 'open',
    reported: 'proposed',
    verified: 'applied',
    partly: 'proposed',
    rejected: 'late',
    waived: 'unless',
  };
  return kinds[moment.state];
}

// Other contracts in which the same is asked for the same period.
export const alike = (moment: Moment, all: Moment[]) =>
  all.filter(
    (each) =>
      each.id !== moment.id &&
      each.periodFrom === moment.periodFrom &&
      each.periodTo === moment.periodTo &&
      each.indicator === moment.indicator &&
      each.indicatorUnit === moment.indicatorUnit &&
      (moment.indicator !== null || each.title === moment.title),
  );
