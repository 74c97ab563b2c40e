// Between what the server keeps of a goal and what the form holds.
import type { Schema } from '../../api/client';

export type GoalInput = Schema['GoalInput'];

export const emptyGoal: GoalInput = {
  title: '',
  explanation: '',
  level: 'municipal',
  themes: [],
  sdgs: [],
  unitId: null,
  ownerId: null,
  parentId: null,
  noParentReason: null,
  indicator: null,
  indicatorUnit: null,
  baseline: null,
  baselineYear: null,
  target: null,
  targetYear: null,
  path: [],
  sources: [],
};

export const fields = Object.keys(emptyGoal) as (keyof GoalInput)[];

export const isField = (name: string): name is keyof GoalInput => fields.some((each) => each === name);

export function inputOf(goal: Schema['GoalDetail']): GoalInput {
  const input = Object.fromEntries(
    fields.map((name) => [name, goal[name as keyof typeof goal] ?? null]),
  ) as unknown as GoalInput;
  return { ...input, sources: goal.sources.map(({ clauseId, quote }) => ({ clauseId, quote })) };
}

// "2027: 30" per line; what cannot be read is left for the server to name.
export function readPath(text: string): GoalInput['path'] {
  return text
    .split('\n')
    .map((line) => /^\s*(\d{4})\s*[:;=]?\s*(-?[\d.,]+)/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ year: Number(match[1]), value: Number((match[2] ?? '').replace(',', '.')) }));
}

export const writePath = (path: GoalInput['path']) =>
  path.map((each) => `${each.year}: ${String(each.value)}`).join('\n');

export function sentences(text: string): string[] {
  return (
    text
      .match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]+)*[.!?]*/g)
      ?.map((each) => each.trim())
      .filter(Boolean) ?? [text]
  );
}

// A first proposal out of the words of policy: title, year and percentage.
export function propose(quote: string): Partial<GoalInput> {
  const year = /\b(20[2-5]\d)\b/.exec(quote)?.[1];
  const percent = /(\d+(?:[.,]\d+)?)\s*(?:%|procent)/.exec(quote)?.[1];
  return {
    title: quote.replace(/[.;]$/, '').slice(0, 160),
    ...(year ? { targetYear: Number(year) } : {}),
    ...(percent ? { target: Number(percent.replace(',', '.')), indicatorUnit: '%' } : {}),
  };
}

// The fields in which what is stored now differs from what this form holds.
export function differences(mine: GoalInput, theirs: GoalInput): (keyof GoalInput)[] {
  return fields.filter((name) => JSON.stringify(mine[name] ?? null) !== JSON.stringify(theirs[name] ?? null));
}
