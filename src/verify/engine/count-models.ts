import { FALSE, TRUE, type Diagram, type Node } from './diagram.js';

/**
 * How many assignments of some variables meet a condition.
 *
 * @param levels - the variables that count, ascending; the condition depends on no other
 */
export function countModels(diagram: Diagram, node: Node, levels: readonly number[]): bigint {
  const rank = new Map(levels.map((level, index) => [level, index]));
  const rankOf = (at: Node): number => {
    if (diagram.isTerminal(at)) return levels.length;
    const found = rank.get(diagram.level(at));
    if (found === undefined) throw new RangeError(`levels: ${diagram.level(at)} is not among them`);
    return found;
  };
  const known = new Map<Node, bigint>([
    [FALSE, 0n],
    [TRUE, 1n],
  ]);
  /** Assignments of the variables from the node's own on. */
  const count = (at: Node): bigint => {
    const before = known.get(at);
    if (before !== undefined) return before;
    diagram.bound.tick();
    const below = (child: Node): bigint => count(child) << BigInt(rankOf(child) - rankOf(at) - 1);
    const result = below(diagram.low(at)) + below(diagram.high(at));
    known.set(at, result);
    return result;
  };
  return count(node) << BigInt(rankOf(node));
}
