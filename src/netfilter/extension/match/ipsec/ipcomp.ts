import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  isAnyNumber,
  listNumberRange,
  printNumberRange,
  readNumberRange,
  type NumberRange,
} from '../../option/number/number-range.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m ipcomp --ipcompspi FROM[:TO] --compres`. */
export interface IpcompMatch extends MatchData {
  readonly name: 'ipcomp';
  readonly spi: NumberRange;
  /** Written and read, and nothing else. */
  readonly reserved: boolean;
}

/** The number of the protocol. */
const IPCOMP = 108;

/** The `ipcomp` match: on the CPI of an IPComp header, which a packet here doesn't have. Source: `xt_ipcomp.c`. */
export const ipcompMatch: MatchExtension<IpcompMatch> = {
  name: 'ipcomp',
  families: [4, 6],
  options: {
    initial: { name: 'ipcomp', spi: { from: 0, to: 0, inverted: false }, reserved: false },
    options: [
      {
        name: 'ipcompspi',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, spi: readNumberRange(given) }),
      },
      { name: 'compres', words: 0, read: (data) => ({ ...data, reserved: true }) },
    ],
  },
  print: ({ spi, reserved }) =>
    [...printNumberRange('ipcompspi', spi), ...(reserved ? ['--compres'] : [])].join(' '),
  list: ({ spi, reserved }) =>
    `comp ${listNumberRange('spi', spi).join('')}${reserved ? ' reserved' : ''}`,
  translate: ({ spi }) => `comp cpi ${nftNot(spi)}${nftSpan(spi.from, spi.to)}`,
  restrict: () => ({ protocols: [IPCOMP] }),
  predicate: () => HAS_TRANSPORT_HEADER,
  choice: ({ spi }) => (isAnyNumber(spi) ? undefined : openChoice(spi.inverted)),
};
