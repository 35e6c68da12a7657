import { parsePrefix } from '../../address/address-text.js';
import type { AddressField } from '../../packet/field.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { any, type Predicate } from '../../predicate/predicate.js';

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
