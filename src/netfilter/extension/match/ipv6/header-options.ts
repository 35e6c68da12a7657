import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { openChoice } from '../../option/open-choice.js';
import {
  listWantedNumber,
  printWantedNumber,
  wantedNumberOption,
  type WantedNumber,
} from '../../option/number/wanted-number.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m hbh` and `-m dst`. */
export interface HeaderOptionsMatch<Name extends 'hbh' | 'dst'> extends MatchData {
  readonly name: Name;
  readonly length: WantedNumber | undefined;
  readonly options: readonly HeaderOption[] | undefined;
}

interface HeaderOption {
  readonly type: number;
  /** 255 for any. */
  readonly length: number;
}

/** Source: `IP6T_OPTS_OPTSNR`. */
const MOST_OPTIONS = 16;
const ANY_LENGTH = 0xff;
const TOO_BIG = 2 ** 64;

/** What the tool says of a padding of one byte that is given a length. */
const PAD0 = { hbh: 'PAD0 has not got length', dst: "PAD0 hasn't got length" } as const;

function headerOptionsMatch<Name extends 'hbh' | 'dst'>(
  name: Name,
): MatchExtension<HeaderOptionsMatch<Name>> {
  return {
    name,
    families: [6],
    options: {
      initial: { name, length: undefined, options: undefined },
      options: [
        wantedNumberOption<HeaderOptionsMatch<Name>, 'length'>(`${name}-len`, 'length'),
        {
          name: `${name}-opts`,
          words: 1,
          read: (data, { argument }) => ({ ...data, options: readOptions(argument, name) }),
        },
      ],
    },
    print: ({ length, options }) =>
      [...printWantedNumber(`${name}-len`, length), ...printOptions(`--${name}-`, options)].join(
        ' ',
      ),
    list: ({ length, options }) =>
      [name, ...listWantedNumber('length', length), ...printOptions('', options)].join(' '),
    translate: ({ length, options }) =>
      name === 'dst' || length === undefined || options !== undefined
        ? undefined
        : `hbh hdrlength ${nftNot(length)}${length.value}`,
    predicate: () => ALWAYS,
    choice: () => openChoice(false),
  };
}

/** The `hbh` match: on the hop-by-hop options of IPv6, which a packet here has none of. Source: `ip6t_hbh.c`. */
export const hbhMatch = headerOptionsMatch('hbh');

/** The `dst` match: on the destination options of IPv6, which a packet here has none of. Source: `ip6t_hbh.c`. */
export const dstMatch = headerOptionsMatch('dst');

function readOptions(text: string, name: 'hbh' | 'dst'): readonly HeaderOption[] {
  const parts = text.split(',');
  const options = parts.slice(0, MOST_OPTIONS).map((part, index): HeaderOption => {
    const colon = part.indexOf(':');
    if (colon < 0) return { type: readByte(part, 'opt', name), length: ANY_LENGTH };
    if (index === MOST_OPTIONS - 1) refuse('too many ports specified');
    const type = readByte(part.slice(0, colon), 'opt', name);
    if (type === 0) refuse(PAD0[name]);
    return { type, length: readByte(part.slice(colon + 1), 'length', name) };
  });
  if (parts.length > MOST_OPTIONS) refuse('too many addresses specified');
  return options;
}

/** The lower eight bits of a number as strtoul(3) reads it. */
function readByte(text: string, what: string, name: string): number {
  const [all, sign = '', digits] =
    /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text) ?? [];
  if (all === undefined || digits === undefined) {
    return refuse(`${name}: no valid digits in ${what} \`${text}'`);
  }
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (value >= TOO_BIG) refuse(`${what} \`${text}' specified too big: would overflow`);
  if (all.length < text.length) refuse(`${name}: error parsing ${what} \`${text}'`);
  return (sign === '-' ? -value : value) & 0xff;
}

function printOptions(
  dashes: string,
  options: readonly HeaderOption[] | undefined,
): readonly string[] {
  if (options === undefined) return [];
  const written = options.map(({ type, length }) =>
    length === ANY_LENGTH ? `${type}` : `${type}:${length}`,
  );
  return [`${dashes}opts`, written.join(',')];
}

function refuse(message: string): never {
  throw new XtablesError('parameter', message);
}
