import { isConnectionField } from '../../connection/tracked-fields.js';
import type { Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import { FIELD_LEVELS } from '../engine/variables.js';
import type { Connections } from '../run/track-packets.js';

/** Which fields of the packet as it set out a register can hold, or bits of them. */
export class FieldSources {
  readonly #sources = new Map<Field, Set<Field>>();
  readonly #met = new Map<Field, Set<Field>>();

  constructor(assignments: Iterable<Assignment>, connections: Connections) {
    for (const field of FIELD_LEVELS.keys()) {
      if (connections === 'any' || !isConnectionField(field)) own(this.#sources, field).add(field);
    }
    for (const field of ['sport', 'boundPort'] as const) own(this.#sources, field).add('sport');
    for (const field of ['length', 'iif', 'oif'] as const) own(this.#sources, field).add(field);
    const copies = [...assignments].flatMap((one) => (one.kind === 'copy' ? [one] : []));
    const spread = (map: Map<Field, Set<Field>>, back: boolean): void => {
      for (let grows = true; grows;) {
        grows = false;
        for (const copy of copies) {
          const [from, to] = back ? [copy.to, copy.from] : [copy.from, copy.to];
          const there = own(map, to);
          const before = there.size;
          for (const source of own(map, from)) there.add(source);
          grows ||= there.size > before;
        }
      }
    };
    spread(this.#sources, false);
    for (const [register, sources] of this.#sources) this.#met.set(register, new Set(sources));
    spread(this.#met, true);
  }

  /** None for a register that only ever holds constants. */
  of(register: Field): ReadonlySet<Field> {
    return own(this.#sources, register);
  }

  /** The fields that a register can hold which what is in this one can come to, by copies. */
  metBy(register: Field): ReadonlySet<Field> {
    return own(this.#met, register);
  }
}

function own(map: Map<Field, Set<Field>>, register: Field): Set<Field> {
  let fields = map.get(register);
  if (fields === undefined) map.set(register, (fields = new Set()));
  return fields;
}
