import type { Map } from 'immutable';
import type { SetElement } from './element.js';
import type { PointKey } from './point-key.js';

/** What packets have made of one key of a set. */
export interface KeptElement {
  /** The element that they have put there; undefined where they have taken it out. */
  readonly element: SetElement | undefined;
  /** What its statements remember, one after the other. */
  readonly memory: readonly StatementMemory[];
}

/** What a statement remembers. */
export interface StatementMemory {
  /** How many packets a limit lets through yet, or a counter has seen; -1 for what remembers nothing. */
  readonly packets: number;
  /** The bytes that a counter has seen. */
  readonly bytes: number;
}

/** What packets have made of a set. */
export interface KeptSet {
  /** By `pointKey`. */
  readonly byKey: Map<PointKey, KeptElement>;
  /** How many elements they have put there: those that they take out make no room until later. Source: `nft_rhash_gc`. */
  readonly put: number;
}
