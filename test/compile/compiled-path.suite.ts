import type { Take } from '../sample.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scripts } from '../kernel/draw/script.js';
import { readScenarios } from '../kernel/scenario.js';
import { askBoth } from './agreement.js';

/** Run in a small form by default, and whole in the thorough run. */
export function testCompiledPath(take: Take, runs: number): void {
  describe('the compiled path', () => {
    const scenarios = readScenarios().filter(({ questions }) =>
      questions.some(({ kind }) => kind === 'packet'),
    );

    it.for(take(scenarios))('is as the evaluator in $name', async ({ questions }) => {
      const { sent } = await askBoth(questions);
      expect(sent).toBeGreaterThan(0);
    });

    it.for(take([0, 1, 2, 3, 4, 5, 7]))(
      'is as the evaluator for every script of theme %d',
      { timeout: 120_000 },
      async (theme) => {
        await fc.assert(
          fc.asyncProperty(scripts(theme), async ({ base, script }) => {
            await askBoth([...base, ...script]);
          }),
          { numRuns: runs },
        );
      },
    );
  });
}
