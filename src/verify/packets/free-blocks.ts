import type { Diagram, Node } from '../engine/diagram.js';
import { blockAt, levelsOf, PACKET_BLOCKS, type Block } from '../engine/variables.js';

/** A condition on packets without the fields that say nothing. */
export interface Narrowed {
  readonly condition: Node;
  /** The fields that say nothing: what holds of them holds of every packet that can be. */
  readonly free: ReadonlySet<Block>;
}

/**
 * A condition on packets without the fields that say nothing.
 *
 * @param possible - holds for the packets that can be; the condition holds for no others
 */
export function freeBlocks(diagram: Diagram, condition: Node, possible: Node): Narrowed {
  const blocks = blocksOf(diagram, condition);
  const free = new Set<Block>();
  const narrowed = PACKET_BLOCKS.reduce<Node>((narrow, block) => {
    const wide = blocks.has(block) ? diagram.exists(narrow, levelsOf(block)) : narrow;
    if (wide !== narrow && diagram.and(wide, possible) !== condition) return narrow;
    free.add(block);
    return wide;
  }, condition);
  return { condition: narrowed, free };
}

/** The blocks on whose variables a function depends. */
export function blocksOf(diagram: Diagram, node: Node): ReadonlySet<Block | undefined> {
  return new Set([...diagram.variablesOf(node)].map((level) => blockAt(level)));
}
