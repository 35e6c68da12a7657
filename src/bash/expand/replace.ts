import { globSource, type GlobOptions } from '../pattern/glob.js';

/** Takes the part that matches a pattern off the beginning or end of a value. */
export function removeMatch(
  value: string,
  pattern: string,
  side: 'prefix' | 'suffix',
  isLongest: boolean,
  options: GlobOptions,
): string {
  const source = globSource(pattern, { ...options, isShortest: side === 'prefix' && !isLongest });
  if (side === 'suffix') {
    const before = isLongest ? '([^]*?)' : '([^]*)';
    return new RegExp(`^${before}(?:${source})$`, 's').exec(value)?.[1] ?? value;
  }
  const isPlain = !/[@!+?*]\(/.test(pattern);
  if (isPlain) {
    const match = new RegExp(`^(?:${source})`, 's').exec(value)?.[0];
    return match === undefined ? value : value.slice(match.length);
  }
  const whole = new RegExp(`^(?:${globSource(pattern, options)})$`, 's');
  for (let step = 0; step <= value.length; step++) {
    const length = isLongest ? value.length - step : step;
    if (whole.test(value.slice(0, length))) return value.slice(length);
  }
  return value;
}

/** A replacement: its text, or the place of what was matched. */
export type Replacement = readonly (string | { readonly isMatch: true })[];

/** Replaces what matches a pattern. */
export function replaceMatches(
  value: string,
  pattern: string,
  where: 'first' | 'all' | 'prefix' | 'suffix',
  replacement: Replacement,
  options: GlobOptions,
): string {
  if (pattern === '') {
    if (where === 'prefix') return textFor('', replacement) + value;
    return where === 'suffix' ? value + textFor('', replacement) : value;
  }
  const source = `(?:${globSource(pattern, options)})`;
  if (where === 'prefix') {
    return value.replace(new RegExp(`^${source}`, 's'), (match) => textFor(match, replacement));
  }
  if (where === 'suffix') {
    const [whole, before = '', match = ''] =
      new RegExp(`^([^]*?)(${source})$`, 's').exec(value) ?? [];
    return whole === undefined ? value : before + textFor(match, replacement);
  }
  // What matches nothing is replaced nowhere, but in an empty value.
  const expression = new RegExp(source, where === 'all' ? 'gs' : 's');
  return value.replace(expression, (match) =>
    match === '' && value !== '' ? '' : textFor(match, replacement),
  );
}

function textFor(match: string, replacement: Replacement): string {
  return replacement.map((piece) => (typeof piece === 'string' ? piece : match)).join('');
}

/** Changes the case of the first or of all characters that match a pattern. */
export function changeCase(
  value: string,
  change: 'upper' | 'lower' | 'toggle',
  isAll: boolean,
  matches: (char: string) => boolean,
): string {
  const convert = (char: string): string => {
    if (!/[A-Za-z]/.test(char) || !matches(char)) return char;
    if (change === 'upper') return char.toUpperCase();
    if (change === 'lower') return char.toLowerCase();
    return /[a-z]/.test(char) ? char.toUpperCase() : char.toLowerCase();
  };
  if (isAll) return value.split('').map(convert).join('');
  return value === '' ? value : convert(value.charAt(0)) + value.slice(1);
}
