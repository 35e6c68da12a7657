import { all, invertedIf, masked } from '../../../../predicate/predicate.js';
import { HAS_ENTRY } from '../../../connection.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { printMarkMask, readMarkMask } from '../../option/mark-mask.js';
import { nftNot } from '../../option/nft-words.js';
import { hex } from '../../option/number/number.js';

/** `-m connmark --mark VALUE/MASK`. */
export interface ConnmarkMatch extends MatchData {
  readonly name: 'connmark';
  readonly mark: number;
  readonly mask: number;
  readonly inverted: boolean;
}

/** The `connmark` match: on the mark of the connection; without one it never holds, not even inverted. Source: `xt_connmark.c`. */
export const connmarkMatch: MatchExtension<ConnmarkMatch> = {
  name: 'connmark',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'connmark', mark: 0, mask: 0, inverted: false },
    options: [
      {
        name: 'mark',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, given) => ({ ...data, ...readMarkMask(given), inverted: given.inverted }),
      },
    ],
  },
  print: ({ mark, mask, inverted }) => `${inverted ? '! ' : ''}--mark ${printMarkMask(mark, mask)}`,
  list: ({ mark, mask, inverted }) =>
    `connmark match ${inverted ? '!' : ''} ${printMarkMask(mark, mask)}`,
  translate: ({ mark, mask, inverted }) =>
    mask === 0xffffffff
      ? `ct mark ${nftNot({ inverted })}${hex(mark)}`
      : `ct mark and ${hex(mask)} ${inverted ? '!=' : '=='} ${hex(mark)}`,
  predicate: ({ mark, mask, inverted }) =>
    all([HAS_ENTRY, invertedIf(inverted, masked('ctmark', mask, mark))]),
};
