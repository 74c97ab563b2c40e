import { describe, expect, it } from 'vitest';
import { differences, emptyGoal, propose, readPath, sentences, writePath } from './goalInput';

describe('a goal out of a sentence', () => {
  it('takes title, year and percentage from the words', () => {
    expect(propose('In 2028 bevatten onze wegen 40 procent hergebruikt materiaal.')).toEqual({
      title: 'In 2028 bevatten onze wegen 40 procent hergebruikt materiaal',
      targetYear: 2028,
      target: 40,
      indicatorUnit: '%',
    });
    expect(propose('Wij willen meer groen.')).toEqual({ title: 'Wij willen meer groen' });
  });
  it('cuts sentences, not numbers', () => {
    expect(sentences('Tot 50.000 euro kan het. Daarboven niet!')).toEqual([
      'Tot 50.000 euro kan het.',
      'Daarboven niet!',
    ]);
  });
  it('reads the path it wrote', () => {
    const path = [
      { year: 2026, value: 18 },
      { year: 2027, value: 2.5 },
    ];
    expect(readPath(writePath(path))).toEqual(path);
    expect(readPath('2026: 18,5\nonzin')).toEqual([{ year: 2026, value: 18.5 }]);
  });
  it('names the fields that two people changed differently', () => {
    expect(differences({ ...emptyGoal, title: 'a' }, { ...emptyGoal, title: 'b', target: 3 })).toEqual([
      'title',
      'target',
    ]);
  });
});
