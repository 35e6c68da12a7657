import type { ErrnoName } from '../errno.js';
import type { Place } from './place.js';

/** The ICMP error that the kernel sends back: its type and code. */
export interface IcmpError {
  readonly type: number;
  readonly code: number;
}

/**
 * How a packet's path ends.
 *
 * - `transmit`: handed to the neighbour layer of `routeDev`
 * - `deliver`: given to the local sockets
 * - `drop`: discarded at a place, silently but for the ICMP error; a local sender may see an errno
 * - `error`: the local sender's call fails with an errno
 */
export type Ending =
  | { readonly kind: 'transmit' }
  | { readonly kind: 'deliver' }
  | {
      readonly kind: 'drop';
      readonly at: Place;
      readonly errno: ErrnoName | undefined;
      readonly icmp: IcmpError | undefined;
    }
  | {
      readonly kind: 'error';
      readonly at: Place;
      /** Undefined: the errno is that of the last lookup. */
      readonly errno: ErrnoName | undefined;
    };
