import { inRange, invertedIf } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readIntegerRange } from '../../option/number/integer.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m length --length FROM:TO`, in bytes of the whole IP packet. */
export interface LengthMatch extends MatchData {
  readonly name: 'length';
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

/** The `length` match. Source: `xt_length.c`, iptables-extensions(8). */
export const lengthMatch: MatchExtension<LengthMatch> = {
  name: 'length',
  families: [4, 6],
  options: {
    initial: { name: 'length', from: 0, to: 0, inverted: false },
    options: [
      {
        name: 'length',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const [from, to] = readIntegerRange(given, 0xffff);
          return { ...data, from, to, inverted: given.inverted };
        },
      },
    ],
  },
  print: ({ from, to, inverted }) => `${inverted ? '! ' : ''}--length ${printRange(from, to)}`,
  list: ({ from, to, inverted }) => `length ${inverted ? '!' : ''}${printRange(from, to)}`,
  translate: ({ from, to, inverted }) => `meta length ${nftNot({ inverted })}${nftSpan(from, to)}`,
  predicate: ({ from, to, inverted }) => invertedIf(inverted, inRange('length', from, to)),
};

function printRange(from: number, to: number): string {
  return from === to ? String(from) : `${from}:${to}`;
}
