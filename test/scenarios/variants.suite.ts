import type { Take } from '../sample.js';
import { describe, expect, test } from 'vitest';
import { compareAnswers, compareFields, printDifferences } from '../kernel/difference.js';
import { fateComparison } from '../kernel/fate.js';
import { askSimulated } from '../kernel/simulated.js';
import { readVariantRecording } from './variant-recording.js';
import { foldersOf, questionsOf, readVariants } from './variant.js';

const variants = readVariants();

/** Run in a small form by default, and whole in the thorough run. */
export function testVariants(take: Take): void {
  test('every scenario is broken in some way', () => {
    const broken = new Set(variants.map(({ name }) => name.split('/')[0]));
    const scenarios = foldersOf(new URL('./', import.meta.url));
    expect(scenarios.filter((name) => !broken.has(name))).toEqual([]);
  });

  describe.each(take(variants))('$name', (variant) => {
    const { name, questions, setups } = variant;
    const { answers } = readVariantRecording(variant);

    test('its packets show the fault', () => {
      const shown = answers.filter(({ sound, broken }) => compareFields(sound, broken).length > 0);
      expect(setups.broken).not.toBe(setups.sound);
      expect(shown).not.toEqual([]);
    });

    test.each(['sound', 'broken'] as const)(
      'the simulator answers as the kernel: %s',
      async (side) => {
        const all = await askSimulated(questionsOf(variant, side));
        const made = all.slice(0, -questions.length);
        expect(made.filter((answer) => answer.kind !== 'command' || answer.exit !== 0)).toEqual([]);
        const recorded = answers.map((pair) => pair[side]);
        const simulated = all.slice(-questions.length);
        const differences = compareAnswers(questions, recorded, simulated, fateComparison());
        expect(printDifferences(`${name}, ${side}`, 'the simulator', differences)).toBe('');
      },
    );
  });
}
