import type { ErrnoName } from '../errno.js';
import type { Packet } from '../packet/packet.js';

/**
 * What can be expected of `host.explain(packet)`, or of `host.send(packet)`; each has its negation by `.not`.
 *
 * A failure prints the trace, with `>` at the step that decided; of `host.send(packet)` the fate alone, which has no steps.
 *
 * @example
 * ```ts
 * import { expect } from 'vitest';
 * import { Host, tcp } from 'nexthop';
 * import 'nexthop/vitest';
 * const host = Host.fromCommands(`
 *   ip link add eth0 type dummy
 *   ip link set eth0 up
 *   ip addr add 192.168.1.23/24 dev eth0
 *   ip route add default via 192.168.1.1
 *   iptables -A OUTPUT -p tcp --dport 25 -j DROP
 * `);
 * expect(host.explain(tcp({ dst: '203.0.113.9', dport: 80 }))).toLeaveVia('192.168.1.1');
 * expect(host.explain(tcp({ dst: '203.0.113.9', dport: 80 }))).toKeepSource('192.168.1.23');
 * expect(host.explain(tcp({ dst: '203.0.113.9', dport: 25 }))).toBeDroppedAt('filter OUTPUT');
 * expect(host.explain(tcp({ dst: '203.0.113.9', dport: 25 }))).not.toLeave();
 * ```
 */
export interface PacketMatchers {
  /** The packet is handed to the neighbour layer of some device. */
  toLeave(): void;
  /** It leaves, and this gateway is its next hop: an address as text. */
  toLeaveVia(gateway: string): void;
  /** It leaves, and its next hop is the destination itself. */
  toLeaveOnLink(): void;
  /** It leaves by the device of this name. */
  toLeaveBy(dev: string): void;
  /** It reaches the local sockets. */
  toBeDelivered(): void;
  /** It is discarded, wherever. A local sender's call that fails for want of a route is no drop: see `toFailWith`. */
  toBeDropped(): void;
  /**
   * It is discarded at this place. Some words of a place are enough: `FORWARD`, `filter FORWARD`, `rule 3`, `policy`, `rp_filter`,
   * `ttl`.
   */
  toBeDroppedAt(place: string): void;
  /** The local sender's call fails with this errno: for want of a route, or since its packet is dropped. */
  toFailWith(errno: ErrnoName): void;
  /** This routing table decides: by its name; by its number when it has none, as `'100'`. */
  toTakeTable(table: string): void;
  /** The `ip rule` of this priority decides. */
  toTakeRule(priority: number): void;
  /** It has this source address at the end of its path: none was put in its place. */
  toKeepSource(src: string): void;
  /** It has this mark at the end of its path; with a mask, only these bits are compared. Both 0..2^32-1. */
  toHaveMark(mark: number, mask?: number): void;
}

/** What can be expected of a host. */
export interface HostMatchers {
  /**
   * These packets, sent one after the other, exercise every rule of a chain, `ip rule` and route that people wrote. A failure quotes those
   * that none does.
   *
   * @example
   * ```ts
   * import { expect } from 'vitest';
   * import { Host, udp } from 'nexthop';
   * import 'nexthop/vitest';
   * const host = Host.fromCommands(['ip link set lo up', 'iptables -A OUTPUT -p udp -j ACCEPT']);
   * expect(host).toBeCoveredBy([udp({ dst: '127.0.0.1', dport: 53 })]);
   * expect(host).not.toBeCoveredBy([]);
   * ```
   */
  toBeCoveredBy(packets: Iterable<Packet>): void;
}
