import { describe, expect, it } from 'vitest';
import { coloured } from '../../src/cli/print/paint.js';
import { plain } from '../../src/trace/paint.js';
import { printTrace } from '../../src/trace/print-trace.js';
import * as explanations from './explanations.js';

describe('printTrace', () => {
  for (const [key, explanation] of Object.entries(explanations)) {
    const name = key.toLowerCase().replaceAll('_', '-');
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
    const text = printTrace(explanations.SMTP, { paint: coloured, all: false });
    // eslint-disable-next-line no-control-regex
    expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(
      printTrace(explanations.SMTP, { paint: plain, all: false }),
    );
    expect(text).toContain('\u001b[32m→ leaves');
  });
});
