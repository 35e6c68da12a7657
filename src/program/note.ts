import type { ChainHook } from '../netfilter/base-chain.js';
import type { TableReference } from '../netfilter/table.js';
import type { RulePart } from '../netfilter/rule-predicate.js';
import type { Part } from '../predicate/part.js';
import type { NetfilterRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';
import type { ComparedField } from './kept-field.js';
import type { LookupPurpose } from './place.js';

/** What an explanation says of a step: the trace is made of notes, and nothing else goes by them. */
export type Note =
  /** The walk through a base chain and all that it leads to begins. */
  | {
      readonly kind: 'hook';
      readonly table: TableReference;
      readonly chain: string;
      readonly hook: ChainHook;
    }
  | {
      readonly kind: 'chain-rule';
      readonly table: TableReference;
      readonly chain: string;
      /** From 1. */
      readonly number: number;
      readonly rule: NetfilterRule;
      /** What the rule asks of the packet. */
      readonly parts: readonly RulePart[];
    }
  /** The target of the rule that matched last makes its changes, and lets the packet go there. */
  | { readonly kind: 'target'; readonly verdict: RuleVerdict }
  | {
      readonly kind: 'policy';
      readonly table: TableReference;
      readonly chain: string;
      readonly hook: ChainHook;
      readonly policy: 'ACCEPT' | 'DROP';
    }
  | { readonly kind: 'lookup'; readonly purpose: LookupPurpose }
  | { readonly kind: 'rule'; readonly rule: Rule; readonly parts: readonly Part[] }
  | { readonly kind: 'suppress'; readonly rule: Rule }
  /** Ids of the routing tables read: one, or local and main while they are one. */
  | { readonly kind: 'table'; readonly tables: readonly number[] }
  /** The packet is translated as its connection is: its source with its port, or its destination. */
  | { readonly kind: 'translation' }
  /** No rule and no table had a route: the end of the list. */
  | { readonly kind: 'no-route' }
  /** A route is made without a table: straight out of a device. */
  | { readonly kind: 'on-link'; readonly why: OnLinkReason }
  /** A destination of 0.0.0.0 or `::` has become an address of this host, in this field. */
  | { readonly kind: 'destination'; readonly field: 'dst' | 'flowDst' }
  /** The source address is selected. */
  | { readonly kind: 'source' }
  /** Whether the packet is routed again, since one of these parts of it is no longer what was kept. */
  | { readonly kind: 'reroute'; readonly again: Side; readonly compared: readonly ComparedField[] }
  /** A check of the path, and the way of the test by which packets pass it. */
  | { readonly kind: 'check'; readonly what: CheckName; readonly passes: Side }
  /** One of several equal default routes is taken. */
  | { readonly kind: 'default-route' }
  /** One of several nexthops is taken. */
  | { readonly kind: 'nexthop' }
  /** The packet was received by a port of a bridge, and is now the bridge's, which is named. */
  | { readonly kind: 'bridge'; readonly bridge: string }
  /** The packet comes back in through lo, or the VRF of its domain. */
  | { readonly kind: 'loopback' }
  /** A copy of the packet goes its way to the sender, until it has ended. */
  | { readonly kind: 'copy' };

/** What becomes of a packet behind a rule that matches, in the words of nft(8): it goes on, leaves the chain or the table, or jumps. */
export type RuleVerdict =
  'continue' | 'accept' | 'drop' | 'return' | 'fwd' | `jump ${string}` | `goto ${string}`;

/**
 * Why a packet leaves straight out of a device, though no table has said so.
 *
 * - `device`: the lookup failed, but the socket is bound to the device
 * - `group`: the socket is bound to the device, and groups of the link and broadcasts need no route
 * - `source`: a packet to a group leaves by the device that has its source
 */
export type OnLinkReason = 'device' | 'group' | 'source';

/** One of the two successors of a test. */
export type Side = 'yes' | 'no';

/** A note of a rule's test. */
export type RuleNote = Extract<Note, { kind: 'rule' | 'chain-rule' }>;

/**
 * The checks that the path makes outside of rules and tables. A packet that fails one gets nowhere.
 *
 * - `bind`, `bind-scope`, `bind-group`: the socket can be bound to its source: an own address; a link-local one has a device; TCP has no group
 * - `connect-group`, `connect-scope`: a TCP socket connects to no group, and to a link-local address by a device
 * - `own-source`: the source that the sender gave is an own address
 * - `source`: there is a source address to be had
 * - `loopback-source`: the device of the route is one by which loopback addresses may leave
 * - `source-address`, `destination-address`: a received packet can have these addresses
 * - `group`: a group that the packet is for has been joined
 * - `rp_filter`: the way back to the source leads out where the packet came in
 * - `dead-end`: the route leads somewhere else than over lo
 * - `forwarding`: the device of arrival forwards
 * - `disable_ipv6`: IPv6 is not switched off on the device of arrival
 * - `ttl`: hops are left
 * - `taken`: no local socket was given the packet, which would be forwarded
 * - `group-frame`: the packet, which would be forwarded, came in a frame for one host
 * - `masquerade`: the connection leaves by the device whose address MASQUERADE gave it
 * - `clash`: the answers of the connection that begins are no other's
 * - `checksum`: the checksum of what is delivered is right
 * - `device`: the device is up, and one to send by has carrier; a port of a bond is the one in use; a VRF is up, and has use for the packet
 * - `allowed-ips`, `endpoint`: a peer of the WireGuard device has the address, and it is known where that peer is
 */
export type CheckName =
  | 'bind'
  | 'bind-scope'
  | 'bind-group'
  | 'connect-group'
  | 'connect-scope'
  | 'own-source'
  | 'source'
  | 'loopback-source'
  | 'source-address'
  | 'destination-address'
  | 'group'
  | 'rp_filter'
  | 'disable_ipv6'
  | 'dead-end'
  | 'forwarding'
  | 'ttl'
  | 'taken'
  | 'group-frame'
  | 'masquerade'
  | 'translated-redirect'
  | 'clash'
  | 'checksum'
  | 'device'
  | 'allowed-ips'
  | 'endpoint';
