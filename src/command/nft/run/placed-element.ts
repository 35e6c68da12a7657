import type { SetElement } from '../../../netfilter/nft/set/element.js';
import type { Span } from '../syntax/tree/span.js';

/** An element and where its key is written. */
export interface PlacedElement {
  readonly element: SetElement;
  readonly at: Span;
}
