import type { ResolvedCommandContext } from 'just-bash';
import type { MachineFileSystem } from '../files/machine-file-system.js';
import type { Session, ToolAnswer } from '../session.js';

/** One call of a program by the script. */
export interface ToolCall {
  readonly session: Session;
  readonly files: MachineFileSystem;
  /** The words after the program's name. */
  readonly argv: readonly string[];
  /** What just-bash hands to a program. */
  readonly shell: ResolvedCommandContext;
  /** Its standard input. To read it takes it from the commands that follow, as in Bash: only a program that reads may. */
  readonly readStdin: () => string;
}

/** A program that scripts call and that is no tool of the network: it may run other programs. */
export type ShellTool = (call: ToolCall) => ToolAnswer | Promise<ToolAnswer>;

/** A program's answer when it did its work. */
export function answer(stdout = ''): ToolAnswer {
  return { stdout, stderr: '', exit: 0 };
}

/** A program's answer when it refuses; `stderr` is one line or several, without the last line end. */
export function refuse(exit: number, stderr: string): ToolAnswer {
  return { stdout: '', stderr: `${stderr}\n`, exit };
}
