import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printAddress } from '../../src/address/address-text.js';
import { sameAddress } from '../../src/address/address.js';
import { TABLE } from '../../src/fib/route.js';
import { deleteAddress } from '../../src/namespace/address/addresses.js';
import { addressesOf } from '../../src/namespace/address/interface-address.js';
import { existingLink, type Namespace } from '../../src/namespace/namespace.js';
import { arbitraryAddress, arbitraryHappening, happen } from './arbitrary-history.js';
import { address, give, namespaceWith, routesOf } from './host.js';

const history = (family: 4 | 6) => fc.array(arbitraryHappening(family), { maxLength: 25 });

const after = (happenings: readonly Parameters<typeof happen>[1][]): Namespace =>
  happenings.reduce(happen, namespaceWith(2));

// A device gets its route for multicast with its carrier, or with the first address given to it when up, and keeps it.
const unicastRoutes = (namespace: Namespace, family: 4 | 6): readonly string[] =>
  routesOf(namespace, family).filter((route) => !route.includes(' multicast ff00::/8 '));

describe.each([4, 6] as const)('IPv%i addresses', (family) => {
  it('leave no route behind when they go', () => {
    fc.assert(
      fc.property(history(family), arbitraryAddress(family), (happenings, added) => {
        const before = after(happenings);
        const link = existingLink(before, 2);
        // An address that shares a subnet with others may change what they have.
        fc.pre(
          !link.addresses.some(
            ({ local, length }) => length === added.length || sameAddress(local, added.local),
          ),
        );
        const given = give(before, 2, added);
        const own = existingLink(given, 2).addresses.find(({ local }) =>
          sameAddress(local, added.local),
        );
        expect(own).toBeDefined();
        if (own === undefined || addressesOf(link, family).length === 0) return;
        expect(unicastRoutes(deleteAddress(given, 2, own), family)).toEqual(
          unicastRoutes(before, family),
        );
      }),
    );
  });

  it('are local exactly while a device has them', () => {
    fc.assert(
      fc.property(history(family), (happenings) => {
        const namespace = after(happenings);
        const given = namespace.links
          .toArray()
          .flatMap((link) => addressesOf(link, family))
          .map(({ local }) => printAddress(local));
        const table = namespace[family === 4 ? 'v4' : 'v6'].tables.get(TABLE.local);
        const local = [...(table?.routes.values() ?? [])]
          .flat()
          .filter(({ type, dst }) => type === 'local' && dst.length === (family === 4 ? 32 : 128))
          .map(({ dst }) => printAddress(dst.address));
        expect([...new Set(local)].toSorted()).toEqual([...new Set(given)].toSorted());
      }),
    );
  });

  // The twin of all the bookkeeping: begin anew and give what is there.
  it('have the routes that giving them to a new host would make', () => {
    fc.assert(
      fc.property(history(family), (happenings) => {
        const namespace = after(happenings);
        let fresh = namespaceWith(2);
        for (const index of [2, 3]) {
          const link = existingLink(namespace, index);
          if (!link.up) fresh = happen(fresh, { kind: 'down', index });
          if (!link.carrier) fresh = happen(fresh, { kind: 'no carrier', index });
          for (const own of addressesOf(existingLink(fresh, index), family)) {
            fresh = deleteAddress(fresh, index, own);
          }
          // The newest IPv6 address of a scope stands first.
          const own = addressesOf(link, family);
          for (const added of family === 4 ? own : own.toReversed()) {
            fresh = give(fresh, index, added);
          }
        }
        expect(unicastRoutes(fresh, family)).toEqual(unicastRoutes(namespace, family));
      }),
    );
  });
});

describe('the list of a device', () => {
  const listOf = (namespace: Namespace, family: 4 | 6): readonly string[] =>
    addressesOf(existingLink(namespace, 2), family).map(({ local }) => printAddress(local));

  // ip addr add 10.0.1.1/24, 10.77.0.1/24, 10.78.0.1/24 scope link, 10.0.1.2/24: listed as here (6.18.44).
  it('has narrower scopes first and secondary addresses last', () => {
    let namespace = namespaceWith(1);
    for (const [text, scope] of [
      ['10.0.1.1/24', 0],
      ['10.0.1.2/24', 0],
      ['10.77.0.1/24', 0],
      ['10.78.0.1/24', 253],
    ] as const) {
      namespace = give(namespace, 2, address(text, { scope }));
    }
    expect(listOf(namespace, 4)).toEqual(['10.78.0.1', '10.0.1.1', '10.77.0.1', '10.0.1.2']);
    expect(addressesOf(existingLink(namespace, 2), 4).map(({ secondary }) => secondary)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  // ip -6 addr add fd00::1/64, fd00::2/64: the newer one is listed first, the link-local one last (6.18.44).
  it('has wider scopes and newer IPv6 addresses first', () => {
    const namespace = give(
      give(namespaceWith(1), 2, address('fd00::1/64')),
      2,
      address('fd00::2/64'),
    );
    expect(listOf(namespace, 6)).toEqual(['fd00::2', 'fd00::1', 'fe80::ff:fe00:2']);
  });
});
