import type { Machine } from '../machine/machine.js';

/** What a command is started with. */
export interface CommandContext {
  readonly machine: Machine;
  /** Name of the namespace in which it runs. */
  readonly namespace: string;
  /** The words after the command's name. */
  readonly argv: readonly string[];
  /** Its standard input; empty when there is none. To read takes it from whatever else would have read it, so that only a command that reads may call it. */
  readonly readStdin: () => string;
  /** The text of a file that the command is told to read (`ip -batch FILE`), of which /dev/stdin may be one; undefined when there is no such file. */
  readonly readFile: (path: string) => string | undefined;
}

/** What a command leaves behind. A refused command leaves the machine as it was. */
export interface CommandResult {
  readonly machine: Machine;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, 0 to 255. */
  readonly exit: number;
}

/** A simulated command line tool: a pure function. */
export type Command = (context: CommandContext) => CommandResult;
