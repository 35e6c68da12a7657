import { FALSE } from './logic.js';

type Node = number;

/** What a division reads of a diagram, and the nodes that it makes. */
interface Nodes {
  level(node: Node): number;
  low(node: Node): Node;
  high(node: Node): Node;
  valueOf(node: Node): number | undefined;
  make(level: number, low: Node, high: Node): Node;
}

const NOWHERE: ReadonlyMap<number, Node> = new Map();

/** Where a condition holds, by the value that a function has there; values ascend. */
export function divideByValue(
  nodes: Nodes,
  condition: Node,
  node: Node,
): readonly (readonly [value: number, where: Node])[] {
  const known = new Map<Node, Map<Node, ReadonlyMap<number, Node>>>();
  const walk = (where: Node, at: Node): ReadonlyMap<number, Node> => {
    if (where === FALSE) return NOWHERE;
    const value = nodes.valueOf(at);
    if (value !== undefined) return new Map([[value, where]]);
    let ofNode = known.get(at);
    if (ofNode === undefined) known.set(at, (ofNode = new Map<Node, ReadonlyMap<number, Node>>()));
    let parts = ofNode.get(where);
    if (parts === undefined) ofNode.set(where, (parts = branch(where, at)));
    return parts;
  };
  const branch = (where: Node, at: Node): ReadonlyMap<number, Node> => {
    const [own, other] = [nodes.level(at), nodes.level(where)];
    const level = Math.min(own, other);
    const [whereLow, whereHigh] =
      other === level ? [nodes.low(where), nodes.high(where)] : [where, where];
    const [atLow, atHigh] = own === level ? [nodes.low(at), nodes.high(at)] : [at, at];
    const [low, high] = [walk(whereLow, atLow), walk(whereHigh, atHigh)];
    const parts = new Map<number, Node>();
    for (const [value, part] of low) {
      parts.set(value, nodes.make(level, part, high.get(value) ?? FALSE));
    }
    for (const [value, part] of high) {
      if (!low.has(value)) parts.set(value, nodes.make(level, FALSE, part));
    }
    return parts;
  };
  return [...walk(condition, node)].toSorted(([a], [b]) => a - b);
}
