import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../../src/cli/paint.js';
import { printTrace } from '../../src/cli/print-trace.js';
import { DELIVERED, DROPPED, DROPPED_BY_RULE, FILTERED, SMTP, UNROUTED } from './explanations.js';

const CASES = {
  smtp: SMTP,
  dropped: DROPPED,
  'dropped-by-rule': DROPPED_BY_RULE,
  unrouted: UNROUTED,
  filtered: FILTERED,
  delivered: DELIVERED,
};

describe('printTrace', () => {
  for (const [name, explanation] of Object.entries(CASES)) {
    it(`prints ${name}: what matters`, async () => {
      const text = printTrace(explanation, { paint: plain, all: false });
      await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
    });

    it(`prints ${name}: every step`, async () => {
      const text = printTrace(explanation, { paint: plain, all: true });
      await expect(text).toMatchFileSnapshot(`golden/${name}-all.txt`);
    });
  }

  it('colours without changing a letter', () => {
    const text = printTrace(SMTP, { paint: coloured, all: false });
    // eslint-disable-next-line no-control-regex
    expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(
      printTrace(SMTP, { paint: plain, all: false }),
    );
    expect(text).toContain('\u001b[32m→ leaves');
  });
});
