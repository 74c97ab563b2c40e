// The way back: for half a minute after an act that can be undone a bar says what happened and offers to undo it. It waits as long as
// somebody is in it, and takes the focus when what had it is gone.
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { ApiError } from '../api/client';
import { Button } from './basics';

interface Done {
  text: string; // what happened: "Opgeborgen: Groenonderhoud Zuid"
  undo: () => Promise<unknown>;
}
type Say = (text: string, undo: () => Promise<unknown>) => void;

const seconds = 30;
const Context = createContext<Say>(() => undefined);

// After an act: says it, with the way back.
export const useUndo = () => useContext(Context);

function Bar({ done, close }: { done: Done; close: () => void }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const inside = useRef(false);
  useEffect(() => {
    let left = seconds;
    const clock = setInterval(() => {
      if (!inside.current) left -= 1;
      if (left <= 0) close();
    }, 1000);
    const lost = requestAnimationFrame(() => {
      if (document.activeElement === document.body || document.activeElement === null)
        bar.current?.querySelector('button')?.focus();
    });
    return () => {
      clearInterval(clock);
      cancelAnimationFrame(lost);
    };
  }, [close]);
  const undo = async () => {
    setPending(true);
    try {
      await done.undo();
      setSaid(t('undo.undone'));
    } catch (error) {
      setSaid(error instanceof ApiError ? `${t('undo.failed')} ${error.problem.detail}` : t('undo.failed'));
    }
    setPending(false);
    bar.current?.querySelector('button')?.focus();
  };
  return (
    <div
      ref={bar}
      className="undo"
      onFocus={() => (inside.current = true)}
      onBlur={() => (inside.current = false)}
      onPointerEnter={() => (inside.current = true)}
      onPointerLeave={() => (inside.current = false)}
    >
      <span>{said ?? done.text}</span>
      {said === null && (
        <Button disabled={pending} onClick={() => void undo()}>
          {t('app.undo')}
        </Button>
      )}
      <button type="button" className="plain" onClick={close}>
        {t('undo.close')}
      </button>
    </div>
  );
}

export function UndoPlace({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<Done & { key: number }>();
  const say = useCallback<Say>((text, undo) => setDone((before) => ({ text, undo, key: (before?.key ?? 0) + 1 })), []);
  const close = useCallback(() => setDone(undefined), []);
  return (
    <Context value={say}>
      {children}
      <div className="undo-place no-print" role="status" aria-label={t('undo.title')}>
        {done && <Bar key={done.key} done={done} close={close} />}
      </div>
    </Context>
  );
}
