import type { Machine } from '../machine/machine.js';
import type { Refusal } from './refusal.js';
import type { CommandContext, CommandResult, Unsimulated } from './command.js';
import type { UnsimulatedName } from './unsimulated.js';

/** Exit status of a command that asks for something that Linux has and nexthop doesn't simulate. */
export const NOT_SIMULATED_EXIT = 3;

/** The command did its work. */
export function succeed(machine: Machine, stdout = ''): CommandResult {
  return { machine, stdout, stderr: '', exit: 0 };
}

/** The command was refused: nothing has changed. `stderr` is in the tool's own words, line ends included. */
export function refuse(
  context: Pick<CommandContext, 'machine'>,
  exit: number,
  stderr: string,
): CommandResult {
  return { machine: context.machine, stdout: '', stderr, exit };
}

/** The command asks for something that Linux has and nexthop doesn't simulate: refused by name. */
export function notSimulated(
  context: Pick<CommandContext, 'machine'>,
  what: UnsimulatedName,
): CommandResult {
  return refuseByName(context, what);
}

/** Ends a command with a name that a parser refused, on a line of its standard input when it has one. */
export function refuseByName(
  context: Pick<CommandContext, 'machine'>,
  what: string,
  inputLine?: number,
): CommandResult {
  return {
    ...refuse(context, NOT_SIMULATED_EXIT, notSimulatedText(what)),
    unsimulated: [refused(what, inputLine)],
  };
}

/** What comes of a command that gave up in the middle of its words. */
export function resultOf(
  refusal: Refusal,
  context: Pick<CommandContext, 'machine'>,
): CommandResult {
  const { machine = context.machine, unsimulated } = refusal;
  const result = refuse({ ...context, machine }, refusal.exit, refusal.stderr);
  return unsimulated === undefined ? result : { ...result, unsimulated: [refused(unsimulated)] };
}

/** What a command leaves undone that it refuses by name. */
export function refused(what: string, inputLine?: number): Unsimulated {
  return { kind: 'refused', what, ...(inputLine === undefined ? {} : { inputLine }) };
}

/** Whether a command refused something by name. */
export function isRefused({ unsimulated = [] }: CommandResult): boolean {
  return unsimulated.some(({ kind }) => kind === 'refused');
}

/** What a refused command prints. */
export function notSimulatedText(what: string): string {
  return `nexthop: ${what} is not simulated\n`;
}
