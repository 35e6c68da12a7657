import { describe, expect, test } from 'vitest';
import { expectAgreement } from './agreement.js';
import { compareAnswers, compareFields, printDifferences } from './difference.js';
import { askWhyNotLive, isOfLiveKernel, playLive } from './live.js';
import { asksWhy, readRecording, writeRecording } from './recording.js';
import { readScenarios } from './scenario.js';

const whyNotLive = await askWhyNotLive();
if (whyNotLive !== undefined) {
  process.stderr.write(`\nNO LIVE KERNEL (${whyNotLive}): its recorded answers stand in for it.\n`);
}

describe.runIf(whyNotLive === undefined)('the live kernel answers as recorded', () => {
  test.each(readScenarios().filter(isOfLiveKernel))('$name', async (scenario) => {
    const { name, questions, recording } = scenario;
    const why = asksWhy(readRecording(recording).answers);
    const live = await playLive(scenario, { why });
    if (process.env['RECORD'] !== undefined) writeRecording(recording, live);
    const { script, answers } = readRecording(recording);
    expect(live.script).toEqual(script);
    const differences = compareAnswers(questions, live.answers, answers, (kernel, recorded) =>
      compareFields(kernel, recorded),
    );
    expectAgreement(printDifferences(name, 'the recording', differences));
  });
});
