import type { SourceFolder } from '../../shell/index.js';

import type { Bounds } from '../../bound.js';
/** Where text goes, as bytes (`bash/bytes.ts`): resolves when it has been taken. @throws OutputError when standard output can't be written; what standard error doesn't take is lost */
export type Output = (text: string) => Promise<void>;

/** What the command sees of the world around it. A path `-` is standard input. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Resolves when all that was handed to standard output is written. @throws OutputError when it can't be */
  readonly flush: () => Promise<void>;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The whole text of a file; each byte that is not UTF-8 is one of U+DC80 to U+DCFF. @throws CliError when it can't be read */
  readonly readText: (path: string) => Promise<string>;
  /** The lines of a file, as they come. @throws CliError when it can't be read */
  readonly readLines: (path: string) => AsyncIterable<string>;
  /** The bytes of a file, as they come. @throws CliError when it can't be read */
  readonly readBytes: (path: string) => AsyncIterable<Uint8Array>;
  /** How many bytes a file has; undefined when that can't be known. */
  readonly sizeOf: (path: string) => Promise<number | undefined>;
  /** Where to show how far long work is: standard error, when it's a terminal; undefined when nobody looks. */
  readonly progress: NodeJS.WritableStream | undefined;
  /** Whether standard input is a file, which can be read without waiting for anybody. */
  readonly stdinIsFile: boolean;
  /** The time in milliseconds, from some moment on. */
  readonly clock: () => number;
  /** What the command may take. */
  readonly bounds: Bounds;
  /** The folder in which the command was called. */
  readonly cwd: string;
  /** Folders that scripts may read besides their own, as they were named on the command line. */
  readonly mounts: readonly string[];
  /** A folder for a script to read; undefined when there is none at the path. */
  readonly openFolder: (path: string) => Promise<SourceFolder | undefined>;
}
