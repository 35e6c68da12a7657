import { all, ALWAYS, equals, not } from '../../../../predicate/predicate.js';
import { IS_LATER_FRAGMENT } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  ANY_NUMBER,
  inNumberRange,
  isAnyNumber,
  listNumberRange,
  printNumberRange,
  readNumberRange,
  type NumberRange,
} from '../../option/number/number-range.js';
import { openChoice } from '../../option/open-choice.js';
import {
  listWantedNumber,
  printWantedNumber,
  wantedNumberOption,
  type WantedNumber,
} from '../../option/number/wanted-number.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m frag`. */
export interface FragMatch extends MatchData {
  readonly name: 'frag';
  readonly id: NumberRange;
  /** Linux doesn't look at it. */
  readonly length: WantedNumber | undefined;
  readonly reserved: boolean;
  readonly first: boolean;
  readonly more: boolean;
  readonly last: boolean;
}

const IS_FIRST = equals('fragment', 1);

/**
 * The `frag` match: on the fragment header of IPv6. A packet here has neither its number nor whether a later fragment is the last. Source:
 * `ip6t_frag.c`, iptables-extensions(8).
 */
export const fragMatch: MatchExtension<FragMatch> = {
  name: 'frag',
  families: [6],
  options: {
    initial: {
      name: 'frag',
      id: ANY_NUMBER,
      length: undefined,
      reserved: false,
      first: false,
      more: false,
      last: false,
    },
    options: [
      {
        name: 'fragid',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, id: readNumberRange(given) }),
      },
      wantedNumberOption<FragMatch, 'length'>('fraglen', 'length'),
      { name: 'fragres', words: 0, read: (data) => ({ ...data, reserved: true }) },
      { name: 'fragfirst', words: 0, read: (data) => ({ ...data, first: true }) },
      {
        name: 'fragmore',
        words: 0,
        excludes: ['fraglast'],
        read: (data) => ({ ...data, more: true }),
      },
      {
        name: 'fraglast',
        words: 0,
        excludes: ['fragmore'],
        read: (data) => ({ ...data, last: true }),
      },
    ],
  },
  print: (data) =>
    [
      ...printNumberRange('fragid', data.id),
      ...printWantedNumber('fraglen', data.length),
      ...flags(data, { reserved: 'res', first: 'first', more: 'more', last: 'last' }, '--frag'),
    ].join(' '),
  list: (data) =>
    [
      `frag ${listNumberRange('id', data.id).join('')}`,
      ...listWantedNumber('length', data.length),
      ...flags(data, { reserved: 'reserved', first: 'first', more: 'more', last: 'last' }, ''),
    ].join(' '),
  translate({ id, reserved, first, more, last }) {
    const words = [
      ...(isAnyNumber(id) ? [] : [`frag id ${nftNot(id)}${nftSpan(id.from, id.to)}`]),
      ...(reserved ? ['frag reserved 1'] : []),
      ...(first ? ['frag frag-off 0'] : []),
      ...(more ? ['frag more-fragments 1'] : []),
      ...(last ? ['frag more-fragments 0'] : []),
    ];
    return words.length === 0 ? 'exthdr frag exists' : words.join(' ');
  },
  predicate: ({ first, last }) =>
    all([
      not(equals('fragment', 0)),
      first ? IS_FIRST : ALWAYS,
      // More fragments follow the first.
      last ? IS_LATER_FRAGMENT : ALWAYS,
    ]),
  choice({ id, reserved, more, last }) {
    const asksForNumber = !isAnyNumber(id) || reserved;
    if (!asksForNumber && !more && !last) return undefined;
    const matches = !reserved && !more && inNumberRange(id, 0);
    return openChoice(matches, asksForNumber ? undefined : IS_LATER_FRAGMENT);
  },
};

function flags(
  data: FragMatch,
  names: Readonly<Record<'reserved' | 'first' | 'more' | 'last', string>>,
  dashes: string,
): readonly string[] {
  return (['reserved', 'first', 'more', 'last'] as const).flatMap((flag) =>
    data[flag] ? [`${dashes}${names[flag]}`] : [],
  );
}
