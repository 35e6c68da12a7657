import { describe, test } from 'vitest';
import { readDifference, recordedDifferences, writeDifference } from '../golden/differences.js';
import { expectAgreement } from './agreement.js';
import { compareAnswers, compareFields, printDifferences } from './difference.js';
import { askWhyNotLive, inWorld } from './live.js';
import { askVersions, asksWhy, playQuestions, withoutChance } from './recording.js';

describe.runIf((await askWhyNotLive()) === undefined)('the live kernel answers as recorded', () => {
  test.each(recordedDifferences())('$name', async ({ name, file }) => {
    const { note, questions, answers: before } = readDifference(file);
    const [versions, asked] = await inWorld(
      async (world) => [await askVersions(world), await playQuestions(world, questions)],
      { why: asksWhy(before) },
    );
    const live = asked.map(withoutChance);
    if (process.env['RECORD'] !== undefined) {
      writeDifference(file, { note, versions, questions, answers: live });
    }
    const { answers } = readDifference(file);
    const differences = compareAnswers(questions, live, answers, (kernel, recorded) =>
      compareFields(kernel, recorded),
    );
    expectAgreement(printDifferences(name, 'the recording', differences));
  });
});
