import type { Take } from '../../sample.js';
import { describe, expect, it } from 'vitest';
import { lintScript, linesOf } from './lint-script.js';
import { FAULTY, faultyScript, SOUND } from './corpus/set-ups.js';
import { SOUND_VARIATIONS } from './corpus/sound-variations.js';

/** Run in a small form by default, and whole in the thorough run. */
export function testSetUps(take: Take): void {
  describe('a sound set-up', () => {
    it.each(
      take([...SOUND, ...SOUND_VARIATIONS]).map(({ name, script }) => [name, script] as const),
    )('%s has no finding', async (_, script) => {
      expect((await lintScript(script)).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([]);
    });
  });

  describe('a set-up with a fault', () => {
    it.each(take(FAULTY).map((faulty) => [`${faulty.of}: ${faulty.name}`, faulty] as const))(
      '%s has the finding',
      async (_, faulty) => {
        const script = faultyScript(faulty);
        const lines = script.split('\n');
        const findings = await lintScript(script);
        const reported = findings.map((finding) => ({
          kind: finding.kind,
          at: linesOf(script, finding).map((line) => lines[(line ?? 0) - 1] ?? ''),
          text: finding.text,
        }));
        const here = reported.filter(
          ({ kind, at }) => kind === faulty.kind && at.some((line) => line.includes(faulty.at)),
        );
        expect(here.length > 0 ? 'found' : reported).toBe('found');
      },
    );
  });
}
