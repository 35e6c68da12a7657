import type { ErrnoName } from '../errno.js';
import type { HookName, TableName } from '../netfilter/hook.js';
import type { CopyFate } from '../program/ending.js';
import type { LookupPurpose } from '../program/place.js';
import type { Outcome } from './outcome.js';

/** A packet's fate and the steps that led to it, in order. Plain data that can be printed as JSON. */
export interface Explanation {
  readonly outcome: Outcome;
  readonly steps: readonly TraceStep[];
}

/** One condition that did not hold. */
export interface Miss {
  /** The field as `ip` or `iptables` call it: `fwmark`, `from`, `dport`, `in`. */
  readonly field: string;
  /** What was needed, in the notation of the tools: `0x2/0xff`, `10.0.0.0/8`, `not tcp`. */
  readonly needs: string;
  /** What the packet has. */
  readonly has: string;
}

/** One change that a target made. */
export interface Change {
  /** The field: `mark`, `tos`, `ttl`, `ctmark`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** One step on a packet's path. `written` is the command as the user wrote it; null for what the kernel made itself. */
export type TraceStep =
  /** A route lookup begins. */
  | { readonly kind: 'lookup'; readonly purpose: LookupPurpose; readonly key: string }
  /** An `ip rule` is tried. */
  | {
      readonly kind: 'rule';
      readonly priority: number;
      readonly text: string;
      readonly written: string | null;
      readonly matched: boolean;
      readonly misses: readonly Miss[];
    }
  /** A routing table is read: the route that it gives, or null when it has none for the packet. */
  | {
      readonly kind: 'table';
      readonly table: string;
      readonly route: string | null;
      readonly written: string | null;
      readonly error: ErrnoName | null;
    }
  /** A route is put back since its rule suppresses it. */
  | { readonly kind: 'suppress'; readonly priority: number; readonly text: string }
  /** Among equal default routes one is chosen. */
  | { readonly kind: 'default-route'; readonly route: string }
  /** Among several nexthops of a route one is chosen: in the words of `ip route`, for instance `via 10.0.0.1 dev eth0`. */
  | { readonly kind: 'nexthop'; readonly nexthop: string }
  /** The kernel selects the source address. */
  | { readonly kind: 'source'; readonly src: string }
  /** A built-in chain begins. */
  | { readonly kind: 'hook'; readonly table: TableName; readonly hook: HookName }
  /** A rule of a chain is tried. */
  | {
      readonly kind: 'chain-rule';
      readonly table: TableName;
      readonly chain: string;
      readonly number: number;
      readonly text: string;
      readonly written: string | null;
      readonly matched: boolean;
      readonly misses: readonly Miss[];
      readonly changes: readonly Change[];
    }
  /** The end of a built-in chain: its policy decides. */
  | {
      readonly kind: 'policy';
      readonly table: TableName;
      readonly hook: HookName;
      readonly policy: 'ACCEPT' | 'DROP';
    }
  /** After mangle OUTPUT: whether the packet is routed again, and which fields have changed. */
  | { readonly kind: 'reroute'; readonly needed: boolean; readonly changes: readonly Change[] }
  /** A check of the path. */
  | { readonly kind: 'check'; readonly what: string; readonly passed: boolean }
  /** A port of a bridge received the packet: from here on the bridge has. */
  | { readonly kind: 'bridge'; readonly bridge: string }
  /** The packet loops back through lo, or is cloned to it. */
  | { readonly kind: 'loopback' }
  /** A copy of the packet goes its way to the sender: the steps that follow are the copy's, as far as its end. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'copy-end'; readonly fate: CopyFate };
