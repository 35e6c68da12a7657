import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { Word } from '../nft/meaning/value/value.js';

/** The bits of an address that a mask has, as a part of a key. */
export function addressKey(end: 'src' | 'dst', masks: readonly number[]): readonly Word[] {
  return masks.map((take, index): Word => {
    const field = ADDRESS_FIELDS[end][index] ?? end;
    return { bits: 32, constant: 0, terms: take === 0 ? [] : [{ field, take, shift: 0 }] };
  });
}

/**
 * What a match asks of a list that is kept by what packets have, and does to it. No time passes: what was seen was seen just now, and what is spent stays
 * spent.
 *
 * - `note`: the key is seen once more, and the match holds
 * - `find`: whether it was seen as often
 * - `refresh`: the same; where the match holds it is seen once more
 * - `drop`: whether it was seen; it is taken out
 * - `spend`: whether it was seen less often; where it was it is seen once more
 *
 * Source: `recent_mt`, `hashlimit_mt_common`.
 */
export interface ListQuestion {
  readonly does: 'note' | 'find' | 'refresh' | 'drop' | 'spend';
  /** Which list: `recent DEFAULT`. */
  readonly list: string;
  readonly key: readonly Word[];
  /** How often, at least 1. */
  readonly times: number;
  /** The match holds where it would not. */
  readonly inverted: boolean;
}
