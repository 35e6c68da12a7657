import { CliError } from '../../src/cli/terminal/cli-error.js';
import type { Terminal } from '../../src/cli/terminal/terminal.js';

/** A terminal whose files are in memory and whose output is kept. */
export interface FakeTerminal extends Terminal {
  /** What was written so far. */
  readonly written: { stdout: string; stderr: string };
}

/** Makes a terminal that isn't one. The file `-` is standard input. */
export function fakeTerminal(
  files: Readonly<Record<string, string>> = {},
  more: Partial<Terminal> = {},
): FakeTerminal {
  const written = { stdout: '', stderr: '' };
  const readText = async (path: string): Promise<string> => {
    const text = files[path];
    if (text === undefined) throw new CliError(`${path}: no such file or directory`, 127);
    return text;
  };
  return {
    written,
    stdout: async (text) => {
      written.stdout += text;
    },
    stderr: async (text) => {
      written.stderr += text;
    },
    flush: async () => {},
    isTerminal: false,
    env: {},
    readText,
    async *readLines(path) {
      yield* (await readText(path)).replace(/\n$/, '').split('\n');
    },
    async *readBytes(path) {
      yield new TextEncoder().encode(await readText(path));
    },
    sizeOf: async (path) => files[path]?.length,
    progress: undefined,
    stdinIsFile: false,
    clock: () => 0,
    bounds: {},
    cwd: '/work',
    mounts: [],
    openFolder: async () => undefined,
    ...more,
  };
}
