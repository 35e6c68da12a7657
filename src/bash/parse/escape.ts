const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Where an escape stands: `$'...'`, the words of `echo -e`, an argument of `%b`, a format of `printf`. */
export type EscapePlace = 'ansi' | 'echo' | '%b' | 'format';

/** What an escape stands for, and where the text goes on; `ends` when it is `\c`, which ends the output. */
export interface Escape {
  readonly bytes: string;
  readonly next: number;
  readonly ends?: true;
}

/** Reads the escape whose backslash is at this place of a text (bash(1), QUOTING and `echo`; `printf`). */
export function readEscape(text: string, at: number, place: EscapePlace): Escape {
  const char = text.charAt(at + 1);
  const simple = SIMPLE[char];
  if (simple !== undefined) return { bytes: simple, next: at + 2 };
  if (char === 'x') return readCode(text, at, /[0-9A-Fa-f]{1,2}/y, 2);
  if (char === 'u') return readUnicode(text, at, /[0-9A-Fa-f]{1,4}/y);
  if (char === 'U') return readUnicode(text, at, /[0-9A-Fa-f]{1,8}/y);
  if (char === '0' && (place === 'echo' || place === '%b')) {
    return readOctal(text, at, /[0-7]{0,3}/y, 2);
  }
  if (/[0-7]/.test(char) && place !== 'echo') return readOctal(text, at, /[0-7]{1,3}/y, 1);
  if (char === 'c') {
    if (place === 'echo' || place === '%b') return { bytes: '', next: text.length, ends: true };
    if (place === 'ansi' && at + 2 < text.length) {
      return { bytes: String.fromCodePoint(text.charCodeAt(at + 2) & 0x1f), next: at + 3 };
    }
  }
  const isQuote = char === '"' || char === "'" || char === '?';
  if (isQuote && (place === 'ansi' || place === 'format')) return { bytes: char, next: at + 2 };
  return { bytes: `\\${char}`, next: at + 2 };
}

/** Replaces every escape of a text. */
export function replaceEscapes(text: string, place: EscapePlace): { bytes: string; ends: boolean } {
  let bytes = '';
  let at = 0;
  for (;;) {
    const next = text.indexOf('\\', at);
    if (next < 0) return { bytes: bytes + text.slice(at), ends: false };
    bytes += text.slice(at, next);
    const escape = readEscape(text, next, place);
    bytes += escape.bytes;
    if (escape.ends === true) return { bytes, ends: true };
    at = escape.next;
  }
}

function readCode(text: string, at: number, digits: RegExp, skip: number): Escape {
  digits.lastIndex = at + skip;
  const found = digits.exec(text)?.[0];
  if (found === undefined) return { bytes: text.slice(at, at + skip), next: at + skip };
  const code = Number.parseInt(found, 16) & 0xff;
  return { bytes: String.fromCodePoint(code), next: digits.lastIndex };
}

function readOctal(text: string, at: number, digits: RegExp, skip: number): Escape {
  digits.lastIndex = at + skip;
  const found = digits.exec(text)?.[0] ?? '';
  const code = Number.parseInt(found === '' ? '0' : found, 8) & 0xff;
  return { bytes: String.fromCodePoint(code), next: at + skip + found.length };
}

/** In the C locale, a character beyond ASCII stays an escape, with all its digits. */
function readUnicode(text: string, at: number, digits: RegExp): Escape {
  digits.lastIndex = at + 2;
  const found = digits.exec(text)?.[0];
  if (found === undefined) return { bytes: text.slice(at, at + 2), next: at + 2 };
  const code = Number.parseInt(found, 16);
  const next = at + 2 + found.length;
  if (code < 0x80) return { bytes: String.fromCodePoint(code), next };
  const hex = code.toString(16).toUpperCase();
  return {
    bytes: code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`,
    next,
  };
}
