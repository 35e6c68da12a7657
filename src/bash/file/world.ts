import type { OpenFile } from './open-file.js';

/** How a file is opened. */
export type OpenMode = 'read' | 'write' | 'append' | 'create' | 'read-write';

/** What is at a path. */
export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'device' | 'pipe' | 'link';
  readonly size: number;
  readonly mode: number;
  /** Milliseconds. */
  readonly changed: number;
}

/** The file system as a shell needs it. Paths are absolute; all text is bytes. */
export interface Files {
  /** Makes a path absolute and takes `.` and `..` out of it. */
  readonly resolve: (folder: string, path: string) => string;
  /**
   * Opens a file; a string is why it can't be opened, in the kernel's words. `create` fails when the file is there.
   *
   * @param umask - the bits that a new file doesn't get
   */
  readonly open: (
    path: string,
    mode: OpenMode,
    umask: number,
  ) => Promise<OpenFile | { readonly refused: string }>;
  /** What is at a path, behind links unless it's asked for the link itself; undefined when there is nothing. */
  readonly status: (path: string, isLink?: boolean) => Promise<FileStatus | undefined>;
  /** The names in a folder; undefined when it is none. */
  readonly list: (path: string) => Promise<readonly string[] | undefined>;
  /** The path without links. */
  readonly real: (path: string) => Promise<string>;
  /** Puts a file of the shell's own there, for `<(...)`. */
  readonly place: (path: string, bytes: string) => Promise<void>;
  /** The bytes of a file that is there. */
  readonly read: (path: string) => Promise<string>;
}

/** Where a command stands. */
export interface CommandPlace {
  /** The script, a file that it reads, or the name of the shell for text without a file: `BASH_SOURCE`. */
  readonly source: string;
  /** From 1. */
  readonly line: number;
}

/** A program that is started. */
export interface ProgramCall {
  /** Its path, found by the shell. */
  readonly path: string;
  /** What it was called by. */
  readonly name: string;
  readonly argv: readonly string[];
  /** What it gets as its environment. */
  readonly environment: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly stdin: OpenFile;
  /** Where it is started. */
  readonly place: CommandPlace;
  /** Its process number. */
  readonly pid: number;
  /** The bits that files and folders which it makes don't get. */
  readonly umask: number;
  /** The text of each function that was exported. */
  readonly functions: ReadonlyMap<string, string>;
  /** Whether its status or output decides what the script does. */
  readonly isAsked: boolean;
  /** Whether a loop that does nothing but wait goes on until it succeeds. */
  readonly isAwaited: boolean;
}

/** What a program answers. */
export interface ProgramAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  /** The program whose status is only taken to be so: a script that looks at it later has asked, and is refused. Absent: none. */
  readonly presumed?: string | undefined;
}

/** The programs that a shell can start. */
export interface Programs {
  /** Whether the file at this path is a program of the machine, and no script. */
  readonly isProgram: (path: string) => Promise<boolean>;
  readonly run: (call: ProgramCall) => Promise<ProgramAnswer>;
  /** Whether it is known of a name what program it is, though there is none here. */
  readonly isKnown: (name: string) => boolean;
  /** The answer to a name that is no program; undefined: the shell's own complaint. */
  readonly missing: (
    name: string,
    argv: readonly string[],
    place: CommandPlace,
  ) => ProgramAnswer | undefined;
}

/** What can run in itself without end: subshells and shells as programs; functions; `eval` and sourced files. */
export type Nesting = 'shells' | 'functions' | 'texts';

/** Everything outside of a shell. */
export interface World {
  readonly files: Files;
  readonly programs: Programs;
  /** The time, in seconds since 1970; it doesn't pass. */
  readonly time: number;
  /** What `$RANDOM` begins with. */
  readonly seed: number;
  /** Refuses by name what this shell lacks and Bash has, found at run time; the answer's status ends the command. */
  readonly refuse: (what: string, place: CommandPlace) => ProgramAnswer;
  /** Called before each command with its place; throws to end the run. */
  readonly checkpoint: (place: CommandPlace) => void | Promise<void>;
  /** Called with the size in bytes of all variables, or of the text between two commands; throws to end the run. */
  readonly hold: (bytes: number) => void;
  /** Runs what may hold more of its own kind; throws to end the run when too many of that kind are in each other. */
  readonly nest: <Result>(kind: Nesting, run: () => Promise<Result>) => Promise<Result>;
}
