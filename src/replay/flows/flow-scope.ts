import type { Address } from '../../address/address.js';
import type { Accounts } from '../../databases/accounts.js';

/** What the readers need to know of the host, and where they report what they leave out. */
export interface FlowScope {
  /** The ifindex of a device by its name; undefined when there is none. */
  ifindex(name: string): number | undefined;
  /** The users and groups that lines may name. */
  readonly accounts: Accounts;
  /** Whether the host itself has an address. */
  isOwn(address: Address): boolean;
  /** Called for every line or frame that is not sent. */
  unsent(record: Unsent): void;
}

/** Why a line or a frame is not sent. */
export interface UnsentReason {
  /** `not sent`: it was meant to be a packet, and can't be sent; `skipped`: there is no packet in it, as in a blank line or an ARP frame. */
  readonly kind: 'not sent' | 'skipped';
  readonly why: string;
}

/** A line or a frame that is not sent. */
export interface Unsent extends UnsentReason {
  /** From 1. */
  readonly number: number;
}
