import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareAnswers, printDifferences } from './difference.js';
import { fateComparison } from './fate.js';
import { readRecording } from './recording.js';
import { readScenarios } from './scenario.js';
import { askSimulated, refusedName, runSimulated } from './simulated.js';

const LIST = new URL('../../docs/not-simulated.md', import.meta.url);
const listed = existsSync(LIST) ? readFileSync(LIST, 'utf8') : '';
const scenarios = readScenarios();
/** The scenarios that were answered as by the kernel, with the name of what was refused first; undefined when all was answered. */
const progress = new Map<string, string | undefined>();

/** Names of refusals that docs/not-simulated.md does not have. */
function unlisted(names: readonly string[]): string[] {
  return names.filter((option) => !listed.includes(`\`${option}\``));
}

describe.each(scenarios)('$name', ({ name, setup, questions, recording }) => {
  const recorded = readRecording(recording);

  test('the simulator prints what the script prints', async () => {
    const simulated = await runSimulated(setup);
    const refused = refusedName({ kind: 'command', ...simulated });
    const asRecorded = refused === undefined ? recorded.script : simulated;
    expect(simulated).toEqual(asRecorded);
    expect(unlisted(refused === undefined ? [] : [refused])).toEqual([]);
  });

  test('the simulator answers every line', async () => {
    const simulated = await askSimulated(questions);
    // What was refused changed nothing, so what follows it may rightly differ: it is compared up to there.
    const first = simulated.findIndex((answer) => refusedName(answer) !== undefined);
    const certain = first < 0 ? questions.length : first;
    const differences = compareAnswers(
      questions.slice(0, certain),
      recorded.answers,
      simulated,
      fateComparison(),
    );
    expect(printDifferences(name, 'the simulator', differences)).toBe('');
    const refused = simulated.flatMap((answer) => refusedName(answer) ?? []);
    expect(unlisted(refused)).toEqual([]);
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
