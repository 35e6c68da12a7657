import { all, type Predicate } from '../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../fragment.js';
import type { ListStyle } from '../extension.js';
import { isAnyPort, portInRange, type PortRange } from './port-range.js';
import { nftNot, nftSpan } from './nft-words.js';

/** The ports of a match that only the kernel's older code knows; undefined when they aren't asked for. */
export interface CarriedPorts {
  readonly sport: PortRange | undefined;
  readonly dport: PortRange | undefined;
}

const SIDES = ['sport', 'dport'] as const;
const LABELS = { sport: 'spt', dport: 'dpt' } as const;

/** Writes the ports as options, also those that put no condition. */
export function printCarriedPorts(ports: CarriedPorts): readonly string[] {
  return SIDES.flatMap((side) => {
    const range = ports[side];
    if (range === undefined) return [];
    const { from, to, inverted } = range;
    return [`${inverted ? '! ' : ''}--${side} ${from === to ? from : `${from}:${to}`}`];
  });
}

/** Writes the ports as a listing has them. */
export function listCarriedPorts(
  ports: CarriedPorts,
  protocol: string,
  { numeric, databases: { services } }: ListStyle,
): readonly string[] {
  const name = (port: number) => (numeric ? undefined : services.nameAt(port, protocol)) ?? port;
  return SIDES.flatMap((side) => {
    const range = ports[side];
    if (range === undefined || isAnyPort(range)) return [];
    const { from, to, inverted } = range;
    const not = inverted ? '!' : '';
    return from === to
      ? [`${LABELS[side]}:${not}${name(from)}`]
      : [`${LABELS[side]}s:${not}${name(from)}:${name(to)}`];
  });
}

/** When a packet that has its ports has such ones. */
export function carriedPortsPredicate(ports: CarriedPorts): Predicate {
  return all([
    HAS_TRANSPORT_HEADER,
    ...SIDES.flatMap((side) => {
      const range = ports[side];
      return range === undefined ? [] : [portInRange(side, range)];
    }),
  ]);
}

/** The ports as a listing of nft has them. */
export function translateCarriedPorts(ports: CarriedPorts, protocol: string): readonly string[] {
  return SIDES.flatMap((side) => {
    const range = ports[side];
    if (range === undefined) return [];
    return [`${protocol} ${side} ${nftNot(range)}${nftSpan(range.from, range.to)}`];
  });
}
