import type { Diagram, Node } from './engine/diagram.js';
import { levelsOf, PACKET_BLOCKS } from './variables.js';

/**
 * A condition on packets without the fields that say nothing: what holds of such a field holds of every packet that can be.
 *
 * @param possible - holds for the packets that can be; the condition holds for no others
 */
export function freeBlocks(diagram: Diagram, condition: Node, possible: Node): Node {
  return PACKET_BLOCKS.reduce<Node>((narrow, block) => {
    const wide = diagram.exists(narrow, levelsOf(block));
    return diagram.and(wide, possible) === condition ? wide : narrow;
  }, condition);
}
