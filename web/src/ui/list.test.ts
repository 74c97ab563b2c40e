import { expect, it } from 'vitest';
import { offered } from './list';

it('offers the first and last page and those around this one, with gaps', () => {
  expect(offered(1, 1)).toEqual([1]);
  expect(offered(2, 3)).toEqual([1, 2, 3]);
  expect(offered(5, 20)).toEqual([1, 0, 4, 5, 6, 0, 20]);
  expect(offered(20, 20)).toEqual([1, 0, 19, 20]);
});
