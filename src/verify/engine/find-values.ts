import { FALSE, TRUE } from './logic.js';
import type { NodeMemo } from './node-memo.js';
import { TERMINAL_LEVEL, type NodeTable } from './node-table.js';
import type { WalkMemo } from './walk-memo.js';

/** What a walk remembers, all empty before it. */
interface Memos {
  /** Numbers of pairs of conditions. */
  readonly pairs: NodeMemo;
  /** Nodes with the numbers of the pairs with which they were met. */
  readonly met: NodeMemo;
  /** Nodes of which all values are found. */
  readonly done: WalkMemo;
}

/**
 * Every value that a function has where two conditions hold.
 *
 * @param valuesBelow - all values of a node, where they are known: the walk below it ends when they are found
 */
export function findValues(
  nodes: NodeTable,
  { pairs, met, done }: Memos,
  valuesBelow: (node: number) => readonly number[] | undefined,
  [node, a, b]: readonly [node: number, a: number, b: number],
): readonly number[] {
  const values = new Set<number>();
  /** What is not found yet of the values below the last node, on the way, of which they are known. */
  let open: Set<number> | undefined;
  let count = 0;
  const lowAt = (at: number, level: number): number =>
    nodes.level(at) === level ? nodes.low(at) : at;
  const highAt = (at: number, level: number): number =>
    nodes.level(at) === level ? nodes.high(at) : at;
  /** Tells whether a node has been met with these conditions; it has from now on. */
  const wasMet = (at: number, one: number, other: number): boolean => {
    let pair = pairs.get(one, other);
    if (pair < 0) {
      pair = count++;
      pairs.put(pair, one, other);
    }
    if (met.get(at, pair) >= 0) return true;
    met.put(1, at, pair);
    return false;
  };
  /** Tells whether every value that there is below a node has been found: then nothing there is new. */
  const walk = (at: number, one: number, other: number): boolean => {
    if (open?.size === 0 || done.get(at) >= 0) return true;
    if (one === FALSE || other === FALSE) return false;
    const own = nodes.level(at);
    const level = Math.min(own, nodes.level(one), nodes.level(other));
    if (level === TERMINAL_LEVEL) {
      values.add(nodes.low(at));
      open?.delete(nodes.low(at));
    } else {
      const isFree = one === TRUE && other === TRUE;
      if (!isFree && wasMet(at, one, other)) return false;
      const low = enter(lowAt(at, level), lowAt(one, level), lowAt(other, level));
      const high = enter(highAt(at, level), highAt(one, level), highAt(other, level));
      if (own === level ? !low || !high : !low && !high) return false;
    }
    done.put(1, at);
    return true;
  };
  const enter = (at: number, one: number, other: number): boolean => {
    const below = valuesBelow(at);
    if (below === undefined) return walk(at, one, other);
    const outer = open;
    open = new Set(below.filter((value) => !values.has(value)));
    const result = open.size === 0 || walk(at, one, other);
    open = outer;
    for (const value of below) if (values.has(value)) outer?.delete(value);
    return result;
  };
  enter(node, a, b);
  return [...values];
}
