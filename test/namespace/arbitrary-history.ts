import fc from 'fast-check';
import type { Family } from '../../src/address/family.js';
import { sameAddress } from '../../src/address/address.js';
import { addAddress, deleteAddress } from '../../src/namespace/address/addresses.js';
import { linkDown, linkUp, setCarrier } from '../../src/namespace/link-events.js';
import { existingLink, type Namespace } from '../../src/namespace/namespace.js';
import type { InterfaceAddress } from '../../src/namespace/address/interface-address.js';
import { address } from './host.js';

/** Something that happens to the device of an ifindex. */
export type Happening =
  | { readonly kind: 'give' | 'take'; readonly index: number; readonly address: InterfaceAddress }
  | { readonly kind: 'up' | 'down' | 'carrier' | 'no carrier'; readonly index: number };

const PREFIXES: Readonly<Record<Family, readonly string[]>> = {
  4: ['10.0.0.N/24', '10.0.0.N/25', '10.0.0.N/32', '10.1.0.N/16', '10.2.0.N/31', '10.3.0.N/0'],
  6: ['fd00::N/64', 'fd00::N/128', 'fd01::N/64', 'fd00::N/48', 'fe80::N/64', 'fd02::N/127'],
};

/** Addresses that often share a subnet, as devices 2 and 3 may have them. */
export function arbitraryAddress(family: Family): fc.Arbitrary<InterfaceAddress> {
  return fc
    .record({
      prefix: fc.constantFrom(...PREFIXES[family]),
      host: fc.constantFrom(1, 2, 200),
    })
    .map(({ prefix, host }) => address(prefix.replace('N', String(host))));
}

/** Something that happens to device 2 or 3. */
export function arbitraryHappening(family: Family): fc.Arbitrary<Happening> {
  const index = fc.constantFrom(2, 3);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('give', 'give', 'take'),
        index,
        address: arbitraryAddress(family),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('up', 'up', 'down', 'carrier', 'no carrier'),
        index,
      }),
    },
  );
}

/** The namespace after something happened; what the kernel would refuse happens not. */
export function happen(namespace: Namespace, happening: Happening): Namespace {
  const { index } = happening;
  switch (happening.kind) {
    case 'give': {
      const edit = addAddress(namespace, index, happening.address);
      return edit.kind === 'edited' ? edit.namespace : namespace;
    }
    case 'take': {
      const own = existingLink(namespace, index).addresses.find(
        (other) =>
          other.length === happening.address.length &&
          sameAddress(other.local, happening.address.local),
      );
      return own === undefined ? namespace : deleteAddress(namespace, index, own);
    }
    case 'up':
      return linkUp(namespace, index);
    case 'down':
      return linkDown(namespace, index);
    default:
      return setCarrier(namespace, index, happening.kind === 'carrier');
  }
}
