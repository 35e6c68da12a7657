import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, Restriction } from '../../extension.js';
import { cutText } from '../../option/cut-text.js';
import { readInteger } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m string`. */
export interface StringMatch extends MatchData {
  readonly name: 'string';
  readonly pattern: readonly number[];
  readonly inverted: boolean;
  readonly algorithm: string;
  /** Where in the packet it's looked for, in bytes. */
  readonly from: number;
  readonly to: number;
  readonly icase: boolean;
}

const U16_MAX = 0xffff;
/** Source: `XT_STRING_MAX_PATTERN_SIZE`. */
const LONGEST_PATTERN = 128;
/** Source: `XT_STRING_MAX_ALGO_NAME_SIZE`, with its end. */
const LONGEST_ALGORITHM = 15;
/** What the kernel can look for text with. */
const ALGORITHMS: ReadonlySet<string> = new Set(['bm', 'kmp']);

/** The `string` match: on what a packet carries, which a packet of the simulator has none of. Source: `xt_string.c`, iptables-extensions(8). */
export const stringMatch: MatchExtension<StringMatch> = {
  name: 'string',
  families: [4, 6],
  options: {
    initial: {
      name: 'string',
      pattern: [],
      inverted: false,
      algorithm: '',
      from: 0,
      to: U16_MAX,
      icase: false,
    },
    options: [
      {
        name: 'from',
        words: 1,
        read: (data, given) => ({ ...data, from: readInteger(given, 0, U16_MAX) }),
      },
      {
        name: 'to',
        words: 1,
        read: (data, given) => ({ ...data, to: readInteger(given, 0, U16_MAX) }),
      },
      {
        name: 'algo',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({
          ...data,
          algorithm: cutText(argument, LONGEST_ALGORITHM),
        }),
      },
      {
        name: 'string',
        words: 1,
        invertible: true,
        excludes: ['hex-string'],
        read(data, { argument, inverted }) {
          const pattern = [...new TextEncoder().encode(argument)];
          if (pattern.length > LONGEST_PATTERN) throw tooLong(argument);
          return { ...data, pattern, inverted: data.inverted || inverted };
        },
      },
      {
        name: 'hex-string',
        words: 1,
        invertible: true,
        excludes: ['string'],
        read: (data, { argument, inverted }) => ({
          ...data,
          pattern: readHexString(argument),
          inverted: data.inverted || inverted,
        }),
      },
      { name: 'icase', words: 0, read: (data) => ({ ...data, icase: true }) },
    ],
    finish(data, given) {
      if (given.has('string') || given.has('hex-string')) return data;
      throw new XtablesError(
        'parameter',
        "STRING match: You must specify `--string' or `--hex-string'",
      );
    },
  },
  print: ({ pattern, inverted, algorithm, from, to, icase }) =>
    [
      `${inverted ? '! ' : ''}--${isHex(pattern) ? 'hex-string' : 'string'} ${printPattern(pattern)}`,
      `--algo ${algorithm}`,
      ...(from === 0 ? [] : [`--from ${from}`]),
      ...(to === U16_MAX ? [] : [`--to ${to}`]),
      ...(icase ? ['--icase'] : []),
    ].join(' '),
  list: ({ pattern, inverted, algorithm, from, to, icase }) =>
    [
      `STRING match ${inverted ? '!' : ''} ${printPattern(pattern)}`,
      `ALGO name ${algorithm}`,
      ...(from === 0 ? [] : [`FROM ${from}`]),
      ...(to === U16_MAX ? [] : [`TO ${to}`]),
      ...(icase ? ['ICASE'] : []),
    ].join(' '),
  restrict: ({ pattern, algorithm, from, to }): Restriction => {
    if (from > to) return { refused: 'EINVAL' };
    if (!ALGORITHMS.has(algorithm)) return { refused: 'ENOENT' };
    return pattern.length === 0 ? { refused: 'EINVAL' } : {};
  },
  predicate: () => ALWAYS,
  choice: ({ inverted }) => openChoice(inverted),
};

function isHex(pattern: readonly number[]): boolean {
  return pattern.some((byte) => byte < 0x20 || byte > 0x7e) || pattern.at(-1) === BACKSLASH;
}

const BACKSLASH = 0x5c;

function printPattern(pattern: readonly number[]): string {
  if (isHex(pattern)) {
    return `"|${pattern.map((byte) => byte.toString(16).padStart(2, '0')).join('')}|"`;
  }
  return `"${String.fromCharCode(...pattern).replaceAll(/["\\]/g, '\\$&')}"`;
}

function tooLong(text: string): XtablesError {
  return new XtablesError('parameter', `STRING too long "${text}"`);
}

/** Reads text with bytes in hexadecimal between bars: `|0a0d|`. @throws XtablesError. Source: `parse_hex_string`. */
function readHexString(text: string): readonly number[] {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte));
  if (bytes.length === 0) refuse('STRING must contain at least one char');
  const found: number[] = [];
  let hex = false;
  let at = 0;
  while (at < bytes.length) {
    if (found.length >= LONGEST_PATTERN) throw tooLong(text);
    let literal = false;
    if (bytes[at] === '\\') {
      if (hex) refuse('Cannot include literals in hex data');
      literal = true;
    } else if (bytes[at] === '|') {
      hex = !hex;
      const blanks = hex ? bytes.slice(at + 1).findIndex((byte) => byte !== ' ') : 0;
      at += blanks < 0 ? bytes.length - at - 1 : blanks;
      if (at + 1 >= bytes.length) break;
      at += 1;
    }
    if (literal) {
      const taken = bytes[at + 1] ?? refuse('Bad literal placement at end of string');
      found.push(taken.charCodeAt(0));
      at += 2;
    } else if (hex) {
      if (at + 1 >= bytes.length) refuse('Odd number of hex digits');
      if (at + 2 >= bytes.length) refuse('Invalid hex block');
      const digits = [bytes[at] ?? '', bytes[at + 1] ?? ''];
      const wrong = digits.find((digit) => !/^[0-9a-fA-F]$/.test(digit));
      if (wrong !== undefined) refuse(`Invalid hex char '${wrong}'`);
      found.push(Number.parseInt(digits.join(''), 16));
      at += bytes[at + 2] === ' ' ? 3 : 2;
    } else {
      found.push((bytes[at] ?? '').charCodeAt(0));
      at += 1;
    }
  }
  return found;
}

function refuse(why: string): never {
  throw new XtablesError('parameter', why);
}
