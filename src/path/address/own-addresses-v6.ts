import { isLinkLocal6 as linkLocal, isLoopback } from '../../address/address-class.js';
import { addressFromWords, unspecifiedAddress, type Address } from '../../address/address.js';
import { parsePrefix } from '../../address/address-text.js';
import { prefixContains } from '../../address/prefix.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { OwnSource } from '../../netfilter/extension/extension.js';
import type { ChainHook } from '../../netfilter/base-chain.js';
import { addressIn, isMulticastOfScope6 } from '../../predicate/address-predicate.js';
import { copyAddress, setAddress } from '../../predicate/assignment.js';
import { all, ALWAYS, any, equals, not, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isLinkLocal6, isLoopback6, isUnspecified6 } from './address-sets-v6.js';
import type { Lowering } from '../lowering.js';
import { sourceMap6 } from './source-map-v6.js';

const SITE_LOCAL = parsePrefix('fec0::/10');
const LOOPBACK: Address = addressFromWords(6, [0, 0, 0, 1]);

/** A scope that is narrower than global: which destinations have it, and which own addresses. */
interface NarrowScope {
  readonly isOfDestination: Predicate;
  readonly has: (address: Address) => boolean;
}

const NARROW_SCOPES: readonly NarrowScope[] = [
  {
    isOfDestination: any([isLinkLocal6('dst'), isMulticastOfScope6('dst', 2)]),
    has: (address) => linkLocal(address),
  },
  {
    isOfDestination: any([addressIn('dst', SITE_LOCAL), isMulticastOfScope6('dst', 5)]),
    has: (address) => prefixContains(SITE_LOCAL, address),
  },
  {
    isOfDestination: any([isLoopback6('dst'), isMulticastOfScope6('dst', 1)]),
    has: (address) => isLoopback(address),
  },
];

/**
 * Where an IPv6 packet is sent that is to stay here: to the first address of the device that has the scope of its destination; any will
 * do for a global one. Source: `nf_nat_redirect_ipv6`.
 */
export function ownDestinations6(namespace: Namespace, hook: ChainHook): readonly OwnSource[] {
  if (hook === 'OUTPUT') return [{ when: ALWAYS, address: LOOPBACK }];
  const isGlobal = not(any(NARROW_SCOPES.map(({ isOfDestination }) => isOfDestination)));
  return namespace.links.toArray().flatMap((link): readonly OwnSource[] => {
    const own = addressesOf(link, 6).map(({ local }) => local);
    const arrives = equals('indev', link.index);
    const to = (isMeant: Predicate, address: Address | undefined): readonly OwnSource[] =>
      address === undefined ? [] : [{ when: all([arrives, isMeant]), address }];
    return NARROW_SCOPES.flatMap(({ isOfDestination, has }) =>
      to(isOfDestination, own.find(has)),
    ).concat(to(isGlobal, own[0]));
  });
}

/** Puts the source that is best on the output device into `prefsrc`; `otherwise` without one. Source: `ipv6_dev_get_saddr`. */
export function lowerDeviceSource6(
  { builder, namespace }: Lowering,
  next: StepId,
  otherwise: StepId,
): StepId {
  const known = builder.test(isUnspecified6('prefsrc'), otherwise, next);
  const selected = namespace.links
    .toArray()
    .reduceRight(
      (others, { index }) =>
        builder.test(
          equals('outdev', index),
          builder.add({ kind: 'map', map: sourceMap6(namespace, index), next: known }),
          others,
        ),
      otherwise,
    );
  // The destination is that of the packet, whatever has been looked up since its route.
  const asked = [
    ...copyAddress(6, 'flowDst', 'dst'),
    ...setAddress('prefsrc', unspecifiedAddress(6)),
  ];
  return builder.assign(asked, selected);
}
