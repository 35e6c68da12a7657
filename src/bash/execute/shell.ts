import type { OpenFile } from '../file/open-file.js';
import type { CommandPlace, World } from '../file/world.js';
import type { Assignment, Command, FunctionDefinition, Script, Word } from '../syntax/script.js';
import { ExpansionProblem } from './leave.js';
import type { Asks } from './asks.js';
import type { DynamicVariable, Variables } from '../variable/variables.js';

/** A call of a function, or a sourced file. */
export interface Frame {
  /** The function's name; `source` for a file. */
  readonly name: string;
  /** Where its commands stand. */
  readonly source: string;
  /** The line that called it. */
  readonly line: number;
  readonly isFunction: boolean;
}

/** A function as it was defined. */
export interface ShellFunction {
  readonly definition: FunctionDefinition;
  readonly source: string;
}

/** A word of a command; for `declare` and its kin, an assignment is not expanded yet. */
export type Operand = string | Assignment;

/** Where text comes from that is run as a script. */
export type TextPlace =
  | { readonly kind: 'eval' }
  /** Lines are counted from that of the command that ran, or from 1. */
  | { readonly kind: 'trap'; readonly isOfCommand: boolean }
  | { readonly kind: 'source'; readonly name: string; readonly args: readonly string[] };

/** A shell that is started as a program. */
export interface BashStart {
  readonly world: World;
  readonly files: Map<number, OpenFile>;
  readonly folder: string;
  readonly environment: ReadonlyMap<string, string>;
  /** The text of each function that was exported. */
  readonly functions: ReadonlyMap<string, string>;
  /** The name of the program, and its words. */
  readonly argv: readonly string[];
  readonly pid: number;
  /** The bits that files and folders which it makes don't get. */
  readonly umask: number;
  /** Whether its status or output decides what the script around it does. */
  readonly isAsked: boolean;
}

/** The parts of the shell that need each other: each is reached by way of the shell. */
export interface Engine {
  readonly runScript: (shell: Shell, script: Script) => Promise<void>;
  readonly runCommand: (shell: Shell, command: Command) => Promise<void>;
  /** Runs Bash itself as a program: with the variables and functions that are exported, and nothing else of the shell. */
  readonly runBash: (start: BashStart) => Promise<number>;
  /** Runs a script in a copy of the shell, and returns what it wrote. */
  readonly substitute: (shell: Shell, script: Script) => Promise<string>;
  /** Runs a script in a shell that is a copy already, to its end. Its status is the answer. */
  readonly runSubshell: (shell: Shell, script: Script) => Promise<number>;
  /** Runs text as a script of its own kind: `eval`, a sourced file, a trap. */
  readonly runText: (shell: Shell, text: string, place: TextPlace) => Promise<number>;
  readonly runProgram: (shell: Shell, name: string, argv: readonly string[]) => Promise<number>;
  /** Runs what the first word names: a function, a builtin, or a program. */
  readonly dispatch: (
    shell: Shell,
    words: readonly Operand[],
    options: { readonly skipsFunctions: boolean },
  ) => Promise<number>;
  readonly expandText: (
    shell: Shell,
    word: Word,
    place?: 'word' | 'assignment' | 'document',
  ) => Promise<string>;
  /** The variables that a shell works out, of a shell that is made only after them. */
  readonly makeDynamic: (shellOf: () => Shell) => ReadonlyMap<string, DynamicVariable>;
}

/** What a shell begins with. */
export interface ShellStart {
  readonly world: World;
  readonly engine: Engine;
  readonly variables: Variables;
  readonly files: Map<number, OpenFile>;
  readonly folder: string;
  /** `$0` */
  readonly name: string;
  readonly positional: readonly string[];
  readonly pid: number;
  readonly umask: number;
}

/** One shell: the script's own, or a copy of it for a subshell. */
export class Shell {
  readonly world: World;
  readonly engine: Engine;
  readonly variables: Variables;
  readonly files: Map<number, OpenFile>;
  folder: string;
  folderStack: string[] = [];
  name: string;
  positional: readonly string[];
  functions = new Map<string, ShellFunction>();
  readonly exportedFunctions = new Set<string>();
  /** What `set` turned on, by long name. */
  options = new Set(['braceexpand', 'hashall', 'interactive-comments']);
  /** What `shopt` turned on. */
  features = new Set<string>();
  aliases = new Map<string, string>();
  /** `$?` */
  status = 0;
  pipeStatus: number[] = [];
  /** `$_` */
  lastWord = '';
  /** `$!` */
  background: number | undefined;
  /** Status of each background command by its number. */
  readonly ended = new Map<number, number>();
  /** Background commands that nobody has waited for, by job number: the number of the process. */
  readonly jobs = new Map<number, number>();
  /** What to run, by signal name; empty text ignores the signal. */
  traps = new Map<string, string>();
  frames: Frame[] = [];
  line = 0;
  /** The line in which the command ends that runs: text for `eval` is counted from it. */
  endLine = 0;
  /** `$BASHPID` */
  pid: number;
  /** `$$` */
  mainPid: number;
  /** How many shells are around this one. */
  depth = 0;
  /** How many substitutions it runs in, for `set -x`. */
  substitutions = 0;
  loops = 0;
  /** Above 0, a failure does not end the shell under `set -e`. */
  ignoring = 0;
  /** What the script asks of the command that runs. */
  asks: Asks = 'nothing';
  /** The program whose status `$?` is, where that is only taken to be so. */
  presumed: string | undefined;
  /** The running function set a trap on RETURN itself. */
  ownReturnTrap = false;
  /** Traps that run now, which don't run again meanwhile. */
  readonly running = new Set<string>();
  /** A trap runs, or this is a substitution in one: `$BASH_COMMAND` stays what was run at the time. Source: `running_trap` of Bash */
  isTrapping = false;
  /** The number of `$RANDOM` that comes next. */
  random: number;
  umask: number;
  /** What is to be run when a command is over: the readers of `>(...)`. */
  deferred: (() => Promise<void>)[] = [];
  processes: { next: number };
  /** The number of the file that the next `<(...)` gets: they count down from 63. */
  processFiles = { next: 63 };
  /** Where programs were found, as long as `PATH` is what it was then. */
  readonly hashed = new Map<string, string>();
  /** Names of programs that were run since. */
  readonly hits = new Set<string>();
  hashedPath: string | undefined;
  /** Builtins that `enable -n` turned off. */
  readonly disabled = new Set<string>();
  /** Status of the last substitution of the command that runs. */
  substituted: number | undefined;
  /** How far `getopts` has come in a word. */
  optionOffset = 1;
  /** The word that `getopts` is at. */
  optionIndex = 1;
  /** The text of the command that runs. */
  command = '';

  constructor(start: ShellStart) {
    this.world = start.world;
    this.random = start.world.seed;
    this.engine = start.engine;
    this.variables = start.variables;
    this.files = start.files;
    this.folder = start.folder;
    this.name = start.name;
    this.positional = start.positional;
    this.pid = start.pid;
    this.umask = start.umask;
    this.mainPid = start.pid;
    this.processes = { next: start.pid + 1 };
    this.variables.onUnset = (name) => {
      if (this.has('nounset')) throw new ExpansionProblem(`${name}: unbound variable`, 'shell');
    };
  }

  /** A copy that changes on its own: a subshell. */
  clone(): Shell {
    const copy: Shell = new Shell({
      world: this.world,
      engine: this.engine,
      variables: this.variables.clone(this.engine.makeDynamic(() => copy)),
      files: new Map(this.files),
      folder: this.folder,
      name: this.name,
      positional: this.positional,
      pid: this.processes.next++,
      umask: this.umask,
    });
    copy.folderStack = [...this.folderStack];
    copy.functions = new Map(this.functions);
    for (const name of this.exportedFunctions) copy.exportedFunctions.add(name);
    copy.options = new Set(this.options);
    copy.features = new Set(this.features);
    copy.aliases = new Map(this.aliases);
    copy.status = this.status;
    copy.pipeStatus = this.pipeStatus;
    copy.lastWord = this.lastWord;
    copy.background = this.background;
    copy.frames = [...this.frames];
    copy.line = this.line;
    copy.endLine = this.endLine;
    copy.depth = this.depth + 1;
    copy.loops = this.loops;
    copy.substitutions = this.substitutions;
    copy.ignoring = this.ignoring;
    copy.asks = this.asks;
    copy.command = this.command;
    copy.presumed = this.presumed;
    copy.processes = this.processes;
    copy.processFiles = this.processFiles;
    copy.mainPid = this.mainPid;
    copy.random = this.random;
    copy.optionOffset = this.optionOffset;
    copy.optionIndex = this.optionIndex;
    // What is ignored stays so; what a trap would run is the outer shell's (bash(1), COMMAND EXECUTION ENVIRONMENT).
    copy.traps = new Map([...this.traps].filter(([, action]) => action === ''));
    return copy;
  }

  /** The file in which the commands stand that run now. */
  get source(): string {
    return this.frames.at(-1)?.source ?? this.name;
  }

  /** Where the command stands that runs now. */
  get place(): CommandPlace {
    return { source: this.source, line: this.line };
  }

  /** Puts words in the form of the shell's complaints. */
  complaint(words: string): string {
    return `${this.source}: line ${this.line}: ${words}\n`;
  }

  /** Writes to one of the shell's descriptors; a string is why it's refused. */
  async write(fd: number, bytes: string): Promise<string | undefined> {
    if (bytes === '') return undefined;
    const file = this.files.get(fd);
    return file === undefined ? 'Bad file descriptor' : file.write(bytes);
  }

  /** Writes a complaint in the shell's form. */
  async complain(words: string): Promise<void> {
    await this.write(2, this.complaint(words));
  }

  has(option: string): boolean {
    return this.options.has(option);
  }
}
