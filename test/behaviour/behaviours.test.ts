import { describe, expect, test } from 'vitest';
import { refusedName, unlistedNames } from '../golden/refusal.js';
import { compareAnswers, printDifferences } from '../kernel/difference.js';
import { fateComparison } from '../kernel/fate.js';
import { playSimulated } from '../kernel/simulated.js';
import { BehaviourRecording } from './behaviour-recording.js';
import { LAB, questionsOf, readChapters } from './behaviour.js';

const { host: lab } = await playSimulated(LAB);

describe.each(readChapters())('$title', (chapter) => {
  const recording = new BehaviourRecording(chapter);

  test.each(chapter.behaviours)('$does', async (behaviour) => {
    const questions = questionsOf(behaviour);
    const recorded = recording.answersTo(behaviour);
    const { answers: simulated } = await playSimulated(questions, { start: lab });
    const refused = simulated.flatMap(
      (answer) => (answer.kind === 'command' ? refusedName(answer.stderr) : undefined) ?? [],
    );
    const differences = compareAnswers(questions, recorded, simulated, fateComparison());
    const unexpected = behaviour.state === 'simulated' ? differences : [];
    expect(printDifferences(behaviour.does, 'the simulator', unexpected)).toBe('');
    expect({
      refused: refused[0],
      unlisted: unlistedNames(refused),
      differs: behaviour.state !== 'refused' && differences.length > 0,
    }).toEqual({
      refused: behaviour.state === 'refused' ? behaviour.but : undefined,
      unlisted: [],
      differs: behaviour.state === 'differs',
    });
  });
});
