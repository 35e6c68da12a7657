import { Map, Record, type RecordOf } from 'immutable';
import { makeConnectionTable, type ConnectionTable } from '../../connection/connection.js';
import type { Address } from '../../address/address.js';
import type { SocketTable } from '../../connection/socket.js';
import type { KeptEntries } from '../../ipset/kept-entries.js';
import type { KeptSet } from '../../netfilter/nft/set/kept-set.js';
import type { Redirects } from './redirects.js';

/** Packets and bytes that a rule or a policy has seen. Bytes are IP total lengths. Exact up to 2^53. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** A neighbour that packets have made known. */
export interface LearnedNeighbour {
  readonly lladdr: string;
  /** It has answered: it is REACHABLE. One that was seen to ask is STALE. */
  readonly answered: boolean;
}

/** What packets have left behind in a namespace, apart from its configuration. */
export interface TrafficFields {
  /** Counters of netfilter's rules and of the policies of its chains, by their ids; none is zero. */
  readonly counters: Map<number, Counter>;
  /** Tracked connections of IPv4. */
  readonly connections4: ConnectionTable;
  /** Tracked connections of IPv6. */
  readonly connections6: ConnectionTable;
  /** TCP connections that local sockets have, of both families: see `SocketTable`. */
  readonly sockets: SocketTable;
  /**
   * What choices remember: which of the equal default routes was taken last, by the first of them (`fa_default` of `fib_select_default`);
   * how far the cycle of a statistic match is, by the match.
   */
  readonly choices: Map<object, number>;
  /** What packets have made of sets of nft, by the set's table and name: `ip filter banned`. Commands of nft take it in. */
  readonly elements: Map<string, KeptSet>;
  /** How often the matches `recent` and `hashlimit` have seen what they keep lists of, by the list (`recent DEFAULT`) and its key. */
  readonly lists: Map<string, Map<string, number>>;
  /** What packets have made of sets of `ipset`, by name. Commands of `ipset` take it in. */
  readonly setEntries: Map<string, KeptEntries>;
  /** Neighbours that have answered, or were seen to ask, by `learnedKey`. */
  readonly learned: Map<string, LearnedNeighbour>;
  /** The far ends behind which VXLAN devices have seen link-layer addresses, by ifindex and address. Source: `vxlan_snoop`. */
  readonly farEnds: Map<string, Address>;
  /** To which ports frames have moved entries of bridges, by ifindex of the bridge and address. Source: `br_fdb_update`. */
  readonly roamed: Map<string, number>;
  /** Better next hops that ICMP redirects have given. */
  readonly redirects: Redirects;
  /** How many errors about their packets tunnels over IPv4 have heard of and not reported yet, by ifindex. Source: `ip_tunnel.err_count`. */
  readonly tunnelErrors: Map<number, number>;
  /** How many transactions nf_tables has carried out, and one. Source: `nft_base_seq`. */
  readonly generation: number;
}

/** What packets have left behind in a namespace, as an Immutable Record. */
export type Traffic = RecordOf<TrafficFields>;

/** Makes the traffic state of a namespace; without fields, of one that no packet has crossed. */
export const makeTraffic = Record<TrafficFields>(
  {
    counters: Map(),
    choices: Map(),
    elements: Map(),
    lists: Map(),
    setEntries: Map(),
    generation: 1,
    learned: Map(),
    farEnds: Map(),
    roamed: Map(),
    redirects: Map(),
    tunnelErrors: Map(),
    sockets: Map(),
    connections4: makeConnectionTable(),
    connections6: makeConnectionTable(),
  },
  'Traffic',
);

/** The counter that no packet has touched. */
export const ZERO_COUNTER: Counter = Object.freeze({ packets: 0, bytes: 0 });
