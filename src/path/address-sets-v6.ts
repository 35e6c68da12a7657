import { parsePrefix } from '../address/address-text.js';
import { addressesOf } from '../namespace/interface-address.js';
import type { Namespace } from '../namespace/namespace.js';
import type { AddressField } from '../packet/field.js';
import { addressIn, addressIs } from '../predicate/address-predicate.js';
import { any, type Predicate } from '../predicate/predicate.js';

function isIn(text: string): (field: AddressField) => Predicate {
  const prefix = parsePrefix(text);
  return (field) => addressIn(field, prefix);
}

/** `::`. */
export const isUnspecified6 = isIn('::/128');
/** `::1`. */
export const isLoopback6 = isIn('::1/128');
/** fe80::/10. */
export const isLinkLocal6 = isIn('fe80::/10');
/** ff00::/8. */
export const isMulticast6 = isIn('ff00::/8');

/** Only routes over the device asked for will do for such destinations. Source: `rt6_need_strict`. */
export function needsStrict(field: AddressField): Predicate {
  return any([isMulticast6(field), isLinkLocal6(field), isLoopback6(field)]);
}

/** One of the addresses that are configured on the namespace's devices. */
export function isConfigured6(namespace: Namespace, field: AddressField): Predicate {
  return any(
    namespace.links
      .toArray()
      .flatMap((link) => addressesOf(link, 6))
      .map(({ local }) => addressIs(field, local)),
  );
}

/** The groups that every host joins: all nodes, and the solicited-node group of each of its addresses. Source: RFC 4291 section 2.8. */
export function isJoinedGroup(namespace: Namespace, field: AddressField): Predicate {
  const solicited = namespace.links
    .toArray()
    .flatMap((link) => addressesOf(link, 6))
    .map(({ local }) =>
      addressIs(field, {
        family: 6,
        words: [0xff020000, 0, 1, (0xff000000 | ((local.words[3] ?? 0) & 0xffffff)) >>> 0],
      }),
    );
  return any([isIn('ff01::1/128')(field), isIn('ff02::1/128')(field), ...solicited]);
}
