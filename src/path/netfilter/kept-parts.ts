import { addressBits, type Family } from '../../address/family.js';
import { ADDRESS_FIELDS, type AddressField } from '../../packet/field.js';
import { copy, copyAddress, type Assignment } from '../../predicate/assignment.js';
import { all, same, type Predicate } from '../../predicate/predicate.js';
import { KEPT, type ComparedField } from '../../program/kept-field.js';

/** Keeps a part of the packet as it is now. */
export function keepPart(family: Family, part: ComparedField): readonly Assignment[] {
  return part === 'src' || part === 'dst'
    ? copyAddress(family, KEPT[part], part)
    : [copy(KEPT[part], part)];
}

/** Holds when a part of the packet is what was kept of it. */
export function isUnchanged(part: ComparedField, family: Family): Predicate {
  return part === 'src' || part === 'dst'
    ? isSameAddress(part, KEPT[part], family)
    : same(part, KEPT[part]);
}

/** Holds when two addresses of a family are the same. */
export function isSameAddress(one: AddressField, other: AddressField, family: Family): Predicate {
  return all(
    ADDRESS_FIELDS[one]
      .slice(0, addressBits(family) / 32)
      .map((field, index) => same(field, ADDRESS_FIELDS[other][index] ?? other)),
  );
}
