import { keywordKind, type ScopeName } from './keywords.js';

/** The longest piece of text that is a token: its kind and how many bytes it has. */
export interface TokenMatch {
  readonly kind: string;
  readonly length: number;
}

/** Marks of two characters. */
const pairs: Readonly<Record<string, string>> = {
  '==': '==',
  '!=': '!=',
  '<=': '<=',
  '>=': '>=',
  '<<': '<<',
  '>>': '>>',
};

/** Marks of one character. */
const marks: Readonly<Record<string, string>> = {
  ',': 'comma',
  '.': '.',
  ':': 'colon',
  ';': 'semicolon',
  ...Object.fromEntries(
    '< > { } [ ] ( ) ^ & | ! / - * @ $ = +'.split(' ').map((mark) => [mark, mark]),
  ),
};

const word = String.raw`[A-Za-z_.][A-Za-z0-9/\-_.]*`;
const wordPattern = new RegExp(word, 'y');
const asteriskPattern = new RegExp(String.raw`${word}\\\*${word}|${word}\\\*|${word}\*|\\\*`, 'y');
const macPattern = /(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}/y;
const ipv4 = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;
const ipv4Pattern = new RegExp(ipv4, 'y');
const timePattern = /(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?/y;
const hexadecimalPattern = /0[xX][0-9a-fA-F]+/y;
const decimalPattern = /\d+/y;
const vlanTypePattern = /8021ad|8021q/y;
const classidPattern = /[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}(?=[ \t\n:\-},])/y;
const quotedPattern = /"[^"]*"/y;
const commentPattern = /#[^\n]*(?=\n)/y;
const commentLinePattern = /[ \t]*#[^\n]*\n/y;
const blankPattern = /\t+| +/y;
const colonPattern = /\[?[0-9a-fA-F]{0,4}:/y;

/**
 * IPv6 addresses by the number of groups that are written, and by how many of them stand before
 * `::`. Two groups at the end may be written as an IPv4 address.
 */
function ipv6Patterns(): string[] {
  const group = '[0-9a-fA-F]{1,4}';
  const tail = `(?::${group}:${group}|:${ipv4})`;
  const patterns = [`(?:${group}:){7}${group}`, '::'];
  for (let groups = 1; groups <= 7; groups += 1) {
    for (let before = 0; before <= groups; before += 1) {
      const start = before === 0 ? ':' : `(?:${group}:){${before}}`;
      const after = groups - before;
      if (after >= 2) patterns.push(`${start}(?::${group}){${after - 2}}${tail}`);
      else patterns.push(after === 1 ? `${start}:${group}` : `${start}:`);
    }
  }
  return patterns;
}

const ipv6Plain = ipv6Patterns().map((pattern) => new RegExp(pattern, 'y'));
const ipv6Bracketed = ipv6Patterns().map((pattern) => new RegExp(String.raw`\[${pattern}\]`, 'y'));

function matchLength(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}

function longest(patterns: readonly RegExp[], text: string, offset: number): number {
  let length = 0;
  for (const pattern of patterns) length = Math.max(length, matchLength(pattern, text, offset));
  return length;
}

/** The longest piece of text so far that is a token. */
class Longest {
  kind = 'junk';
  length = 1;
  #weight = 0;

  /** Takes what is longer. What must follow a token can count as if it belonged to it. */
  offer(kind: string, length: number, weight = length): void {
    if (weight <= this.#weight) return;
    this.kind = kind;
    this.length = length;
    this.#weight = weight;
  }
}

function offerAddresses(found: Longest, text: string, offset: number): void {
  found.offer('string', matchLength(macPattern, text, offset));
  found.offer('string', longest(ipv6Plain, text, offset));
  found.offer('bracketed', longest(ipv6Bracketed, text, offset));
}

function offerNumbers(found: Longest, text: string, offset: number): void {
  found.offer('string', matchLength(timePattern, text, offset));
  found.offer('hexadecimal', matchLength(hexadecimalPattern, text, offset));
  found.offer('decimal', matchLength(decimalPattern, text, offset));
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** A word, number or address, or a mark that can begin one. */
function matchWord(text: string, offset: number, scope: ScopeName | undefined): TokenMatch {
  const found = new Longest();
  const first = text[offset] ?? '';
  const mark = marks[first];
  if (mark !== undefined) found.offer(mark, 1);
  const wordLength = matchLength(wordPattern, text, offset);
  const keyword = keywordKind(text.slice(offset, offset + wordLength), scope);
  if (keyword !== undefined) found.offer(keyword, wordLength);
  const hasColon = matchLength(colonPattern, text, offset) > 0;
  if (isDigit(first)) {
    found.offer('string', matchLength(vlanTypePattern, text, offset));
    found.offer('string', matchLength(ipv4Pattern, text, offset));
  }
  if (hasColon) offerAddresses(found, text, offset);
  if (isDigit(first)) offerNumbers(found, text, offset);
  const classid = hasColon ? matchLength(classidPattern, text, offset) : 0;
  if (classid > 0) found.offer('string', classid, classid + 1);
  const after = text[offset + wordLength];
  if (after === '*' || after === '\\') {
    const kind = 'string with a trailing asterisk';
    found.offer(kind, matchLength(asteriskPattern, text, offset));
  }
  found.offer('string', wordLength);
  return found;
}

/** Blanks, or a line with nothing but a comment. */
function matchBlank(text: string, offset: number): TokenMatch {
  const blank = matchLength(blankPattern, text, offset);
  const atLineStart = offset === 0 || text[offset - 1] === '\n';
  const line = atLineStart ? matchLength(commentLinePattern, text, offset) : 0;
  if (line > 0) return { kind: 'comment line', length: line };
  const comment = matchLength(commentPattern, text, offset);
  if (blank === 0 && comment === 0) return { kind: 'junk', length: 1 };
  return { kind: 'blank', length: Math.max(blank, comment) };
}

/**
 * The token that begins at `offset`: the longest of all that could, and of equally long ones a keyword before an address,
 * that before a number, that before any other word. `undefined` at the end of the text.
 */
export function matchToken(
  text: string,
  offset: number,
  scope: ScopeName | undefined,
): TokenMatch | undefined {
  const first = text[offset];
  switch (first) {
    case undefined:
      return undefined;
    case '\n':
      return { kind: 'newline', length: 1 };
    case ' ':
    case '\t':
    case '#':
      return matchBlank(text, offset);
    case '"': {
      const length = matchLength(quotedPattern, text, offset);
      return length === 0 ? { kind: 'junk', length: 1 } : { kind: 'quoted string', length };
    }
    case '\r': {
      const isLineEnd = text[offset + 1] === '\n';
      return isLineEnd ? { kind: 'CRLF line terminators', length: 2 } : { kind: 'junk', length: 1 };
    }
    default: {
      if (text.startsWith('\\\n', offset)) return { kind: 'continuation', length: 2 };
      const pair = pairs[text.slice(offset, offset + 2)];
      return pair === undefined ? matchWord(text, offset, scope) : { kind: pair, length: 2 };
    }
  }
}
