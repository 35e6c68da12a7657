import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparableLength, refusedName } from '../golden/refusal.js';
import { BASE, scripts, STATE } from './arbitrary-script.js';
import { compareAnswers, printDifferences, type LineDifference } from './difference.js';
import { fateComparison } from './fate.js';
import { askWhyNotLive, inWorld } from './live.js';
import { printQuestion, type Question } from './question.js';
import { playQuestions } from './recording.js';
import { askSimulated, type SimulatedAnswer } from './simulated.js';

const seed = Number(process.env['SEED'] ?? 1);
const runs = Number(process.env['RUNS'] ?? 100);
const base = BASE.map((run): Question => ({ kind: 'run', run }));

function refusedIn(answer: SimulatedAnswer | undefined): string | undefined {
  return answer?.kind === 'command' ? refusedName(answer.stderr) : undefined;
}

async function judge(script: readonly Question[]): Promise<LineDifference[]> {
  const questions = [...base, ...script, ...STATE];
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

test.runIf((await askWhyNotLive()) === undefined)(
  'generated scripts: the simulator answers as the live kernel does',
  { timeout: 0 },
  async () => {
    const result = await fc.check(
      fc.asyncProperty(scripts, async (script) => {
        const found = printDifferences('script', 'the simulator', await judge(script));
        if (found !== '') throw new Error(found);
      }),
      {
        seed,
        numRuns: runs,
        endOnFailure: false,
        interruptAfterTimeLimit: Number(process.env['SECONDS'] ?? 300) * 1000,
      },
    );
    const counterexample = result.counterexample?.[0] ?? [];
    const shown = counterexample.map(printQuestion).join('\n');
    expect(
      result.failed
        ? `${shown}\n${result.errorInstance instanceof Error ? result.errorInstance.message : ''}`
        : '',
    ).toBe('');
  },
);
