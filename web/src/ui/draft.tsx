// What is typed in a form is kept until it is sent: at once on this device, and within two seconds on the server, so that it is
// found again after a reload, a sign-out or on another device.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { useLocation } from 'react-router';
import { api, ApiError, unwrap, type Schema } from '../api/client';
import { useSession } from '../api/queries';
import { dateTime } from '../format';

const pause = 1200;

interface Found {
  content: string;
  at: string;
  kept: Schema['Draft'] | null; // by the server
}

// On the device, per person; gone from it once the server has it.
const placeOf = (person: string, form: string) => `tenzij.draft.${person}.${form}`;
function local(place: string): Found | null {
  try {
    const found = JSON.parse(localStorage.getItem(place) ?? 'null') as { content: string; at: string } | null;
    return found && { ...found, kept: null };
  } catch {
    return null;
  }
}
function keepLocal(place: string, content: string) {
  try {
    localStorage.setItem(place, JSON.stringify({ content, at: new Date().toISOString() }));
  } catch {
    // A full or closed storage: the server keeps it.
  }
}
function forgetLocal(place: string, content?: string) {
  if (content === undefined || local(place)?.content === content) localStorage.removeItem(place);
}

async function find(place: string, form: string): Promise<Found | null> {
  const here = local(place);
  const kept = await unwrap(api.GET('/drafts', { params: { query: { form } } }))
    .then((answer) => answer.items[0] ?? null)
    .catch(() => null);
  if (here && (!kept || here.at > kept.at)) return { ...here, kept };
  return kept && { content: kept.content, at: kept.at, kept };
}

export interface Draft<Value> {
  value: Value;
  set: (value: Value) => void;
  ready: boolean; // false until it is known whether there is a draft
  note: ReactNode;
  done: () => Promise<void>; // it was sent
  clear: () => void; // it was sent, and the form is there for a next one
}

// `form` names the form and its record, "purchase/new"; `start` is what stands in it when there is no draft.
export function useDraft<Value extends object>(form: string, title: string, start: Value): Draft<Value> {
  const { t } = useTranslation();
  const client = useQueryClient();
  const location = useLocation();
  const path = location.pathname + location.search;
  const person = useSession().data?.person.id ?? '';
  const place = placeOf(person, form);
  const { data: found, isPending } = useQuery({
    queryKey: ['drafts', person, form],
    queryFn: () => find(place, form),
    enabled: person !== '',
    staleTime: Infinity,
    gcTime: 0,
  });
  const [typed, setTyped] = useState<Value | null>(null);
  const [at, setAt] = useState<string | null>(null); // kept by the server
  const [elsewhere, setElsewhere] = useState(false);
  const keptRef = useRef<{ id: string; version: number } | null>(null);
  const closedRef = useRef(false);

  useEffect(() => {
    if (found?.kept) keptRef.current ??= { id: found.kept.id, version: found.kept.version };
  }, [found]);

  const keep = async (content: string, anyway = false) => {
    const post = (version: number | null) =>
      unwrap(api.POST('/drafts', { body: { form, title: title.slice(0, 200), path, content, version } }));
    try {
      const version = anyway ? ((await find(place, form))?.kept?.version ?? null) : (keptRef.current?.version ?? null);
      const kept = await post(version);
      if (closedRef.current) {
        await api.DELETE('/drafts/{id}', { params: { path: { id: kept.id } } });
        return;
      }
      keptRef.current = { id: kept.id, version: kept.version };
      setAt(kept.at);
      setElsewhere(false);
      forgetLocal(place, content);
    } catch (fault) {
      // Offline or signed out: it stays on this device, and the next letter tries again.
      if (fault instanceof ApiError && fault.problem.code === 'draftElsewhere') setElsewhere(true);
    }
  };

  useEffect(() => {
    if (typed === null || elsewhere) return undefined;
    const content = JSON.stringify(typed);
    const timer = setTimeout(() => void keep(content), pause);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is typed decides
  }, [typed, elsewhere]);

  const remove = async () => {
    forgetLocal(place);
    if (keptRef.current) await api.DELETE('/drafts/{id}', { params: { path: { id: keptRef.current.id } } });
    keptRef.current = null;
  };
  const clear = () => {
    setTyped(null);
    setAt(null);
    client.setQueryData(['drafts', person, form], null);
    void remove();
  };
  const value = typed ?? (found ? { ...start, ...(JSON.parse(found.content) as Partial<Value>) } : start);
  const shown = at ?? found?.at;
  const note = elsewhere ? (
    <p className="alert" role="status">
      {t('draft.elsewhere')}{' '}
      <button type="button" className="plain" onClick={() => void keep(JSON.stringify(value), true)}>
        {t('draft.goOn')}
      </button>
    </p>
  ) : shown ? (
    <p className="small soft no-print drafted">
      {t(typed === null ? 'draft.found' : 'draft.kept', { at: dateTime(shown) })}{' '}
      <button type="button" className="plain" onClick={clear}>
        {t('draft.remove')}
      </button>
    </p>
  ) : (
    // Its place is there from the start: a line that comes while one types would move the button from under the pointer.
    <p className="small soft no-print drafted">{t('draft.will')}</p>
  );
  return {
    value,
    set: (next) => {
      closedRef.current = false;
      keepLocal(place, JSON.stringify(next));
      setTyped(next);
    },
    ready: !isPending,
    note,
    done: async () => {
      closedRef.current = true;
      await remove();
      client.removeQueries({ queryKey: ['drafts', person, form] });
      await client.invalidateQueries({ queryKey: ['drafts', 'mine'] });
    },
    clear: () => {
      closedRef.current = true;
      clear();
    },
  };
}
