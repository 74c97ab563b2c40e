// Server-sent events: the browser keeps the line open and comes back with the last event it saw.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

export interface JobEvent {
  id: string;
  state: string;
  doneCount: number;
  totalCount: number;
}

export function useLive(enabled: boolean, onJob: (event: JobEvent) => void): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return undefined;
    const source = new EventSource('/api/v1/events');
    source.addEventListener('job', (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as JobEvent;
      onJob(event);
      void client.invalidateQueries({ queryKey: ['jobs'] });
      if (event.state === 'done')
        void client.invalidateQueries({
          predicate: (query) => query.queryKey[0] !== 'jobs' && query.queryKey[0] !== 'session',
        });
    });
    source.addEventListener('message', () => void client.invalidateQueries({ queryKey: ['messages'] }));
    // Closed for good: the sign-in behind it may have ended. Who is signed in is asked again.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) void client.invalidateQueries({ queryKey: ['session'] });
    });
    return () => source.close();
  }, [enabled, client, onJob]);
}
