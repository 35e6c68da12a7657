import type { ErrnoName } from '../../../errno.js';
import type { SetElement } from './element.js';
import type { NftSet } from './nft-set.js';

/** What becomes of elements that are put into a set: the set with them, or what the kernel refuses, and which element it is about. */
export type ElementsAnswer =
  { readonly set: NftSet } | { readonly errno: ErrnoName; readonly place: number };

/** An element and its place among those of a command. */
export interface Placed {
  readonly element: SetElement;
  readonly place: number;
}

/** Whether a set that has so many elements takes no more. */
export function isFull({ size }: Pick<NftSet, 'size'>, count: number): boolean {
  return size !== undefined && count >= size;
}

/** An element that comes again keeps what it has, but for a timeout that is given anew. Source: `nft_setelem_update` of Linux 6.12. */
export function renewed(known: SetElement | undefined, again: SetElement): SetElement {
  if (known === undefined) return again;
  const { timeout = known.timeout, expires = known.expires } = again;
  if (timeout === known.timeout && expires === known.expires) return known;
  return { ...known, timeout, expires };
}
