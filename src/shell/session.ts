import type { Command, Unsimulated, WrittenFile } from '../command/command.js';
import { addUnsimulated } from '../command/record-unsimulated.js';
import { filesOfMachine, withInput, type CommandFiles } from '../command/command-files.js';
import { textOf } from '../bash/bytes.js';
import type { CommandPlace } from '../bash/file/world.js';
import type { Machine } from '../machine/machine.js';
import type { MissingPlace } from '../machine/missing.js';

/** A program that a simulated tool is to run (`ip netns exec NAME PROGRAM`), and that only the shell can. */
export interface OtherProgram {
  readonly namespace: string;
  /** The VRF that its sockets are bound to; undefined for none. */
  readonly vrf: string | undefined;
  readonly name: string;
  readonly argv: readonly string[];
}

/** The process number of the script's shell: `$$`. */
export const SHELL_PID = 1000;

/** What changes while one script runs: the only mutable state of the shell. */
export interface Session {
  /** The machine as the commands so far have made it. */
  machine: Machine;
  /** Name of the namespace in which the next command runs. */
  namespace: string;
  /** The VRF that its sockets are bound to: `ip vrf exec` runs it. */
  vrf: string | undefined;
  /** The simulated tools, by the name they are called by. */
  readonly commands: ReadonlyMap<string, Command>;
  /** The names of all programs that the shell has. */
  programs: ReadonlySet<string>;
  /** Programs that a tool is to run, and that the shell runs when the tool is done. */
  readonly otherPrograms: OtherProgram[];
  /** The script's name: `$0`. */
  readonly name: string;
  /** The command that the script is at; undefined before the first. */
  place: MissingPlace | undefined;
  /** A virtual file refused what was last written to it: the kernel's words. Taken by who wrote. */
  writeFailure: string | undefined;
  /** The files that tools read by themselves, by absolute path, as they last were. */
  texts: ReadonlyMap<string, string>;
  /** Reads the standard input of each program that runs, the innermost last: what /dev/stdin is for it. */
  readonly inputs: (() => string)[];
  /** Whether the status or the output of the program that runs decides what the script does. */
  isAsked: boolean;
  /** Whether a loop that does nothing but wait goes on until the program that runs succeeds. */
  isAwaited: boolean;
  /** Whether a program runs that looks whether a file is there only to read it. */
  isReading: boolean;
  /** The program that took its status to be so, while the last one ran. */
  presumed: string | undefined;
  /** The bits that files and folders which the script makes don't get. */
  umask: number;
  /** The time on the machine, in seconds since 1970; it doesn't pass. */
  readonly time: number;
  /** The bytes of the keys that the script makes. */
  readonly randomBytes: (length: number) => Uint8Array;
}

/** What a tool is started with, besides the machine. */
export interface ToolInput {
  readonly argv: readonly string[];
  /** Its standard input. Absent: empty. */
  readonly readStdin?: () => string;
  /** The files that it finds. Absent: none can be read. */
  readonly files?: CommandFiles;
}

/** What a tool answers. */
export interface ToolAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, 0 to 255. */
  readonly exit: number;
  /** What it left undone that Linux would have done. Absent: nothing. */
  readonly unsimulated?: readonly Unsimulated[];
  /** The file that it writes. Absent: none. */
  readonly written?: WrittenFile | undefined;
}

/** The name of a script that comes from no file. */
export const NO_FILE = 'bash';

/** Notes where the script is. What text without a file does, `bash -c`'s, stands at the command that runs it. */
export function reach(session: Session, { source, line }: CommandPlace): void {
  if (source !== NO_FILE) session.place = { file: textOf(source), line };
  else if (session.name === NO_FILE) session.place = { file: null, line };
}

/** Writes down in the session's machine what a program left undone. */
export function record(
  session: Session,
  unsimulated: readonly Unsimulated[],
  words: readonly string[],
): void {
  if (unsimulated.length === 0) return;
  const { machine, place = null } = session;
  session.machine = addUnsimulated(machine, unsimulated, words, place);
}

/**
 * Runs one simulated tool on the session's machine and keeps the machine that it leaves behind.
 *
 * @throws RangeError when there is no such tool.
 */
export function runTool(session: Session, name: string, input: ToolInput): ToolAnswer {
  const command = session.commands.get(name);
  if (command === undefined) throw new RangeError(`name: no simulated tool ${name}`);
  const { machine, namespace, vrf, randomBytes } = session;
  const { argv, readStdin = () => '' } = input;
  const files = input.files ?? filesOfMachine(machine.files, () => undefined);
  const {
    machine: after,
    stdout,
    stderr,
    exit,
    unsimulated = [],
    written,
  } = command({
    machine,
    namespace,
    vrf,
    argv,
    readStdin,
    files: withInput(files, readStdin),
    randomBytes,
  });
  session.machine = after;
  record(session, unsimulated, [name, ...input.argv]);
  return { stdout, stderr, exit, written };
}
