import { testsOf } from './coded-vectors.js';
import { FALSE, TRUE, type Diagram, type Node } from './diagram.js';

/** An unsigned number of which each bit is a condition, most significant first. Never changed in place. */
export type Vector = readonly Node[];

const constants = new Map<number, Vector>();

/** A constant: the same array for equal ones. */
export function constantVector(width: number, value: number): Vector {
  const key = 64 * value + width;
  let vector = constants.get(key);
  if (vector === undefined) {
    vector = makeConstant(width, value);
    // Constants are few in one host; a limit keeps those of many hosts from staying for ever.
    if (constants.size > 4096) constants.clear();
    constants.set(key, vector);
  }
  return vector;
}

function makeConstant(width: number, value: number): Vector {
  return Array.from({ length: width }, (_, index) => bitOf(value, width - 1 - index));
}

/** Free variables, one a bit. */
export function freeVector(diagram: Diagram, levels: readonly number[]): Vector {
  return levels.map((level) => diagram.variable(level));
}

/** A bit of a constant, as a condition; 0 from the 32nd on. */
function bitOf(value: number, bit: number): Node {
  return bit < 32 && (value >>> bit) & 1 ? TRUE : FALSE;
}

/** The bit with that weight, FALSE beyond the vector's width. */
export function bitAt(vector: Vector, bit: number): Node {
  return vector[vector.length - 1 - bit] ?? FALSE;
}

/** Reports whether two numbers are the same function. */
export function sameVector(a: Vector, b: Vector): boolean {
  if (a === b) return true;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** A sum goes on over a number's bits: of equal numbers it is the same, of others seldom. */
export function sumOfVector(before: number, vector: Vector): number {
  let sum = before;
  for (const bit of vector) sum = Math.imul(sum ^ bit, 0x01000193);
  return sum ^ (sum >>> 15);
}

/** `then` where the condition holds, else `otherwise`; of equal width. */
export function chooseVector(
  diagram: Diagram,
  condition: Node,
  then: Vector,
  otherwise: Vector,
): Vector {
  if (then === otherwise) return then;
  return then.map((bit, index) => diagram.ite(condition, bit, otherwise[index] ?? FALSE));
}

/** Holds where `(vector & mask) === value`. */
export function isMasked(diagram: Diagram, vector: Vector, mask: number, value: number): Node {
  const known = testsOf(vector);
  if (known !== undefined) return known.masked(mask, value);
  let holds: Node = TRUE;
  // From the last variable up: each step puts one node on top.
  for (let bit = 0; bit < vector.length; bit++) {
    if (((mask >>> bit) & 1) === 0) continue;
    const condition = bitAt(vector, bit);
    // Most vectors are constants.
    if (condition <= TRUE) {
      if (condition !== ((value >>> bit) & 1)) return FALSE;
      continue;
    }
    holds =
      ((value >>> bit) & 1) === 1
        ? diagram.ite(condition, holds, FALSE)
        : diagram.ite(condition, FALSE, holds);
  }
  return holds;
}

/** Holds where `from <= vector <= to`. */
export function isInRange(diagram: Diagram, vector: Vector, from: number, to: number): Node {
  const known = testsOf(vector);
  if (known !== undefined) return known.inRange(from, to);
  let atLeast: Node = TRUE;
  let atMost: Node = TRUE;
  for (let bit = 0; bit < vector.length; bit++) {
    const condition = bitAt(vector, bit);
    atLeast =
      ((from >>> bit) & 1) === 1
        ? diagram.ite(condition, atLeast, FALSE)
        : diagram.ite(condition, TRUE, atLeast);
    atMost =
      ((to >>> bit) & 1) === 1
        ? diagram.ite(condition, atMost, TRUE)
        : diagram.ite(condition, FALSE, atMost);
  }
  return diagram.and(atLeast, atMost);
}

/**
 * Holds where two numbers are equal; the shorter one is filled up with zeros.
 *
 * @param care - where the answer matters; elsewhere it doesn't hold. It keeps the function small when the two are far apart in the order
 *   of variables.
 */
export function isSame(diagram: Diagram, a: Vector, b: Vector, care: Node = TRUE): Node {
  let holds = care;
  for (let bit = 0; bit < Math.max(a.length, b.length); bit++) {
    if (holds === FALSE) return FALSE;
    const [one, other] = [bitAt(a, bit), bitAt(b, bit)];
    if (one !== other) holds = diagram.and(holds, diagram.iff(one, other));
  }
  return holds;
}

/** Reports whether two numbers are equal in few ways: bits that are compared with each other are neighbours in the order of variables. */
export function areNear(diagram: Diagram, a: Vector, b: Vector): boolean {
  return a.every((bit, index) => {
    const other = b[index + b.length - a.length] ?? FALSE;
    if (bit === other || diagram.isTerminal(bit) || diagram.isTerminal(other)) return true;
    return Math.abs(diagram.level(bit) - diagram.level(other)) <= 1;
  });
}

/** Some bits of a number, the others 0. */
export function withBits(vector: Vector, mask: number): Vector {
  return vector.map((bit, index) =>
    ((mask >>> (vector.length - 1 - index)) & 1) === 1 ? bit : FALSE,
  );
}

/** `vector + by`, held at 0 and at the largest number of its width. */
export function addTo(diagram: Diagram, vector: Vector, by: number): Vector {
  const width = vector.length;
  if (by === 0) return vector;
  if (Math.abs(by) >= 2 ** width) return constantVector(width, by > 0 ? 0xffffffff : 0);
  const down = by < 0;
  const amount = Math.abs(by);
  let carry: Node = FALSE;
  const bits: Node[] = [];
  for (let bit = 0; bit < width; bit++) {
    const condition = bitAt(vector, bit);
    const added = bitOf(amount, bit);
    bits.unshift(diagram.xor(diagram.xor(condition, added), carry));
    const digit = down ? diagram.not(condition) : condition;
    carry = diagram.ite(digit, diagram.or(added, carry), diagram.and(added, carry));
  }
  return bits.map((bit) => diagram.ite(carry, down ? FALSE : TRUE, bit));
}

/** The number for one assignment of the variables. */
export function evaluateVector(
  diagram: Diagram,
  vector: Vector,
  valueAt: (level: number) => number,
): number {
  return vector.reduce((value, bit) => ((value << 1) | diagram.evaluate(bit, valueAt)) >>> 0, 0);
}
