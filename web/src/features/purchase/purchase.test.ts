import { describe, expect, it } from 'vitest';
import { nextSteps } from './purchase';

describe('steps', () => {
  it('go forward, one back, or stop', () => {
    expect(nextSteps('preparation')).toEqual([
      'consultation',
      'published',
      'awarded',
      'running',
      'ended',
      'planned',
      'stopped',
    ]);
    expect(nextSteps('stopped')).toEqual(['planned', 'preparation']);
    expect(nextSteps('ended')).toEqual(['running']);
  });
});
