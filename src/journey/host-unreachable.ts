import type { IcmpError } from '../program/ending.js';

/**
 * Host or address unreachable: nobody answered for the next hop, or a tunnel has no way to its far end. Source: `arp_error_report`,
 * `ndisc_error_report`, `dst_link_failure`.
 */
export const HOST_UNREACHABLE: Readonly<Record<4 | 6, IcmpError>> = {
  4: { type: 3, code: 1 },
  6: { type: 1, code: 3 },
};
