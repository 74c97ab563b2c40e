// What the screens of this room share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema, unwrap } from '../../api/client';
import type { Kind } from '../../ui/Status';

export type Contract = Schema['ContractDetail'];
export type Commitment = Schema['Commitment'];
export type Moment = Schema['ContractMoment'];
export type State = Contract['state'];

export const states = ['draft', 'in_force', 'ended', 'terminated', 'settled'] as const;
// Of the PSO, the lowest first.
export const psoSteps = ['aspirant', 'basis', '1', '2', '3', '30+'] as const;
export const risks = ['low', 'medium', 'high'] as const;

// Forward first; the way back asks a reason.
const steps: Record<State, readonly State[]> = {
  draft: ['in_force'],
  in_force: ['ended', 'terminated', 'draft'],
  ended: ['settled', 'in_force'],
  terminated: ['settled', 'in_force'],
  settled: ['ended'],
};
export const nextStates = (state: State) => steps[state];
// What only the budget holder does.
export const decided = (from: State, to: State) =>
  [from, to].some((each) => each === 'terminated' || each === 'settled');
export const asksReason = (from: State, to: State) => to === 'terminated' || states.indexOf(to) < states.indexOf(from);

export const shapeOf = (moment: Moment): Kind => {
  if (moment.late) return 'late';
  const kinds: Record<Moment['state'], Kind> = {
    planned: 'plain',
    asked: 'open',
    reported: 'proposed',
    verified: 'applied',
    partly: 'proposed',
    rejected: 'late',
    waived: 'unless',
  };
  return kinds[moment.state];
};

export function useContract(id: string) {
  return useQuery({
    queryKey: ['contract', id],
    queryFn: () => unwrap(api.GET('/contracts/{id}', { params: { path: { id } } })),
    enabled: id !== '',
  });
}

export function useCommitments(id: string) {
  return useQuery({
    queryKey: ['contract', id, 'commitments'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/commitments', { params: { path: { id } } })),
  });
}

// After a change everything that shows contracts is read again; a purchase may have followed.
export function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['contract', 'contracts', 'purchase', 'purchases', 'social-return-rules'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}

export function useRefreshParties() {
  const client = useQueryClient();
  return () =>
    Promise.all(['parties', 'contract', 'contracts'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

// As the server keeps it: an answer to "which version did you see".
export const seen = (version: number) => ({ 'If-Match': `"${String(version)}"` });
