/** What a routing table was asked for a packet, and what it answered: the tracepoints `fib:fib_table_lookup` and `fib6:fib6_table_lookup`. */
export interface KernelLookup extends FlowKey {
  /** What the lookup was made for, by the kernel function that made it; the functions themselves when it is none that routes packets. */
  readonly for: string;
  /** The table's number. */
  readonly table: number;
  /** Device and gateway of the route that was found. */
  readonly dev?: string;
  readonly via?: string;
  /** Name of the errno when there is none. */
  readonly error?: string;
}

/** A flow key as the tracepoints print it, which leave out mark and uid; what is zero is left out, and so are the ports of all but TCP and UDP. */
export interface FlowKey {
  readonly to: string;
  readonly from?: string;
  readonly iif?: string;
  readonly oif?: string;
  readonly tos?: number;
  readonly ipproto?: number;
  /** `picked`: the kernel chose one. */
  readonly sport?: number | 'picked' | undefined;
  readonly dport?: number;
}

/** A rule that held, or a policy (without `rule`): what `nft monitor trace` shows. */
export interface KernelRule {
  readonly table: string;
  readonly chain: string;
  /** Number of the rule in its chain, from 1. */
  readonly rule?: number;
  readonly verdict: string;
  /** The chain that a jump or goto leads to. */
  readonly to?: string;
  /** The packet's mark after it; left out when it is zero. */
  readonly mark?: number;
}

/** What the kernel itself reports of one packet; empty lists are left out. */
export interface KernelWhy {
  readonly lookups?: readonly KernelLookup[];
  readonly rules?: readonly KernelRule[];
  /** Each drop of a packet: reason and function, as `skb:kfree_skb` prints them. */
  readonly drops?: readonly string[];
}
