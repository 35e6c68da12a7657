import { missingOf, summarizeMissing, type Missing } from '../machine/missing.js';
import type { Machine } from '../machine/machine.js';

/**
 * A question about a host that lacks something which Linux would have done to it: whatever the answer were, it might be wrong. Ask about
 * `host.acceptIncomplete()` to have it all the same.
 *
 * @example
 * ```ts
 * import { Host, IncompleteHostError, udp } from 'nexthop';
 * const { host } = Host.fresh().exec(['ip', 'link', 'add', 'tun0', 'type', 'ovpn']);
 * let what;
 * try {
 *   host.send(udp({ dst: '8.8.8.8', dport: 53 }));
 * } catch (error) {
 *   if (error instanceof IncompleteHostError) what = error.missing[0]?.what;
 * }
 * what; // 'ip link type ovpn'
 * ```
 */
export class IncompleteHostError extends Error {
  override readonly name = 'IncompleteHostError';
  /** What the host lacks, in the order in which it was run into; one or more. */
  readonly missing: readonly Missing[];

  constructor(missing: readonly Missing[]) {
    super(`the host is incomplete, it lacks ${summarizeMissing(missing)}`);
    this.missing = missing;
    Object.freeze(this);
  }
}

/**
 * What answers about a machine don't take into account; empty for a whole one.
 *
 * @throws IncompleteHostError when something is missing, and it was not accepted that it is
 */
export function acceptedMissing(machine: Machine): readonly Missing[] {
  const missing = missingOf(machine);
  if (missing.length > 0 && !machine.acceptsIncomplete) throw new IncompleteHostError(missing);
  return missing;
}

/** An answer that carries what it does not take into account; the answer itself when that is nothing. */
export function carryMissing<Answer extends object>(
  answer: Answer,
  missing: readonly Missing[],
): Answer & { readonly missing?: readonly Missing[] } {
  return missing.length === 0 ? answer : { ...answer, missing };
}
