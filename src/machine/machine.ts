import { Map, OrderedMap, OrderedSet, Record, type RecordOf } from 'immutable';
import { joinGroups } from '../namespace/join-groups.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Missing } from './missing.js';

/** The name under which the machine's first namespace stands in {@link MachineFields.namespaces}. */
export const ROOT_NAMESPACE = '';

/** A simulated machine: its network namespaces, and the files that the tools read. */
export interface MachineFields {
  /** By name as `ip netns` has it; the first one, in which commands run by default, is `ROOT_NAMESPACE`. In the order in which they were made. */
  readonly namespaces: OrderedMap<string, Namespace>;
  /** Text files under /etc/iproute2 and the like, by absolute path: what `rt_tables` names come from. */
  readonly files: Map<string, string>;
  /** Sysctls outside of `net` that were written, by dotted name: those of the whole machine, none of which bears on a packet's path. */
  readonly otherSysctls: Map<string, string>;
  /** What Linux would have done to it and nexthop did not, in that order, by its own JSON. Not empty: no answer about the machine is whole. */
  readonly missing: OrderedMap<string, Missing>;
  /** Whether answers about it are wanted though something is missing. */
  readonly acceptsIncomplete: boolean;
  /** Names of the programs that were carried out as nothing, as they don't bear on a packet's path. */
  readonly inert: OrderedSet<string>;
}

/** A simulated machine, as an Immutable Record. */
export type Machine = RecordOf<MachineFields>;

/** Makes a machine without a namespace. A fresh one to run commands on: `newMachine`. */
export const makeMachine = Record<MachineFields>(
  {
    namespaces: OrderedMap(),
    files: Map(),
    otherSysctls: Map(),
    missing: OrderedMap(),
    acceptsIncomplete: false,
    inert: OrderedSet(),
  },
  'Machine',
);

/** The namespace of that name. @throws RangeError when there is none: check with `machine.namespaces.has` first. */
export function namespaceOf(machine: Machine, name: string): Namespace {
  const found = machine.namespaces.get(name);
  if (found === undefined) throw new RangeError(`name: no namespace ${JSON.stringify(name)}`);
  return found;
}

/** A machine with one namespace put in place of what stood under its name. Its devices join the groups that they are in then. */
export function withNamespace(machine: Machine, name: string, namespace: Namespace): Machine {
  const settled = joinGroups(machine.namespaces.get(name), namespace);
  return machine.set('namespaces', machine.namespaces.set(name, settled));
}
