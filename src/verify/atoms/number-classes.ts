import { addressFromWords } from '../../address/address.js';
import type { Diagram, Node } from '../engine/diagram.js';
import { freeVector, isInRange, isMasked } from '../engine/vector.js';
import { PrefixRows } from '../run/prefix-rows.js';
import { Tuples } from '../run/tuples.js';
import type { FieldTests, MaskTest } from './field-tests.js';

/** The numbers of a field in classes: those of one class pass the same tests. */
export interface NumberClasses {
  /** One of each class, ascending. */
  readonly values: readonly number[];
  /** The place in `values` of the class of each number, as a function of the field's own variables. */
  readonly classOf: Node;
}

/** More tests that are no prefixes are not made classes of. */
const MOST_OTHERS = 64;

/** The classes of a field's numbers; undefined when they can't be known, or would not be fewer by much. */
export function numberClasses(
  diagram: Diagram,
  levels: readonly number[],
  tests: FieldTests,
): NumberClasses | undefined {
  const all = tests.all();
  if (all === undefined) return undefined;
  const width = levels.length;
  const vector = freeVector(diagram, levels);
  const rows = new PrefixRows(4);
  const others: Node[] = [];
  for (const [index, test] of all.masked.entries()) {
    const length = prefixLength(test, width);
    if (length === undefined) others.push(isMasked(diagram, vector, test.mask, test.value));
    else {
      const word = (test.value << (32 - width)) >>> 0;
      rows.put({ address: addressFromWords(4, [word]), length }, index + 1);
    }
  }
  for (const { from, to } of all.ranges) others.push(isInRange(diagram, vector, from, to));
  for (const set of all.sets) {
    others.push(
      diagram.any(set.map((number) => isMasked(diagram, vector, 2 ** width - 1, number))),
    );
  }
  if (others.length > MOST_OTHERS) return undefined;
  // Which prefixes have a number goes by the longest one that has it.
  const longest = rows.build(diagram, vector, diagram.terminal(0), (number) =>
    diagram.terminal(number),
  );
  const classes = new Tuples(diagram).combine([longest, ...others]);
  const members = [...oneOfEach(diagram, classes, levels)].toSorted(([a], [b]) => a - b);
  if (2 * codeWidth(members.length) > Math.max(width, 4)) return undefined;
  const places = new Map(members.map(([, node], place) => [node, place]));
  return {
    values: members.map(([value]) => value),
    classOf: diagram.mapValues(classes, (value) => places.get(value) ?? 0),
  };
}

/** How many variables distinguish so many classes: at least one, so that no number is a constant. */
export function codeWidth(classes: number): number {
  return Math.max(1, Math.ceil(Math.log2(classes)));
}

/** The length of a prefix whose members are those that pass a test. */
function prefixLength({ mask }: MaskTest, width: number): number | undefined {
  const length = width - (mask === 0 ? width : 31 - Math.clz32(mask & -mask));
  const prefix = length === 0 ? 0 : (2 ** width - 2 ** (width - length)) >>> 0;
  return mask === prefix ? length : undefined;
}

/** For each value of a function a number that has it. */
function oneOfEach(
  diagram: Diagram,
  node: Node,
  levels: readonly number[],
): Iterable<readonly [number: number, value: number]> {
  const weights = new Map(levels.map((level, index) => [level, 2 ** (levels.length - 1 - index)]));
  const seen = new Set<Node>();
  const found: [number, number][] = [];
  const walk = (at: Node, number: number): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const value = diagram.valueOf(at);
    if (value !== undefined) {
      found.push([number, value]);
      return;
    }
    walk(diagram.low(at), number);
    walk(diagram.high(at), number + (weights.get(diagram.level(at)) ?? 0));
  };
  walk(node, 0);
  return found;
}
