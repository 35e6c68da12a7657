import { parsePrefix } from '../../address/address-text.js';
import { ADDRESS_FIELDS, type AddressField } from '../../packet/field.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { any, masked, type Predicate } from '../../predicate/predicate.js';

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

/** A group of a scope: 1 of the interface itself, 2 of the link. Source: RFC 4291 section 2.7. */
export function isMulticastOfScope6(field: AddressField, scope: number): Predicate {
  return masked(ADDRESS_FIELDS[field][0], 0xff0f0000, (0xff000000 | (scope << 16)) >>> 0);
}

/** Only routes over the device asked for will do for such destinations. Source: `rt6_need_strict`. */
export function needsStrict(field: AddressField): Predicate {
  return any([isMulticast6(field), isLinkLocal6(field), isLoopback6(field)]);
}
