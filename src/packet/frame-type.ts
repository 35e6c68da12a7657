/**
 * How the frame was addressed in which a packet came, in the order of the `frame` field: to this host, as is what never was in a frame, to all, or to a
 * group; or that it is what this host gives itself back. Frames for another host are not handed on to IP. Source: packet(7), `sll_pkttype`.
 */
export const FRAME_TYPES = ['unicast', 'broadcast', 'multicast', 'looped'] as const;

/** One member of {@link FRAME_TYPES}. */
export type FrameType = (typeof FRAME_TYPES)[number];

/** The value of the `frame` field for a type. */
export function frameNumber(type: FrameType): number {
  return FRAME_TYPES.indexOf(type);
}
