import { PROTOCOL } from '../../../../packet/protocol.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readIntegerRange } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m tcpmss --mss FROM[:TO]`. */
export interface TcpmssMatch extends MatchData {
  readonly name: 'tcpmss';
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

const MAX = 0xffff;

/** The `tcpmss` match: on an option of TCP segments, of which a single packet here has none. Source: `xt_tcpmss.c`. */
export const tcpmssMatch: MatchExtension<TcpmssMatch> = {
  name: 'tcpmss',
  families: [4, 6],
  options: {
    initial: { name: 'tcpmss', from: 0, to: 0, inverted: false },
    options: [
      {
        name: 'mss',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const [from, to] = readIntegerRange(given, MAX);
          return { ...data, from, to, inverted: given.inverted };
        },
      },
    ],
  },
  print: (data) => `${data.inverted ? '! ' : ''}--mss ${printRange(data)}`,
  list: (data) => `tcpmss match ${data.inverted ? '!' : ''}${printRange(data)}`,
  translate: ({ from, to, inverted }) =>
    `tcp option maxseg size ${nftNot({ inverted })}${nftSpan(from, to)}`,
  restrict: () => ({ protocols: [PROTOCOL.tcp] }),
  predicate: () => ALWAYS,
  choice: ({ inverted }) => openChoice(inverted),
};

function printRange({ from, to }: TcpmssMatch): string {
  return from === to ? `${from}` : `${from}:${to}`;
}
