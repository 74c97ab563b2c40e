// What is typed is kept until it is sent: at once on this device, so also without a line, and within two seconds on the server, so that
// it is found again on another device. The newer of the two is shown.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, unwrap } from '../../api/client';

const pause = 1000;
const placeOf = (form: string) => `tenzij.supplier.${form}`;

interface Kept {
  content: string;
  at: string;
}

function here(form: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(placeOf(form)) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
function keepHere(form: string, content: string) {
  try {
    localStorage.setItem(placeOf(form), JSON.stringify({ content, at: new Date().toISOString() }));
  } catch {
    // A full or closed storage: the server keeps it.
  }
}

async function find(form: string): Promise<Kept | null> {
  const local = here(form);
  const kept = await unwrap(api.GET('/supplier/drafts'))
    .then((answer) => answer.items.find((each) => each.form === form) ?? null)
    .catch(() => null);
  return local && (!kept || local.at > kept.at) ? local : kept;
}

// The server forgets it when the answer is sent; this device does here.
export const forgetDraft = (form: string) => localStorage.removeItem(placeOf(form));

export function useSupplierDraft<Value extends object>(form: string, start: Value) {
  const { data: found, isPending } = useQuery({
    queryKey: ['supplier-draft', form],
    queryFn: () => find(form),
    staleTime: Infinity,
    gcTime: 0,
    networkMode: 'always',
  });
  const [typed, setTyped] = useState<Value | null>(null);
  const [keptAt, setKeptAt] = useState<string | null>(null); // by the server
  const doneRef = useRef(false);
  useEffect(() => {
    if (typed === null) return undefined;
    const content = JSON.stringify(typed);
    const keep = () => {
      if (doneRef.current) return;
      unwrap(api.PUT('/supplier/drafts', { body: { form, content } })).then(
        (kept) => {
          setKeptAt(kept.at);
          if (here(form)?.content === content) forgetDraft(form);
        },
        () => undefined,
      );
    };
    const timer = setTimeout(keep, pause);
    window.addEventListener('online', keep);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', keep);
    };
  }, [typed, form]);
  return {
    value: typed ?? (found ? { ...start, ...(JSON.parse(found.content) as Partial<Value>) } : start),
    set: (next: Value) => {
      doneRef.current = false;
      keepHere(form, JSON.stringify(next));
      setTyped(next);
    },
    ready: !isPending,
    keptAt: keptAt ?? (typed === null ? (found?.at ?? null) : null),
    done: () => {
      doneRef.current = true;
      forgetDraft(form);
    },
  };
}
