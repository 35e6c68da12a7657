import type { IncludedFiles } from '../../../../src/command/nft/syntax/files.js';
import {
  commandLineSource,
  parseNft,
  type Parsed,
} from '../../../../src/command/nft/syntax/parse-nft.js';

/** A question put to nft, and what it answered. */
export interface Answer {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly rc: number;
  readonly err: string;
}

/** The files of the folder in which nft was called, with patterns that have `*` only. */
function folder(files: Readonly<Record<string, string>>): IncludedFiles {
  const clean = (path: string): string => path.replace(/^(?:\.|\/folder)\//, '');
  return {
    match: (pattern) => {
      const [head = '', ...tails] = clean(pattern).split('*');
      const found = Object.keys(files)
        .filter((path) =>
          tails.length === 0 ? path === head : path.startsWith(head) && path.endsWith(tails.join()),
        )
        .toSorted();
      return found.map((path) => pattern.slice(0, -clean(pattern).length) + path);
    },
    read: (path) => {
      const text = files[clean(path)];
      if (text === undefined) return { kind: 'error', message: 'No such file or directory' };
      return { kind: 'text', text };
    },
  };
}

/** Reads what nft was given: the words behind `--`, or the file of `-f` with the variables of `-D`. */
export function readAnswer({ argv, stdin, files = {} }: Answer): Parsed {
  const defines = argv
    .filter((_, index) => argv[index - 1] === '-D')
    .map((word) => ({ name: word.split('=')[0] ?? '', value: word.split('=')[1] ?? '' }));
  const file = argv[argv.indexOf('-f') + 1];
  if (!argv.includes('-f') || file === undefined) return parseNft(commandLineSource(argv.slice(1)));
  const include = { files: folder(files), paths: file === '-' ? [] : ['/folder'] };
  const source =
    file === '-'
      ? { name: '/dev/stdin', text: stdin ?? '' }
      : { name: file, text: files[file] ?? '' };
  return parseNft(source, { defines, include });
}
