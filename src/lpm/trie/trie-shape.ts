import { addressBits, type Family } from '../../address/family.js';

/** One level of a trie: the `bits` address bits from bit `depth` on, counted from the most significant, choose a slot. */
export interface TrieLevel {
  readonly depth: number;
  readonly bits: number;
  /** A direct level stores every slot and is always there; any other folds equal neighbours and is there only where slots differ. */
  readonly direct: boolean;
}

/** How a family's address bits are cut into levels. The first level is the directory. */
export interface TrieShape {
  readonly family: Family;
  readonly levels: readonly TrieLevel[];
}

/** Bits of a node's level: so many that its bitmap is one word. */
const NODE_BITS = 5;

function makeShape(family: Family, directBits: readonly number[]): TrieShape {
  const levels: TrieLevel[] = [];
  let depth = 0;
  for (const bits of directBits) {
    levels.push({ depth, bits, direct: true });
    depth += bits;
  }
  const end = addressBits(family);
  for (; depth < end; depth += NODE_BITS) {
    levels.push({ depth, bits: Math.min(NODE_BITS, end - depth), direct: false });
  }
  return { family, levels };
}

/** IPv4: 11 bits of directory and 8 of page lead to /19. Most prefixes are /24: one node away. */
const SHAPE_V4 = makeShape(4, [11, 8]);

/** IPv6: 12 bits of directory and two pages of 6 lead to /24. Most prefixes are /48: five nodes away. */
const SHAPE_V6 = makeShape(6, [12, 6, 6]);

/** How a family's address bits are cut into levels. */
export function trieShape(family: Family): TrieShape {
  return family === 4 ? SHAPE_V4 : SHAPE_V6;
}
