import { describe, expect, test } from 'vitest';
import { compareAnswers, compareFields, printDifferences } from './difference.js';
import { fateComparison } from './fate.js';
import { askWhyNotLive, playLive } from './live.js';
import { readRecording, writeRecording } from './recording.js';
import { readScenarios } from './scenario.js';
import { askSimulated, runSimulated } from './simulated.js';

const whyNotLive = await askWhyNotLive();
if (whyNotLive !== undefined)
  process.stderr.write(`\nNO LIVE KERNEL (${whyNotLive}): its recorded answers stand in for it.\n`);

describe.each(readScenarios())('$name', (scenario) => {
  const { name, setup, questions } = scenario;

  test.runIf(whyNotLive === undefined)('the live kernel answers as recorded', async () => {
    const live = await playLive(scenario);
    if (process.env['RECORD'] !== undefined) writeRecording(scenario.recording, live);
    const recorded = readRecording(scenario.recording);
    expect(live.script).toEqual(recorded?.script);
    const differences = compareAnswers(
      questions,
      live.answers,
      recorded?.answers ?? [],
      (kernel, other) => compareFields(kernel, other),
    );
    expect(printDifferences(name, 'the recording', differences)).toBe('');
  });

  test('nexthop run prints what the script prints', () => {
    expect(runSimulated(setup)).toEqual(readRecording(scenario.recording)?.script);
  });

  test('nexthop trace answers every line as the kernel does', () => {
    const recorded = readRecording(scenario.recording)?.answers ?? [];
    const differences = compareAnswers(
      questions,
      recorded,
      askSimulated(questions),
      fateComparison(),
    );
    expect(printDifferences(name, 'nexthop', differences)).toBe('');
  });
});
