import type { ChangedBits } from './changed-bits.js';
import { FALSE, TRUE, type Diagram, type Node } from './engine/diagram.js';
import { isMasked, isSame } from './engine/vector.js';
import type { Fate } from './fate.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import { readBits } from './told-bits.js';

/**
 * The packets that end with another mark or TOS by one fate than by another. One fate can tell a value where another says that packets keep theirs:
 * for those that came with it that is the same.
 *
 * @param before - the registers with which packets come
 * @param changed - what the fates tell as changed
 */
export function differingBits(
  diagram: Diagram,
  before: Registers,
  changed: ChangedBits,
  [one, other]: readonly [Fate, Fate],
): Node {
  return diagram.any(
    (['mark', 'tos'] as const).map((field) => {
      if (one[field] === other[field]) return FALSE;
      const [a, b] = [readBits(field, one[field]), readBits(field, other[field])];
      const both = a.mask & b.mask;
      if (((a.value ^ b.value) & both) !== 0) return TRUE;
      const alone = (a.mask ^ b.mask) >>> 0;
      const value = ((a.value | b.value) & alone) >>> 0;
      const came = before[FIELD_INDEX[field]] ?? [];
      const same = isMasked(diagram, came, alone, value);
      return diagram.or(diagram.not(same), differingGroups(diagram, changed, a.changed, b.changed));
    }),
  );
}

/** What is changed is neither kept nor a constant: only what is changed by both can be the same. */
function differingGroups(
  diagram: Diagram,
  changed: ChangedBits,
  one: readonly string[],
  other: readonly string[],
): Node {
  if (one.length !== other.length) return TRUE;
  const others = other.map((word) => changed.groupOf(word));
  return diagram.any(
    one.map((word) => {
      const group = changed.groupOf(word);
      const twin = others.find((some) => some?.mask === group?.mask);
      if (group === undefined || twin === undefined) return TRUE;
      return diagram.not(isSame(diagram, group.vector, twin.vector));
    }),
  );
}
