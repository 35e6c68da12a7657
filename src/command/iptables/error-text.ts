import { assertNever } from '../../assert-never.js';
import { UnreadableRuleError, type XtablesError } from '../../netfilter/xtables-error.js';
import type { Unsimulated } from '../command.js';
import { NOT_SIMULATED_EXIT, notSimulatedText, refused } from '../result.js';
import { VERSION, type Tool } from './tool.js';

/** How a program ends that gives up: what it prints, and its exit status. */
export interface Failure {
  readonly stderr: string;
  readonly exit: number;
  /** What it left undone that Linux would have done. Absent: nothing. */
  readonly unsimulated?: readonly Unsimulated[];
}

/**
 * Says a mistake in the program's own words.
 *
 * @param line - line of the file that was read, from 1; 0 on a command line
 */
export function failureOf(error: XtablesError, tool: Tool, line: number): Failure {
  const { problem, message, advice } = error;
  const prefixed = `${tool.name} ${VERSION}: ${message}\n`;
  const where = line > 0 ? `Error occurred at line: ${line}\n` : '';
  const hint = `${where}Try \`${tool.name} -h' or '${tool.name} --help' for more information.\n`;
  switch (problem) {
    case 'parameter':
      return { stderr: prefixed + hint, exit: 2 };
    case 'usage':
      return { stderr: message + hint, exit: 2 };
    case 'other':
      return { stderr: prefixed, exit: 1 };
    case 'version':
      return {
        stderr: `${unreadable(error)}${prefixed}Perhaps ${tool.name} or your kernel needs to be upgraded.\n`,
        exit: 3,
      };
    case 'resource':
      return { stderr: prefixed, exit: 4 };
    case 'state':
      return line > 0
        ? { stderr: `${tool.name}: line ${line} failed: ${message}.\n`, exit: 1 }
        : { stderr: `${tool.name}: ${message}.${advice}\n`, exit: 1 };
    case 'unsimulated':
      return {
        stderr: notSimulatedText(message),
        exit: NOT_SIMULATED_EXIT,
        unsimulated: [refused(message, line > 0 ? line : undefined)],
      };
    default:
      return assertNever(problem);
  }
}

function unreadable(error: XtablesError): string {
  if (!(error instanceof UnreadableRuleError)) return '';
  return error.errors.map((line) => `Error: ${line}\n`).join('');
}
