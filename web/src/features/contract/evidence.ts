// Files with what was reported: read once for a contract.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema, unwrap } from '../../api/client';

export type Evidence = Schema['Evidence'];
export type Owner = Evidence['owner'];

export function useEvidence(contract: string) {
  return useQuery({
    queryKey: ['contract', contract, 'evidence'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/evidence', { params: { path: { id: contract } } })),
  });
}

export function useEvidenceRefresh(contract: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['contract', contract, 'evidence'] });
}

// Where a file of one of these goes.
export const paths: Record<Owner, (contract: string, id: string) => string> = {
  moment: (contract, id) => `/contracts/${contract}/moments/${id}/evidence`,
  placement: (_, id) => `/placements/${id}/evidence`,
  effort: (_, id) => `/efforts/${id}/evidence`,
};
