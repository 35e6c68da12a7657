import type { EntryCounters, EntryExtras } from './entry.js';
import type { EntryProblem, RequestedExtras } from './entry-request.js';
import type { NamedSet } from './ip-set.js';

/** Which extras the entries of a set have. */
export type Extensions = Pick<NamedSet, 'timeout' | 'comments' | 'counters' | 'mappings'>;

/** What a set has no room for, in the order in which the kernel looks. Source: `ip_set_get_extensions`. */
export function extrasProblem(
  set: Extensions,
  { timeout, comment, counters, mapping }: RequestedExtras,
): EntryProblem | undefined {
  if (timeout !== undefined && set.timeout === undefined) return 'timeout';
  if (counters !== undefined && !set.counters) return 'counters';
  if (comment !== undefined && !set.comments) return 'comment';
  return mapping !== undefined && !set.mappings ? 'mapping' : undefined;
}

const NOTHING_COUNTED: EntryCounters = { packets: 0n, bytes: 0n };
const NOTHING_MAPPED = { mark: 0, mask: 0, priority: 0, queue: 0 } as const;

/**
 * The extras of a new entry, or of one that is renewed.
 *
 * @param before - what was counted in its place: a counter that isn't given goes on, even that of an entry which is gone. Source: `ip_set_init_counter`
 */
export function makeExtras(
  set: Extensions,
  request: RequestedExtras,
  before: EntryCounters | undefined,
): EntryExtras {
  return {
    timeout: request.timeout ?? set.timeout,
    comment: request.comment,
    counters: set.counters ? { ...(before ?? NOTHING_COUNTED), ...request.counters } : undefined,
    mapping: set.mappings ? (request.mapping ?? NOTHING_MAPPED) : undefined,
  };
}
