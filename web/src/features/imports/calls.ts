// Imports of every kind have the same calls; the API document names them one by one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap, type Schema } from '../../api/client';

export const kinds = [
  'purchases',
  'criteria',
  'goals',
  'units',
  'people',
  'contracts',
  'placements',
  'enterprises',
] as const;
export type Kind = (typeof kinds)[number];
export type Preview = Schema['ImportPreview'];
export type Row = Schema['ImportRow'];
export type Note = Schema['ImportNote'];
export type Choices = Schema['ImportChoices'];

export const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word);
// Where a written row is shown, and where the kind lives.
export const recordPath = (kind: Kind, id: string) =>
  ({
    purchases: `/inkopen/${id}`,
    criteria: `/criteria/${id}`,
    goals: `/beleid/doelen/${id}`,
    units: '/organisatie',
    people: '/organisatie',
    contracts: `/contracten/${id}`,
    placements: '/contracten',
    enterprises: `/ondernemers/${id}`,
  })[kind];
export const homePath: Record<Kind, string> = {
  purchases: '/inkopen',
  criteria: '/criteria',
  goals: '/beleid/doelen',
  units: '/organisatie',
  people: '/organisatie',
  contracts: '/contracten',
  placements: '/contracten',
  enterprises: '/ondernemers',
};
// What there is now as a file of the same columns; placements are given by contract, and are no list.
export const exportPath: Partial<Record<Kind, string>> = {
  purchases: 'purchase-exports',
  criteria: 'criteria-exports',
  goals: 'policy-structure/goals',
  units: 'unit-exports',
  people: 'person-exports',
  contracts: 'contract-exports',
};

const list = (kind: Kind) => `/imports/${kind}` as '/imports/purchases';
const one = (kind: Kind) => `/imports/${kind}/{id}` as '/imports/purchases/{id}';
const choices = (kind: Kind) => `/imports/${kind}/{id}/choices` as '/imports/purchases/{id}/choices';
const step = (kind: Kind, what: 'writing' | 'undoing') =>
  `/imports/${kind}/{id}/${what}` as '/imports/purchases/{id}/writing';

export const useImports = (kind: Kind) =>
  useQuery({ queryKey: ['imports', kind], queryFn: () => unwrap(api.GET(list(kind))) });

export const useUpload = (kind: Kind) =>
  useMutation({
    mutationFn: (body: FormData) =>
      unwrap(api.POST(list(kind), { body: body as never, bodySerializer: (form) => form as unknown as FormData })),
  });

export const usePreview = (kind: Kind, id: string) =>
  useQuery({
    queryKey: ['imports', kind, id],
    queryFn: () => unwrap(api.GET(one(kind), { params: { path: { id } } })),
    refetchInterval: (query) => (['writing', 'undoing'].includes(query.state.data?.state ?? '') ? 1500 : false),
  });

// One after another, each on what the one before made of it: two quick answers are both kept.
export function useChoose(kind: Kind, id: string) {
  const client = useQueryClient();
  const key = ['imports', kind, id];
  return useMutation({
    scope: { id: key.join('/') },
    mutationFn: (change: (now: Choices) => Partial<Choices>) => {
      const now = client.getQueryData<Preview>(key)!.choices;
      return unwrap(api.PUT(choices(kind), { params: { path: { id } }, body: { ...now, ...change(now) } }));
    },
    onSuccess: (preview) => client.setQueryData(key, preview),
  });
}

export function useStep(kind: Kind, id: string, what: 'writing' | 'undoing') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST(step(kind, what), { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
