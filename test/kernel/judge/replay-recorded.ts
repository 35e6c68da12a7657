import { readDifference, recordedDifferences } from '../../golden/differences.js';
import { printDifferences } from '../difference.js';
import type { Question } from '../question.js';
import { haveWhy, readRecording, type Answer } from '../recording.js';
import { readScenarios } from '../scenario.js';
import { askSimulated } from '../simulated.js';
import { compareScript } from './judge-script.js';

interface Recorded {
  readonly name: string;
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
}

/** Asks the simulator everything that the kernel's answers are kept of: the scenarios, and each difference ever found. */
export async function replayRecorded(): Promise<{ compared: number; wrong: readonly string[] }> {
  const recorded: readonly Recorded[] = [
    ...readScenarios().map(({ name, questions, recording }) => ({
      name,
      questions,
      answers: readRecording(recording).answers,
    })),
    ...recordedDifferences().map(({ name, file }) => ({ name, ...readDifference(file) })),
  ];
  const reported = await Promise.all(recorded.map(replay));
  return { compared: recorded.length, wrong: reported.filter((text) => text !== '') };
}

async function replay({ name, questions, answers }: Recorded): Promise<string> {
  const differences = compareScript(
    questions,
    answers,
    await askSimulated(questions, haveWhy(answers)),
  );
  return printDifferences(name, 'the simulator', differences);
}
