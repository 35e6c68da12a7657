import type { Family } from '../address/family.js';
import type { Destination } from '../connection/socket.js';
import type { AddressField, Field } from '../packet/field.js';
import type { ListQuestion } from '../netfilter/extension/list-question.js';
import type { EntryQuestion } from '../netfilter/extension/entry-question.js';
import type { ElementQuestion } from '../netfilter/nft/set/element-question.js';
import type { HashedNumber } from '../netfilter/nft/meaning/value/hashed-bytes.js';

/** What a choice point remembers from packet to packet. */
export interface ChoiceMemory {
  readonly kind: 'memory';
  /** Whose memory it is: the first of the routes among which is chosen, or the match of a rule. Only its identity counts. */
  readonly key: object;
  /**
   * What is chosen, and what is remembered then, for each remembered state: index 0 for "nothing yet", index i + 1 for state i.
   */
  readonly transitions: readonly ChoiceTransition[];
}

/** One way through a choice point: which option is taken, and the state that is remembered (-1: nothing). */
export interface ChoiceTransition {
  readonly option: number;
  readonly state: number;
}

/**
 * A choice by a hash of the flow: the first option of which the bound isn't below the hash, or that of a bucket. Source:
 * `fib_select_multipath`, `nexthop_select_path`.
 */
export interface ChoiceHash {
  readonly kind: 'hash';
  readonly key: HashKey;
  /** The largest hash with which an option is taken, for each of them: up to 2^31 - 1; -1 for one that is not taken. */
  readonly bounds: readonly number[];
  /** The option that each bucket has: the remainder of the hash gives the bucket, and bounds are not looked at. Undefined without buckets. */
  readonly buckets: readonly number[] | undefined;
  /** The option that is taken when no bound is large enough. */
  readonly otherwise: number;
}

/**
 * The registers that are hashed; those that are undefined count as 0, and when all are the hash is 0. Source: `fib_multipath_hash`,
 * `rt6_multipath_hash`.
 */
export interface HashKey {
  readonly family: Family;
  /** `net.ipv4.fib_multipath_hash_seed`. 0: the kernel takes a random one, so that any option may be taken. */
  readonly seed: number;
  readonly src: AddressField | undefined;
  readonly dst: AddressField | undefined;
  /** A number stands for itself. */
  readonly protocol: Field | number | undefined;
  readonly sport: Field | undefined;
  readonly dport: Field | undefined;
  readonly flowLabel: Field | undefined;
  /** The hash is mixed once more, as policy 3 does for packets. Source: `fib_multipath_custom_hash_skb`. */
  readonly mixed: boolean;
}

/** A choice by a hash of bytes of the packet: the first way of which the last number isn't below it. Source: `nft_jhash_eval`. */
export interface ChoiceBytes {
  readonly kind: 'bytes';
  readonly number: HashedNumber;
  readonly ranges: readonly { readonly last: number; readonly way: number }[];
}

/**
 * A choice by the TCP connection that a local socket has with the sender of the packet: the ways are those of `connectedWays`.
 * Source: `__inet_lookup_established`.
 */
export interface ChoiceSocket {
  readonly kind: 'socket';
  readonly family: Family;
  /** Whether the connection has the packet's destination, or the one that tracking gives it. */
  readonly destination: Destination;
  /** Whether a connection that has only begun makes a difference. */
  readonly begun: boolean;
}

/** A choice by what packets have made of a set: see {@link ElementQuestion}. */
export interface ChoiceElement {
  readonly kind: 'element';
  readonly question: ElementQuestion;
}

/** A choice by a list that packets have left: see {@link ListQuestion}. */
export interface ChoiceList {
  readonly kind: 'list';
  readonly question: ListQuestion;
  readonly ways: { readonly holds: number; readonly fails: number };
}

/** A choice by what packets have made of a set of `ipset`: see {@link EntryQuestion}. */
export interface ChoiceEntry {
  readonly kind: 'entry';
  readonly question: EntryQuestion;
  readonly ways: { readonly holds: number; readonly fails: number };
}

/**
 * Something that tests of the packet don't decide, by name, with what each way means, and by what the host chooses: its memory, a hash, its sockets, or
 * what packets have made of a set or left in a list.
 * The prover goes every way.
 */
export interface ChoicePoint {
  /** Unique in its program, for instance `default main metric 0`. */
  readonly name: string;
  /** What each way means, in the order of the step's options. */
  readonly meanings: readonly string[];
  readonly by:
    | ChoiceMemory
    | ChoiceHash
    | ChoiceBytes
    | ChoiceSocket
    | ChoiceElement
    | ChoiceList
    | ChoiceEntry;
  /** The rule that it's made in, and at which hook; undefined when that is none. */
  readonly rule?: string;
}
