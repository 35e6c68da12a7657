import type { Command, defineCommand, ResolvedCommandContext, decodeBytesToUtf8 } from 'just-bash';
import type { MachineFileSystem } from './files/machine-file-system.js';
import { runTool, type Session, type ToolAnswer } from './session.js';
import { flock } from './tool/flock.js';
import { id } from './tool/id.js';
import { keep } from './tool/keep.js';
import { kill } from './tool/kill.js';
import { prepareEval, prepareSource } from './tool/later.js';
import { leave } from './tool/leave.js';
import { mktemp } from './tool/mktemp.js';
import { notSimulatedTool } from './tool/not-simulated.js';
import { runOtherPrograms } from './tool/other-programs.js';
import type { ShellTool, ToolCall } from './tool/shell-tool.js';
import { silent } from './tool/silent.js';
import { sudo } from './tool/sudo.js';
import { tee } from './tool/tee.js';
import { trap } from './tool/trap.js';
import { uname } from './tool/uname.js';
import { statusBefore, unopenable, unopened } from './tool/unopenable.js';
import { refused, written } from './tool/written.js';

/** The programs that nexthop adds to those of just-bash, besides the tools of the network. Names that begin with `nexthop-` are for rewritten scripts. */
const TOOLS: ReadonlyMap<string, ShellTool> = new Map([
  ['flock', flock],
  ['id', id],
  ['kill', kill],
  ['logger', silent],
  ['mktemp', mktemp],
  ['modprobe', silent],
  ['nexthop-eval', prepareEval],
  ['nexthop-keep', keep],
  ['nexthop-leave', leave],
  ['nexthop-not-simulated', notSimulatedTool],
  ['nexthop-refused', refused],
  ['nexthop-source', prepareSource],
  ['nexthop-status', statusBefore],
  ['nexthop-trap', trap],
  ['nexthop-unopenable', unopenable],
  ['nexthop-unopened', unopened],
  ['nexthop-written', written],
  ['sudo', sudo],
  ['sync', silent],
  ['tee', tee],
  ['umask', silent],
  ['uname', uname],
]);

/** The two functions of just-bash that programs are made with. */
export interface ProgramMaking {
  readonly defineCommand: typeof defineCommand;
  readonly decodeBytesToUtf8: typeof decodeBytesToUtf8;
}

/** Makes every program that nexthop adds to a script's machine. */
export function makePrograms(
  making: ProgramMaking,
  session: Session,
  files: MachineFileSystem,
): Command[] {
  const makeProgram = (name: string, tool: ShellTool): Command =>
    making.defineCommand(name, async (argv, shell: ResolvedCommandContext) => {
      const readStdin = (): string => making.decodeBytesToUtf8(shell.stdin);
      const { stdout, stderr, exit } = await tool({ session, files, argv, shell, readStdin });
      return { stdout, stderr, exitCode: exit };
    });
  const network = [...session.commands.keys()].map((name) => makeProgram(name, networkTool(name)));
  return [...network, ...[...TOOLS].map(([name, tool]) => makeProgram(name, tool))];
}

/** One of the simulated tools, with what only a shell can give it: files, input, other programs. */
function networkTool(name: string): ShellTool {
  return async (call: ToolCall): Promise<ToolAnswer> => {
    const { session, files, argv, shell } = call;
    session.programs = new Set(shell.getRegisteredCommands?.());
    await keepFiles(session, files);
    const stdin = readsStdin(name, argv) ? call.readStdin() : '';
    const resolvePath = (path: string): string => files.resolvePath(shell.cwd, path);
    const answer = runTool(session, name, { argv, stdin, resolvePath });
    return session.otherPrograms.length === 0 ? answer : runOtherPrograms(call, answer);
  };
}

/** Copies the texts of the disk to where tools look for them: names of tables and the like belong to the machine. */
export async function keepFiles(session: Session, files: MachineFileSystem): Promise<void> {
  const texts = await files.readTexts();
  if (texts === session.texts) return;
  session.texts = texts;
  const named = [...texts].filter(([path]) => path.includes('/iproute2/'));
  session.machine = session.machine.set('files', session.machine.files.clear().concat(named));
}

/** Whether `ipset` is to restore from its standard input: `restore`, however short, or `-R`. */
function readsSets(argv: readonly string[]): boolean {
  const isRestore = argv.some((word) => word === '-R' || /^(--)?re(s(t(o(re?)?)?)?)?$/.test(word));
  return isRestore && !argv.some((word) => /^--?f(ile)?$/.test(word));
}

/** A program that reads takes input away from those that follow (`while read ...; do ip ...; done`), so it is asked first whether it does. */
function readsStdin(name: string, argv: readonly string[]): boolean {
  if (name.endsWith('-restore')) return true;
  if (name === 'ip') return argv.includes('-');
  if (name === 'ipset') return readsSets(argv);
  return name === 'sysctl' && (argv.includes('-') || argv.includes('/dev/stdin'));
}
