import { printAddress } from '../../address/address-text.js';
import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import { addressFromWords } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import type { Prefix } from '../../address/prefix.js';
import type { Route } from '../../fib/route.js';
import type { Host } from '../../host/host.js';
import { addressesOf, type InterfaceAddress } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { familyKey, type FamilyState, type Namespace } from '../../namespace/namespace.js';
import type { Rule } from '../../rpdb/rule.js';

/** What a host has that commands can name. */
export interface Surroundings {
  readonly family: Family;
  readonly namespace: Namespace;
  readonly state: FamilyState;
  /** Devices other than lo. */
  readonly devices: readonly Link[];
  /** Own addresses with their devices. */
  readonly own: readonly { readonly dev: string; readonly address: InterfaceAddress }[];
  /** Addresses of others on the links that are up. */
  readonly neighbours: readonly { readonly dev: string; readonly address: string }[];
  /** Prefixes that routes and rules name. */
  readonly prefixes: readonly Prefix[];
  readonly routes: readonly Route[];
  readonly rules: readonly Rule[];
}

/** Looks around on a host. */
export function lookAround({ namespace }: Host, family: Family): Surroundings {
  const state = namespace[familyKey(family)];
  const devices = namespace.links.toArray().filter(({ kind }) => kind !== 'loopback');
  const own = namespace.links
    .toArray()
    .flatMap((link) =>
      ordinaryAddresses(link, family).map((address) => ({ dev: link.name, address })),
    );
  const routes = state.tableOrder
    .toArray()
    .flatMap((id) => [...(state.tables.get(id)?.routes.values() ?? [])].flat());
  const rules = state.rules.toArray();
  const named = rules.flatMap(({ from, to }) => [from, to].flatMap((each) => each?.prefix ?? []));
  return {
    family,
    namespace,
    state,
    devices,
    own,
    neighbours: devices
      .filter(({ up }) => up)
      .flatMap((link) =>
        ordinaryAddresses(link, family).flatMap((address) =>
          neighboursOf(address).map((text) => ({ dev: link.name, address: text })),
        ),
      ),
    prefixes: [...routes.filter(isWorthNaming).map(({ dst }) => dst), ...named],
    routes,
    rules,
  };
}

/** The addresses of a device that mean the same on every link. */
function ordinaryAddresses(link: Link, family: Family): readonly InterfaceAddress[] {
  return addressesOf(link, family).filter(({ local }) => !isLinkLocal6(local));
}

/** Two addresses near the end of an address' subnet, other than its own; none in one too small. */
function neighboursOf({ local, peer, length }: InterfaceAddress): readonly string[] {
  const { family } = peer;
  if (addressBits(family) - length < 3) return [];
  const free = length > addressBits(family) - 8 ? (1 << (addressBits(family) - length)) - 1 : 0xff;
  return [1, 2]
    .map((back) => {
      const last = peer.words.at(-1) ?? 0;
      return addressFromWords(family, [
        ...peer.words.slice(0, -1),
        ((last & ~free) >>> 0) + free - back,
      ]);
    })
    .map(printAddress)
    .filter((text) => text !== printAddress(local));
}

/** Not one of the kernel's for loopback, link-local addresses and groups, which are everywhere. */
function isWorthNaming({ written, dst: { address } }: Route): boolean {
  if (written !== undefined) return true;
  return !isLoopback(address) && !isMulticast(address) && !isLinkLocal6(address);
}
