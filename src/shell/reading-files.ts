import type { CommandFiles } from '../command/command-files.js';

/** Files that can only be read later. */
export interface LaterFiles {
  readonly cwd: string;
  readonly read: (path: string) => Promise<ReturnType<CommandFiles['read']>>;
  readonly list: (path: string) => Promise<ReturnType<CommandFiles['list']>>;
}

/** What is asked for is not at hand yet. */
class Wanted extends Error {
  readonly fetch: () => Promise<void>;

  constructor(fetch: () => Promise<void>) {
    super();
    this.fetch = fetch;
  }
}

/**
 * Calls a pure function that reads files at once, of files that can only be read later: where one isn't at hand, the call is given up,
 * the file or folder is read, and the call is made again.
 */
export async function readingFiles<T>(
  { cwd, read, list }: LaterFiles,
  call: (files: CommandFiles) => T,
): Promise<T> {
  const files = { cwd, read: atHand(read), list: atHand(list) };
  for (;;) {
    try {
      return call(files);
    } catch (wanted) {
      if (!(wanted instanceof Wanted)) throw wanted;
      await wanted.fetch();
    }
  }
}

function atHand<T>(later: (path: string) => Promise<T>): (path: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (path) => {
    const had = known.get(path);
    if (had !== undefined) return had.found;
    throw new Wanted(async () => {
      known.set(path, { found: await later(path) });
    });
  };
}
