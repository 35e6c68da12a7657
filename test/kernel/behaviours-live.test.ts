import { describe, test } from 'vitest';
import { BehaviourRecording, writeBehaviourRecording } from '../behaviour/behaviour-recording.js';
import { LAB, questionsOf, readChapters, type Behaviour } from '../behaviour/behaviour.js';
import { expectAgreement } from './agreement.js';
import { compareAnswers, compareFields, printDifferences } from './difference.js';
import { askWhyNotLive, inWorld } from './live.js';
import { askVersions, playQuestions, type Answer } from './recording.js';

const whyNotLive = await askWhyNotLive();

describe.runIf(whyNotLive === undefined)('the live kernel behaves as recorded', () => {
  test.each(readChapters())('$title', { timeout: 300_000 }, async (chapter) => {
    const answers: Answer[][] = [];
    for (const behaviour of chapter.behaviours) {
      // One world at a time: they share two processors.
      // oxlint-disable-next-line no-await-in-loop
      answers.push(await playBehaviour(behaviour));
    }
    if (process.env['RECORD'] !== undefined)
      writeBehaviourRecording(chapter, await inWorld(askVersions), answers);
    const recording = new BehaviourRecording(chapter);
    const reported = chapter.behaviours.map((behaviour, at) => {
      const questions = questionsOf(behaviour);
      const recorded = recording.answersTo(behaviour);
      const live = answers[at] ?? [];
      const differences = compareAnswers(questions, live, recorded, (kernel, other) =>
        compareFields(kernel, other),
      );
      return printDifferences(behaviour.does, 'the recording', differences);
    });
    expectAgreement(reported.join(''));
  });
});

function playBehaviour(behaviour: Behaviour): Promise<Answer[]> {
  return inWorld(async (world) => {
    const all = await playQuestions(world, [...LAB, ...questionsOf(behaviour)]);
    return all.slice(LAB.length);
  });
}
