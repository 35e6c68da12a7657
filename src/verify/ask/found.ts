import type { Analysis } from './analysis.js';
import type { Node } from '../engine/diagram.js';

/** What was found of the packets of one family and direction. */
export interface Found {
  readonly analysis: Pick<Analysis, 'space' | 'options' | 'packets' | 'choices'>;
  /** The packets of which the claim is wrong. */
  readonly wrong: Node;
  /** Those of which it is not known, and why. */
  readonly unknown?: Unknown;
  /** The packets of which something is claimed. */
  readonly claimed: Node;
}

/** Packets that can't be followed to their end. */
export interface Unknown {
  readonly packets: Node;
  readonly notFollowed: readonly string[];
}
