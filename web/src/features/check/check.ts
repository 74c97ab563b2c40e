// What the screens of the check share.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema, unwrap } from '../../api/client';
import type { Kind } from '../../ui/Status';

export type Line = Schema['DocumentCheckLine'];
export type Place = Schema['CheckPlace'];
export type Finding = Schema['DocumentFinding'];
export type Passage = Schema['DocumentPassage'];

export const states = [
  'absent',
  'contradicted',
  'twice_different',
  'weakened',
  'asked_after_all',
  'not_claimed',
  'risk',
  'in_text',
] as const;
export const kinds = ['requirement', 'theme', 'goal', 'unless', 'code', 'guard'] as const;
export const strengths = ['mention', 'ambition', 'requirement', 'weighted', 'obligation'] as const;

export const marks: Record<Line['state'], Kind> = {
  in_text: 'applied',
  weakened: 'proposed',
  contradicted: 'late',
  twice_different: 'late',
  absent: 'open',
  asked_after_all: 'unless',
  not_claimed: 'plain',
  risk: 'proposed',
};

export const useCheck = (id: string) =>
  useQuery({
    // With the documents: read again when one of them was.
    queryKey: ['purchase', id, 'documents', 'check'],
    queryFn: () => unwrap(api.GET('/purchases/{id}/document-check', { params: { path: { id } } })),
  });

// What follows from a line that was settled, or a document that was read.
export function useCheckChanged() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: (query) =>
        query.queryKey[3] === 'check' || ['document-checks', 'document-judgements'].includes(String(query.queryKey[0])),
    });
}

export const pageOfDocument = (purchase: string, document: string) => `/inkopen/${purchase}/documenten/${document}`;
export const pageOfPlace = (purchase: string, place: Place) =>
  `${pageOfDocument(purchase, place.documentId)}#p-${String(place.passage)}`;

// Where the answer to a line is given.
export function pageOfAct(purchase: string, line: Line): string | null {
  if (line.kind === 'requirement') return `/inkopen/${purchase}/eisen#eis-${line.subjectId ?? ''}`;
  if (line.kind === 'goal') return `/beleid/doelen/${line.subjectId ?? ''}`;
  if (line.kind === 'code') return `/inkopen/${purchase}/uitvraag`;
  if (line.kind === 'guard') return line.where[0] ? pageOfPlace(purchase, line.where[0]) : null;
  return `/inkopen/${purchase}/impact`;
}

export function grouped<Row>(rows: Row[], by: (row: Row) => number): Map<number, Row[]> {
  const out = new Map<number, Row[]>();
  for (const row of rows) out.set(by(row), [...(out.get(by(row)) ?? []), row]);
  return out;
}
