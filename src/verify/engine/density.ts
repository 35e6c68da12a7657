import { FALSE, TRUE, type Diagram, type Node } from './diagram.js';

/** Of all assignments the share for which a condition holds, as near as a double comes. */
export function density(diagram: Diagram, condition: Node): number {
  const known = new Map<Node, number>([
    [FALSE, 0],
    [TRUE, 1],
  ]);
  const walk = (at: Node): number => {
    let share = known.get(at);
    if (share === undefined) {
      diagram.bound.tick();
      share = (walk(diagram.low(at)) + walk(diagram.high(at))) / 2;
      known.set(at, share);
    }
    return share;
  };
  return walk(condition);
}
