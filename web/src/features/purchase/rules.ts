// Own rules as lines of one table, and what a change does to them: from its day of effect the new line holds, until the day before
// the old one, so that purchases of then keep their rule.
import type { Schema } from '../../api/client';

export type RulesInput = Pick<Schema['PurchaseRules'], 'procedures' | 'socialReturn'>;
export type ProcedureRule = RulesInput['procedures'][number];
export type SocialReturnRule = RulesInput['socialReturn'][number];
export type Line = { list: 'procedures'; rule: ProcedureRule } | { list: 'socialReturn'; rule: SocialReturnRule };

export const linesOf = (rules: RulesInput): Line[] => [
  ...rules.procedures.map((rule): Line => ({ list: 'procedures', rule })),
  ...rules.socialReturn.map((rule): Line => ({ list: 'socialReturn', rule })),
];

const rulesOf = (lines: Line[]): RulesInput => ({
  procedures: lines.flatMap((each) => (each.list === 'procedures' ? [each.rule] : [])),
  socialReturn: lines.flatMap((each) => (each.list === 'socialReturn' ? [each.rule] : [])),
});

export const dayBefore = (day: string) =>
  new Date(new Date(`${day}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);

export function changed(rules: RulesInput, at: number | null, line: Line): RulesInput {
  const lines = linesOf(rules);
  const old = at === null ? undefined : lines[at];
  if (!old) return rulesOf([...lines, line]);
  if (line.rule.validFrom <= old.rule.validFrom)
    return rulesOf(lines.map((each, index) => (index === at ? line : each)));
  const ended = { ...old, rule: { ...old.rule, validTo: dayBefore(line.rule.validFrom) } } as Line;
  return rulesOf([...lines.map((each, index) => (index === at ? ended : each)), line]);
}

export const without = (rules: RulesInput, at: number): RulesInput =>
  rulesOf(linesOf(rules).filter((_, index) => index !== at));
