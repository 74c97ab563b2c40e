// The filters of "Waar staan we?" live in the address, so that a page can be sent, bookmarked and gone back to.
import type { paths } from '../../api/schema';

export type Query = NonNullable<paths['/insight/procedures']['get']['parameters']['query']>;

export const filterNames = ['from', 'to', 'unitId', 'cpv', 'procedure', 'nature', 'band', 'threshold'] as const;
export const rowNames = [...filterNames, 'unassigned', 'theme', 'instrument', 'status'] as const;

export function readQuery(params: URLSearchParams, names: readonly string[] = rowNames): Query {
  const query: Record<string, string | number> = {};
  for (const name of names) {
    const value = params.get(name);
    if (value) query[name] = name === 'from' || name === 'to' ? Number(value) : value;
  }
  return query;
}

// Address of the rows behind a number: the filters of now and what the number adds to them.
export function rowsLink(
  params: URLSearchParams,
  more: Partial<Record<(typeof rowNames)[number], string | number>>,
): string {
  const out = new URLSearchParams();
  for (const name of filterNames) {
    const value = params.get(name);
    if (value) out.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) out.set(name, String(value));
  return `/waar-staan-we/aanbestedingen?${out.toString()}`;
}
