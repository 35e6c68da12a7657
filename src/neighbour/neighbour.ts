import type { Address } from '../address/address.js';

/** The states of a neighbour entry. Source: ip-neighbour(8), `NUD_` constants. */
export type NeighbourState =
  | 'none'
  | 'incomplete'
  | 'reachable'
  | 'stale'
  | 'delay'
  | 'probe'
  | 'failed'
  | 'noarp'
  | 'permanent';

/** One entry of the neighbour table: which link-layer address an address on a link has, as far as is known. */
export interface Neighbour {
  readonly address: Address;
  /** ifindex. */
  readonly dev: number;
  readonly state: NeighbourState;
  /** Link-layer address, lower case with colons; undefined while not known. */
  readonly lladdr: string | undefined;
  readonly router: boolean;
  readonly proxy: boolean;
  /** RTPROT_ number; 0 when not given. */
  readonly protocol: number;
}

/** Reports whether packets can be sent to the entry as it stands (NUD_VALID). */
export function isValid(state: NeighbourState): boolean {
  return VALID.has(state);
}

const VALID: ReadonlySet<NeighbourState> = new Set([
  'permanent',
  'noarp',
  'reachable',
  'probe',
  'stale',
  'delay',
] as const);
