import { addressFromWords, isUnspecified } from '../../address/address.js';
import { makePrefix } from '../../address/prefix.js';
import { SCOPE } from '../../fib/route.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { OwnSource } from '../../netfilter/extension/extension.js';
import type { ChainHook } from '../../netfilter/base-chain.js';
import type { AddressField } from '../../packet/field.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { all, ALWAYS, any, equals, type Predicate } from '../../predicate/predicate.js';
import { isConfigured } from './address-sets-v4.js';
import { addressType } from './address-type.js';
import type { Lowering } from '../lowering.js';
import { selectSource4 } from './source-v4.js';

/** Holds for an address from which this host may send: one of its devices has it, or table local. Source: `__ip_dev_find`. */
export function isOwnAddress4(lowering: Lowering, field: AddressField): Predicate {
  return any([
    isConfigured(lowering.namespace, field),
    addressType(lowering, field, ['LOCAL'], undefined),
  ]);
}

/** The source of packets that leave by a device, as if they were made here. Source: `nf_nat_masquerade_ipv4`. */
export function ownSources4(namespace: Namespace): readonly OwnSource[] {
  return namespace.links.toArray().flatMap((link) => {
    const leaves = equals('outdev', link.index);
    const inSubnets = addressesOf(link, 4)
      .filter(({ secondary, scope }) => !secondary && scope <= SCOPE.global)
      .map(({ local, peer, length }): OwnSource => {
        const subnet = makePrefix(peer, length);
        const near = any([
          all([equals('direct', 0), addressIn('nexthop', subnet)]),
          all([equals('direct', 1), addressIn('dst', subnet)]),
        ]);
        return { when: all([leaves, near]), address: local };
      });
    const other = selectSource4(namespace, link.index, undefined, SCOPE.global);
    return isUnspecified(other) ? inSubnets : inSubnets.concat({ when: leaves, address: other });
  });
}

/** Where a packet is sent that is to stay here. Source: `nf_nat_redirect_ipv4`. */
export function ownDestinations4(namespace: Namespace, hook: ChainHook): readonly OwnSource[] {
  if (hook === 'OUTPUT') return [{ when: ALWAYS, address: addressFromWords(4, [0x7f000001]) }];
  return namespace.links.toArray().flatMap((link): readonly OwnSource[] => {
    const [first] = addressesOf(link, 4);
    return first === undefined ? [] : [{ when: equals('indev', link.index), address: first.local }];
  });
}
