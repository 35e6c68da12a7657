import type { Address } from '../address/address.js';
import { maskWords, type Prefix } from '../address/prefix.js';
import { ADDRESS_FIELDS, type AddressField } from '../packet/field.js';
import { all, masked, type Predicate } from './predicate.js';

/** Holds when `(address & mask) === (wanted & mask)`, word by word; any mask, contiguous or not. */
export function addressMasked(
  field: AddressField,
  wanted: Address,
  mask: readonly number[],
): Predicate {
  return all(
    wanted.words.map((word, index) => {
      const bits = mask[index] ?? 0;
      return masked(ADDRESS_FIELDS[field][index] ?? field, bits, (word & bits) >>> 0);
    }),
  );
}

/** Holds when the address lies in the prefix. The family is the program's: a predicate doesn't test it. */
export function addressIn(field: AddressField, prefix: Prefix): Predicate {
  return addressMasked(field, prefix.address, maskWords(prefix.address.family, prefix.length));
}

/** Holds when the address is this one. */
export function addressIs(field: AddressField, address: Address): Predicate {
  return addressMasked(
    field,
    address,
    address.words.map(() => 0xffffffff),
  );
}
