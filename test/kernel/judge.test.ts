import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparableLength, refusedName } from '../golden/refusal.js';
import { BASE, scripts, STATE } from './arbitrary-script.js';
import { compareAnswers, printDifferences, type LineDifference } from './difference.js';
import { fateComparison } from './fate.js';
import { askWhyNotLive, inWorld } from './live.js';
import { printQuestion, type Question } from './question.js';
import { playQuestions } from './recording.js';
import { askSimulated, type SimulatedAnswer } from './simulated.js';

const MAX_SEED = 0x7fffffff;
/** One seed that is always the same, and one that never was; JUDGE_SEED takes the place of both. */
const seeds =
  process.env['JUDGE_SEED'] === undefined
    ? [1, Date.now() % MAX_SEED]
    : [Number(process.env['JUDGE_SEED'])];
const secondsEach = Number(process.env['JUDGE_SECONDS'] ?? 30);
const base = BASE.map((run): Question => ({ kind: 'run', run }));

function refusedIn(answer: SimulatedAnswer | undefined): string | undefined {
  return answer?.kind === 'command' ? refusedName(answer.stderr) : undefined;
}

/** Plays a script on both sides, and tells where they differ. */
async function judge(questions: readonly Question[]): Promise<LineDifference[]> {
  const [kernel, simulated] = await Promise.all([
    inWorld((world) => playQuestions(world, questions)),
    askSimulated(questions),
  ]);
  const lines = questions.map((question, at) => ({
    run: question.kind === 'run' ? question.run : '',
    refused: refusedIn(simulated[at]),
  }));
  const compare = fateComparison(false);
  return compareAnswers(
    questions.slice(0, comparableLength(lines)),
    kernel,
    simulated,
    (answer, other, question) =>
      refusedIn(other) === undefined ? compare(answer, other, question) : [],
  );
}

/** A line of a script that can be pasted into a shell, after the commands of BASE. */
function printLine(question: Question): string {
  return question.kind === 'run' ? question.run : `# packet ${printQuestion(question)}`;
}

describe.runIf((await askWhyNotLive()) === undefined)('generated scripts', () => {
  test.each(seeds)(
    'the simulator answers as the live kernel does, seed %i',
    { timeout: 0 },
    async (seed) => {
      const count = { scripts: 0, commands: 0, packets: 0 };
      const result = await fc.check(
        fc.asyncProperty(scripts, async (script) => {
          count.scripts += 1;
          const packets = script.filter(({ kind }) => kind === 'packet').length;
          count.packets += packets;
          count.commands += BASE.length + STATE.length + script.length - packets;
          const differences = await judge([...base, ...script, ...STATE]);
          if (differences.length > 0) {
            throw new Error(printDifferences('script', 'the simulator', differences));
          }
        }),
        { seed, numRuns: Infinity, interruptAfterTimeLimit: secondsEach * 1000 },
      );
      process.stderr.write(`\nseed ${seed}: ${JSON.stringify(count)}\n`);
      const fewest = result.counterexample?.[0].map(printLine).join('\n');
      const reason = result.errorInstance instanceof Error ? result.errorInstance.message : '';
      expect(fewest === undefined ? '' : `${fewest}\n${reason}`).toBe('');
    },
  );
});
