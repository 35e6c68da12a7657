import { datatypes, type ByteOrder } from '../../../../netfilter/nft/datatype.js';
import { scalarType, type ScalarType } from '../../../../netfilter/nft/value-type.js';
import type { Evaluation } from '../evaluation.js';
import type { Span } from '../../syntax/tree/span.js';
import { EvaluationError, refusedExpression } from '../evaluation-error.js';
import { ANYTHING, type Expected } from '../expected.js';
import { isConstant } from '../is-constant.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';
import type { HashExpression } from '../../syntax/tree/expression.js';

/** The type of generated numbers: that which is asked for, if it is one of 32 bits. Source: nft's `expr_dtype_integer_compatible`. */
export function generatedType({ type }: Expected, order: ByteOrder): ScalarType {
  const fits =
    type !== undefined &&
    type !== 'verdict' &&
    type.kind === 'scalar' &&
    type.bits === 32 &&
    datatypes[type.datatype].base === 'integer';
  return fits ? { ...type, order } : scalarType('integer', 32, order);
}

/** The numbers that a generator or a hash gives. Source: `nft_ng_inc_init`, `nft_jhash_init`. */
export function generatedRange({ modulus, offset, at }: Generator): {
  readonly modulus: number;
  readonly offset: number;
} {
  const range = { modulus: Number(modulus), offset: Number(offset) };
  if (range.modulus === 0) throw refusedExpression('Numerical result out of range', at);
  if (range.modulus + range.offset > 2 ** 32) {
    throw refusedExpression('Value too large for defined data type', at);
  }
  return range;
}

interface Generator {
  readonly modulus: bigint | number;
  readonly offset: bigint | number;
  readonly at: Span;
}

/** A hash of the packet's flow, or of an expression. */
export function evaluateHash(
  tree: HashExpression,
  expected: Expected,
  evaluation: Evaluation,
): Selector {
  const { modulus, offset } = generatedRange(tree);
  const type = generatedType(expected, 'network');
  if (tree.key === undefined) return { kind: 'symhash', modulus, offset, type };
  const seed = tree.seed === undefined ? undefined : Number(tree.seed);
  const of = evaluation.evaluate(tree.key, ANYTHING);
  if (isConstant(of)) throw new EvaluationError('jhash of a constant is not simulated', tree.at);
  return { kind: 'jhash', of, modulus, seed, offset, type };
}
