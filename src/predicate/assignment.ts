import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { addressBits } from '../address/family.js';
import { ADDRESS_FIELDS, fieldMax, type AddressField, type Field } from '../packet/field.js';

/**
 * A change of one packet field, as plain data.
 *
 * - `bits`: `to = (to & keep) ^ value`
 * - `copy`: `to = (to & keep) ^ ((from & take) shifted)`; a positive `shift` is to the left, bits that leave 32 bits are lost
 * - `add`: `to = to + by`, held at 0 and at the largest value of the field
 */
export type Assignment =
  | { readonly kind: 'bits'; readonly to: Field; readonly keep: number; readonly value: number }
  | {
      readonly kind: 'copy';
      readonly to: Field;
      readonly keep: number;
      readonly from: Field;
      readonly take: number;
      readonly shift: number;
    }
  | { readonly kind: 'add'; readonly to: Field; readonly by: number };

/** `to = value`. */
export function set(to: Field, value: number): Assignment {
  if (!Number.isInteger(value) || value < 0 || value > fieldMax(to)) {
    throw new RangeError(`value: 0..${fieldMax(to)} for ${to}, got ${value}`);
  }
  return { kind: 'bits', to, keep: 0, value };
}

/** `to = (to & keep) ^ value`, the form to which every MARK, TOS and CONNMARK option comes down. */
export function setBits(to: Field, keep: number, value: number): Assignment {
  return { kind: 'bits', to, keep: (keep & fieldMax(to)) >>> 0, value };
}

/** `to = from`. */
export function copy(to: Field, from: Field): Assignment {
  return copyBits(to, 0, from, 0xffffffff);
}

/** `to = (to & keep) ^ ((from & take) << shift)`; a negative shift is to the right. */
export function copyBits(
  to: Field,
  keep: number,
  from: Field,
  take: number,
  shift = 0,
): Assignment {
  return { kind: 'copy', to, keep: (keep & fieldMax(to)) >>> 0, from, take, shift };
}

/** `to = to + by`, not below 0 and not above the largest value of the field. */
export function add(to: Field, by: number): Assignment {
  return { kind: 'add', to, by };
}

/** Sets every word of an address. */
export function setAddress(to: AddressField, address: Address): readonly Assignment[] {
  return address.words.map((word, index) => set(ADDRESS_FIELDS[to][index] ?? to, word));
}

/** Copies every word of an address of the family. */
export function copyAddress(
  family: Family,
  to: AddressField,
  from: AddressField,
): readonly Assignment[] {
  return Array.from({ length: addressBits(family) / 32 }, (_, index) =>
    copy(ADDRESS_FIELDS[to][index] ?? to, ADDRESS_FIELDS[from][index] ?? from),
  );
}

/** Reports whether nothing of what was in the register is left after a change. */
export function overwrites(assignment: Assignment): boolean {
  return assignment.kind !== 'add' && assignment.keep === 0;
}

/** The fields that a change reads: what is copied, and the register itself unless it is overwritten. */
export function fieldsReadBy(assignment: Assignment): readonly Field[] {
  const own = overwrites(assignment) ? [] : [assignment.to];
  return assignment.kind === 'copy' ? [...own, assignment.from] : own;
}
