import type { Diagram, Node } from './diagram.js';
import { NodeMemo } from './node-memo.js';

/** Functions in the place of some variables of others: what is below a node is worked out once for all in which it is. */
export class Substitution {
  readonly #memo: NodeMemo;
  /** No variable after it is replaced. */
  readonly #last: number;

  /** @param replacements - by variable; each is asked for when it's needed */
  constructor(
    private readonly diagram: Diagram,
    private readonly replacements: ReadonlyMap<number, () => Node>,
  ) {
    this.#memo = new NodeMemo(diagram.bound);
    this.#last = [...replacements.keys()].reduce((last, level) => Math.max(last, level), -1);
  }

  /** The function with its variables replaced. */
  of(node: Node): Node {
    const { diagram } = this;
    const level = diagram.level(node);
    if (level > this.#last) return node;
    const known = this.#memo.get(node, 0);
    if (known >= 0) return known;
    const low = this.of(diagram.low(node));
    const high = this.of(diagram.high(node));
    const variable = this.replacements.get(level)?.() ?? diagram.variable(level);
    const result = diagram.ite(variable, high, low);
    this.#memo.put(result, node, 0);
    return result;
  }
}
