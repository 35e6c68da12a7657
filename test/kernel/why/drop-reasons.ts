import type { PacketAnswer } from '../../../src/cli/answer.js';

/** Where the simulator drops a packet, and as what `skb:kfree_skb` can report that: a reason, where that is unspecified with its function. */
interface PlaceReasons {
  readonly at: RegExp;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** Source: the callers of `kfree_skb_reason` on the path. */
const PLACES: readonly PlaceReasons[] = [
  { at: / (rule \d+|policy)$/, v4: ['NETFILTER_DROP'], v6: ['NETFILTER_DROP'] },
  { at: /^rp_filter$/, v4: ['IP_RPFILTER'], v6: [] },
  {
    at: /^source address check$/,
    v4: ['IP_INVALID_SOURCE', 'IP_LOCAL_SOURCE', 'IP_LOCALNET'],
    v6: ['IP_INHDR', 'IP_INADDRERRORS'],
  },
  {
    at: /^destination address check$/,
    v4: [
      'IP_INVALID_DEST',
      'IP_LOCALNET',
      'NOT_SPECIFIED ip_rcv_finish_core',
      'NOT_SPECIFIED dst_discard',
    ],
    v6: ['IP_INHDR', 'NOT_SPECIFIED ip6_mc_input', 'NOT_SPECIFIED ip6_finish_output2'],
  },
  { at: /^forwarding$/, v4: ['IP_INADDRERRORS'], v6: ['IP_INADDRERRORS'] },
  {
    at: /^route lookup \(input\)$/,
    v4: ['IP_INNOROUTES', 'NOT_SPECIFIED ip_error'],
    v6: ['IP_INNOROUTES', 'IP_INADDRERRORS ip6_pkt_discard', 'NOT_SPECIFIED dst_discard_out'],
  },
  { at: /^ttl$/, v4: ['IP_INHDR'], v6: ['IP_INHDR'] },
  {
    at: /^forwarding of (what a local socket has taken|a frame for a group)$/,
    v4: ['NOT_SPECIFIED ip_forward'],
    v6: ['NOT_SPECIFIED ip6_forward'],
  },
  { at: /^device$/, v4: ['QDISC_DROP'], v6: ['QDISC_DROP'] },
];

/** No drop is reported. */
export const SILENCE = 'no drop';

/**
 * The reasons that the kernel can have for a fate, one of which must be among those that it reports; undefined when it may report whatever it
 * likes, since what sockets do with what is delivered is not simulated.
 */
export function dropReasons(told: PacketAnswer): readonly string[] | undefined {
  switch (told.kind) {
    case 'deliver':
      return undefined;
    case 'transmit':
      return told.copy === null ? [SILENCE] : undefined;
    case 'error':
      return [SILENCE];
    default: {
      const place = PLACES.find(({ at }) => at.test(told.at));
      const reasons = (told.dst.includes(':') ? place?.v6 : place?.v4) ?? [];
      return waitsForNeighbour(told) ? [...reasons, SILENCE] : reasons;
    }
  }
}

/** A device that doesn't work doesn't ask for neighbours either: what waits for one is dropped seconds later. */
function waitsForNeighbour({ at, neighbour }: PacketAnswer): boolean {
  return at === 'device' && neighbour !== null && !neighbour.includes(':');
}
