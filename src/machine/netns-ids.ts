import { namespaceOf, withNamespace, type Machine } from './machine.js';

/** A namespace gives another one an id, the next from 0, as soon as a device of its own has its other end there or goes there. Source: `peernet2id_alloc`. */
export function knowNamespace(machine: Machine, name: string, other: string): Machine {
  const namespace = namespaceOf(machine, name);
  if (name === other || namespace.netnsIds.has(other)) return machine;
  const ids = namespace.netnsIds;
  let id = 0;
  while (ids.includes(id)) id += 1;
  return withNamespace(machine, name, namespace.set('netnsIds', ids.set(other, id)));
}
