import type { Take } from '../../sample.js';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/verify/lint/finding.js';
import { lintScript, linesOf } from './lint-script.js';
import { readVariants, type Variant } from '../../scenarios/variant.js';

const sounds = new Map<string, Promise<readonly Finding[]>>();

function soundFindings({ setups: { sound } }: Variant): Promise<readonly Finding[]> {
  const known = sounds.get(sound) ?? lintScript(sound);
  sounds.set(sound, known);
  return known;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testVariants(take: Take): void {
  describe('a fault planted in a real set-up', () => {
    it.each(take(readVariants()).map((variant) => [variant.name, variant] as const))(
      '%s is found at its line, and not in the sound set-up',
      async (_, variant) => {
        const { broken } = variant.setups;
        const sound = await soundFindings(variant);
        const before = new Set(sound.map(({ text }) => text));
        const fresh = (await lintScript(broken)).filter(({ text }) => !before.has(text));
        const here = fresh.filter((finding) =>
          linesOf(broken, finding).includes(variant.lineNumber),
        );
        // Of a host with rules of nft it says what it doesn't look for: it may miss a fault, but not in silence.
        const announced = sound.some(({ subject }) => subject === 'the rules of nft');
        if (here.length === 0 && announced) return;
        const isMissed = here.length === 0;
        expect(isMissed, `line ${variant.lineNumber}: ${variant.at}`).toBe(
          variant.unlinted === true,
        );
        for (const { text } of here) expect(text).toMatch(/^[^.]*(\.\S[^.]*)*$/);
      },
    );
  });
}
