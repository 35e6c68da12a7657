import { PROTOCOL } from '../../../../packet/protocol.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  printWantedNumber,
  listWantedNumber,
  wantedNumberOption,
  type WantedNumber,
} from '../../option/number/wanted-number.js';
import {
  ANY_NUMBER,
  isAnyNumber,
  listNumberRange,
  printNumberRange,
  readNumberRange,
  type NumberRange,
} from '../../option/number/number-range.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';
import { nftNot, nftSpan, nftWords } from '../../option/nft-words.js';

/** `-m ah --ahspi FROM[:TO]` of IPv4. */
export interface AhMatch extends MatchData {
  readonly name: 'ah';
  readonly spi: NumberRange;
}

/** `-m ah --ahspi FROM[:TO] --ahlen BYTES --ahres` of IPv6. */
export interface Ah6Match extends AhMatch {
  /** Written only when it isn't 0, or is inverted. */
  readonly length: WantedNumber | undefined;
  readonly reserved: boolean;
}

const spiOption: ExtensionOption<AhMatch> = {
  name: 'ahspi',
  words: 1,
  invertible: true,
  read: (data, given) => ({ ...data, spi: readNumberRange(given) }),
};

/** The `ah` match of IPv4: on the SPI of an AH header, which a packet here doesn't have. Source: `ipt_ah.c`. */
export const ahMatch: MatchExtension<AhMatch> = {
  name: 'ah',
  families: [4],
  options: { initial: { name: 'ah', spi: ANY_NUMBER }, options: [spiOption] },
  print: ({ spi }) => printNumberRange('ahspi', spi).join(' '),
  list: ({ spi }) => `ah ${listNumberRange('spi', spi).join('')}`,
  translate: ({ spi }) =>
    isAnyNumber(spi)
      ? 'meta l4proto ah'
      : nftWords('ah spi ', nftNot(spi), nftSpan(spi.from, spi.to)),
  restrict: () => ({ protocols: [PROTOCOL.ah] }),
  predicate: () => HAS_TRANSPORT_HEADER,
  choice: ({ spi }) => (isAnyNumber(spi) ? undefined : openChoice(spi.inverted)),
};

/** The `ah` match of IPv6: whether there is such a header, which a packet here has none of. Source: `ip6t_ah.c`. */
export const ah6Match: MatchExtension<Ah6Match> = {
  name: 'ah',
  families: [6],
  options: {
    initial: { name: 'ah', spi: ANY_NUMBER, length: undefined, reserved: false },
    options: [
      { ...spiOption, read: (data, given) => ({ ...data, spi: readNumberRange(given) }) },
      wantedNumberOption<Ah6Match, 'length'>('ahlen', 'length'),
      { name: 'ahres', words: 0, read: (data) => ({ ...data, reserved: true }) },
    ],
  },
  print: ({ spi, length, reserved }) =>
    [
      ...printNumberRange('ahspi', spi),
      ...(isSaid(length) ? printWantedNumber('ahlen', length) : []),
      ...(reserved ? ['--ahres'] : []),
    ].join(' '),
  list: ({ spi, length, reserved }) =>
    `ah ${listNumberRange('spi', spi).join('')}${isSaid(length) ? listWantedNumber('length', length).join('') : ''}${reserved ? ' reserved' : ''}`,
  translate({ spi, length, reserved }) {
    const parts = [
      ...(isAnyNumber(spi) ? [] : [`ah spi ${nftNot(spi)}${nftSpan(spi.from, spi.to)}`]),
      ...(isSaid(length) ? [`ah hdrlength ${nftNot(length)}${length.value}`] : []),
      ...(reserved ? ['ah reserved 1'] : []),
    ];
    return parts.length === 0 ? 'exthdr ah exists' : parts.join(' ');
  },
  asNft: ({ spi, length, reserved }) =>
    isAnyNumber(spi) || isSaid(length) || reserved
      ? { without: '-m ah of IPv6 on more than the SPI' }
      : `ah spi ${nftNot(spi)}${nftSpan(spi.from, spi.to)}`,
  predicate: () => ALWAYS,
  choice: () => openChoice(false),
};

function isSaid(length: WantedNumber | undefined): length is WantedNumber {
  return length !== undefined && (length.value !== 0 || length.inverted);
}
