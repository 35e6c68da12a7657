import type { Family } from '../../address/family.js';
import { copy, copyAddress, type Assignment } from '../../predicate/assignment.js';
import { KEPT, type KeptField } from '../../program/kept-field.js';

/** Keeps a part of the packet as it is now. */
export function keepPart(family: Family, part: KeptField): readonly Assignment[] {
  return part === 'src' || part === 'dst'
    ? copyAddress(family, KEPT[part], part)
    : [copy(KEPT[part], part)];
}

/** Makes a part of the packet what was kept of it. */
export function putBackPart(family: Family, part: KeptField): readonly Assignment[] {
  return part === 'src' || part === 'dst'
    ? copyAddress(family, part, KEPT[part])
    : [copy(part, KEPT[part])];
}
