import { describe, expect, test } from 'vitest';
import { printFinding, printFindingShort } from './judge/print-finding.js';
import { MAX_SEED, runJudge, type JudgeOptions, type Tally } from './judge/run-judge.js';
import { askWhyNotLive } from './live.js';

const { JUDGE_SEED: givenSeed, JUDGE_SECONDS: givenSeconds } = process.env;
const SECONDS = Number(givenSeconds ?? 120) / 2;

/** The same scripts on every machine, but for one that is too slow: a fast one must not go on to scripts that nobody has judged before. */
const KNOWN_SCRIPTS = 400;

/**
 * Of the scripts of a fresh seed, how many may differ. A break of the model shows in many scripts within a minute; a corner of Linux
 * that no run has met before shows in one of hundreds, and is no fault of the change under test. It's printed to be kept and mended.
 */
const NEWS_PER_SCRIPT = 0.01;

/** The themes in which nothing is known to differ. Rules of nft are judged by `npm run judge -- --theme nft`, until nothing is left there. */
const SETTLED = '!nft';

/** Of the scripts of any seed, how many may differ once and not again. */
const UNSTEADY_PER_SCRIPT = 0.01;

async function judge(options: JudgeOptions): Promise<{ tally: Readonly<Tally>; steady: string[] }> {
  const { tally, findings } = await runJudge({ theme: SETTLED, ...options });
  process.stderr.write(
    `\nseed ${options.seed}: ${JSON.stringify(tally)}\n${findings.map((finding) => `DIFFERENCE\n${printFinding(finding)}\n`).join('')}`,
  );
  const most = Math.max(1, Math.floor(tally.scripts * UNSTEADY_PER_SCRIPT));
  expect(tally.unsteady).toBeLessThanOrEqual(most);
  return { tally, steady: findings.filter(({ isSteady }) => isSteady).map(printFindingShort) };
}

describe.runIf((await askWhyNotLive()) === undefined)('drawn scripts', () => {
  const seed = Number(givenSeed ?? 1);
  test(`the simulator answers as the live kernel does, seed ${seed}`, { timeout: 0 }, async () => {
    const { steady } = await judge({ seed, seconds: SECONDS, scripts: KNOWN_SCRIPTS, findings: 1 });
    if (steady.length > 0) throw new Error(steady.join('\n'));
  });

  const fresh = Date.now() % MAX_SEED;
  test.runIf(givenSeed === undefined)(
    `the simulator answers as the live kernel does, fresh seed ${fresh}`,
    { timeout: 0 },
    async () => {
      const { tally, steady } = await judge({ seed: fresh, seconds: SECONDS, shrinkSeconds: 30 });
      const most = Math.max(1, Math.floor(tally.scripts * NEWS_PER_SCRIPT));
      if (steady.length > most) throw new Error(steady.join('\n'));
    },
  );
});
