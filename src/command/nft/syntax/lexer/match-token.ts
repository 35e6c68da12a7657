import { keywordKind, type ScopeName } from './keywords.js';
import {
  asteriskForm,
  blankForm,
  bracketedForm,
  classidForm,
  commentForm,
  commentLineForm,
  decimalForm,
  hexadecimalForm,
  ipv4Form,
  ipv6Form,
  macForm,
  quotedForm,
  timeForm,
  vlanTypeForm,
  wordForm,
} from './token-forms.js';

/** The longest piece of text that is a token: its kind and how many bytes it has. */
export interface TokenMatch {
  readonly kind: string;
  readonly length: number;
}

const JUNK: TokenMatch = { kind: 'junk', length: 1 };
const DOT: TokenMatch = { kind: '.', length: 1 };
const NEWLINE: TokenMatch = { kind: 'newline', length: 1 };

/** Marks of two characters. */
const pairs: ReadonlyMap<string, TokenMatch> = new Map(
  ['==', '!=', '<=', '>=', '<<', '>>'].map((mark) => [mark, { kind: mark, length: 2 }]),
);

/** Marks of one character. */
const marks: ReadonlyMap<string, TokenMatch> = new Map(
  [
    [',', 'comma'],
    [':', 'colon'],
    [';', 'semicolon'],
    ...'. < > { } [ ] ( ) ^ & | ! / - * @ $ = +'.split(' ').map((mark) => [mark, mark]),
  ].map(([mark = '', kind = '']) => [mark, { kind, length: 1 }]),
);

const CODE = { asterisk: 42, dot: 46, colon: 58, bracket: 91, backslash: 92, underscore: 95 };

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

/** A mark, word, number or address, whichever is longest: each is looked for. */
function matchLongest(text: string, offset: number, scope: ScopeName | undefined): TokenMatch {
  const found = new Longest();
  const mark = marks.get(text.charAt(offset));
  if (mark !== undefined) found.offer(mark.kind, mark.length);
  const wordLength = wordForm(text, offset);
  const keyword = keywordKind(text.slice(offset, offset + wordLength), scope);
  if (keyword !== undefined) found.offer(keyword, wordLength);
  found.offer('string', vlanTypeForm(text, offset));
  found.offer('string', ipv4Form(text, offset));
  found.offer('string', macForm(text, offset));
  found.offer('string', ipv6Form(text, offset));
  found.offer('bracketed', bracketedForm(text, offset));
  found.offer('string', timeForm(text, offset));
  found.offer('hexadecimal', hexadecimalForm(text, offset));
  found.offer('decimal', decimalForm(text, offset));
  const classid = classidForm(text, offset);
  if (classid > 0) found.offer('string', classid, classid + 1);
  found.offer('string with a trailing asterisk', asteriskForm(text, offset));
  found.offer('string', wordLength);
  return found;
}

/** What {@link matchLongest} finds, without a look for what can't stand behind the first characters. */
function matchQuickly(text: string, offset: number, scope: ScopeName | undefined): TokenMatch {
  const code = text.charCodeAt(offset);
  if (isWordStart(code)) return matchWord(text, offset, scope);
  if (isDigit(code)) return matchNumber(text, offset, scope);
  const mark = marks.get(text.charAt(offset));
  const canBeAddress = code === CODE.colon || code === CODE.bracket;
  if (mark !== undefined && !(canBeAddress && isAddressPart(text.charCodeAt(offset + 1)))) {
    return mark;
  }
  return code === CODE.backslash || canBeAddress ? matchLongest(text, offset, scope) : JUNK;
}

function matchWord(text: string, offset: number, scope: ScopeName | undefined): TokenMatch {
  const length = wordForm(text, offset);
  const after = text.charCodeAt(offset + length);
  if (after === CODE.asterisk || after === CODE.backslash || after === CODE.colon) {
    return matchLongest(text, offset, scope);
  }
  if (length === 1 && text.charCodeAt(offset) === CODE.dot) return DOT;
  return { kind: keywordKind(text.slice(offset, offset + length), scope) ?? 'string', length };
}

function matchNumber(text: string, offset: number, scope: ScopeName | undefined): TokenMatch {
  let end = offset + 1;
  while (isDigit(text.charCodeAt(end))) end++;
  const after = text.charCodeAt(end);
  if (after === CODE.dot) {
    const length = ipv4Form(text, offset);
    if (length > 0) return { kind: 'string', length };
  } else if (after === CODE.colon || isLetter(after)) {
    return matchLongest(text, offset, scope);
  }
  return { kind: 'decimal', length: end - offset };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

function isWordStart(code: number): boolean {
  return isLetter(code) || code === CODE.underscore || code === CODE.dot;
}

/** What can stand behind the first colon or bracket of an address. */
function isAddressPart(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === CODE.colon;
}

/** Blanks, or a line with nothing but a comment. */
function matchBlank(text: string, offset: number): TokenMatch {
  const atLineStart = offset === 0 || text[offset - 1] === '\n';
  const line = atLineStart ? commentLineForm(text, offset) : 0;
  if (line > 0) return { kind: 'comment line', length: line };
  const isComment = text[offset] === '#';
  const length = isComment ? commentForm(text, offset) : blankForm(text, offset);
  return length === 0 ? JUNK : { kind: 'blank', length };
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
  return matchWith(matchQuickly, text, offset, scope);
}

/** The same as {@link matchToken}, by a look for everything: what it is held against. */
export function matchTokenSlowly(
  text: string,
  offset: number,
  scope: ScopeName | undefined,
): TokenMatch | undefined {
  return matchWith(matchLongest, text, offset, scope);
}

function matchWith(
  match: typeof matchLongest,
  text: string,
  offset: number,
  scope: ScopeName | undefined,
): TokenMatch | undefined {
  const first = text[offset];
  switch (first) {
    case undefined:
      return undefined;
    case '\n':
      return NEWLINE;
    case ' ':
    case '\t':
    case '#':
      return matchBlank(text, offset);
    case '"': {
      const length = quotedForm(text, offset);
      return length === 0 ? JUNK : { kind: 'quoted string', length };
    }
    case '\r':
      return text[offset + 1] === '\n' ? { kind: 'CRLF line terminators', length: 2 } : JUNK;
    case '\\':
      if (text[offset + 1] === '\n') return { kind: 'continuation', length: 2 };
      break;
    case '=':
    case '!':
    case '<':
    case '>': {
      const pair = pairs.get(text.slice(offset, offset + 2));
      if (pair !== undefined) return pair;
      break;
    }
  }
  return match(text, offset, scope);
}
