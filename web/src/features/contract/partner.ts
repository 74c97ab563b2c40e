// Who works on a contract, as its parts read it.
import { useQuery } from '@tanstack/react-query';
import { api, type Schema, unwrap } from '../../api/client';

export type Partner = Schema['Partner'];

export function usePartners(contract: string) {
  return useQuery({
    queryKey: ['contract', contract, 'partners'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/partners', { params: { path: { id: contract } } })),
  });
}
