import { describe, expect, it } from 'vitest';
import { changed, type Line, linesOf, without } from './rules';

const rule = {
  nature: 'services',
  fromCents: 5_000_000,
  procedure: 'multiple_private',
  level: 'municipal',
  validFrom: '2026-01-01',
  validTo: '2029-12-31',
  verified: true,
  source: 'Beleid 2026',
};
const rules = { procedures: [rule], socialReturn: [] };

describe('own rules', () => {
  it('with a day of effect end the old one the day before', () => {
    const line: Line = { list: 'procedures', rule: { ...rule, fromCents: 3_000_000, validFrom: '2027-03-01' } };
    const after = changed(rules, 0, line).procedures.map((each) => [each.fromCents, each.validFrom, each.validTo]);
    expect(after).toEqual([
      [5_000_000, '2026-01-01', '2027-02-28'],
      [3_000_000, '2027-03-01', '2029-12-31'],
    ]);
  });

  it('from the same day on replace the old one, and a new one stands beside it', () => {
    const line: Line = { list: 'procedures', rule: { ...rule, fromCents: 1 } };
    expect(changed(rules, 0, line).procedures).toEqual([line.rule]);
    expect(linesOf(changed(rules, null, line))).toHaveLength(2);
    expect(without(rules, 0).procedures).toEqual([]);
  });
});
