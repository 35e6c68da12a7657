import { compareAddresses, type Address } from '../address/address.js';
import { maskWords, type Prefix } from '../address/prefix.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../packet/field.js';
import { all, any, equals, inRange, masked, NEVER, type Predicate } from './predicate.js';

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

/** Holds when the address is a group of a scope: 1 of the interface itself, 2 of the link. Source: RFC 4291 section 2.7. */
export function isMulticastOfScope6(field: AddressField, scope: number): Predicate {
  return masked(ADDRESS_FIELDS[field][0], 0xff0f0000, (0xff000000 | (scope << 16)) >>> 0);
}

/** Holds when the address is this one. */
export function addressIs(field: AddressField, address: Address): Predicate {
  return addressMasked(
    field,
    address,
    address.words.map(() => 0xffffffff),
  );
}

/** Holds when the address lies between two, both included; never when the first is the larger one. */
export function addressInRange(field: AddressField, from: Address, to: Address): Predicate {
  if (compareAddresses(from, to) > 0) return NEVER;
  return all([atLeast(field, from), atMost(field, to)]);
}

const LARGEST = 0xffffffff;

/** Holds when the address is the bound or a larger one: its first word is larger, or equal and the rest is. */
function atLeast(field: AddressField, bound: Address): Predicate {
  return beyond(field, bound, (name, word) =>
    word === LARGEST ? NEVER : inRange(name, word + 1, LARGEST),
  );
}

function atMost(field: AddressField, bound: Address): Predicate {
  return beyond(field, bound, (name, word) => (word === 0 ? NEVER : inRange(name, 0, word - 1)));
}

function beyond(
  field: AddressField,
  bound: Address,
  strictly: (name: Field, word: number) => Predicate,
): Predicate {
  return bound.words.reduceRight<Predicate>((rest, word, index) => {
    const name = ADDRESS_FIELDS[field][index] ?? field;
    return any([strictly(name, word), all([equals(name, word), rest])]);
  }, all([]));
}
