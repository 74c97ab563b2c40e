// The nodes and edges of an answer as trees to read: from the top down, each record under what it was derived from.
import type { Schema } from '../../api/client';

export type Thread = Schema['Thread'];
export type ThreadNode = Schema['ThreadNode'];
export interface Branch {
  node: ThreadNode;
  below: Branch[];
}

const key = (kind: string, id: string) => `${kind}:${id}`;

const ids = (branch: Branch): string[] => [branch.node.id, ...branch.below.flatMap(ids)];

export function branches(thread: Thread, roots?: string[]): Branch[] {
  const nodes = new Map(thread.nodes.map((node) => [key(node.kind, node.id), node]));
  const below = new Map<string, string[]>();
  const lower = new Set<string>();
  for (const edge of thread.edges) {
    const from = key(edge.upperKind, edge.upperId);
    const to = key(edge.lowerKind, edge.lowerId);
    if (!nodes.has(from) || !nodes.has(to)) continue;
    below.set(from, [...(below.get(from) ?? []), to]);
    lower.add(to);
  }
  const build = (at: string, path: string[]): Branch[] => {
    const node = nodes.get(at);
    if (!node || path.includes(at)) return [];
    const children = (below.get(at) ?? []).flatMap((each) => build(each, [...path, at]));
    // A goal that stands deeper in the same branch is read there, not twice.
    const deeper = new Set(children.flatMap((child) => child.below.flatMap(ids)));
    return [{ node, below: children.filter((child) => !deeper.has(child.node.id)) }];
  };
  const top = roots ?? [...nodes.keys()].filter((each) => !lower.has(each));
  return top.flatMap((each) => build(each, []));
}

export const nodeLink = (node: ThreadNode) =>
  node.kind === 'goal'
    ? `/beleid/doelen/${node.id}`
    : node.kind === 'clause'
      ? `/beleid/documenten/${node.documentId ?? ''}#p-${node.id}`
      : node.kind === 'document'
        ? `/beleid/documenten/${node.id}`
        : node.kind === 'ambition'
          ? `/ambities/afspraken?ambitie=${node.id}`
          : node.kind === 'purchase'
            ? `/inkopen/${node.documentId ?? ''}/impact#${node.themes[0] ?? ''}`
            : node.kind === 'requirement'
              ? `/inkopen/${node.documentId ?? ''}/eisen#eis-${node.id}`
              : `/aankondigingen/${node.id}`;
