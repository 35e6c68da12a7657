import { addressBits, type Family } from '../../address/family.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
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
  if (part !== 'src' && part !== 'dst') return same(part, KEPT[part]);
  const saved = ADDRESS_FIELDS[KEPT[part]];
  return all(
    ADDRESS_FIELDS[part]
      .slice(0, addressBits(family) / 32)
      .map((field, index) => same(field, saved[index] ?? saved[0])),
  );
}
