import type { Expression } from '../../../netfilter/nft/expression.js';
import type { ValueType } from '../../../netfilter/nft/value-type.js';

/** What the place of an expression asks of it. */
export interface Expected {
  /** Undefined where the place asks for nothing. */
  readonly type: ValueType | 'verdict' | undefined;
  /** The greatest number, where that isn't decided by the width. */
  readonly most: bigint | undefined;
}

/** Nothing is asked. */
export const ANYTHING: Expected = { type: undefined, most: undefined };

/** A value of a type is asked for. */
export function expectType(type: ValueType | 'verdict'): Expected {
  return { type, most: undefined };
}

const MOST_DAY = 6n;

/** What stands beside an expression has to be like it. */
export function expectLike(expression: Expression): Expected {
  const { type } = expression;
  switch (expression.kind) {
    case 'meta':
      return { type, most: expression.key === 'day' ? MOST_DAY : undefined };
    case 'socket':
      return {
        type,
        most: expression.key === 'transparent' || expression.key === 'wildcard' ? 1n : undefined,
      };
    case 'numgen':
    case 'jhash':
    case 'symhash': {
      // Where only 0 comes out, nft takes any number.
      const most = BigInt(expression.modulus) + BigInt(expression.offset) - 1n;
      return { type, most: most === 0n ? undefined : most };
    }
    default:
      return { type, most: undefined };
  }
}
