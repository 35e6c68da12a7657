import { readBracket } from './bracket.js';
import { escapeCharacter } from './glob.js';

/** What glibc's regular expressions have besides those of POSIX, and how it's written here. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  '<': String.raw`\b(?=\w)`,
  '>': String.raw`\b(?<=\w)`,
  '`': '^',
  "'": '$',
  w: String.raw`\w`,
  W: String.raw`\W`,
  s: String.raw`\s`,
  S: String.raw`\S`,
  b: String.raw`\b`,
  B: String.raw`\B`,
};

/** An extended regular expression of POSIX; undefined when it is not one. */
export function regularExpression(pattern: string, ignoresCase: boolean): RegExp | undefined {
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    const bracket = char === '[' ? readBracket(pattern, at, false) : undefined;
    if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.next;
    } else if (char === '[') return undefined;
    else if (char === '\\') {
      const next = pattern.charAt(at + 1);
      if (next === '') return undefined;
      source += /[1-9]/.test(next) ? `\\${next}` : (EXTENSIONS[next] ?? escapeCharacter(next));
      at += 2;
    } else {
      // A brace that begins no count stands for itself; `(?` is no group of POSIX.
      const isCount = char === '{' && /^\{\d*(,\d*)?\}/.test(pattern.slice(at, at + 16));
      if (char === '(' && pattern.charAt(at + 1) === '?') return undefined;
      source += (char === '{' && !isCount) || char === '/' ? `\\${char}` : char;
      at++;
    }
  }
  try {
    return new RegExp(source, ignoresCase ? 'si' : 's');
  } catch {
    return undefined;
  }
}

/** Text as an expression that matches exactly it. */
export function quoteExpression(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[{|]/g, String.raw`\$&`);
}
