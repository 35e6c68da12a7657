import { describe, expect, test } from 'vitest';
import { comparableLength, refusedName, unlistedNames } from '../golden/refusal.js';
import { expectAgreement } from './agreement.js';
import { compareAnswers, printDifferences } from './difference.js';
import { fateComparison } from './fate.js';
import { haveWhy, readRecording } from './recording.js';
import { readScenarios } from './scenario.js';
import { askSimulated, runSimulated, type SimulatedAnswer } from './simulated.js';

const scenarios = readScenarios();
/** The scenarios that were answered as by the kernel, with the name of what was refused first; undefined when all was answered. */
const progress = new Map<string, string | undefined>();

function refusedIn(answer: SimulatedAnswer | undefined): string | undefined {
  return answer?.kind === 'command' ? refusedName(answer.stderr) : undefined;
}

describe.each(scenarios)('$name', ({ name, setup, questions, recording }) => {
  const recorded = readRecording(recording);

  test('the simulator prints what the script prints', async () => {
    const simulated = await runSimulated(setup);
    const refused = refusedName(simulated.stderr);
    const asRecorded = refused === undefined ? recorded.script : simulated;
    expect(simulated).toEqual(asRecorded);
    expect(unlistedNames(refused === undefined ? [] : [refused])).toEqual([]);
  });

  test('the simulator answers every line', async () => {
    const simulated = await askSimulated(questions, haveWhy(recorded.answers));
    const lines = questions.map((question, at) => {
      const run = question.kind === 'run' ? question.run : '';
      return { run, refused: refusedIn(simulated[at]) };
    });
    const certain = comparableLength(lines);
    const compare = fateComparison();
    const differences = compareAnswers(
      questions.slice(0, certain),
      recorded.answers,
      simulated,
      (kernel, answer, question) =>
        refusedIn(answer) === undefined ? compare(kernel, answer, question) : [],
    );
    expectAgreement(printDifferences(name, 'the simulator', differences));
    const refused = lines.flatMap((line) => line.refused ?? []);
    expect(unlistedNames(refused)).toEqual([]);
    progress.set(name, refused[0]);
  });
});

/** How many scenarios must be answered whole, line by line. */
const WHOLE = 9;

test('most scenarios are answered whole', () => {
  const whole = scenarios.filter(
    ({ name }) => progress.has(name) && progress.get(name) === undefined,
  );
  const partly = [...progress].filter(([, option]) => option !== undefined);
  const lines = partly.map(([name, option]) => `  ${name}: as far as ${option}\n`);
  process.stderr.write(
    `\n${whole.length} of ${scenarios.length} scenarios whole\n${lines.join('')}`,
  );
  expect(whole.length).toBeGreaterThanOrEqual(WHOLE);
});
