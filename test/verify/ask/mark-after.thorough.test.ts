import { expect, it } from 'vitest';
import { INPUT, judgeMarks, OUTPUT } from './mark-after.suite.js';

it.each([
  ['OUTPUT', OUTPUT],
  ['INPUT', INPUT],
] as const)(
  'the mark after a hook is proved as the trace states it: %s',
  { timeout: 600_000 },
  (_, host) => {
    const seen = judgeMarks(host, 1500);
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  },
);
