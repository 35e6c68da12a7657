import { all, type Predicate } from '../../../predicate/predicate.js';
import type { ListStyle } from '../extension.js';
import {
  ANY_PORT,
  isAnyPort,
  listPortRange,
  MAX_PORT,
  portInRange,
  printPortRange,
  type PortRange,
  type ServiceProtocol,
} from './port-range.js';
import type { Statement } from '../../nft/statement.js';
import { compareField, headerField, rangeOf } from '../../nft/make-match.js';

/** The source and destination ports of a match. */
export interface TransportPorts {
  readonly sport: PortRange;
  readonly dport: PortRange;
}

/** Ports without a condition. */
export const ANY_PORTS: TransportPorts = { sport: ANY_PORT, dport: ANY_PORT };

/** Reports whether neither port has a condition. */
export function areAnyPorts({ sport, dport }: TransportPorts): boolean {
  return isAnyPort(sport) && isAnyPort(dport);
}

/** Writes both ports as options. */
export function printPorts({ sport, dport }: TransportPorts): readonly string[] {
  return [printPortRange('sport', sport), printPortRange('dport', dport)];
}

/** Writes both ports as a listing has them. */
export function listPorts(
  { sport, dport }: TransportPorts,
  protocol: ServiceProtocol,
  style: ListStyle,
): readonly string[] {
  return [
    listPortRange('spt', sport, protocol, style),
    listPortRange('dpt', dport, protocol, style),
  ];
}

/** Joins the parts of a text that aren't empty. */
export function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/**
 * When both ports lie in their ranges.
 *
 * nf_tables reads the ports without asking whether the packet is a later fragment, which has other bytes there. Only a match without
 * any condition is left to the kernel's older code, which does ask. Source: `nft_payload_fast_eval`.
 */
export function portsPredicate({ sport, dport }: TransportPorts): Predicate {
  return all([portInRange('sport', sport), portInRange('dport', dport)]);
}

/** What iptables shows of the ports of two matches in one rule. */
export function mergePorts(earlier: TransportPorts, later: TransportPorts): TransportPorts {
  return {
    sport: mergeRange(earlier.sport, later.sport),
    dport: mergeRange(earlier.dport, later.dport),
  };
}

/** One comparison sets one end: `0:N` is `<= N`, and `! 0:N` is `> N`. Source: iptables' `nft_parse_transport`. */
function mergeRange(earlier: PortRange, later: PortRange): PortRange {
  if (isAnyPort(later)) return earlier;
  const { from, to, inverted } = later;
  if (from === 0 && to > 0 && to < MAX_PORT) {
    return inverted ? { ...earlier, from: to + 1 } : { ...earlier, to };
  }
  return { from, to, inverted: earlier.inverted || inverted };
}

/** What nf_tables makes of the ports. Source: `add_nft_tcpudp`. */
export function portsStatements(
  protocol: 'tcp' | 'udp',
  ports: TransportPorts,
): readonly Statement[] {
  return (['sport', 'dport'] as const).flatMap((side) => {
    const { from, to, inverted } = ports[side];
    if (isAnyPort(ports[side])) return [];
    const field = headerField(protocol, side);
    const equal = inverted ? '!=' : '==';
    if (from === to) return [compareField(field, equal, from)];
    if (from === 0 && to < MAX_PORT) return [compareField(field, inverted ? '>' : '<=', to)];
    return [compareField(field, equal, rangeOf(from, to, field.type))];
  });
}
