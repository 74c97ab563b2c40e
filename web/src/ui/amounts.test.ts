import { describe, expect, it } from 'vitest';
import { centsOf, euroText } from './amounts';

describe('amounts as people type them', () => {
  it.each([
    ['65', 6500],
    ['65,50', 6550],
    ['1.250.000', 125000000],
    ['€ 2.000.000,05', 200000005],
    ['12.5', 1250],
    ['0', 0],
  ])('%s', (text, cents) => expect(centsOf(text)).toBe(cents));
  it.each(['', 'veel', '-5', '1,234'])('%s is none', (text) => expect(centsOf(text)).toBeNull());
  it('are written back the same', () => expect(centsOf(euroText(6550))).toBe(6550));
});
