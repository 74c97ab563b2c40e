// Calls and choices that the parts of the team share.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { usePeople } from '../../api/queries';

export function useTeamMutation<In>(call: (input: In) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () =>
      Promise.all([['team'], ['mandates'], ['contacts']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function usePersonOptions() {
  const people = usePeople().data?.items ?? [];
  return [{ value: '', label: '–' }, ...people.map((each) => ({ value: each.id, label: each.name }))];
}
