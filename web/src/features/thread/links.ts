// Links between what was wished and what is bought: as they are asked for, and in words.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap, type Schema } from '../../api/client';
import { word } from '../../i18n';

export type Pair = Schema['LinkPair'];
export type State = 'suggested' | 'confirmed' | 'rejected';

export const keyOf = (pair: Pair) => `${pair.upper.kind}:${pair.upper.id}>${pair.lower.kind}:${pair.lower.id}`;

export function useLinkCounts() {
  return useQuery({ queryKey: ['link-counts'], queryFn: () => unwrap(api.GET('/link-counts')), staleTime: 30_000 });
}

// What was said changes figures everywhere.
export function useLinksChanged() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'links',
    });
}

const pages: Record<string, (id: string) => string> = {
  goal: (id) => `/beleid/doelen/${id}`,
  purchase: (id) => `/inkopen/${id}`,
  notice: (id) => `/aankondigingen/${id}`,
  ambition: (id) => `/ambities/afspraken?ambitie=${id}`,
};
export const pageOf = (end: Schema['LinkEnd']) => pages[end.kind]?.(end.id);

// Why a rule found it: its code and its words, "of the one · of the other".
export function useReason(): (pair: Pair) => string {
  const { t } = useTranslation();
  return (pair) => {
    const [upper = '', lower = ''] = pair.ruleWords.split(' · ');
    if (pair.rule === 'earlier' && pair.ruleWords) return t('links.rule.earlierCount', { number: pair.ruleWords });
    if (!pair.ruleWords) return t(word('links.rule', pair.rule || 'none'), { defaultValue: t('links.rule.none') });
    return lower
      ? t(word('links.because', pair.rule), { upper, lower, defaultValue: pair.ruleWords })
      : t('links.because.both', { word: upper });
  };
}

// As the address says it.
export const states = { voorstel: 'suggested', bevestigd: 'confirmed', afgewezen: 'rejected' } as const;
export const orders = { kans: 'score', doel: 'upper', inkoop: 'lower' } as const;

// What somebody says of a link that has this version.
export function decide(pair: Pair, state: State, why: string, version: number) {
  const ends = {
    upperKind: pair.upper.kind,
    upperId: pair.upper.id,
    lowerKind: pair.lower.kind,
    lowerId: pair.lower.id,
  };
  return unwrap(api.POST('/link-decisions', { body: { items: [{ ...ends, state, why, version }] } }));
}
