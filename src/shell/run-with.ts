import type { ScriptNode } from 'just-bash';
import type { Bounds } from '../bound.js';
import type { Machine } from '../machine/machine.js';
import { INSTALLED_FILES } from '../databases/installed-files.js';
import { newMachine } from '../machine/new-machine.js';
import { placeComplaints } from './complaint.js';
import { Disk } from './files/disk.js';
import { HOST_NAME, HOSTS } from './files/host-files.js';
import { MachineFileSystem } from './files/machine-file-system.js';
import { procSysNet } from './files/proc-sys-net.js';
import { installedNameFiles } from './files/installed-name-files.js';
import type { SourceFolder } from './files/source-folder.js';
import { sysClassNet } from './files/sys-class-net.js';
import { KNOWN_PROGRAMS } from './known-programs.js';
import { loadBash } from './load-bash.js';
import { keepFiles, makePrograms } from './programs.js';
import { followLines } from './rewrite/follow-lines.js';
import { functionsOf } from './rewrite/functions-of.js';
import { rewriteScript, type Rewriting } from './rewrite/rewrite-script.js';
import { ScriptBound, type ScriptLimits } from './script-bound.js';
import { makeSession, NO_FILE, SHELL_PID, type MakeCommands, type Session } from './session.js';

/** What a script is run with; everything has a default. */
export interface RunOptions extends Omit<Bounds, 'maxNodes'> {
  /** What it may take, beside time. */
  readonly limits?: ScriptLimits;
  /** The machine it runs on. Absent: a fresh one, with only `lo`, which is down. */
  readonly machine?: Machine;
  /** Its arguments: `$1`, `$2` and so on. */
  readonly args?: readonly string[];
  /** Variables of its environment, besides PATH, HOME and the like. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its standard input. Absent: empty. */
  readonly stdin?: string;
  /** Its name: `$0`. Absent: `bash`. */
  readonly name?: string;
  /**
   * Names of programs that bear on no packet's path, besides those of which that is known: they are carried out as nothing, with status 0. The names are
   * in `machine.inert` afterwards. Absent: none.
   */
  readonly ignore?: readonly string[];
  /** The folder that it runs in, an absolute path. Absent: /root. */
  readonly cwd?: string;
  /** Files that it finds, by absolute path: text, or bytes. One that begins with `#!` is executable. Absent: none but those that every machine has. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /**
   * Folders outside of the simulation that it may read, by the absolute path at which it finds them: what it writes there stays in the
   * simulation. The root folder, and those of programs, devices, /proc and /sys belong to the simulated machine. Absent: none.
   */
  readonly folders?: Readonly<Record<string, SourceFolder>>;
}

/** What a script leaves behind. */
export interface RunResult {
  /** All it wrote to its standard output. */
  readonly stdout: string;
  /** All it wrote to its standard error. */
  readonly stderr: string;
  /** Its exit status, 0 to 255. */
  readonly exit: number;
  /** The machine as it left it. */
  readonly machine: Machine;
}

/** Files of /etc that are there from the beginning. */
const ETC_FILES: readonly (readonly [path: string, text: string])[] = [
  ...INSTALLED_FILES,
  ['/etc/hostname', `${HOST_NAME}\n`],
  ['/etc/hosts', HOSTS],
];
const FOLDERS = ['/etc/iproute2', '/root', '/run', '/tmp', '/var/lock', '/var/log', '/var/run'];
const ENVIRONMENT = {
  HOME: '/root',
  LOGNAME: 'root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  SHELL: '/bin/bash',
  USER: 'root',
};
/** The number of the shell that runs the script itself; those that it starts have higher ones. */
const MAIN_SHELL = 1;

/** Runs a script with these simulated tools: `run` with its tools named. */
export async function runWith(
  makeCommands: MakeCommands,
  script: string,
  {
    machine = newMachine(),
    args = [],
    env = {},
    stdin = '',
    name,
    cwd = '/root',
    files: given = {},
    folders = {},
    ignore = [],
    limits = {},
    ...bounds
  }: RunOptions = {},
): Promise<RunResult> {
  const simulated = ignore.find((one) => makeCommands(() => undefined).has(one));
  if (simulated !== undefined) throw new RangeError(`ignore: ${simulated} is simulated`);
  const notSimulated = new Set([...KNOWN_PROGRAMS].filter((one) => !ignore.includes(one)));
  const { Bash, InMemoryFs, parse, serialize, ...making } = await loadBash();
  const rewrite = (
    tree: ScriptNode,
    facts: Pick<Rewriting, 'shell' | 'isPart' | 'ownFile'>,
  ): boolean => rewriteScript(tree, { parse, notSimulated, ...facts });
  const rewriteText: Session['rewriteText'] = (text, shell, ownFile) => {
    try {
      const tree = parse(text);
      return rewrite(tree, { shell, isPart: true, ownFile }) ? serialize(tree) : undefined;
    } catch {
      // Whoever reads it as a script says what is wrong with it.
      return undefined;
    }
  };
  const session = makeSession({ machine, makeCommands, name: name ?? NO_FILE, rewriteText });
  const bound = new ScriptBound(bounds);
  const memory = new InMemoryFs(
    Object.fromEntries([...ETC_FILES, ...machine.files]),
    fileLimit(limits),
  );
  for (const folder of [...FOLDERS, cwd]) memory.mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(given)) {
    const mode = isScript(content) ? 0o755 : 0o644;
    memory.writeFileSync(path, content, undefined, { mode });
  }
  const disk = new Disk(memory, folders);
  const files = new MachineFileSystem(
    disk,
    [procSysNet(session), sysClassNet(session), installedNameFiles],
    session,
  );
  const bash = new Bash({
    fs: files,
    cwd,
    env: { ...ENVIRONMENT, ...env },
    customCommands: makePrograms(making, session, files, bound, ignore),
    // It guards the process against the script by patching globals; the script only ever sees the simulation.
    defenseInDepth: false,
    executionLimits: executionLimits(limits),
    processInfo: { pid: SHELL_PID, ppid: 1, uid: 0, gid: 0 },
    sleep: async () => {},
  });
  let shell = MAIN_SHELL;
  let functions = '';
  bash.registerTransformPlugin({
    name: 'nexthop',
    transform({ ast }: { ast: ScriptNode }) {
      const isFromFile = shell > MAIN_SHELL || name !== undefined;
      rewrite(ast, { shell, isPart: false, ownFile: isFromFile ? '0' : undefined });
      if (shell === MAIN_SHELL) {
        functions = serialize(functionsOf(ast));
        followLines(ast, (place) => {
          session.place = place;
        });
      }
      shell++;
      return { ast };
    },
  });
  const signal = bound.signal(() => session.place?.line);
  const result = await bash.exec(script, {
    rawScript: true,
    env: positional(session.name, args),
    stdin,
    signal,
  });
  bound.check(() => ({ machine: session.machine, line: session.place?.line }));
  let { stdout, stderr, exitCode } = result;
  const atExit = session.traps.get(MAIN_SHELL)?.get('EXIT');
  if (atExit !== undefined) {
    // `set -e` or an unset variable ended the script where no trap could be put: its trap runs in a shell that knows the same.
    session.traps.delete(MAIN_SHELL);
    session.statusBefore = exitCode;
    const left = await bash.exec(`${functions}\n${endWith(atExit, exitCode)}`, {
      rawScript: true,
      env: result.env,
      signal,
    });
    bound.check(() => ({ machine: session.machine, line: session.place?.line }));
    stdout += left.stdout;
    stderr += left.stderr;
    exitCode = left.exitCode;
  }
  await keepFiles(session, files);
  return {
    stdout,
    stderr: placeComplaints(cleanStderr(stderr), session),
    exit: exitCode,
    machine: session.machine,
  };
}

/** What just-bash calls the limits. A script's own loops end it, not a count of them. */
function executionLimits({ commands = 100_000_000, outputBytes, liveBytes }: ScriptLimits) {
  return {
    maxCommandCount: commands,
    maxLoopIterations: 100_000_000,
    maxCallDepth: 1000,
    ...(outputBytes === undefined ? {} : { maxOutputSize: outputBytes }),
    ...(liveBytes === undefined ? {} : { maxLiveBytes: liveBytes }),
  };
}

function fileLimit({ fileBytes }: ScriptLimits) {
  return fileBytes === undefined ? {} : { maxTotalBytes: fileBytes };
}

/** A script that runs the code of a trap with that status as `$?`, and ends with it unless the code says otherwise. */
function endWith(code: string, status: number): string {
  const quoted = `'${code.replaceAll("'", `'\\''`)}'`;
  return `if /usr/bin/nexthop-status; then eval ${quoted}; else eval ${quoted}; fi; exit ${status}`;
}

function isScript(content: string | Uint8Array): boolean {
  return typeof content === 'string'
    ? content.startsWith('#!')
    : content[0] === 0x23 && content[1] === 0x21;
}

/** A script's name and arguments, as just-bash keeps them. */
function positional(name: string, args: readonly string[]): Record<string, string> {
  const words = args.join(' ');
  return {
    ...Object.fromEntries(args.map((word, at) => [`${at + 1}`, word])),
    0: name,
    '#': `${args.length}`,
    '@': words,
    '*': words,
  };
}

/** Takes out what just-bash says in other words than Bash, and the traces of what a script was rewritten with. */
function cleanStderr(stderr: string): string {
  return stderr
    .replaceAll(/^(\++) \/usr\/bin\/nexthop-trap \d+/gm, '$1 trap')
    .replaceAll(/^(\++) \/usr\/bin\/nexthop-not-simulated/gm, '$1')
    .replaceAll(/^\++ (\/usr\/bin\/nexthop-.*|eval '')\n/gm, '')
    .replaceAll(/: cannot open redirect target$/gm, ': No such file or directory');
}
