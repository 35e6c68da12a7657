import type { Address } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import type { AddressFlag } from '../../../namespace/address/interface-address.js';
import type { InetPrefix } from '../address-arguments.js';

/** What `ip address add` and its like ask for; undefined where nothing is said. Source: `ipaddr_modify` of iproute2. */
export interface AddressRequest {
  /** That of the first address that is named, unless an option said it. */
  readonly family: Family | undefined;
  readonly dev: string | undefined;
  readonly local: InetPrefix | undefined;
  /** The local address as it was written. */
  readonly localWord: string;
  readonly peer: InetPrefix | undefined;
  /** `+` and `-`: all host bits of the subnet set, or clear. */
  readonly broadcast: Address | '+' | '-' | undefined;
  readonly scope: number | undefined;
  readonly label: string | undefined;
  readonly metric: number | undefined;
  readonly protocol: number | undefined;
  /** Lifetimes in seconds, {@link FOREVER} for one without an end. */
  readonly validLifetime: number | undefined;
  readonly preferredLifetime: number | undefined;
  readonly flags: Set<AddressFlag>;
}

/** A request that is being read. */
export type AddressRequestDraft = {
  -readonly [Key in keyof AddressRequest]: AddressRequest[Key];
};

/** A lifetime without an end. Source: `INFINITY_LIFE_TIME`. */
export const FOREVER = 0xffffffff;

/** A request that says nothing. */
export function emptyAddressRequest(family: Family | undefined): AddressRequestDraft {
  return {
    family,
    dev: undefined,
    local: undefined,
    localWord: '',
    peer: undefined,
    broadcast: undefined,
    scope: undefined,
    label: undefined,
    metric: undefined,
    protocol: undefined,
    validLifetime: undefined,
    preferredLifetime: undefined,
    flags: new Set(),
  };
}
