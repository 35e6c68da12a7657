import type { HookName, TableName } from '../netfilter/hook.js';
import type { NetfilterRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';
import type { CopyFate } from './ending.js';
import type { LookupPurpose } from './place.js';

/** What part of the host or of the kernel's path a step stands for: it makes the trace, and has no effect. */
export type Note =
  | { readonly kind: 'hook'; readonly table: TableName; readonly hook: HookName }
  | {
      readonly kind: 'chain-rule';
      readonly table: TableName;
      readonly chain: string;
      /** From 1. */
      readonly number: number;
      readonly rule: NetfilterRule;
    }
  /** The target of the rule that matched last makes its changes. */
  | { readonly kind: 'target' }
  | {
      readonly kind: 'policy';
      readonly table: TableName;
      readonly hook: HookName;
      readonly policy: 'ACCEPT' | 'DROP';
    }
  | { readonly kind: 'lookup'; readonly purpose: LookupPurpose }
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'suppress'; readonly rule: Rule }
  /** Ids of the routing tables read: one, or local and main while they are one. */
  | { readonly kind: 'table'; readonly tables: readonly number[] }
  /** The source address is selected. */
  | { readonly kind: 'source' }
  /** Whether the packet is routed again after mangle OUTPUT: a test that holds when it is not. */
  | { readonly kind: 'reroute' }
  /** A test of the path that holds when the packet passes. */
  | { readonly kind: 'check'; readonly what: CheckName }
  /** One of several equal default routes is taken. */
  | { readonly kind: 'default-route' }
  /** One of several nexthops is taken. */
  | { readonly kind: 'nexthop' }
  /** The packet was received by a port of a bridge, and is now the bridge's, which is named. */
  | { readonly kind: 'bridge'; readonly bridge: string }
  /** The packet comes back in through lo. */
  | { readonly kind: 'loopback' }
  /** A copy of the packet goes its way to the sender, until it has ended. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'copy-end'; readonly fate: CopyFate };

/** The checks that the path makes outside of rules and tables. */
export type CheckName =
  'bind' | 'source-address' | 'destination-address' | 'rp_filter' | 'forwarding' | 'ttl' | 'device';
