import type {
  Command,
  CommandContext,
  ExecResult,
  IFileSystem,
  ResolvedCommandContext,
} from 'just-bash';
import { bytesOf, textOf } from '../bash/bytes.js';
import { Input, Sink, type OpenFile } from '../bash/file/open-file.js';
import type {
  CommandPlace,
  ProgramAnswer,
  ProgramCall,
  Programs,
  World,
} from '../bash/file/world.js';
import { runCommandText } from '../bash/index.js';
import type { BashFiles } from './bash-files.js';
import type { loadBash } from './load-bash.js';
import { refused } from '../command/result.js';
import { fileComplaint } from './files/file-error.js';
import { reach, record, type Session } from './session.js';
import { answerForMissing, refuseProgram } from './tool/not-simulated.js';

type JustBash = Awaited<ReturnType<typeof loadBash>>;
type ExecOptions = NonNullable<Parameters<NonNullable<CommandContext['exec']>>[1]>;

/** What programs are made of and run with. */
export interface ProgramsStart {
  readonly making: JustBash;
  readonly session: Session;
  readonly fs: IFileSystem;
  readonly files: BashFiles;
  /** Those of just-bash. */
  readonly bundled: ReadonlyMap<string, Command>;
  /** Those of nexthop, which come first. */
  readonly own: ReadonlyMap<string, Command>;
  /** Programs that Linux has and that are not simulated. */
  readonly notSimulated: ReadonlySet<string>;
  /** The world that they are part of. */
  readonly world: () => World;
}

/** The programs of a machine as the shell wants them: nexthop's tools, and just-bash's, each called by itself. */
export class BashPrograms implements Programs {
  readonly #start: ProgramsStart;

  constructor(start: ProgramsStart) {
    this.#start = start;
  }

  async isProgram(path: string): Promise<boolean> {
    const name = /^\/(?:usr\/)?bin\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined || !this.#has(name)) return false;
    // The script may have put a file of its own in the program's place.
    return (await this.#start.files.read(path)).startsWith(
      `#!/bin/bash\n# Built-in command: ${name}\n`,
    );
  }

  #has(name: string): boolean {
    return this.#start.own.has(name) || this.#start.bundled.has(name);
  }

  isKnown(name: string): boolean {
    return this.#start.notSimulated.has(baseOf(name));
  }

  missing(name: string, argv: readonly string[], place: CommandPlace): ProgramAnswer | undefined {
    const { session } = this.#start;
    const words = [name, ...argv].map(textOf);
    reach(session, place);
    if (!this.isKnown(name)) {
      // Linux would have run it, if it is there; nothing has no name.
      if (name !== '') record(session, [refused(textOf(name))], words.slice(0, 1));
      return undefined;
    }
    const { unsimulated = [], ...answer } = answerForMissing(baseOf(name), words.slice(1));
    record(session, unsimulated, words);
    return bytesOfAnswer(answer);
  }

  async run(call: ProgramCall): Promise<ProgramAnswer> {
    const { files, own, bundled, session } = this.#start;
    await files.flush();
    const name = call.path.slice(call.path.lastIndexOf('/') + 1);
    const command = own.get(name) ?? bundled.get(name);
    if (command === undefined) throw new RangeError(`call: no program ${name}`);
    reach(session, call.place);
    session.isAsked = call.isAsked;
    session.isAwaited = call.isAwaited;
    session.umask = call.umask;
    session.presumed = undefined;
    session.isReading = READERS.has(name);
    try {
      return await this.#execute(command, bundled.get(name), call);
    } finally {
      session.isReading = false;
    }
  }

  async #execute(
    command: Command,
    original: Command | undefined,
    call: ProgramCall,
  ): Promise<ProgramAnswer> {
    const { making } = this.#start;
    const input = new ReadOnce(call.stdin);
    const context = this.#context(call, input);
    const argv = call.argv.map(textOf);
    const inner: ResolvedCommandContext = Object.defineProperties(
      {
        ...context,
        ...(original === undefined
          ? {}
          : { origCommand: (words: string[]) => this.#runBundled(original, words, inner) }),
      },
      { stdin: { get: () => making.unsafeBytesFromLatin1(input.bytes()) } },
    );
    const run =
      command === original ? this.#runBundled(original, argv, inner) : command.execute(argv, inner);
    const result = await run.catch((error: unknown): ExecResult => {
      const limit = limitOf(error);
      if (limit !== undefined) return this.#refuseLimit(textOf(call.name), limit, argv);
      // Some of just-bash's programs leave it to its shell to complain of files.
      const complaint = fileComplaint(error);
      if (complaint === undefined) throw error;
      return { stdout: '', stderr: `${textOf(call.name)}: ${complaint}\n`, exitCode: 1 };
    });
    return {
      stdout: this.#outputOf(result, input),
      stderr: bytesOf(result.stderr),
      exit: result.exitCode,
      presumed: this.#start.session.presumed,
    };
  }

  /** Runs a program of just-bash; what it has not, and the real one may have, is refused by name. */
  async #runBundled(
    command: Command,
    argv: readonly string[],
    context: ResolvedCommandContext,
  ): Promise<ExecResult> {
    const { name } = command;
    const result = await command.execute([...argv], context);
    const { option, limit } = LACKING.exec(result.stderr)?.groups ?? {};
    if (option !== undefined) {
      return this.#refuse(name, `${name} ${option.startsWith('-') ? '' : '-'}${option}`, argv);
    }
    return limit === undefined ? result : this.#refuseLimit(name, limit, argv);
  }

  /** just-bash's program has a limit of its own, which the real one has not. */
  #refuseLimit(name: string, limit: string, argv: readonly string[]): ExecResult {
    return this.#refuse(name, limit.startsWith(`${name}: `) ? limit : `${name}: ${limit}`, argv);
  }

  #refuse(name: string, words: string, argv: readonly string[]): ExecResult {
    const { unsimulated = [], stdout, stderr, exit } = refuseProgram(words);
    record(this.#start.session, unsimulated, [name, ...argv]);
    return { stdout, stderr, exitCode: exit };
  }

  /** just-bash's programs read input that is not UTF-8 as bytes, and write it as if it were text. */
  #outputOf(result: ExecResult, input: ReadOnce): string {
    const { making } = this.#start;
    if (making.stdoutKind(result) === 'bytes') return result.stdout;
    const isRaw = input.isRaw() && !/[^\0-\xff]/.test(result.stdout);
    return isRaw ? result.stdout : bytesOf(result.stdout);
  }

  #context(call: ProgramCall, input: ReadOnce): ResolvedCommandContext {
    const { making, fs, own, bundled } = this.#start;
    const environment = new Map(
      [...call.environment].map(([name, value]) => [name, textOf(value)]),
    );
    const exec = (text: string, options: ExecOptions, stdin?: OpenFile): Promise<ExecResult> =>
      this.#runText(call, text, options, stdin);
    return making.createCommandContext({
      fs,
      cwd: textOf(call.folder),
      env: environment,
      exportedEnv: Object.fromEntries(environment),
      exec,
      execWithInheritedStdin: (text, options) => exec(text, options, input.file),
      getRegisteredCommands: () => [...new Set([...own.keys(), ...bundled.keys()])],
      sleep: async () => {},
      executionLimits: LIMITS,
    });
  }

  /** Runs text for a program: in a shell of its own, with the program's environment unless it gives another. */
  async #runText(
    call: ProgramCall,
    text: string,
    { env = {}, replaceEnv = false, cwd, stdin = '', stdinKind = 'text', args = [] }: ExecOptions,
    inherited?: OpenFile,
  ): Promise<ExecResult> {
    const environment = new Map(replaceEnv ? [] : call.environment);
    for (const [name, value] of Object.entries(env)) environment.set(name, bytesOf(value));
    const stdout = new Sink();
    const stderr = new Sink();
    const input = inherited ?? new Input(stdinKind === 'bytes' ? stdin : bytesOf(stdin));
    const exitCode = await runCommandText(
      {
        world: this.#start.world(),
        files: new Map<number, OpenFile>([
          [0, input],
          [1, stdout],
          [2, stderr],
        ]),
        folder: bytesOf(cwd),
        environment,
        functions: call.functions,
        argv: ['bash'],
        pid: call.pid,
        umask: call.umask,
        isAsked: call.isAsked,
      },
      bytesOf(text),
      args.map(bytesOf),
    );
    const complaints = stderr.bytes.replaceAll(/^bash: line 1: /gm, 'bash: ');
    return { stdout: textOf(stdout.bytes), stderr: textOf(complaints), exitCode };
  }
}

/** Programs of just-bash that look whether a file is there before they read it. */
const READERS: ReadonlySet<string> = new Set('awk cp egrep fgrep grep head tail'.split(' '));

/** How just-bash's programs complain of an option that they don't have, and of a limit of their own. */
const LACKING =
  /^[\w.-]+: (?:(?:invalid option -- |unrecognized option |unknown predicate )'(?<option>[^'\n]+)'|(?<limit>[\w -]+ limit exceeded \(\d+[ a-z]*\)))$/m;

/** No limit. One above it must still be a number that `String.split` takes as its limit: of 2^53 it would take 0. */
const UNLIMITED = 2 ** 31 - 1;

/** Text is bounded by the memory of the process alone, and time does not pass. */
const LIMITS = {
  maxAwkIterations: UNLIMITED,
  maxSedIterations: UNLIMITED,
  maxJqIterations: UNLIMITED,
  maxQueryTokens: UNLIMITED,
  maxQueryElements: UNLIMITED,
  maxAwkParserTokens: UNLIMITED,
  maxAwkParserOperations: UNLIMITED,
  maxWorkUnits: UNLIMITED,
  maxTraversalEntries: UNLIMITED,
  maxTraversalWork: UNLIMITED,
  maxTraversalDepth: UNLIMITED,
  maxGlobOperations: UNLIMITED,
  maxArrayElements: UNLIMITED,
  maxLoopIterations: UNLIMITED,
  maxOutputSize: UNLIMITED,
  maxStringLength: UNLIMITED,
  maxInputBytes: UNLIMITED,
  maxLiveBytes: UNLIMITED,
  maxFileSystemBytes: UNLIMITED,
  maxArchiveBytes: UNLIMITED,
  maxArchiveCompressedBytes: UNLIMITED,
  maxArchiveEntryBytes: UNLIMITED,
  maxArchiveEntries: UNLIMITED,
  maxCsvRows: UNLIMITED,
  maxCsvCells: UNLIMITED,
};

/** The input of a program, which is taken from those behind it once the program asks for it. */
class ReadOnce {
  #bytes: string | undefined;

  constructor(readonly file: OpenFile) {}

  bytes(): string {
    if (this.#bytes === undefined) {
      this.#bytes = this.file.peek();
      this.file.advance(this.#bytes.length);
    }
    return this.#bytes;
  }

  /** Whether it was read and is not UTF-8. */
  isRaw(): boolean {
    return this.#bytes !== undefined && /[\udc80-\udcff]/.test(textOf(this.#bytes));
  }
}

/** The bytes of what a tool answered. */
export function bytesOfAnswer({ stdout, stderr, exit }: ProgramAnswer): ProgramAnswer {
  return { stdout: bytesOf(stdout), stderr: bytesOf(stderr), exit };
}

/** The name of a program behind its folders. */
function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The words of just-bash for what is larger than it takes; undefined for any other error. */
function limitOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ExecutionLimitError' ? error.message : undefined;
}
