import type { Machine } from '../machine/machine.js';
import type { CommandFiles } from './command-files.js';

/** What a command is started with. */
export interface CommandContext {
  readonly machine: Machine;
  /** Name of the namespace in which it runs. */
  readonly namespace: string;
  /** The words after the command's name. */
  readonly argv: readonly string[];
  /** Its standard input; empty when there is none. To read takes it from whatever else would have read it, so that only a command that reads may call it. */
  readonly readStdin: () => string;
  readonly files: CommandFiles;
  /** Makes so many random bytes, for a tool that makes keys. Absent: those of the platform. */
  readonly randomBytes?: ((length: number) => Uint8Array) | undefined;
  /** The VRF that sockets of the command are bound to: it was started by `ip vrf exec`. Absent: none. */
  readonly vrf?: string | undefined;
}

/** Something that Linux would have done and the command did not. */
export type Unsimulated =
  /** Refused by this name, as it may bear on a packet's path. */
  | {
      readonly kind: 'refused';
      readonly what: string;
      /** The command that asked for it, when that is only a part of the one that was run: a line of a batch. */
      readonly command?: string;
      /** The line, from 1, of what the command was reading. */
      readonly inputLine?: number;
    }
  /** Carried out as nothing, under this name: it is known not to bear on a packet's path. */
  | { readonly kind: 'inert'; readonly what: string };

/** What a command leaves behind. A refused command leaves the machine as it was. */
export interface CommandResult {
  readonly machine: Machine;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, 0 to 255. */
  readonly exit: number;
  /** What it left undone that Linux would have done. Absent: nothing. */
  readonly unsimulated?: readonly Unsimulated[];
  /** The file that it has written, in the place of its standard output. Absent: none. */
  readonly written?: WrittenFile;
}

/** A file that a command writes anew. */
export interface WrittenFile {
  /** As it was given: from the folder in which the command runs, if it doesn't begin with `/`. */
  readonly path: string;
  readonly text: string;
  /** What the command says before the reason where the file can't be opened; then it does nothing else. Empty: nothing at all. */
  readonly complaint: string;
  /** How it ends then. */
  readonly complaintExit: number;
}

/** A simulated command line tool: a pure function. */
export type Command = (context: CommandContext) => CommandResult;
