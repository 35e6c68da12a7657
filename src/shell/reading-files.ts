/** A file is asked for whose text is not at hand yet. */
class FileWanted extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/**
 * Calls a pure function that reads files at once, of files that can only be read later: where one isn't at hand, the call is given up,
 * the file is read, and the call is made again.
 *
 * @param readFile - the text of a file; undefined when there is none
 */
export async function readingFiles<T>(
  readFile: (path: string) => Promise<string | undefined>,
  call: (readNow: (path: string) => string | undefined) => T,
): Promise<T> {
  const texts = new Map<string, string | undefined>();
  const readNow = (path: string): string | undefined => {
    if (!texts.has(path)) throw new FileWanted(path);
    return texts.get(path);
  };
  for (;;) {
    try {
      return call(readNow);
    } catch (wanted) {
      if (!(wanted instanceof FileWanted)) throw wanted;
      texts.set(wanted.path, await readFile(wanted.path));
    }
  }
}
