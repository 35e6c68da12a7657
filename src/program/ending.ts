import { assertNever } from '../assert-never.js';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import type { ErrnoName } from '../errno.js';
import type { Place } from './place.js';

/** The ICMP error that the kernel sends back: its type and code. */
export interface IcmpError {
  readonly type: number;
  readonly code: number;
}

/** What became of the copy of a packet that comes back to its sender. */
export type CopyFate = 'delivered' | 'dropped' | 'forwarded';

/**
 * How far netfilter has let a frame come that a bridge has for somebody else.
 *
 * - `received`: through PREROUTING; the bridge looks for the ports by which it leaves
 * - `turned`: the same, but it has another destination now, whose next hop is found before
 * - `through`: through FORWARD and POSTROUTING, on its way to one of those ports
 */
export type BridgedStage = 'received' | 'turned' | 'through';

/**
 * How a packet's path ends.
 *
 * - `transmit`: handed to the neighbour layer of `routeDev`
 * - `deliver`: given to the local sockets
 * - `drop`: discarded at a place, silently but for the ICMP error; a local sender may see an errno
 * - `error`: the local sender's call fails with an errno
 */
export type Ending =
  | {
      readonly kind: 'transmit';
      /** It stays on the bridge by which it came, as a frame for somebody else. */
      readonly bridged?: BridgedStage;
      /** A rule has given it to a neighbour, past routing: nobody hears of what becomes of it. */
      readonly byRule?: true;
    }
  | { readonly kind: 'deliver' }
  | {
      readonly kind: 'drop';
      readonly at: Place;
      readonly errno: ErrnoName | undefined;
      readonly icmp: IcmpError | undefined;
      /** A TCP reset goes back to the sender. */
      readonly reset?: true;
    }
  | {
      readonly kind: 'error';
      readonly at: Place;
      /** Undefined: the errno is that of the last lookup. */
      readonly errno: ErrnoName | undefined;
    };

/** Reports whether a rule has given a packet to its neighbour. */
export function isGivenByRule(ending: Ending): boolean {
  return ending.kind === 'transmit' && ending.byRule === true;
}

/** What can become of the copy for the sender, which is the only packet that programs emit; first that there is none. */
export const COPY_FATES: readonly (CopyFate | null)[] = [null, 'delivered', 'dropped', 'forwarded'];

/** What became of the copy for the sender, by how its own path has ended; null when there is none. */
export function copyFate(emitted: Ending | undefined): CopyFate | null {
  if (emitted === undefined) return null;
  switch (emitted.kind) {
    case 'deliver':
      return 'delivered';
    case 'transmit':
      return 'forwarded';
    case 'drop':
    case 'error':
      return 'dropped';
    default:
      return assertNever(emitted);
  }
}

/** What became of the copy for the sender, as a place in {@link COPY_FATES}. */
export function copyFateNumber(emitted: Ending | undefined): number {
  return COPY_FATES.indexOf(copyFate(emitted));
}

/** The registers of which an outcome reports. */
export const OUTCOME_FIELDS = [
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'protocol',
  'sport',
  'dport',
  'mark',
  'tos',
  'ttl',
  'iif',
  'indev',
  'direct',
  'routeDev',
  'routeType',
] as const satisfies readonly Field[];
