import type { PacketAnswer } from '../../../src/cli/print/answer.js';
import type { CheckName } from '../../../src/program/note.js';
import { decidingStep } from './decided.js';

/** As what `skb:kfree_skb` can report a drop: a reason, where that is unspecified with the kernel's function. */
interface Reasons {
  /** Where the fate says that the path ended. */
  readonly at: RegExp;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** What is for the unspecified address and has no route, or one that prohibits. Source: `ip6_pkt_drop`. */
const UNSPECIFIED_6 = ['IP_INADDRERRORS ip6_pkt_discard', 'IP_INADDRERRORS ip6_pkt_prohibit'];

/** What drops packets outside of netfilter and lookups. Source: the callers of `kfree_skb_reason` on the path. */
const CHECKS: Partial<Record<CheckName, Reasons>> = {
  rp_filter: { at: /^rp_filter$/, v4: ['IP_RPFILTER'], v6: [] },
  'source-address': {
    at: /^source address check$/,
    v4: ['IP_INVALID_SOURCE', 'IP_LOCAL_SOURCE', 'IP_LOCALNET'],
    v6: ['IP_INHDR', 'IP_INADDRERRORS'],
  },
  'destination-address': {
    at: /^destination address check$/,
    v4: ['IP_INVALID_DEST', 'IP_LOCALNET', 'NOT_SPECIFIED ip_rcv_finish_core'],
    v6: ['IP_INHDR', 'NOT_SPECIFIED ip6_finish_output2'],
  },
  group: {
    at: /^(destination address check|forwarding)$/,
    v4: ['NOT_SPECIFIED ip_rcv_finish_core', 'NOT_SPECIFIED dst_discard'],
    v6: [
      'IP_INADDRERRORS ip6_forward',
      'NOT_SPECIFIED ip6_mc_input',
      'NOT_SPECIFIED ip6_finish_output2',
    ],
  },
  forwarding: { at: /^forwarding$/, v4: ['IP_INADDRERRORS'], v6: ['IP_INADDRERRORS'] },
  'dead-end': {
    at: /^route lookup \((input|output)\)$/,
    v4: [],
    v6: ['IP_INNOROUTES', 'IP_OUTNOROUTES', ...UNSPECIFIED_6, 'NOT_SPECIFIED dst_discard_out'],
  },
  ttl: {
    at: /^ttl$/,
    v4: ['IP_INHDR', 'NOT_SPECIFIED ip_mc_output'],
    v6: ['IP_INHDR', 'NOT_SPECIFIED ip6_finish_output2'],
  },
  taken: {
    at: /^forwarding of what a local socket has taken$/,
    v4: ['NOT_SPECIFIED ip_forward'],
    v6: ['NOT_SPECIFIED ip6_forward'],
  },
  'group-frame': {
    at: /^forwarding of a frame for a group$/,
    v4: ['NOT_SPECIFIED ip_forward'],
    v6: ['NOT_SPECIFIED ip6_forward'],
  },
  masquerade: {
    at: /^masqueraded for another device$/,
    v4: ['NETFILTER_DROP'],
    v6: ['NETFILTER_DROP'],
  },
  clash: {
    at: /^answers of another connection$/,
    v4: ['NETFILTER_DROP'],
    v6: ['NETFILTER_DROP'],
  },
  checksum: {
    at: /^checksum$/,
    v4: ['ICMP_CSUM', 'TCP_CSUM', 'UDP_CSUM'],
    v6: ['ICMP_CSUM', 'TCP_CSUM', 'UDP_CSUM'],
  },
  device: {
    at: /^device$/,
    v4: ['QDISC_DROP', 'BRIDGE_INGRESS_STP_STATE'],
    v6: ['QDISC_DROP', 'BRIDGE_INGRESS_STP_STATE'],
  },
};

const NETFILTER: Reasons = {
  at: / (rule \d+|policy)$/,
  v4: ['NETFILTER_DROP'],
  v6: ['NETFILTER_DROP'],
};

const LOOKUP: Reasons = {
  at: /^route lookup \(input\)$/,
  v4: ['IP_INNOROUTES', 'NOT_SPECIFIED ip_error'],
  v6: ['IP_INNOROUTES', ...UNSPECIFIED_6, 'NOT_SPECIFIED dst_discard_out'],
};

/** The hook drops what it can't route again. Source: `nf_nat_ipv4_local_fn`, `nf_route_table_hook4`. */
const REROUTED: Reasons = {
  at: /^route lookup \(reroute\)$/,
  v4: ['NETFILTER_DROP nf_hook_slow'],
  v6: ['NETFILTER_DROP nf_hook_slow'],
};

/** No drop is reported. */
export const SILENCE = 'no drop';

/**
 * The reasons that the kernel can have for a fate with this deciding step, one of which must be among those that it reports; undefined when it
 * may report whatever it likes, since what sockets do with what is delivered is not simulated.
 */
export function dropReasons(explained: PacketAnswer): readonly string[] | undefined {
  switch (explained.kind) {
    case 'deliver':
      return undefined;
    case 'transmit':
      return explained.copy === null ? [SILENCE] : undefined;
    case 'error':
      // The packet is there when it is routed again; before, there is only a sender.
      return REROUTED.at.test(explained.at) ? REROUTED.v4 : [SILENCE];
    default: {
      const found = reasonsOf(explained);
      if (found?.at.test(explained.at) !== true) return [];
      const { v4, v6 } = found;
      const reasons = explained.dst.includes(':') ? v6 : v4;
      return waitsForNeighbour(explained) ? [...reasons, SILENCE] : reasons;
    }
  }
}

function reasonsOf(explained: PacketAnswer): Reasons | undefined {
  if (explained.at !== null && REROUTED.at.test(explained.at)) return REROUTED;
  const step = decidingStep(explained);
  if (step?.kind === 'chain-rule' || step?.kind === 'policy') return NETFILTER;
  if (step?.kind === 'check') return CHECKS[step.what];
  return LOOKUP;
}

/** A device that doesn't work doesn't ask for neighbours either: what waits for one is dropped seconds later. */
function waitsForNeighbour({ at, neighbour }: PacketAnswer): boolean {
  return at === 'device' && neighbour !== null && !neighbour.includes(':');
}
