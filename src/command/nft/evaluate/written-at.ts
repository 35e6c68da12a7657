import type { BroughtPart } from '../../../netfilter/nft/brought-parts.js';
import type { Span } from '../syntax/tree/span.js';

const places = new WeakMap<BroughtPart, Span>();

/** Notes where something that a rule brings with it is written, to mark it when the kernel refuses it. */
export function writtenAt<One extends BroughtPart>(brought: One, at: Span): One {
  places.set(brought, at);
  return brought;
}

/** Where that is; undefined of what nobody has written. */
export function placeWritten(brought: BroughtPart): Span | undefined {
  return places.get(brought);
}
