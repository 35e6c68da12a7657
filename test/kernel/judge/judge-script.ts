import { comparableLength, refusedName } from '../../golden/refusal.js';
import { compareAnswers, type LineDifference } from '../difference.js';
import { fateComparison } from '../fate.js';
import { inWorld } from '../live.js';
import { BATCH_COMMAND, type Question } from '../question.js';
import { playQuestions, type Answer } from '../recording.js';
import { askSimulated, type SimulatedAnswer } from '../simulated.js';
import { newWhyCounts, type WhyCounts } from '../why/compare-why.js';
import { mayTrace } from '../why/may-trace.js';

/** Plays a script on both sides, and returns where they differ, in fates and in explanations. */
export async function judgeScript(
  questions: readonly Question[],
  counts: WhyCounts = newWhyCounts(),
): Promise<LineDifference[]> {
  const [kernel, simulated] = await Promise.all([
    inWorld((world) => playQuestions(world, questions), { why: mayTrace(questions) }),
    askSimulated(questions, true),
  ]);
  return compareScript(questions, kernel, simulated, counts);
}

/**
 * Returns where the answers to a generated script differ, as far as nothing was refused by name. Nobody sees to it that every sender can be
 * answered, so a missing ICMP error tells nothing.
 */
export function compareScript(
  questions: readonly Question[],
  kernel: readonly Answer[],
  simulated: readonly SimulatedAnswer[],
  counts: WhyCounts = newWhyCounts(),
): LineDifference[] {
  const lines = questions.map((question, at) => ({
    run: commandOf(question),
    refused: refusedIn(simulated[at]),
  }));
  const compare = fateComparison(false, counts);
  return compareAnswers(
    questions.slice(0, comparableLength(lines)),
    kernel,
    simulated,
    (answer, other, question) =>
      refusedIn(other) === undefined ? compare(answer, other, question) : [],
  );
}

function commandOf(question: Question): string {
  if (question.kind === 'batch') return BATCH_COMMAND;
  return question.kind === 'run' ? question.run : '';
}

function refusedIn(answer: SimulatedAnswer | undefined): string | undefined {
  return answer?.kind === 'command' ? refusedName(answer.stderr) : undefined;
}
