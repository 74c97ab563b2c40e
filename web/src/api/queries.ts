// Reads that several features share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, expired, unwrap, type Schema } from './client';

export { expired };
export const sessionKey = ['session'] as const;

export function useInstallation() {
  return useQuery({ queryKey: ['installation'], queryFn: () => unwrap(api.GET('/installation')), staleTime: Infinity });
}

export function useSession() {
  const client = useQueryClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: async (): Promise<Schema['Current'] | null> => {
      const answer = await api.GET('/sessions/current');
      if (answer.response.status !== 401) return unwrap(Promise.resolve(answer));
      // Who was signed in stays on the page and is asked to sign in over it.
      const before = client.getQueryData<Schema['Current'] | null>(sessionKey) ?? null;
      if (before) window.dispatchEvent(new Event(expired));
      return before;
    },
    staleTime: 60_000,
  });
}

export function useThemes() {
  return useQuery({ queryKey: ['themes'], queryFn: () => unwrap(api.GET('/themes')), staleTime: Infinity });
}

export function useCodes() {
  return useQuery({ queryKey: ['codes'], queryFn: () => unwrap(api.GET('/codes')), staleTime: Infinity });
}

export function useCpv() {
  return useQuery({
    queryKey: ['cpv'],
    queryFn: () => unwrap(api.GET('/cpv-codes', { params: { query: { divisions: true } } })),
    staleTime: Infinity,
  });
}

export function useUnits() {
  return useQuery({ queryKey: ['units'], queryFn: () => unwrap(api.GET('/units')) });
}

// Units that something new can be put under: one that ended stays readable, and is no longer chosen.
export function useOpenUnits() {
  return useUnits().data?.items.filter((each) => !each.endedOn) ?? [];
}

export function useJobs() {
  const enabled = useMay('jobs.read');
  return useQuery({ queryKey: ['jobs'], queryFn: () => unwrap(api.GET('/jobs')), enabled });
}

export function usePeople() {
  return useQuery({ queryKey: ['people'], queryFn: () => unwrap(api.GET('/people')) });
}

export function useGoals(query: { theme?: string; unitId?: string; archived?: boolean } = {}) {
  return useQuery({ queryKey: ['goals', query], queryFn: () => unwrap(api.GET('/goals', { params: { query } })) });
}

export function useMay(permission: string): boolean {
  return useSession().data?.permissions.includes(permission) ?? false;
}
