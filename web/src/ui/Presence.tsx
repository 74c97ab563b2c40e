// Who else has this page open now: "… kijkt mee". Said every fifteen seconds while the page is looked at; nothing of it is kept.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/say';
import { api, unwrap } from '../api/client';
import { useMay } from '../api/queries';

const every = 15_000;
const most = 3; // names; the rest is counted

export function Presence({ page }: { page: string }) {
  const { t } = useTranslation();
  const colleague = useMay('events.read');
  const [visit] = useState(() => Math.random().toString(36).slice(2));
  const { data } = useQuery({
    queryKey: ['presence', page],
    queryFn: () => unwrap(api.PUT('/presence', { body: { page, visit, leaving: false } })),
    enabled: colleague,
    refetchInterval: every,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (!colleague) return undefined;
    const leave = () => {
      void fetch('/api/v1/presence', {
        method: 'PUT',
        keepalive: true,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ page, visit, leaving: true }),
      }).catch(() => undefined);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [page, colleague, visit]);
  const names = data?.items.map((each) => each.name) ?? [];
  const shown = [
    ...names.slice(0, most),
    ...(names.length > most ? [t('presence.more', { count: names.length - most })] : []),
  ];
  return (
    <p className="presence small no-print" role="status">
      {names.length > 0 && t('presence.looks', { count: names.length, names: shown.join(', ') })}
    </p>
  );
}
