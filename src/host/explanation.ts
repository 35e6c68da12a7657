import type { ErrnoName } from '../errno.js';
import type { ChainHook } from '../netfilter/base-chain.js';
import type { TableReference } from '../netfilter/table.js';
import type { CopyFate } from '../program/ending.js';
import type { CheckName, OnLinkReason, RuleVerdict } from '../program/note.js';
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

/** What a routing table is asked (the kernel's `flowi4` or `flowi6`). */
export interface FlowJson {
  /** Name of the device of arrival; lo for a packet that is sent here. */
  readonly iif: string | null;
  /** Name of the device that the answer has to lead out of; null when any will do. */
  readonly oif: string | null;
  /** `0.0.0.0` or `::` while there is none. */
  readonly src: string;
  readonly dst: string;
  readonly mark: number;
  /** The DSCP, in the place that it has in the TOS byte. */
  readonly tos: number;
  /** 0 when no rule needs protocol and ports. */
  readonly protocol: number;
  readonly sport: number;
  readonly dport: number;
  readonly uid: number;
}

/**
 * What a routing table answers.
 *
 * - `route`: a route by which a packet can go
 * - `error`: a route that refuses
 * - `throw`: a throw route, that has the rules go on as if the table had none
 * - `none`: no route for the packet
 */
export type TableAnswer = 'route' | 'error' | 'throw' | 'none';

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
      /** What the lookup ends with, when the rule matched and refuses; else null. */
      readonly error: ErrnoName | null;
      readonly misses: readonly Miss[];
    }
  /** A routing table is read. */
  | {
      readonly kind: 'table';
      readonly table: string;
      /** The numbers of the tables: local and main are read as one until an `ip rule` is changed. */
      readonly ids: readonly number[];
      readonly flow: FlowJson;
      readonly answer: TableAnswer;
      /** The route that it gives, be it an error or a throw route; null when it has none for the packet. */
      readonly route: string | null;
      readonly written: string | null;
      /** Name of the device of the route, before one of several is chosen; null without one. */
      readonly dev: string | null;
      /** Address of the next hop; null when the destination itself is on the link. */
      readonly gateway: string | null;
      /** What an error route ends the lookup with. */
      readonly error: ErrnoName | null;
    }
  /** The end of the rules: none led to a route. */
  | { readonly kind: 'no-route'; readonly error: ErrnoName }
  /** The packet leaves straight out of a device, though no table has a route for it: the socket is bound to the device, or it has the source of a packet to a group. */
  | { readonly kind: 'on-link'; readonly dev: string; readonly why: OnLinkReason }
  /** A destination of 0.0.0.0 or `::` stands for this host itself: the address that it becomes. */
  | { readonly kind: 'destination'; readonly dst: string }
  /** A route is put back since its rule suppresses it. */
  | { readonly kind: 'suppress'; readonly priority: number; readonly text: string }
  /** Among equal default routes one is chosen. */
  | { readonly kind: 'default-route'; readonly route: string }
  /** Among several nexthops of a route one is chosen: in the words of `ip route`, for instance `via 10.0.0.1 dev eth0`. */
  | { readonly kind: 'nexthop'; readonly nexthop: string }
  /** The kernel selects the source address. */
  | { readonly kind: 'source'; readonly src: string }
  /** A base chain begins. */
  | {
      readonly kind: 'hook';
      readonly table: TableReference;
      readonly chain: string;
      readonly hook: ChainHook;
    }
  /** A rule of a chain is tried. */
  | {
      readonly kind: 'chain-rule';
      readonly table: TableReference;
      readonly chain: string;
      readonly number: number;
      readonly text: string;
      readonly written: string | null;
      /** How many chains have been called to get here, one from another; 0 in a built-in chain. */
      readonly depth: number;
      readonly matched: boolean;
      /** The elements of sets and maps of nft in which the packet's keys are, in the words of `nft list`: `53 : drop`; absent where there is none. */
      readonly elements?: readonly string[];
      readonly misses: readonly Miss[];
      readonly changes: readonly Change[];
      /** Null when the rule didn't match. */
      readonly verdict: RuleVerdict | null;
      /** The mark behind the rule. */
      readonly mark: number;
    }
  /** The end of a base chain: its policy decides. */
  | {
      readonly kind: 'policy';
      readonly table: TableReference;
      readonly chain: string;
      readonly hook: ChainHook;
      readonly policy: 'ACCEPT' | 'DROP';
      readonly mark: number;
    }
  /** After mangle or nat OUTPUT: whether the packet is routed again, and which changes of the fields that count have that effect. */
  | { readonly kind: 'reroute'; readonly needed: boolean; readonly changes: readonly Change[] }
  /** The packet is translated as its connection is. */
  | { readonly kind: 'translation'; readonly changes: readonly Change[] }
  /** A check of the path. A packet that fails one gets nowhere. */
  | { readonly kind: 'check'; readonly what: CheckName; readonly passed: boolean }
  /** A port of a bridge received the packet: from here on the bridge has. */
  | { readonly kind: 'bridge'; readonly bridge: string }
  /** The packet comes back in through lo, or through the VRF that stands for it in its domain. */
  | { readonly kind: 'loopback'; readonly dev: string }
  /** A copy of the packet goes its way to the sender: the steps that follow are the copy's, as far as its end. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'copy-end'; readonly fate: CopyFate };
