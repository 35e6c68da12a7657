import type { ToolAnswer } from '../../session.js';
import { bytesOf, textOf } from '../../../bash/bytes.js';
import { refuseNotSimulated } from '../not-simulated.js';
import { readOptions, type OptionSpecification } from '../read-options.js';
import type { ShellTool } from '../shell-tool.js';
import { readPerlPattern, type PerlPattern } from './perl-pattern.js';

/** Letters that ask for nothing but what is done here. */
const SPECIFICATION: OptionSpecification = { short: 'Pe:oqscinvhm:' };

/** As many steps as a search may take: a second or a few. */
const MOST_STEPS = 1e9;

/** Whether words ask for a pattern of Perl that looks around itself: just-bash's own `grep` has none. */
export function looksAround(argv: readonly string[]): boolean {
  const isPerl = argv.some((word) => /^(-[a-zA-Z]*P[a-zA-Z]*|--perl-regexp)$/.test(word));
  return isPerl && argv.some((word) => /\(\?<?[=!]/.test(word));
}

/** `grep -P` with a pattern that looks around itself, in one file or the input. */
export const grepLookingAround: ShellTool = async ({ argv, files, shell, readStdin }) => {
  const words = argv.map((word) => (word === '--perl-regexp' ? '-P' : word));
  const read = readOptions(words, SPECIFICATION);
  if ('mistake' in read) return refuse();
  const given = new Map(read.options.map(({ letter, argument = '' }) => [letter, argument]));
  const names = [...read.words];
  const text = given.get('e') ?? names.shift() ?? '';
  const most = given.get('m') ?? 'Infinity';
  const isSeveral = read.options.filter(({ letter }) => letter === 'e').length > 1;
  if (isSeveral || names.length > 1 || !/^(Infinity|\d+)$/.test(most)) return refuse();
  const pattern = readPerlPattern(bytesOf(text), given.has('i'));
  if (pattern === undefined) return refuse();
  const [name = '-'] = names;
  const input =
    name === '-' ? readStdin() : await files.readText(files.resolvePath(shell.cwd, name));
  if (input === undefined) {
    const stderr = given.has('s') ? '' : `grep: ${name}: No such file or directory\n`;
    return { stdout: '', stderr, exit: 2 };
  }
  const bytes = bytesOf(input);
  if (bytes.includes('\0') || (given.has('i') && /[^\0-\x7f]/.test(bytes + text))) return refuse();
  const lines = bytes === '' ? [] : bytes.replace(/\n$/, '').split('\n');
  const steps = lines.reduce((sum, line) => sum + pattern.steps(line.length), 0);
  if (steps > MOST_STEPS) return refuse();
  const selected = select(lines, pattern, given.has('v'), Number(most));
  const exit = selected.length > 0 ? 0 : 1;
  if (given.has('q')) return { stdout: '', stderr: '', exit };
  if (given.has('c')) return { stdout: `${selected.length}\n`, stderr: '', exit };
  const written = selected.flatMap(({ at, line, found }) =>
    (given.has('o') ? found : [line]).map(
      (part) => `${given.has('n') ? `${at + 1}:` : ''}${part}\n`,
    ),
  );
  return { stdout: textOf(written.join('')), stderr: '', exit };
};

function refuse(): ToolAnswer {
  return refuseNotSimulated('grep -P of a pattern that looks around itself');
}

interface Selected {
  readonly at: number;
  readonly line: string;
  /** What matches in it and is not empty. */
  readonly found: readonly string[];
}

function select(
  lines: readonly string[],
  { expression, isReset }: PerlPattern,
  isInverted: boolean,
  most: number,
): readonly Selected[] {
  const selected: Selected[] = [];
  for (const [at, line] of lines.entries()) {
    if (selected.length >= most) break;
    const matches = [...line.matchAll(expression)];
    if (matches.length > 0 === isInverted) continue;
    const texts = matches.map((match) => (isReset ? match[1] : match[0]) ?? '');
    selected.push({ at, line, found: isInverted ? [] : texts.filter((text) => text !== '') });
  }
  return selected;
}
