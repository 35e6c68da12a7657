import type { RefusedPart } from '../../../../netfilter/nft/request/refusal.js';
import type { Request } from '../../../../netfilter/nft/request/request.js';
import type { Span } from '../../syntax/tree/span.js';

/** What the tool looks for among its own when the kernel finds no entry, to suggest what was meant. */
export type SuggestedKind = 'table' | 'chain' | 'rule' | 'set' | 'obj' | 'flowtable' | undefined;

/** A request to the kernel, and where its parts are written. */
export interface PlannedRequest {
  readonly request: Request;
  /** The whole command. */
  readonly at: Span;
  readonly suggests: SuggestedKind;
  /** The name that was written, to find one that is near. */
  readonly name: string | undefined;
  /** Where a part is written; undefined when nft doesn't know it either, and marks the whole command. */
  readonly spanOf: (part: RefusedPart) => Span | undefined;
  /** What a later error about the set marks that this declares. */
  readonly declares?: Span;
}

/** Where the named parts of a request are written. */
export type PartSpans = Partial<Record<Extract<RefusedPart, string>, Span | undefined>>;

/** Looks parts up among those that have a place of their own. */
export function spansBy(spans: PartSpans): (part: RefusedPart) => Span | undefined {
  return (part) => (typeof part === 'string' ? spans[part] : undefined);
}
