import { assertNever } from '../../assert-never.js';
import type { ErrnoName } from '../../errno.js';
import type { Outcome } from '../../host/outcome.js';
import type { Aspect } from '../../trace/deciding-step.js';
import type { Observed } from '../run/liveness.js';

/**
 * What is true of a packet's end, as data. One reader asks it of an outcome (`outcome-meets.ts`), another of all packets at once
 * (`arrival-meets.ts`).
 */
export type Condition =
  /** The path ends in this way. */
  | { readonly kind: 'ends'; readonly as: Outcome['kind'] }
  /** Some words of the place where the path ended early. */
  | { readonly kind: 'place'; readonly has: string }
  /** The address of the next hop; null: the destination itself is on the link. */
  | { readonly kind: 'gateway'; readonly is: string | null }
  /** The device by which it leaves, or from which it is delivered. */
  | { readonly kind: 'device'; readonly is: string }
  | { readonly kind: 'errno'; readonly is: ErrnoName }
  /** The name of the routing table that decided. */
  | { readonly kind: 'table'; readonly is: string }
  /** The priority of the `ip rule` that decided. */
  | { readonly kind: 'rule'; readonly is: number }
  /** The source address; null: that with which the packet set out. */
  | { readonly kind: 'source'; readonly is: string | null }
  | { readonly kind: 'mark'; readonly value: number; readonly mask: number }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Every condition holds. */
export function both(...of: readonly Condition[]): Condition {
  return { kind: 'all', of };
}

/** A condition doesn't hold. */
export function never(of: Condition): Condition {
  return { kind: 'not', of };
}

/** What of an end claims look at. */
export type LookedAt = Exclude<Observed, 'packet'>;

/** Each looks at all that those before it look at. */
export const OBSERVED: readonly LookedAt[] = ['nothing', 'fate', 'outcome'];

/** What of an end a condition looks at. */
export function observedBy(condition: Condition): LookedAt {
  switch (condition.kind) {
    case 'ends':
    case 'place':
      return 'nothing';
    case 'gateway':
    case 'device':
    case 'errno':
    case 'table':
    case 'rule':
      return 'fate';
    case 'source':
    case 'mark':
      return 'outcome';
    case 'not':
      return observedBy(condition.of);
    case 'all':
      return condition.of
        .map(observedBy)
        .reduce((a, b) => (OBSERVED.indexOf(a) < OBSERVED.indexOf(b) ? b : a), 'nothing');
    default:
      return assertNever(condition);
  }
}

/** What of a trace bears on a condition. */
export function aspectOf(condition: Condition): Aspect {
  switch (condition.kind) {
    case 'table':
      return 'route';
    case 'rule':
    case 'source':
    case 'mark':
      return condition.kind;
    case 'ends':
    case 'place':
    case 'gateway':
    case 'device':
    case 'errno':
      return 'fate';
    case 'not':
      return aspectOf(condition.of);
    case 'all': {
      const [first] = condition.of;
      return first === undefined ? 'fate' : aspectOf(first);
    }
    default:
      return assertNever(condition);
  }
}
