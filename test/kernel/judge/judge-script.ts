import { comparableLength, refusedName } from '../../golden/refusal.js';
import { compareAnswers, type LineDifference } from '../difference.js';
import { fateComparison } from '../fate.js';
import { inWorld } from '../live.js';
import { BATCH_COMMAND, type Question } from '../question.js';
import { playQuestions, type Answer } from '../recording.js';
import { askSimulated, type SimulatedAnswer } from '../simulated.js';
import { newWhyCounts, type WhyCounts } from '../why/compare-why.js';
import { mayTrace } from '../why/may-trace.js';

/** How much of scripts was compared beyond their lines, and what was not. */
export interface ScriptCounts {
  readonly why: WhyCounts;
  /** Lines that were asked and not compared: those refused by name, and all behind what the simulator leaves open. */
  uncompared: number;
}

/** Plays a script on both sides, and returns where they differ, in fates and in explanations. */
export async function judgeScript(
  questions: readonly Question[],
  counts: ScriptCounts = { why: newWhyCounts(), uncompared: 0 },
): Promise<LineDifference[]> {
  const [kernel, simulated] = await Promise.all([
    inWorld((world) => playQuestions(world, questions), { why: mayTrace(questions) }),
    askSimulated(questions, true),
  ]);
  counts.uncompared += countUncompared(questions, kernel, simulated);
  return compareScript(questions, kernel, simulated, counts.why);
}

function countUncompared(
  questions: readonly Question[],
  kernel: readonly Answer[],
  simulated: readonly SimulatedAnswer[],
): number {
  const compared = comparedOf(questions, kernel, simulated);
  const refused = compared.filter((_, at) => unanswered(kernel[at], simulated[at]) !== undefined);
  return questions.length - compared.length + refused.length;
}

/**
 * Returns where the answers to a generated script differ, as far as nothing was refused by name. Nobody sees to it that every sender can be
 * answered, so a missing ICMP error shows nothing.
 */
export function compareScript(
  questions: readonly Question[],
  kernel: readonly Answer[],
  simulated: readonly SimulatedAnswer[],
  counts: WhyCounts = newWhyCounts(),
): LineDifference[] {
  const compare = fateComparison(false, counts);
  const firstPacket = questions.findIndex(({ kind }) => kind === 'packet');
  const counted = new Set(firstPacket < 0 ? [] : questions.slice(firstPacket));
  return compareAnswers(
    comparedOf(questions, kernel, simulated),
    kernel,
    simulated,
    (answer, other, question) => {
      if (unanswered(answer, other) !== undefined) return [];
      if (!counted.has(question) || !LISTS_SETS.test(commandOf(question))) {
        return compare(answer, other, question);
      }
      return compare(
        answer.kind === 'run' ? { ...answer, ran: withoutCounted(answer.ran) } : answer,
        other.kind === 'command' ? withoutCounted(other) : other,
        question,
      );
    },
  );
}

/** Takes out of a listing of sets what their entries have counted: the packets of a script count in the kernel alone. */
function withoutCounted<R extends { readonly stdout: string }>(ran: R): R {
  return { ...ran, stdout: ran.stdout.replaceAll(COUNTED, '$1any') };
}

const LISTS_SETS = /^ipset (?:list|save)\b/;
const COUNTED = /(\b(?:packets|bytes)(?: |" : |>))\d+/g;

/** The lines that can be compared: up to what one side gives no answer to, and up to what the simulator leaves open. */
function comparedOf(
  questions: readonly Question[],
  kernel: readonly Answer[],
  simulated: readonly SimulatedAnswer[],
): readonly Question[] {
  const lines = questions.map((question, at) => ({
    run: commandOf(question),
    refused: unanswered(kernel[at], simulated[at]),
  }));
  const open = lines.findIndex(({ run }) => OPEN.test(run));
  return questions.slice(0, Math.min(comparableLength(lines), open < 0 ? Infinity : open + 1));
}

/** What rules ask that a packet doesn't have here: the MTU of its route, which takes another lookup, and what is left of a quota, whose bytes nobody adds up. */
const OPEN = /\brt mtu\b|\bquota name\b|-m quota\b/;

function commandOf(question: Question): string {
  if (question.kind === 'batch') return BATCH_COMMAND;
  return question.kind === 'run' ? question.run : '';
}

/** Why there is nothing to compare: the simulator has refused by name, or the tool itself was killed by a signal, as by `abort`. */
function unanswered(
  kernel: Answer | undefined,
  simulated: SimulatedAnswer | undefined,
): string | undefined {
  if (kernel?.kind === 'run' && kernel.ran.exit < 0) return `signal ${-kernel.ran.exit}`;
  return simulated === undefined ? undefined : refusedIn(simulated);
}

function refusedIn(answer: SimulatedAnswer): string | undefined {
  return answer.kind === 'command' ? refusedName(answer.stderr) : undefined;
}
