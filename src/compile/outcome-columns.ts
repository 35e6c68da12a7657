import { addressBits, type Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import type { CopyFate, IcmpError } from '../program/ending.js';
import { checkCount, ColumnBuffer } from './columns.js';

/** How packets end: one of the few ways that a compiled host has. */
export interface Fate {
  readonly kind: 'transmit' | 'deliver' | 'drop' | 'error';
  /** Where the path ended early: `mangle OUTPUT rule 3`; null for `transmit` and `deliver`. */
  readonly at: string | null;
  /** What a local sender's call fails with; null when it doesn't. */
  readonly errno: ErrnoName | null;
  /** The ICMP error that goes back; null when none does. */
  readonly icmp: IcmpError | null;
  /** What became of the copy that the sender gets itself; null when there is none. */
  readonly copy: CopyFate | null;
}

/**
 * What becomes of many packets, a column for each part of their fates: plain data over one buffer, that can be transferred.
 *
 * `fate`, `gateway`, `route` and `rule` are numbers that the compiled host has for its fates, gateways, routes and priorities; -1 is
 * none. Addresses, header fields and the mark are as in `Outcome`.
 */
export interface OutcomeColumns {
  readonly family: Family;
  /** How many packets there are. */
  readonly count: number;
  /** What became of the packet: see `CompiledHost.fates`. */
  readonly fate: Int32Array;
  /** ifindex of the output device, or of the device of arrival of a packet that is delivered; 0 when there is none. */
  readonly dev: Int32Array;
  /** The next hop: see `CompiledHost.gateways`; -1 when the destination itself is on the link, or nothing is sent. */
  readonly gateway: Int32Array;
  /** The route that decided: see `CompiledHost.route`. */
  readonly route: Int32Array;
  /** The rule that decided: see `CompiledHost.priorities`. */
  readonly rule: Int32Array;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly mark: Uint32Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly tos: Uint8Array;
  readonly ttl: Uint8Array;
  /** RTN_ number of the route's type: 1 unicast, 2 local, 3 broadcast, 5 multicast; 0 when no route was found. */
  readonly routeType: Uint8Array;
  /** What all columns lie in: transfer this. */
  readonly buffer: ArrayBufferLike;
}

/**
 * Columns for the outcomes of so many packets. A batch that is given them writes over what is there, so that nothing is allocated.
 *
 * @throws RangeError when the buffer is too short, or `count` is no count
 *
 * @example
 * ```ts
 * import { makeOutcomeColumns } from 'nexthop';
 * makeOutcomeColumns(4, 100).count; // 100
 * ```
 */
export function makeOutcomeColumns(
  family: Family,
  count: number,
  buffer?: ArrayBufferLike,
): OutcomeColumns {
  checkCount(count);
  const words = addressBits(family) / 32;
  const columns = new ColumnBuffer(count * (8 * words + 31), buffer);
  return Object.freeze({
    family,
    count,
    fate: columns.i32(count),
    dev: columns.i32(count),
    gateway: columns.i32(count),
    route: columns.i32(count),
    rule: columns.i32(count),
    src: columns.u32(words * count),
    dst: columns.u32(words * count),
    mark: columns.u32(count),
    sport: columns.u16(count),
    dport: columns.u16(count),
    tos: columns.u8(count),
    ttl: columns.u8(count),
    routeType: columns.u8(count),
    buffer: columns.buffer,
  });
}
