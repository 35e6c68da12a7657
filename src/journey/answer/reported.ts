import { PROTOCOL } from '../../packet/protocol.js';
import type { Ending, IcmpError } from '../../program/ending.js';
import type { Ended } from '../ended.js';
import { leavesChecksum } from '../leaves-checksum.js';
import type { Traveller } from '../traveller.js';
import { isFramedForMany } from './for-this-host.js';

/** Protocols whose checksum is right, or is not looked at. Source: `nf_reject_verify_csum`. */
const UNDOUBTED: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.udplite,
  PROTOCOL.icmp,
  PROTOCOL.icmpv6,
  PROTOCOL.sctp,
  PROTOCOL.gre,
  PROTOCOL.esp,
]);

/**
 * The ICMP error that reports a drop; undefined when none does. A rule (REJECT) reports only what has a right checksum, and takes that of a protocol without one to
 * be the sum of all its bytes: it reports a tunnel's packet where the checksum within has been left to the device, or where all that is within has one. Source: `nf_send_unreach`,
 * `nf_ip_checksum`, `nf_ip6_checksum`.
 */
export function reportOf(
  { packet, registers, traveller }: Ended,
  { at, icmp }: Pick<Extract<Ending, { kind: 'drop' }>, 'at' | 'icmp'>,
): IcmpError | undefined {
  if (isFramedForMany(registers)) return undefined;
  if (at.kind !== 'rule') return icmp;
  const isUndoubted =
    UNDOUBTED.has(packet.protocol) ||
    (packet.protocol === PROTOCOL.ah && packet.dst.family === 4) ||
    isLeftToDevice(traveller) ||
    sumsToNothing(traveller);
  return isUndoubted ? icmp : undefined;
}

function isLeftToDevice({ inner }: Traveller): boolean {
  if (inner === undefined) return false;
  if (inner.inner !== undefined) return isLeftToDevice(inner);
  return leavesChecksum(inner);
}

/** A header of IPv4 and a message of its ICMP add up to nothing, each by its checksum. */
function sumsToNothing({ inner }: Traveller): boolean {
  if (inner?.packet.dst.family !== 4) return false;
  const { protocol } = inner.packet;
  return protocol === PROTOCOL.icmp || (protocol === PROTOCOL.ipip && sumsToNothing(inner));
}
