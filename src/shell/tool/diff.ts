import { readOptions } from './read-options.js';
import { refuseNotSimulated } from './not-simulated.js';
import { answer, type ShellTool } from './shell-tool.js';

const SPECIFICATION = {
  short: 'bwZEqu',
  long: {
    'ignore-space-change': 'b',
    'ignore-all-space': 'w',
    'ignore-trailing-space': 'Z',
    'ignore-tab-expansion': 'E',
    brief: 'q',
    unified: 'u',
  },
} as const;

/** What is left of a line when blanks count for less, by the option that says so. Source: diff(1). */
const BLANKS: Readonly<Record<string, (line: string) => string>> = {
  w: (line) => line.replaceAll(/\s/g, ''),
  b: (line) => line.replaceAll(/\s+/g, ' ').trimEnd(),
  Z: (line) => line.trimEnd(),
};

/** Whether words ask for a comparison in which blanks count for less: just-bash's own `diff` has none. */
export function ignoresBlanks(argv: readonly string[]): boolean {
  return argv.some((word) =>
    /^-[a-zA-Z]*[bwZ]|^--ignore-(all-space|space-change|trailing)/.test(word),
  );
}

/** `diff -b`, `-w` and `-Z`: whether two files are the same but for blanks; the differences themselves are refused by name. */
export const diffWithoutBlanks: ShellTool = async ({ argv, files, shell, readStdin }) => {
  const read = readOptions(argv, SPECIFICATION);
  if ('mistake' in read || read.words.length !== 2) {
    return refuseNotSimulated(`diff ${argv.join(' ')}`);
  }
  const letters = new Set(read.options.map(({ letter }) => letter));
  const reduce = BLANKS[['w', 'b', 'Z'].find((letter) => letters.has(letter)) ?? ''];
  if (reduce === undefined || letters.has('E')) {
    return refuseNotSimulated(`diff ${argv.join(' ')}`);
  }
  const texts: string[] = [];
  for (const word of read.words) {
    const path = files.resolvePath(shell.cwd, word);
    const text = word === '-' ? readStdin() : await files.readText(path);
    if (text === undefined) {
      const stderr = `diff: ${word}: No such file or directory\n`;
      return { stdout: '', stderr, exit: 2 };
    }
    texts.push(text.split('\n').map(reduce).join('\n'));
  }
  if (texts[0] === texts[1]) return answer();
  if (!letters.has('q')) return refuseNotSimulated(`diff ${argv.join(' ')} of files that differ`);
  return { ...answer(`Files ${read.words.join(' and ')} differ\n`), exit: 1 };
};
