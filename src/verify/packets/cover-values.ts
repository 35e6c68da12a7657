import type { Cube } from './describe-values.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { blockWidth, levelsOf, type Block } from '../engine/variables.js';

/** Values as cubes: those that are in one of `within`, or in any when there are none, and in none of `without`. */
export interface Cover {
  readonly within: readonly Cube[];
  readonly without: readonly Cube[];
  /** How many cubes were left out, because there are more than the limit. */
  readonly more: number;
}

/**
 * Returns the values of one block that meet a condition in few cubes: those that they fill, or those that they leave out; with `nested`
 * also larger cubes of which some are left out. All cubes of one side are disjoint.
 */
export function coverValues(
  diagram: Diagram,
  values: Node,
  block: Block,
  nested: boolean,
  limit: number,
): Cover {
  const levels = levelsOf(block);
  const missing = memoized((at): number => {
    if (diagram.isTerminal(at)) return at === TRUE ? 0 : 1;
    return missing(diagram.low(at)) + missing(diagram.high(at));
  });
  const parts = (at: Node): number => filled(diagram.low(at)) + filled(diagram.high(at));
  const isWhole = (at: Node): boolean => nested && 1 + missing(at) < parts(at);
  const filled = memoized((at): number => {
    if (diagram.isTerminal(at)) return at === TRUE ? 1 : 0;
    return isWhole(at) ? 1 + missing(at) : parts(at);
  });

  const within: Cube[] = [];
  const without: Cube[] = [];
  const bits: (0 | 1 | undefined)[] = Array.from({ length: blockWidth(block) }, () => undefined);
  const isFull = (): boolean => within.length + without.length >= limit;
  const branch = (at: Node, walk: (next: Node) => void): void => {
    const place = levels.indexOf(diagram.level(at));
    bits[place] = 0;
    walk(diagram.low(at));
    bits[place] = 1;
    walk(diagram.high(at));
    bits[place] = undefined;
  };
  const leaveOut = (at: Node): void => {
    if (at === TRUE || isFull()) return;
    if (at === FALSE) without.push([...bits]);
    else branch(at, leaveOut);
  };
  const fill = (at: Node): void => {
    if (at === FALSE || isFull()) return;
    if (at !== TRUE && !isWhole(at)) {
      branch(at, fill);
      return;
    }
    within.push([...bits]);
    if (at !== TRUE) leaveOut(at);
  };
  const inverted = missing(values) < filled(values);
  if (inverted) leaveOut(values);
  else fill(values);
  const all = inverted ? missing(values) : filled(values);
  return { within, without, more: all - within.length - without.length };
}

function memoized(count: (node: Node) => number): (node: Node) => number {
  const known = new Map<Node, number>();
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const result = count(node);
    known.set(node, result);
    return result;
  };
}
