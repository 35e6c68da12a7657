import { parseAddress } from '../../src/address/address-text.js';
import type { Family } from '../../src/address/family.js';
import { printPrefix } from '../../src/address/address-text.js';
import { addAddress } from '../../src/namespace/address/addresses.js';
import {
  makeInterfaceAddress,
  type InterfaceAddress,
  type InterfaceAddressFields,
} from '../../src/namespace/address/interface-address.js';
import { makeLink } from '../../src/namespace/link.js';
import { linkUp, setCarrier } from '../../src/namespace/link-events.js';
import { familyKey, withLink, type Namespace } from '../../src/namespace/namespace.js';
import { newNamespace } from '../../src/namespace/new-namespace.js';

/** A namespace with lo and as many devices eth2, eth3 ... (named by their ifindex), all up with a carrier. */
export function namespaceWith(devices: number): Namespace {
  let namespace = linkUp(newNamespace(), 1);
  for (let index = 2; index < 2 + devices; index += 1) {
    const link = makeLink('veth', index, `eth${index}`, `02:00:00:00:00:0${index}`);
    namespace = linkUp(setCarrier(withLink(namespace, link), index, true), index);
  }
  return namespace;
}

/** An address out of `10.0.0.1/24`. */
export function address(
  text: string,
  fields: Partial<InterfaceAddressFields> = {},
): InterfaceAddress {
  const [local = '', length] = text.split('/');
  return makeInterfaceAddress({ local: parseAddress(local), length: Number(length), ...fields });
}

/** The namespace after an address came. Throws when the kernel would refuse it. */
export function give(namespace: Namespace, index: number, added: InterfaceAddress): Namespace {
  const edit = addAddress(namespace, index, added);
  if (edit.kind === 'refused') throw new Error(edit.text ?? edit.error);
  return edit.namespace;
}

/** All routes of a family as short texts, sorted: table, type, prefix, device, source, metric. */
export function routesOf(namespace: Namespace, family: Family): readonly string[] {
  return [...namespace[familyKey(family)].tables.values()]
    .flatMap((table) => [...table.routes.values()].flat())
    .map((route) =>
      [
        route.table,
        route.type,
        printPrefix(route.dst),
        `dev ${route.nexthops.map(({ dev }) => dev).join(',')}`,
        `src ${route.prefsrc?.words.join('.') ?? 'none'}`,
        `metric ${route.metric}`,
      ].join(' '),
    )
    .toSorted();
}
