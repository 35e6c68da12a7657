import type { BinaryOperation, Expression } from '../../../../netfilter/nft/expression.js';
import { partsOf } from '../../../../netfilter/nft/expression-parts.js';
import { isAcrossBytes } from '../../../../netfilter/nft/header/across-bytes.js';
import { notSimulated } from '../../not-simulated.js';

/**
 * Refuses what nft doesn't compute as it is written: it takes shifts from what is compared to the other side, where `>>` makes numbers too long and `<<` finds
 * the bytes of longer ones the other way round.
 *
 * @throws Refusal
 */
export function checkCompared(left: Expression): void {
  checkBits(left);
  if (somePart(left, isTurned) || carried(left).some(isMisplaced))
    throw notSimulated('nft shift of what is compared');
}

/**
 * Refuses operations that nft takes from what a map is asked for to the keys that a rule gives it.
 *
 * @throws Refusal
 */
export function checkAsked(key: Expression): void {
  checkComputed(key);
  if (carried(key).length > 0) throw notSimulated('nft map for what is shifted or flipped');
}

/**
 * Refuses operations whose result would lie in another order than the keys of a map with a name.
 *
 * @throws Refusal
 */
export function checkComputed(key: Expression): void {
  checkBits(key);
  if (somePart(key, isTurned)) throw notSimulated('nft map for what is shifted or flipped');
}

/** The operations that nft takes to the other side: the outermost, up to the first of another kind. Source: nft's `binop_can_transfer`. */
function carried(expression: Expression): readonly BinaryOperation[] {
  if (expression.kind !== 'binary') return partsOf(expression).flatMap(carried);
  const { operator, left } = expression;
  const isCarried = operator === '<<' || operator === '>>' || operator === '^';
  return isCarried ? [expression, ...carried(left)] : [];
}

function checkBits(expression: Expression): void {
  if (somePart(expression, ofBitsAcross)) {
    throw notSimulated('nft operations with bits across two bytes');
  }
}

function somePart(expression: Expression, test: (one: BinaryOperation) => boolean): boolean {
  if (expression.kind === 'binary' && test(expression)) return true;
  return partsOf(expression).some((part) => somePart(part, test));
}

function ofBitsAcross({ left, right }: BinaryOperation): boolean {
  return isAcrossBytes(left) || isAcrossBytes(right);
}

/** The number on the other side of `>>` becomes too long; what is longer than a byte is turned for a shift, and the other side isn't. */
function isMisplaced(one: BinaryOperation): boolean {
  return one.operator === '>>' || isTurned(one);
}

function isTurned({ operator, left }: BinaryOperation): boolean {
  const { type } = rootOf(left);
  const isShift = operator === '<<' || operator === '>>';
  return isShift && type.kind === 'scalar' && type.order === 'network' && type.bits > 8;
}

function rootOf(expression: Expression): Expression {
  return expression.kind === 'binary' ? rootOf(expression.left) : expression;
}
