/**
 * How the frame was addressed in which a packet came, in the order of the `frame` field: to this host, as is what never was in a frame, to all, to a group, or
 * to another host, which is not handed on to IP, but which a rule can state of a packet; or that it is what this host gives itself back. Those that rules can
 * state have the kernel's numbers. Source: packet(7), `sll_pkttype`, `skb_pkt_type_ok`.
 */
export const FRAME_TYPES = ['unicast', 'broadcast', 'multicast', 'other', 'looped'] as const;

/** One member of {@link FRAME_TYPES}. */
export type FrameType = (typeof FRAME_TYPES)[number];

/** The highest number that a rule can state. Source: `skb_pkt_type_ok`. */
export const LAST_STATED = FRAME_TYPES.indexOf('other');

/** The value of the `frame` field for a type. */
export function frameNumber(type: FrameType): number {
  return FRAME_TYPES.indexOf(type);
}
