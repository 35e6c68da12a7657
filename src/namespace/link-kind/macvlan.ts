import type { Link } from '../link.js';
import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** Which frames macvlan devices on one device take of it, and how they reach each other. */
export const MACVLAN_MODES = ['private', 'vepa', 'bridge', 'passthru', 'source'] as const;

/** What only a macvlan device has. */
export interface MacvlanSettings {
  readonly kind: 'macvlan';
  readonly mode: (typeof MACVLAN_MODES)[number];
  /** The device below doesn't take what is for others (in the mode `passthru`). */
  readonly nopromisc: boolean;
  /** What it takes of a sender of its own goes nowhere else (in the mode `source`). */
  readonly nodst: boolean;
  /** How many frames for many may wait. */
  readonly queueLength: number;
  /** From how many devices on frames for many wait; undefined where that was never said. */
  readonly queueFrom: number | undefined;
  /** Link-layer addresses of the senders of whose frames it takes a copy (in the mode `source`), the newest last. */
  readonly sources: readonly string[];
  /** The greatest MTU that it may have, which the device below had as its own greatest; 0 is none. */
  readonly mostMtu: number;
  /** The link-layer address that the device below gets back once this one is gone (in the mode `passthru`). */
  readonly lladdrBelow: string;
}

/** A macvlan device as it is made without a further word. */
export const NEW_MACVLAN: MacvlanSettings = {
  kind: 'macvlan',
  mode: 'vepa',
  nopromisc: false,
  nodst: false,
  queueLength: 1000,
  queueFrom: undefined,
  sources: [],
  mostMtu: 0,
  lladdrBelow: '',
};

/** Reports whether a device is a macvlan device that all is for that the device below receives. */
export function isPassthru({ settings }: Pick<Link, 'settings'>): boolean {
  return settings.kind === 'macvlan' && settings.mode === 'passthru';
}

/** A macvlan device as the one below it is given another address: that is what the latter gets back. Source: `macvlan_sync_address`. */
export function keepingBelow({ settings }: Link, lladdrBelow: string): Partial<Link> {
  if (settings.kind !== 'macvlan' || settings.mode !== 'passthru') return {};
  return { settings: { ...settings, lladdrBelow } };
}

/** A device with a link-layer address of its own on another one, or with that of the other one (`passthru`). Source: `macvlan_device_event`. */
export const macvlanTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  filtersAddresses: true,
  liesOnLink: true,
  fresh: { settings: NEW_MACVLAN },
  follows: {
    up: () => false,
    needsUp: () => false,
    carrier: true,
    carrierWhileDown: true,
    lladdr: (link) => (isPassthru(link) ? 'always' : 'never'),
    greaterMtu: 'EINVAL',
    order: ({ index }) => index,
  },
};
