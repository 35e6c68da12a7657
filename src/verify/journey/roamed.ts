import { Map } from 'immutable';
import { withTraffic } from '../../evaluate/program-of.js';
import { namespaceOf, withNamespace, type Machine } from '../../machine/machine.js';

/** Where frames on the way have moved the entries of bridges: by namespace, as its traffic has it. */
export type Roamed = Map<string, Map<string, number>>;

/** No frame has moved an entry. */
export const NOT_ROAMED: Roamed = Map();

/** A machine as it is once frames have moved entries of its bridges. */
export function withRoamed(machine: Machine, roamed: Roamed): Machine {
  return roamed.reduce((after, moved, name) => {
    const namespace = namespaceOf(after, name);
    return withNamespace(
      after,
      name,
      withTraffic(namespace, namespace.traffic.set('roamed', moved)),
    );
  }, machine);
}

/** What frames have moved since. */
export function roamedSince(before: Machine, after: Machine): Roamed {
  return after.namespaces
    .map(({ traffic }) => traffic.roamed)
    .filter((moved, name) => moved !== before.namespaces.get(name)?.traffic.roamed)
    .toMap();
}
