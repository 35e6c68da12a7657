import { assertNever } from '../../assert-never.js';
import type { Field } from '../../packet/field.js';
import { fieldsOf } from '../../predicate/fields-of.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { Diagram, Node } from '../engine/diagram.js';
import {
  areNear,
  constantVector,
  isInRange,
  isMasked,
  isSame,
  type Vector,
} from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';

/**
 * The packets for which a predicate holds, given the registers as functions of the packet.
 *
 * @param compare - distinguishes where two numbers are equal that are far in the order of variables: a large function as a rule
 */
export function conditionOf(
  diagram: Diagram,
  predicate: Predicate,
  registers: Registers,
  compare = (a: Vector, b: Vector): Node => isSame(diagram, a, b),
): Node {
  const read = (field: Field): Vector => registers[FIELD_INDEX[field]] ?? ZERO;
  const same = (a: Vector, b: Vector): Node =>
    areNear(diagram, a, b) ? isSame(diagram, a, b) : compare(a, b);
  const walk = (part: Predicate): Node => {
    switch (part.kind) {
      case 'masked':
        return isMasked(diagram, read(part.field), part.mask, part.value);
      case 'range':
        return isInRange(diagram, read(part.field), part.from, part.to);
      case 'same':
        return same(read(part.field), read(part.other));
      case 'not':
        return diagram.not(walk(part.of));
      case 'all':
        return diagram.all(part.of.map(walk));
      case 'any':
        return diagram.any(part.of.map(walk));
      default:
        return assertNever(part);
    }
  };
  return walk(predicate);
}

const ZERO: Vector = constantVector(1, 0);

/** What a predicate looks at. */
export interface Looks {
  /** The registers, by their place. */
  readonly at: readonly number[];
  /** It compares some of them with each other. */
  readonly compares: boolean;
}

const looks = new WeakMap<Predicate, Looks>();

/** What a predicate looks at, worked out once. */
export function looksOf(predicate: Predicate): Looks {
  let found = looks.get(predicate);
  if (found === undefined) {
    const at = [...fieldsOf(predicate)].map((field) => FIELD_INDEX[field]);
    found = { at, compares: comparesFields(predicate) };
    looks.set(predicate, found);
  }
  return found;
}

function comparesFields(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'same':
      return true;
    case 'not':
      return comparesFields(predicate.of);
    case 'all':
    case 'any':
      return predicate.of.some(comparesFields);
    case 'masked':
    case 'range':
      return false;
    default:
      return assertNever(predicate);
  }
}
