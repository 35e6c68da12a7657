import type { Address } from '../address/address.js';
import type { ErrnoName } from '../errno.js';
import type { Route } from '../fib/route.js';
import type { Assignment } from '../predicate/assignment.js';

/** What a route lookup ends in (the kernel's `fib_result`): a route with its next hop, or an error. */
export interface Resolution {
  /** The error that the lookup gives; undefined when it found a usable route. */
  readonly error: ErrnoName | undefined;
  /** The route; undefined when a rule gave the error, or when the lookup was skipped (a multicast destination, say). */
  readonly route: Route | undefined;
  /** Routing table id that the result is reported with; 0 when none was read. */
  readonly table: number;
  /** ifindex of the next hop; 0 when none. */
  readonly dev: number;
  /** The next hop's address; undefined when the destination itself is on the link. */
  readonly gateway: Address | undefined;
  /** The register changes by which later steps see the result. */
  readonly assignments: readonly Assignment[];
}
