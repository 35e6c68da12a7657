/** The characters of each class, in the C locale, as they stand in brackets of an expression. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: String.raw`\x00-\x7f`,
  blank: String.raw` \t`,
  cntrl: String.raw`\x00-\x1f\x7f`,
  digit: '0-9',
  graph: String.raw`\x21-\x7e`,
  lower: 'a-z',
  print: String.raw`\x20-\x7e`,
  punct: String.raw`\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e`,
  space: String.raw` \t-\r`,
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/**
 * The expression for the bracket expression at a place of a pattern, and where the pattern goes on; undefined when none is closed there.
 * In a pattern of the shell a backslash quotes the character after it; in a regular expression it stands for itself (POSIX 9.3.5).
 */
export function readBracket(
  pattern: string,
  start: number,
  hasEscapes: boolean,
): { source: string; next: number } | undefined {
  let at = start + 1;
  const isNegated = pattern.charAt(at) === '!' || pattern.charAt(at) === '^';
  if (isNegated && (hasEscapes || pattern.charAt(at) === '^')) at++;
  const negates = at > start + 1;
  let inner = '';
  for (let isFirst = true; ; isFirst = false) {
    const char = pattern.charAt(at);
    if (char === '') return undefined;
    if (char === ']' && !isFirst) {
      at++;
      break;
    }
    const named = /^\[([:.=])(.+?)\1\]/.exec(pattern.slice(at, at + 32));
    if (named !== null) {
      const [whole, kind, name = ''] = named;
      const chars = kind === ':' ? CLASSES[name] : escapeInBrackets(name);
      if (chars === undefined) return { source: '(?!)', next: endOf(pattern, at + whole.length) };
      inner += chars;
      at += whole.length;
      continue;
    }
    const isEscape = char === '\\' && hasEscapes && at + 1 < pattern.length;
    if (isEscape) at++;
    const low = pattern.charAt(at);
    at++;
    if (pattern.charAt(at) === '-' && !/^(\]|)$/.test(pattern.charAt(at + 1))) {
      at++;
      if (pattern.charAt(at) === '\\' && hasEscapes) at++;
      const high = pattern.charAt(at);
      at++;
      // A range that ends before it begins holds nothing.
      if (low <= high) inner += `${escapeInBrackets(low)}-${escapeInBrackets(high)}`;
    } else inner += escapeInBrackets(low);
  }
  if (inner === '') return { source: negates ? '[^]' : '(?!)', next: at };
  return { source: `[${negates ? '^' : ''}${inner}]`, next: at };
}

function endOf(pattern: string, at: number): number {
  const end = pattern.indexOf(']', at);
  return end < 0 ? pattern.length : end + 1;
}

function escapeInBrackets(char: string): string {
  return char.replaceAll(/[\\\]^[-]/g, String.raw`\$&`);
}
