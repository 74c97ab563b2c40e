// The room as it changes: one line (server-sent events), merged into one state. A line that breaks comes back by itself and
// begins with the whole state, so nothing has to be remembered here.
import { useEffect, useState } from 'react';
import type { Schema } from '../../api/client';

export const phases = [
  'lobby',
  'explain',
  'score',
  'reveal',
  'dialogue',
  'second_score',
  'second_reveal',
  'agree',
] as const;
export type Phase = (typeof phases)[number];

export interface RoomState {
  step?: {
    title: string;
    status: 'prepared' | 'running' | 'closed';
    version: number;
    position: number;
    phase: Phase;
    timerEndsAt: string | null;
    code: string | null;
    themes: { position: number; code: string; title: string; state: string; agreedLevel: number | null }[];
  };
  theme?: Schema['SessionTheme'] | null;
  count?: { joined: number; scored: number; roles: { role: string; count: number }[] };
  result?: { first: Schema['Tally'] | null; second: Schema['Tally'] | null };
  notes?: Schema['Note'][];
}

export const levelNumbers = [0, 1, 2, 3] as const;
export const roundOf = (phase: Phase) => (phase === 'score' ? 1 : phase === 'second_score' ? 2 : 0);
export const showCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`;

// What no second try mends: signed out, not allowed, or not there.
export const isRefusal = (status: number) => status === 401 || status === 403 || status === 404;

// Undefined: no line yet. `gone`: the server refuses the line (removed, signed out).
export function useRoom(url: string, onRefused?: () => void): { state: RoomState; online: boolean } {
  const [state, setState] = useState<RoomState>({});
  const [online, setOnline] = useState(true);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const open = () => {
      source = new EventSource(url);
      source.onopen = () => setOnline(true);
      source.addEventListener('state', (message: MessageEvent<string>) => {
        const sections = JSON.parse(message.data) as RoomState;
        setOnline(true);
        setState((before) => ({ ...before, ...sections }));
      });
      source.onerror = () => {
        setOnline(false);
        // The browser tries again by itself, unless the answer was no stream: a server that is just starting, or a refusal.
        if (source?.readyState !== EventSource.CLOSED || stopped) return;
        void fetch(url, {
          method: 'GET',
          headers: { Accept: 'text/event-stream' },
          signal: AbortSignal.timeout(4000),
        }).then(
          (answer) => {
            void answer.body?.cancel();
            if (isRefusal(answer.status)) onRefused?.();
            else timer = setTimeout(open, 500 + Math.random() * 1500);
          },
          () => {
            timer = setTimeout(open, 500 + Math.random() * 1500);
          },
        );
      };
    };
    open();
    return () => {
      stopped = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [url, onRefused]);
  return { state, online };
}

// Seconds until the timer ends; nothing without one.
export function useCountdown(endsAt: string | null | undefined): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!endsAt) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [endsAt]);
  return endsAt ? Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1000)) : null;
}
