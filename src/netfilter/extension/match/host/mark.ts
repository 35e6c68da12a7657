import { invertedIf, masked, NEVER } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { printMarkMask, readMarkMask } from '../../option/mark-mask.js';
import { compareField, maskedField, metaField } from '../../../nft/make-match.js';

/** `-m mark --mark VALUE/MASK`. */
export interface MarkMatch extends MatchData {
  readonly name: 'mark';
  readonly mark: number;
  readonly mask: number;
  readonly inverted: boolean;
}

/** The `mark` match: `(mark & mask) == value`. Source: `xt_mark.c`, `mark_mt`. */
export const markMatch: MatchExtension<MarkMatch> = {
  name: 'mark',
  families: [4, 6],
  options: {
    initial: { name: 'mark', mark: 0, mask: 0, inverted: false },
    options: [
      {
        name: 'mark',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, given) => ({
          ...data,
          ...readMarkMask(given),
          inverted: given.inverted,
        }),
      },
    ],
  },
  print: ({ mark, mask, inverted }) => `${inverted ? '! ' : ''}--mark ${printMarkMask(mark, mask)}`,
  list: ({ mark, mask, inverted }) =>
    `mark match ${inverted ? '! ' : ''}${printMarkMask(mark, mask)}`,
  statements: ({ mark, mask, inverted }) => [
    compareField(maskedField(metaField('mark'), mask), inverted ? '!=' : '==', mark),
  ],
  predicate: ({ mark, mask, inverted }) =>
    // Bits of the value outside the mask can't be met, unlike in `ip rule`.
    invertedIf(inverted, (mark & ~mask) !== 0 ? NEVER : masked('mark', mask, mark)),
};
