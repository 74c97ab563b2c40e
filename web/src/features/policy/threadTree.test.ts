import { describe, expect, it } from 'vitest';
import { branches, type Thread } from './threadTree';

const node = (kind: string, id: string) => ({
  kind,
  id,
  title: id,
  detail: '',
  themes: [],
  archived: false,
  purchases: 0,
});
const edge = (upperKind: string, upperId: string, lowerKind: string, lowerId: string) => ({
  upperKind,
  upperId,
  lowerKind,
  lowerId,
});
const thread = (nodes: Thread['nodes'], edges: Thread['edges']): Thread => ({ nodes, edges, truncated: false });

describe('branches', () => {
  it('puts a goal of two documents under both, and what has nothing above it on top', () => {
    const made = branches(
      thread(
        [node('document', 'a'), node('document', 'b'), node('goal', 'g'), node('goal', 'loose')],
        [edge('document', 'a', 'goal', 'g'), edge('document', 'b', 'goal', 'g')],
      ),
    );
    expect(made.map((each) => [each.node.id, each.below.map((child) => child.node.id)])).toEqual([
      ['a', ['g']],
      ['b', ['g']],
      ['loose', []],
    ]);
  });
  it('shows a goal once in a branch, at its deepest place', () => {
    const made = branches(
      thread(
        [node('document', 'd'), node('goal', 'high'), node('goal', 'low')],
        [
          edge('document', 'd', 'goal', 'high'),
          edge('document', 'd', 'goal', 'low'),
          edge('goal', 'high', 'goal', 'low'),
        ],
      ),
    );
    expect(made[0]?.below.map((each) => [each.node.id, each.below.map((child) => child.node.id)])).toEqual([
      ['high', ['low']],
    ]);
  });
  it('ends when a circle would make it endless', () => {
    const made = branches(
      thread([node('goal', 'x'), node('goal', 'y')], [edge('goal', 'x', 'goal', 'y'), edge('goal', 'y', 'goal', 'x')]),
      ['goal:x'],
    );
    expect(JSON.stringify(made).match(/"id":"x"/g)?.length).toBe(1);
  });
});
