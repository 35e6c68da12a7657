import type { Expression } from '../../../netfilter/nft/expression.js';
import type { ValueType } from '../../../netfilter/nft/value-type.js';
import type { Expression as Tree } from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';

/** What the place of an expression asks of it. */
export interface Expected {
  /** Undefined where the place asks for nothing. */
  readonly type: ValueType | 'verdict' | undefined;
  /** The greatest number, where that isn't decided by the width. */
  readonly most: bigint | undefined;
  /** What values side by side are held against, as it is written: nft counts them. */
  readonly besideAt?: Span;
}

/** Nothing is asked. */
export const ANYTHING: Expected = { type: undefined, most: undefined };

/** A value of a type is asked for. */
export function expectType(type: ValueType | 'verdict'): Expected {
  return { type, most: undefined };
}

/** The same beside an expression that is written. */
export function beside(expected: Expected, tree: Tree): Expected {
  return tree.kind === 'concat' ? { ...expected, besideAt: tree.at } : expected;
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
