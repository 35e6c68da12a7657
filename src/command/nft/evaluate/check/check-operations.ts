import type { BinaryOperation, Expression } from '../../../../netfilter/nft/expression.js';
import { partsOf } from '../../../../netfilter/nft/expression-parts.js';
import { isAcrossBytes } from '../../../../netfilter/nft/header/across-bytes.js';
import { notSimulated } from '../../not-simulated.js';

/**
 * Refuses what nft doesn't compute as it is written: what it compares stays in the order of the other side, whichever one a shift has left it in.
 *
 * @throws Refusal
 */
export function checkCompared(left: Expression): void {
  checkBits(left);
  if (somePart(left, isMisplaced)) throw notSimulated('nft shift of what is compared');
}

/**
 * Refuses operations that nft takes from what a map is asked for to the map's keys.
 *
 * @throws Refusal
 */
export function checkAsked(key: Expression): void {
  checkBits(key);
  if (somePart(key, isTakenOver)) throw notSimulated('nft map for what is shifted or flipped');
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

/** What is longer than a byte is turned for a shift, and the other side isn't; the number on the other side of `>>` becomes too long. */
function isMisplaced({ operator, left: { type } }: BinaryOperation): boolean {
  if (operator === '>>') return true;
  return operator === '<<' && type.kind === 'scalar' && type.order === 'network' && type.bits > 8;
}

function isTakenOver({ operator }: BinaryOperation): boolean {
  return operator === '<<' || operator === '>>' || operator === '^';
}
