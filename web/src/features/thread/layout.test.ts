import { describe, expect, it } from 'vitest';
import type { Picture, PictureNode } from './asked';
import { headHeight, layout, lines, next, pathOf } from './layout';

const node = (key: string, column: number, more: Partial<PictureNode> = {}): PictureNode => ({
  key,
  column,
  kind: 'x',
  id: key,
  records: 1,
  title: key,
  number: null,
  detail: '',
  themes: [],
  unitId: null,
  owner: null,
  year: null,
  wholeId: null,
  wholeTitle: '',
  reach: 'confirmed',
  goals: 0,
  purchases: 0,
  valueCents: 0,
  requirements: 0,
  suggested: 0,
  gaps: 0,
  ...more,
});
const column = (at: number, more = {}) => ({
  column: at,
  name: 'goal',
  confirmed: 1,
  suggested: 0,
  gaps: 0,
  outside: 0,
  passed: 0,
  passedSuggested: 0,
  ...more,
});
const link = (upper: string, lower: string, confirmedPurchases: number, suggested = 0) => ({
  upper,
  lower,
  confirmed: confirmedPurchases > 0 ? 1 : 0,
  confirmedPurchases,
  confirmedCents: confirmedPurchases * 100,
  suggested,
  suggestedPurchases: suggested,
  suggestedCents: 0,
});
const picture: Picture = {
  focus: null,
  figures: { goals: 1, purchases: 3, valueCents: 0, requirements: 0, suggested: 1, gaps: 0 },
  columns: [column(1), column(2), column(4, { passed: 3, gaps: 2 }), column(5)],
  nodes: [
    node('c', 1, { purchases: 3 }),
    node('g', 2, { purchases: 3 }),
    node('p', 5, { valueCents: 100 }),
    node('q', 5, { valueCents: 900, reach: 'suggested' }),
  ],
  links: [link('c', 'g', 3), link('g', 'p', 1), link('g', 'q', 0, 1)],
  years: [],
};

describe('the layout of the picture', () => {
  const drawing = layout(picture, 'count', 1100);
  const box = (key: string) => drawing.boxes.find((each) => each.key === key);

  it('puts columns in their order and boxes below each other without overlap', () => {
    expect(drawing.columns.map((each) => each.x)).toEqual(
      [...drawing.columns.map((each) => each.x)].sort((a, b) => a - b),
    );
    for (const each of drawing.columns) {
      const here = drawing.boxes.filter((one) => one.column === each.column).sort((a, b) => a.y - b.y);
      expect(here[0]?.y).toBe(headHeight);
      here.forEach((one, i) =>
        expect(one.y).toBeGreaterThanOrEqual(i > 0 ? (here[i - 1]?.y ?? 0) + (here[i - 1]?.height ?? 0) : 0),
      );
    }
  });

  it('leads a link past a column through what says so, and tells confirmed from suggested', () => {
    expect(box('passed:4')?.count).toBe(3);
    expect(box('gaps:4')?.count).toBe(2);
    const sure = drawing.ribbons.find((each) => each.key === 'g>p');
    expect(sure?.path.match(/M/g)).toHaveLength(2);
    expect(sure?.suggested).toBe(false);
    expect(drawing.ribbons.find((each) => each.key === 'g>q?')?.suggested).toBe(true);
  });

  it('is wider than the room it has rather than too narrow to read', () => {
    expect(layout(picture, 'euro', 200).width).toBeGreaterThan(500);
  });

  it('walks along ribbons and knows what hangs together', () => {
    const at = box('c');
    expect(at && next(at, 'right', drawing)?.key).toBe('g');
    expect(at && next(at, 'left', drawing)).toBeUndefined();
    const path = pathOf('p', drawing.ribbons);
    expect([path.has('c'), path.has('g'), path.has('q')]).toEqual([true, true, false]);
  });

  it('writes a title in two lines at most', () => {
    expect(lines('Helft van de inkoop circulair in 2030', 19)).toEqual(['Helft van de inkoop', 'circulair in 2030']);
    expect(lines('een twee drie vier vijf zes zeven acht negen tien', 12)).toHaveLength(2);
  });
});
