import type { Take } from '../../sample.js';
import { describe, expect, it } from 'vitest';
import { lintScript, linesOf } from './lint-script.js';
import { MISTAKES } from './corpus/mistakes.js';

/** Run in a small form by default, and whole in the thorough run. */
export function testMistakes(take: Take): void {
  describe('a mistake that people make', () => {
    it.each(take(MISTAKES).map((mistake) => [mistake.name, mistake] as const))(
      '%s is reported at its line',
      async (_, { script, kind, at }) => {
        const lines = script.split('\n');
        const reported = (await lintScript(script)).map((finding) => ({
          kind: finding.kind,
          at: linesOf(script, finding).map((line) => lines[(line ?? 0) - 1] ?? ''),
          text: finding.text,
        }));
        const here = reported.filter(
          (one) => one.kind === kind && one.at.some((line) => line.includes(at)),
        );
        expect(here.length > 0 ? 'found' : reported).toBe('found');
      },
    );

    it('of a rule that is there twice is reported', async () => {
      const double = 'ip rule add fwmark 0x1 lookup 101';
      const script = `ip link set lo up\nip route add unreachable default table 101\n${double}\n${double}`;
      const reported = (await lintScript(script)).filter(({ text }) =>
        text.includes('is there twice'),
      );
      expect(reported.map(({ kind, written }) => [kind, written])).toEqual([['no-effect', double]]);
    });
  });
}
