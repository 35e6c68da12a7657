import type { Address } from '../../address/address.js';
import type { ErrnoName } from '../../errno.js';
import type { Link } from '../../namespace/link.js';

/** By which device a packet leaves a namespace. */
export interface Leaving {
  readonly link: Link;
  /** Device by which it came into the namespace; null when it was made there. */
  readonly iif: string | null;
  readonly gateway: Address | undefined;
  /** Its sender hears of nothing that becomes of it. */
  readonly unheard?: boolean;
  /** The call that sends it fails; left out where there is none that would. */
  readonly fail?: ((errno: ErrnoName) => void) | undefined;
}
