import { describe, expect, it } from 'vitest';
import { cut } from './highlight';

describe('cut', () => {
  it('gives the whole text plain when nothing is marked', () => {
    expect(cut('Groen', [])).toEqual([{ text: 'Groen', ids: [] }]);
  });

  it('marks by characters, also after a character outside the basic plane', () => {
    const pieces = cut('🌳 CO₂-arm', [{ start: 2, end: 5, id: 'a' }]);
    expect(pieces.map((piece) => piece.text)).toEqual(['🌳 ', 'CO₂', '-arm']);
    expect(pieces[1]?.ids).toEqual(['a']);
  });

  it('keeps both ids where two spans overlap, and loses no text', () => {
    const pieces = cut('abcdef', [
      { start: 0, end: 4, id: 'x' },
      { start: 2, end: 6, id: 'y' },
    ]);
    expect(pieces.map((piece) => [piece.text, piece.ids])).toEqual([
      ['ab', ['x']],
      ['cd', ['x', 'y']],
      ['ef', ['y']],
    ]);
  });

  it('survives spans that reach outside the text', () => {
    expect(
      cut('abc', [{ start: 1, end: 99, id: 'a' }])
        .map((piece) => piece.text)
        .join(''),
    ).toBe('abc');
  });
});
