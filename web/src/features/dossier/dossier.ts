// The documents of a purchase: read while one of them is read, and gathered by their versions.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema, unwrap } from '../../api/client';
import { sendForm } from '../../api/send';

export type Document = Schema['PurchaseDocument'];

export const kinds: Document['kind'][] = [
  'assignment_letter',
  'guide',
  'requirements',
  'award_model',
  'draft_agreement',
  'answers',
  'annex',
  'notice',
  'other',
];
// What the chooser shows first; the server looks at the bytes.
export const accepted = '.pdf,.docx,.odt,.html,.htm,.txt,.md,.xlsx,.ods,.csv,.zip';

export const busy = (each: Document) => each.state === 'waiting' || each.state === 'reading';

export function useDocuments(purchase: string, archived = false, enabled = true) {
  return useQuery({
    queryKey: ['purchase', purchase, 'documents', archived],
    queryFn: () =>
      unwrap(api.GET('/purchases/{id}/documents', { params: { path: { id: purchase }, query: { archived } } })),
    // The event that a job is done comes too; this also says how far it is.
    refetchInterval: (query) => (query.state.data?.items.some(busy) ? 1000 : false),
    enabled,
  });
}

export function useDocumentsRefresh(purchase: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['purchase', purchase, 'documents'] });
}

// One file with its kind; without one the name says it.
export function sendDocument(purchase: string, file: File, kind: string, onPart: (part: number) => void) {
  const body = new FormData();
  if (kind) body.append('kind', kind);
  body.append('files', file);
  return sendForm(`/purchases/${purchase}/documents`, body, onPart);
}

// Versions of one document together, in the order of the server: newest first.
export function bySeries(items: Document[]): [Document, ...Document[]][] {
  const out = new Map<string, [Document, ...Document[]]>();
  for (const each of items) {
    const known = out.get(each.seriesId);
    if (known) known.push(each);
    else out.set(each.seriesId, [each]);
  }
  return [...out.values()];
}
