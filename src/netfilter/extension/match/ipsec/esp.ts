import { PROTOCOL } from '../../../../packet/protocol.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  ANY_NUMBER,
  isAnyNumber,
  listNumberRange,
  printNumberRange,
  readNumberRange,
  type NumberRange,
} from '../../option/number/number-range.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m esp --espspi FROM[:TO]`. */
export interface EspMatch extends MatchData {
  readonly name: 'esp';
  readonly spi: NumberRange;
}

/** The `esp` match: on the SPI of an ESP header, which a packet here doesn't have. Source: `xt_esp.c`, iptables-extensions(8). */
export const espMatch: MatchExtension<EspMatch> = {
  name: 'esp',
  families: [4, 6],
  options: {
    initial: { name: 'esp', spi: ANY_NUMBER },
    options: [
      {
        name: 'espspi',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, spi: readNumberRange(given) }),
      },
    ],
  },
  print: ({ spi }) => printNumberRange('espspi', spi).join(' '),
  list: ({ spi }) => ['esp', ...listNumberRange('spi', spi)].join(' '),
  translate({ spi }, { family }) {
    if (!isAnyNumber(spi)) return `esp spi ${nftNot(spi)}${nftSpan(spi.from, spi.to)}`;
    return family === 4 ? 'meta l4proto esp' : 'exthdr esp exists';
  },
  restrict: () => ({ protocols: [PROTOCOL.esp] }),
  predicate: () => HAS_TRANSPORT_HEADER,
  choice: ({ spi }) => (isAnyNumber(spi) ? undefined : openChoice(spi.inverted)),
};
