import type { Link } from '../namespace/link.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Field } from '../packet/field.js';
import { any, equals, type Predicate } from '../predicate/predicate.js';

/** Holds when a register has the ifindex of one of the devices that qualify. */
export function deviceWhere(
  namespace: Namespace,
  field: Field,
  qualifies: (link: Link) => boolean,
): Predicate {
  return any(
    namespace.links
      .toArray()
      .filter(qualifies)
      .map((link) => equals(field, link.index)),
  );
}

/** Holds when a register has the ifindex of the device of that name; never when there is none. A `+` at the end stands for any ending. */
export function deviceNamed(namespace: Namespace, field: Field, name: string): Predicate {
  const start = name.endsWith('+') ? name.slice(0, -1) : undefined;
  return deviceWhere(namespace, field, (link) =>
    start === undefined ? link.name === name : link.name.startsWith(start),
  );
}
