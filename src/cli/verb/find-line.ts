import type { Finding } from '../../verify/lint/finding.js';

/**
 * The line of a script, from 1, that a finding is about: the one that has its command as it was run, or the last one with a clue. Null
 * when a loop, a variable or another file made it.
 */
export function findLine(
  script: string,
  { written, clues }: Pick<Finding, 'written' | 'clues'>,
): number | null {
  const lines = script.split('\n').map(plain);
  if (written !== null) return only(lines, plain(written));
  for (const clue of clues) {
    const at = lines.findLastIndex((line) => !line.startsWith('#') && line.includes(clue));
    if (at >= 0) return at + 1;
  }
  return null;
}

/** The line that is the command, or else the only one that has it. */
function only(lines: readonly string[], wanted: string): number | null {
  const having = (qualifies: (line: string) => boolean): readonly number[] =>
    lines.flatMap((line, index) => (qualifies(line) ? [index + 1] : []));
  const whole = having((line) => line === wanted);
  const found = whole.length > 0 ? whole : having((line) => line.includes(wanted));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A command is kept without the quotes and blanks of the script. */
function plain(line: string): string {
  return line.trim().replaceAll(/["']/g, '').replaceAll(/\s+/g, ' ');
}
