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

/** After so many steps it is worth a look at all nodes to know where there are values that have not been found. */
const MANY_STEPS = 4096;

/**
 * Every value that a function has where two conditions hold.
 *
 * @param below - all values of the function, wherever
 */
export function findValues(
  nodes: NodeTable,
  { pairs, met, done }: Memos,
  below: readonly number[],
  [node, a, b]: readonly [node: number, a: number, b: number],
): readonly number[] {
  const values = new Set<number>();
  const open = new Set(below);
  let count = 0;
  let steps = 0;
  let limit = MANY_STEPS;
  /** Which nodes have a value that was not found when they were last looked at. */
  let hopeful: Uint8Array | undefined;
  const lowAt = (at: number, level: number): number =>
    nodes.level(at) === level ? nodes.low(at) : at;
  const highAt = (at: number, level: number): number =>
    nodes.level(at) === level ? nodes.high(at) : at;
  /** Reports whether a node has been met with these conditions; it has from now on. */
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
  /** Reports whether every value that there is below a node has been found: then nothing there is new. */
  const walk = (at: number, one: number, other: number): boolean => {
    if (open.size === 0 || hopeful?.[at] === 0 || done.get(at) >= 0) return true;
    if (one === FALSE || other === FALSE) return false;
    if (++steps === limit) {
      limit *= 4;
      hopeful = nodes.haveBelow(node, open);
    }
    const own = nodes.level(at);
    const level = Math.min(own, nodes.level(one), nodes.level(other));
    if (level === TERMINAL_LEVEL) {
      values.add(nodes.low(at));
      open.delete(nodes.low(at));
    } else {
      const isFree = one === TRUE && other === TRUE;
      if (!isFree && wasMet(at, one, other)) return false;
      const low = walk(lowAt(at, level), lowAt(one, level), lowAt(other, level));
      const high = walk(highAt(at, level), highAt(one, level), highAt(other, level));
      if (own === level ? !low || !high : !low && !high) return false;
    }
    done.put(1, at);
    return true;
  };
  walk(node, a, b);
  return [...values];
}
