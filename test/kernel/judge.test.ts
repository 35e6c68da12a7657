import { describe, expect, test } from 'vitest';
import { printFinding } from './judge/print-finding.js';
import { MAX_SEED, runJudge } from './judge/run-judge.js';
import { askWhyNotLive } from './live.js';

/** One seed that is always the same, and one that never was; JUDGE_SEED takes the place of both. */
const seeds =
  process.env['JUDGE_SEED'] === undefined
    ? [1, Date.now() % MAX_SEED]
    : [Number(process.env['JUDGE_SEED'])];
const seconds = Number(process.env['JUDGE_SECONDS'] ?? 60);

describe.runIf((await askWhyNotLive()) === undefined)('drawn scripts', () => {
  test.each(seeds)(
    'the simulator answers as the live kernel does, seed %i',
    { timeout: 0 },
    async (seed) => {
      const { tally, findings } = await runJudge({
        seed,
        seconds: seconds / seeds.length,
        findings: 1,
      });
      process.stderr.write(`\nseed ${seed}: ${JSON.stringify(tally)}\n`);
      expect(findings.map(printFinding).join('\n')).toBe('');
    },
  );
});
