import { keywordKind, type ScopeName } from './keywords.js';

/** The longest piece of text that is a token: its kind and how many bytes it has. */
export interface TokenMatch {
  readonly kind: string;
  readonly length: number;
}

const punctuation: readonly [string, string][] = [
  ['==', '=='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<<', '<<'],
  ['>>', '>>'],
  [',', 'comma'],
  ['.', '.'],
  [':', 'colon'],
  [';', 'semicolon'],
  ...'< > { } [ ] ( ) ^ & | ! / - * @ $ = +'
    .split(' ')
    .map((mark): [string, string] => [mark, mark]),
];

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
const mayBeIpv6 = /\[?[0-9a-fA-F]{0,4}:/y;

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

/**
 * The token that begins at `offset`: the longest of all that could, and of equally long ones the
 * first of this list. `undefined` at the end of the text.
 */
export function matchToken(
  text: string,
  offset: number,
  scope: ScopeName | undefined,
): TokenMatch | undefined {
  if (offset >= text.length) return undefined;
  let kind = 'junk';
  let length = 1;
  let weight = 0;
  const offer = (offeredKind: string, offered: number, offeredWeight = offered): void => {
    if (offeredWeight <= weight) return;
    kind = offeredKind;
    length = offered;
    weight = offeredWeight;
  };
  const mark = punctuation.find(([marks]) => text.startsWith(marks, offset));
  if (mark !== undefined) offer(mark[1], mark[0].length);
  const wordLength = matchLength(wordPattern, text, offset);
  const keyword = keywordKind(text.slice(offset, offset + wordLength), scope);
  if (keyword !== undefined) offer(keyword, wordLength);
  offer('string', matchLength(vlanTypePattern, text, offset));
  offer('string', matchLength(macPattern, text, offset));
  offer('string', matchLength(ipv4Pattern, text, offset));
  if (matchLength(mayBeIpv6, text, offset) > 0) {
    offer('string', longest(ipv6Plain, text, offset));
    offer('bracketed', longest(ipv6Bracketed, text, offset));
  }
  offer('string', matchLength(timePattern, text, offset));
  offer('hexadecimal', matchLength(hexadecimalPattern, text, offset));
  offer('decimal', matchLength(decimalPattern, text, offset));
  const classid = matchLength(classidPattern, text, offset);
  // What must follow counts as if it belonged to the token.
  if (classid > 0) offer('string', classid, classid + 1);
  offer('quoted string', matchLength(quotedPattern, text, offset));
  offer('string with a trailing asterisk', matchLength(asteriskPattern, text, offset));
  offer('string', wordLength);
  if (text.startsWith('\r\n', offset)) offer('CRLF line terminators', 2);
  if (text.startsWith('\\\n', offset)) offer('continuation', 2);
  if (text[offset] === '\n') offer('newline', 1);
  offer('blank', matchLength(blankPattern, text, offset));
  const atLineStart = offset === 0 || text[offset - 1] === '\n';
  if (atLineStart) offer('comment line', matchLength(commentLinePattern, text, offset));
  const comment = matchLength(commentPattern, text, offset);
  if (comment > 0) offer('blank', comment, comment + 1);
  return { kind, length };
}
