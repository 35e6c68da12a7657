import type { InMemoryFs } from 'just-bash';
import { bytesOf, textOf } from '../bash/bytes.js';
import { Input, Sink, type OpenFile } from '../bash/file/open-file.js';
import { runScriptText } from '../bash/index.js';
import { BOUND_NAMES, GaveUp, type Bounds } from '../bound.js';
import { checkFieldNames, type FieldNames } from '../field-names.js';
import type { Machine } from '../machine/machine.js';
import { INSTALLED_FILES } from '../databases/installed-files.js';
import { newMachine } from '../machine/new-machine.js';
import { Disk } from './files/disk.js';
import { HOST_NAME, HOSTS } from './files/host-files.js';
import { installedNameFiles } from './files/installed-name-files.js';
import { MachineFileSystem } from './files/machine-file-system.js';
import { procSysNet, procSysOthers } from './files/proc-sys-net.js';
import type { SourceFolder } from './files/source-folder.js';
import { sysClassNet } from './files/sys-class-net.js';
import { loadBash } from './load-bash.js';
import { makeWorld } from './make-world.js';
import { keepFiles } from './programs.js';
import {
  asLimit,
  LimitReached,
  ScriptBound,
  type ScriptLimits,
  type ScriptSoFar,
} from './script-bound.js';
import { seededBytes } from './seeded-bytes.js';
import { NO_FILE, SHELL_PID } from './session.js';
import { makeSession, type MakeCommands } from './make-session.js';

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
  /** The time on the machine, in seconds since 1970: it doesn't pass while a script runs. Absent: the beginning of 2026, so that each run does the same. */
  readonly time?: number;
  /** What `$RANDOM` begins with, as if the script had assigned it first, 0 to 4294967295, and the keys that `wg genkey` makes. Absent: 1. */
  readonly seed?: number;
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

const LIMITS: FieldNames<ScriptLimits> = {
  commands: true,
  outputBytes: true,
  liveBytes: true,
  fileBytes: true,
};
const { maxNodes: _, ...BOUNDS } = BOUND_NAMES;
const NAMES: FieldNames<RunOptions> = {
  ...BOUNDS,
  limits: true,
  machine: true,
  args: true,
  env: true,
  stdin: true,
  name: true,
  ignore: true,
  time: true,
  seed: true,
  cwd: true,
  files: true,
  folders: true,
};

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
const FOLDERS =
  '/etc/default /etc/iproute2 /etc/modules-load.d /etc/sysctl.d /home /mnt /opt /root /run /srv /tmp /var/lock /var/log /var/run'.split(
    ' ',
  );
const ENVIRONMENT = {
  HOME: '/root',
  LOGNAME: 'root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  SHELL: '/bin/bash',
  USER: 'root',
};
/** In seconds since 1970. */
const START_OF_2026 = Date.UTC(2026, 0) / 1000;
/** The exit status of a script that takes more than it may. */
const LIMIT_EXIT = 126;

/** Runs a script with these simulated tools: `run` with its tools named. */
export async function runWith(
  makeCommands: MakeCommands,
  script: string,
  options: RunOptions = {},
): Promise<RunResult> {
  checkFieldNames(options, NAMES);
  checkFieldNames(options.limits, LIMITS);
  const {
    machine = newMachine(),
    args = [],
    env = {},
    stdin = '',
    name = NO_FILE,
    cwd = '/root',
    files: given = {},
    folders = {},
    ignore = [],
    limits = {},
    time = START_OF_2026,
    seed = 1,
    ...bounds
  } = options;
  checkOptions(makeCommands, ignore, time, seed);
  const began = Date.now();
  const making = await loadBash();
  const session = makeSession({
    machine,
    makeCommands,
    name,
    time,
    randomBytes: seededBytes(seed),
  });
  const bound = new ScriptBound(bounds, limits);
  const memory = makeMemory(making, { machine, cwd, files: given, limits });
  const disk = new Disk(memory, folders, { began, time });
  const fs = new MachineFileSystem(
    disk,
    [procSysNet(session), ...procSysOthers(session), sysClassNet(session), installedNameFiles],
    session,
  );
  let complaint = '';
  const { world, files: bashFiles } = makeWorld({ making, session, fs, bound, ignore, seed });
  const output = new Sink(bound.print);
  const errors = new Sink(bound.print);
  const start = {
    world,
    files: new Map<number, OpenFile>([
      [0, new Input(bytesOf(stdin))],
      [1, output],
      [2, errors],
    ]),
    folder: bytesOf(cwd),
    environment: new Map(
      Object.entries({ ...ENVIRONMENT, ...env }).map(([key, value]) => [key, bytesOf(value)]),
    ),
    functions: new Map(),
    argv: [name, ...args].map(bytesOf),
    pid: SHELL_PID,
    umask: session.umask,
    isAsked: false,
  };
  let exit: number;
  try {
    exit = await runScriptText(start, bytesOf(script));
    bound.check();
  } catch (reason) {
    const error = asLimit(reason);
    const line = session.place?.line;
    if (error instanceof GaveUp) {
      throw new GaveUp<ScriptSoFar>(error, Object.freeze({ machine: session.machine, line }));
    }
    if (!(error instanceof LimitReached)) throw error;
    exit = LIMIT_EXIT;
    complaint = `${session.place?.file ?? name}: line ${line ?? 1}: ${error.message}\n`;
  }
  await bashFiles.flush();
  await keepFiles(session, fs);
  return Object.freeze({
    stdout: textOf(output.bytes),
    stderr: textOf(errors.bytes) + complaint,
    exit,
    machine: session.machine,
  });
}

/** @throws RangeError that names the option that can't be */
function checkOptions(
  makeCommands: MakeCommands,
  ignore: readonly string[],
  time: number,
  seed: number,
): void {
  const simulated = ignore.find((one) => makeCommands(() => undefined).has(one));
  if (simulated !== undefined) throw new RangeError(`ignore: ${simulated} is simulated`);
  if (!Number.isFinite(time)) throw new RangeError(`time: a number of seconds, got ${time}`);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`seed: 0..4294967295, got ${seed}`);
  }
}

/** What the disk has in memory before the script begins: the machine's files and those that were given. */
function makeMemory(
  making: Awaited<ReturnType<typeof loadBash>>,
  {
    machine,
    cwd,
    files,
    limits,
  }: Required<Pick<RunOptions, 'machine' | 'cwd' | 'files' | 'limits'>>,
): InMemoryFs {
  const memory = new making.InMemoryFs(
    Object.fromEntries([...ETC_FILES, ...machine.files]),
    limits.fileBytes === undefined ? {} : { maxTotalBytes: limits.fileBytes },
  );
  for (const folder of [...FOLDERS, cwd]) memory.mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const mode = isScript(content) ? 0o755 : 0o644;
    memory.writeFileSync(path, content, undefined, { mode });
  }
  return memory;
}

function isScript(content: string | Uint8Array): boolean {
  return typeof content === 'string'
    ? content.startsWith('#!')
    : content[0] === 0x23 && content[1] === 0x21;
}
