import { printAddress } from '../../../../address/address-text.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { prefixLength, readHostMask, type HostMask } from '../../option/host-address.js';
import { readInteger } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';

/** `-m srh`. */
export interface SrhMatch extends MatchData {
  readonly name: 'srh';
  /** What is asked of a field of the header; a field has one number, whatever is compared with it. */
  readonly numbers: Readonly<Partial<Record<SrhField, number>>>;
  readonly segments: Readonly<Partial<Record<SrhSegment, HostMask>>>;
  /** The options that were given, and whether inverted. */
  readonly asked: Readonly<Partial<Record<string, boolean>>>;
}

type SrhField = 'next-hdr' | 'hdr-len' | 'segs-left' | 'last-entry' | 'tag';
const SEGMENTS = ['psid', 'nsid', 'lsid'] as const;
type SrhSegment = (typeof SEGMENTS)[number];

/** In the order in which they're written. */
const NUMBERS: readonly (readonly [option: string, field: SrhField, max: number])[] = [
  ['next-hdr', 'next-hdr', 0xff],
  ...(['hdr-len', 'segs-left', 'last-entry'] as const).flatMap((field) =>
    ['eq', 'gt', 'lt'].map((how) => [`${field}-${how}`, field, 0xff] as const),
  ),
  ['tag', 'tag', 0xffff],
];

/** The `srh` match: on the header of segment routing, which a packet here has none of. Source: `ip6t_srh.c`, iptables-extensions(8). */
export const srhMatch: MatchExtension<SrhMatch> = {
  name: 'srh',
  families: [6],
  options: {
    initial: { name: 'srh', numbers: {}, segments: {}, asked: {} },
    options: [
      ...NUMBERS.map(([option, field, max]): ExtensionOption<SrhMatch> => ({
        name: `srh-${option}`,
        words: 1,
        invertible: true,
        read: (data, given) => ({
          ...data,
          numbers: { ...data.numbers, [field]: readInteger(given, 0, max) },
          asked: { ...data.asked, [option]: given.inverted },
        }),
      })),
      ...SEGMENTS.map((segment): ExtensionOption<SrhMatch> => ({
        name: `srh-${segment}`,
        words: 1,
        invertible: true,
        read: (data, given) => ({
          ...data,
          segments: { ...data.segments, [segment]: readHostMask(given) },
          asked: { ...data.asked, [segment]: given.inverted },
        }),
      })),
    ],
  },
  print: ({ numbers, segments, asked }) =>
    [
      ...NUMBERS.flatMap(([option, field]) =>
        asked[option] === undefined
          ? []
          : [`${asked[option] ? '! ' : ''}--srh-${option} ${numbers[field]}`],
      ),
      ...SEGMENTS.flatMap((segment) =>
        asked[segment] === undefined
          ? []
          : [`${asked[segment] ? '! ' : ''}--srh-${segment} ${printSegment(segments[segment])}`],
      ),
    ].join(' '),
  list: ({ numbers, segments, asked }) =>
    [
      'srh',
      ...NUMBERS.flatMap(([option, field]) =>
        asked[option] === undefined
          ? []
          : [`${option}:${asked[option] ? '!' : ''}${numbers[field]}`],
      ),
      ...SEGMENTS.flatMap((segment) =>
        asked[segment] === undefined
          ? []
          : [`${segment} ${asked[segment] ? '!' : ''} ${printSegment(segments[segment])}`],
      ),
    ].join(' '),
  predicate: () => ALWAYS,
  choice: () => openChoice(false),
};

function printSegment(segment: HostMask | undefined): string {
  if (segment === undefined) return '';
  const length = prefixLength(segment.mask);
  return `${printAddress(segment.address)}/${length < 0 ? 0xffffffff : length}`;
}
