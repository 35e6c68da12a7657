import { parsePrefix } from '../../address/address-text.js';
import { TABLE } from '../../fib/route.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { AddressField } from '../../packet/field.js';
import { addressIn, addressIs } from '../../predicate/address-predicate.js';
import { all, any, equals, not, type Predicate } from '../../predicate/predicate.js';
import { isMulticast6, isUnspecified6 } from './address-sets-v6.js';
import type { Lowering } from '../lowering.js';

const MAPPED = parsePrefix('::ffff:0:0/96');

/**
 * Holds when an IPv6 address is of the types: of every one that its bits alone decide (an own address is UNICAST too), and of one of those
 * that take a look-up. Source: `match_type6`, `match_lookup_rt6` of xt_addrtype.
 *
 * @param limit - only addresses of the device in this register are local
 */
export function addressType6(
  lowering: Lowering,
  field: AddressField,
  types: readonly string[],
  limit: 'indev' | 'outdev' | undefined,
): Predicate {
  const looked = [
    ...(types.includes('LOCAL') ? [isLocal(lowering, field, limit)] : []),
    ...(types.includes('ANYCAST') ? [isRouted(lowering, field, 'anycast')] : []),
  ];
  return all([
    ...(types.includes('MULTICAST') ? [isMulticast6(field)] : []),
    ...(types.includes('UNICAST') ? [isUnicast(field)] : []),
    ...(types.includes('UNSPEC') ? [isUnspecified6(field)] : []),
    ...(looked.length > 0 ? [any(looked)] : []),
  ]);
}

function isUnicast(field: AddressField): Predicate {
  return not(any([isMulticast6(field), isUnspecified6(field), addressIn(field, MAPPED)]));
}

/** What table local calls local; with a device, the addresses of the device. */
function isLocal(
  lowering: Lowering,
  field: AddressField,
  limit: 'indev' | 'outdev' | undefined,
): Predicate {
  if (limit === undefined) return isRouted(lowering, field, 'local');
  return any(
    lowering.namespace.links
      .toArray()
      .flatMap((link) =>
        addressesOf(link, 6).map(({ local }) =>
          all([addressIs(field, local), equals(limit, link.index)]),
        ),
      ),
  );
}

/** Held against table local as the rules stand at first. */
function isRouted(lowering: Lowering, field: AddressField, type: 'local' | 'anycast'): Predicate {
  const entries = [...(lowering.table(TABLE.local)?.entries() ?? [])];
  return any(
    entries
      .filter(({ candidates: [first] }) => {
        const resolution = first?.resolution;
        return (
          resolution !== undefined && resolution !== 'throw' && resolution.route?.type === type
        );
      })
      .map(({ prefix }) => addressIn(field, prefix)),
  );
}
