// Photos and files with an answer: each is on its way as soon as it is chosen, one after the other, and stands in the draft then. Without
// a line they wait on this page and go when there is one again.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { reasonOf, sendFile } from '../../api/send';
import { type Moment, useRefreshed } from './supplier';

export interface Waiting {
  file: File;
  part: number; // 0 to 1
  offline: boolean;
  fault: string | null;
}

export interface Files {
  waiting: Waiting[];
  add: (files: File[]) => void;
  drop: (one: Waiting) => void;
  pending: boolean; // something chosen is not there yet
}

export function useFiles(moment: Moment): Files {
  const refresh = useRefreshed();
  const refreshRef = useRef(refresh);
  const queueRef = useRef<Waiting[]>([]);
  const busyRef = useRef(false);
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  useEffect(() => {
    refreshRef.current = refresh;
  });
  const show = useCallback(() => setWaiting([...queueRef.current]), []);
  const run = useCallback(async () => {
    if (busyRef.current) return;
    busyRef.current = true;
    for (;;) {
      const next = queueRef.current.find((each) => !each.offline && each.fault === null);
      if (!next) break;
      try {
        await sendFile(`/supplier/moments/${moment.id}/evidence`, next.file, (part) => {
          next.part = part;
          show();
        });
        await refreshRef.current();
        queueRef.current = queueRef.current.filter((each) => each !== next);
      } catch (error) {
        if (error instanceof ApiError && error.problem.code === 'offline') next.offline = true;
        else next.fault = reasonOf(error);
      }
      show();
    }
    busyRef.current = false;
  }, [moment.id, show]);
  useEffect(() => {
    const again = () => {
      for (const each of queueRef.current) each.offline = false;
      show();
      void run();
    };
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [run, show]);
  return {
    waiting,
    add: (files) => {
      queueRef.current = [
        ...queueRef.current.filter((each) => each.fault === null),
        ...files.map((file) => ({ file, part: 0, offline: false, fault: null })),
      ];
      show();
      void run();
    },
    drop: (one) => {
      queueRef.current = queueRef.current.filter((each) => each !== one);
      show();
    },
    pending: waiting.some((each) => each.fault === null),
  };
}
