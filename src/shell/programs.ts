import type {
  Command,
  decodeBytesToUtf8,
  defineCommand,
  ExecResult,
  latin1FromBytes,
  ResolvedCommandContext,
} from 'just-bash';
import type { WrittenFile } from '../command/command.js';
import type { Machine } from '../machine/machine.js';
import type { MachineFileSystem } from './files/machine-file-system.js';
import { readingFiles, type LaterFiles } from './reading-files.js';
import type { ScriptBound } from './script-bound.js';
import { record, runTool, type Session, type ToolAnswer } from './session.js';
import { groupadd, groupdel } from './tool/change-groups.js';
import { useradd, userdel, usermod } from './tool/change-users.js';
import { env, printenv } from './tool/env.js';
import { flock } from './tool/flock.js';
import { getent } from './tool/getent.js';
import { groupsOf, id } from './tool/id.js';
import { INERT_PROGRAMS, inertTool, WAITING_PROGRAMS, waitingTool } from './tool/inert.js';
import { mktemp } from './tool/mktemp.js';
import { nice } from './tool/nice.js';
import { PINGS, pingTool } from './tool/ping/ping.js';
import { ADAPTED_TOOLS } from './tool/adapted-tools.js';
import { runOtherPrograms } from './tool/other-programs.js';
import type { ShellTool, ToolCall } from './tool/shell-tool.js';
import { silent } from './tool/silent.js';
import { sleep } from './tool/sleep.js';
import { sort } from './tool/sort/sort.js';
import { sudo } from './tool/sudo.js';
import { tee } from './tool/tee.js';
import { uname } from './tool/uname.js';
import { wgQuick } from './tool/wg-quick/wg-quick.js';
import { arch, hostname, whoami } from './tool/who.js';
import { xargs } from './tool/xargs.js';
import type { Adapt } from './tool/adapt.js';

/** The programs that nexthop adds to those of just-bash, besides the tools of the network. */
const TOOLS: ReadonlyMap<string, ShellTool> = new Map([
  ['arch', arch],
  ['env', env],
  ['flock', flock],
  ['getent', getent],
  ['groupadd', groupadd],
  ['groupdel', groupdel],
  ['groups', groupsOf],
  ['hostname', hostname],
  ['id', id],
  ['mktemp', mktemp],
  ['nice', nice],
  ['printenv', printenv],
  ['sleep', sleep],
  ['sort', sort],
  ['sudo', sudo],
  ['sync', silent],
  ['tee', tee],
  ['useradd', useradd],
  ['userdel', userdel],
  ['usermod', usermod],
  ['wg-quick', wgQuick],
  ['whoami', whoami],
  ['xargs', xargs],
  ['uname', uname],
]);

/** The functions of just-bash that programs are made with. */
export interface ProgramMaking {
  readonly defineCommand: typeof defineCommand;
  readonly decodeBytesToUtf8: typeof decodeBytesToUtf8;
  readonly latin1FromBytes: typeof latin1FromBytes;
}

/** Makes every program that nexthop adds to a script's machine; the ignored ones do nothing. */
export function makePrograms(
  making: ProgramMaking,
  session: Session,
  files: MachineFileSystem,
  bound: ScriptBound,
  ignored: readonly string[],
): Command[] {
  /** Runs a program that finds its standard input among the files. */
  const withInput = async (
    shell: ResolvedCommandContext,
    work: () => Promise<ExecResult>,
  ): Promise<ExecResult> => {
    session.inputs.push(() => making.latin1FromBytes(shell.stdin));
    try {
      return await work();
    } finally {
      session.inputs.pop();
    }
  };
  const call = async (
    name: string,
    tool: ShellTool,
    argv: readonly string[],
    shell: ResolvedCommandContext,
  ): Promise<ExecResult> => {
    await bound.takeTurns();
    const readStdin = once(() =>
      withMark(making.latin1FromBytes(shell.stdin), making.decodeBytesToUtf8(shell.stdin)),
    );
    const answered = await tool({ session, files, argv, shell, readStdin });
    const { stdout, stderr, exit, unsimulated = [] } = answered;
    record(session, unsimulated, [name, ...argv]);
    return { stdout, stderr, exitCode: exit };
  };
  const makeProgram = (name: string, tool: ShellTool): Command =>
    making.defineCommand(name, (argv, shell: ResolvedCommandContext) =>
      withInput(shell, () => call(name, tool, argv, shell)),
    );
  const adapt = (name: string, toOriginal: Adapt): Command =>
    making.defineCommand(name, (argv, shell: ResolvedCommandContext) =>
      withInput(shell, async () => {
        if (shell.origCommand === undefined) throw new Error(`just-bash has no ${name} of its own`);
        const {
          argv: words,
          complaints = (stderr) => stderr,
          instead,
        } = await toOriginal(argv, {
          time: session.time,
          readText: (path) => files.readText(files.resolvePath(shell.cwd, path)),
        });
        if (instead !== undefined) return call(name, instead, argv, shell);
        const result = await shell.origCommand([...words]);
        return { ...result, stderr: complaints(result.stderr) };
      }),
    );
  const adapted = [...ADAPTED_TOOLS].map(([name, toOriginal]) => adapt(name, toOriginal));
  const network = [...session.commands.keys()].map((name) =>
    makeProgram(name, networkTool(name, bound)),
  );
  const tools = new Map([
    ...[...INERT_PROGRAMS].map(([name, isInert]) => [name, inertTool(name, isInert)] as const),
    ...[...WAITING_PROGRAMS].map(([name, ends]) => [name, waitingTool(name, ends)] as const),
    ...[...WAITING_PROGRAMS].flatMap(([name, ends]) =>
      PINGS.has(name) ? [[name, pingTool(name, waitingTool(name, ends))] as const] : [],
    ),
    ...TOOLS,
    ...ignored.map((name) => [name, inertTool(name)] as const),
  ]);
  return [...adapted, ...network, ...[...tools].map(([name, tool]) => makeProgram(name, tool))];
}

/** The text of input, with the byte order mark that it begins with: decoding leaves it out, and programs here don't. */
function withMark(bytes: string, text: string): string {
  return bytes.startsWith('\xef\xbb\xbf') && !text.startsWith('\ufeff') ? `\ufeff${text}` : text;
}

/** One of the simulated tools, with what only a shell can give it: files, input, other programs. */
function networkTool(name: string, bound: ScriptBound): ShellTool {
  return async (call: ToolCall): Promise<ToolAnswer> => {
    const { session, files, argv, shell } = call;
    session.programs = new Set(shell.getRegisteredCommands?.());
    await keepFiles(session, files);
    const later: LaterFiles = {
      cwd: shell.cwd,
      read: (path) => files.readText(files.resolvePath(shell.cwd, path)),
      list: (path) => files.listFolder(files.resolvePath(shell.cwd, path)),
    };
    const before = session.machine;
    const answer = await readingFiles(later, (found) => {
      session.otherPrograms.length = 0;
      return bound.during(() =>
        runTool(session, name, { argv, readStdin: call.readStdin, files: found }),
      );
    });
    if (answer.written !== undefined) return writeFile(call, answer, answer.written, before);
    return session.otherPrograms.length === 0 ? answer : runOtherPrograms(call, answer);
  };
}

/** Writes the file that a tool leaves; a tool that can't open it has done nothing else. */
async function writeFile(
  { files, session, shell }: ToolCall,
  answer: ToolAnswer,
  { path, text, complaint, complaintExit }: WrittenFile,
  before: Machine,
): Promise<ToolAnswer> {
  const place = files.resolvePath(shell.cwd, path);
  const why = await files.whyUnopenable(place);
  if (why === undefined) {
    await files.writeFile(place, text);
    return answer;
  }
  session.machine = before;
  const stderr = complaint === '' ? '' : `${complaint}${why}\n`;
  return { stdout: '', stderr, exit: complaintExit };
}

/** Copies the files that tools read by themselves into the machine, to which they belong. */
export async function keepFiles(session: Session, files: MachineFileSystem): Promise<void> {
  const texts = await files.readTexts();
  if (texts === session.texts) return;
  session.texts = texts;
  session.machine = session.machine.set('files', session.machine.files.clear().concat(texts));
}

/** What a function returned the first time. */
function once<T extends string>(read: () => T): () => T {
  let known: T | undefined;
  return () => (known ??= read());
}
