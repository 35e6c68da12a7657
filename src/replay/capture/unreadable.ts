/** Why the bytes of a frame are no packet that can be sent. */
export interface Unreadable {
  /** `skipped` when the frame is as it should be, but has no packet for the host. */
  readonly kind: 'not sent' | 'skipped';
  readonly why: string;
}

/** The frame carries something else. */
export const NOT_IP: Unreadable = { kind: 'skipped', why: 'not IP' };
/** It has no ports: they were in the first fragment. */
export const LATER_FRAGMENT: Unreadable = { kind: 'skipped', why: 'a later fragment' };
/** The capture has less of the packet than its headers. */
export const CUT_SHORT: Unreadable = { kind: 'not sent', why: 'cut short by the capture' };
/** Linux drops it as it comes. Source: `ip_rcv_core`, `ip6_rcv_core`. */
export const BROKEN_HEADER: Unreadable = { kind: 'not sent', why: 'a broken IP header' };
/** Its total length is less than its headers. */
export const TOO_SHORT: Unreadable = {
  kind: 'not sent',
  why: 'a total length that is less than its headers',
};
/** More than the length of a packet can be. */
export const TOO_LONG: Unreadable = { kind: 'not sent', why: 'a total length of more than 65535' };
