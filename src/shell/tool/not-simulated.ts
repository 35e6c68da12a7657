import { NOT_SIMULATED_EXIT, notSimulatedText, refused } from '../../command/result.js';
import type { ToolAnswer } from '../session.js';

/** Refuses by name what Linux has and nexthop doesn't simulate. */
export function refuseNotSimulated(what: string): ToolAnswer {
  return {
    stdout: '',
    stderr: notSimulatedText(what),
    exit: NOT_SIMULATED_EXIT,
    unsimulated: [refused(what)],
  };
}

/** The answer of a program that is known and not simulated, called with these words. */
export function answerForMissing(name: string, words: readonly string[]): ToolAnswer {
  const answer = refuseNotSimulated(name);
  return onlyAsks(words) ? { ...answer, unsimulated: [] } : answer;
}

/** Who asks for the version or the help of a program wants to know whether it is there; here it is not. */
function onlyAsks(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => ASKS.has(word));
}

const ASKS: ReadonlySet<string> = new Set(['--help', '--version', '-h', '-V', 'help', 'version']);
