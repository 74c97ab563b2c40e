// What the server understands of an amount or a day that somebody writes: the same reading as that of an imported file. What is
// written plainly is read here, without asking.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, unwrap } from '../api/client';
import { centsOf, dayOf } from './amounts';

// The pause after the last letter.
export function useLater(value: string, pause = 140): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return later;
}

export interface Understood<Value> {
  value: Value | null;
  message: string; // why it is not clear
  proposals: Value[]; // what it may mean, likeliest first
  waiting: boolean;
}

function useReading<Answer, Value>(
  kind: 'amount' | 'day',
  typed: string,
  plainOf: (text: string) => Value | null,
  ask: (text: string) => Promise<Answer>,
  take: (answer: Answer) => Omit<Understood<Value>, 'waiting'>,
): Understood<Value> {
  const text = typed.trim();
  const later = useLater(text, 200);
  const plain = text === '' ? null : plainOf(text);
  const asks = text !== '' && plain === null;
  const { data, error } = useQuery({
    queryKey: ['readings', kind, later],
    queryFn: () => ask(later),
    enabled: asks && later === text,
    staleTime: Infinity,
  });
  const none = { value: null, message: '', proposals: [] };
  if (!asks) return { ...none, value: plain, waiting: false };
  if (data === undefined || later !== text) return { ...none, waiting: error === null };
  return { ...take(data), waiting: false };
}

const readAmount = (text: string) => unwrap(api.GET('/readings/amount', { params: { query: { text } } }));
const readDay = (text: string) => unwrap(api.GET('/readings/day', { params: { query: { text } } }));

export const useAmount = (typed: string) =>
  useReading('amount', typed, centsOf, readAmount, ({ cents, message, proposals }) => ({
    value: cents ?? null,
    message: message ?? '',
    proposals,
  }));

export const useDay = (typed: string) =>
  useReading('day', typed, dayOf, readDay, ({ first, last, message, proposals }) => {
    const one = first && first === last ? first : null;
    // A stretch is no day: its first and last day are what may be meant.
    const ends = first && last && !one ? [first, last] : [];
    return { value: one, message: message ?? '', proposals: proposals.length > 0 ? proposals : ends };
  });
