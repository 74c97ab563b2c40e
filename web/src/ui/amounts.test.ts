import { describe, expect, it } from 'vitest';
import { centsOf, dayOf, dayText, euroText } from './amounts';

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

describe('days as people type them', () => {
  it.each([
    ['1-3-2027', '2027-03-01'],
    ['01/03/27', '2027-03-01'],
    ['31.12.2026', '2026-12-31'],
    ['2027-03-01', '2027-03-01'],
  ])('%s', (text, day) => expect(dayOf(text)).toBe(day));
  it.each(['', '31-2-2027', '1 maart', '2027-13-01', '1-3'])('%s is none', (text) => expect(dayOf(text)).toBeNull());
  it('are written as they are typed', () => expect(dayText('2027-03-01')).toBe('1-3-2027'));
});
