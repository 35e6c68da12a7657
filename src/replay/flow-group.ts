import { namesPlace } from '../host/host-names.js';
import type { Fate } from '../compile/outcome-columns.js';

/** Packets to which the same happened: how they ended, and by what. Whatever doesn't apply is null. */
export interface FlowGroup {
  readonly kind: Fate['kind'];
  /** Where the path ended early. */
  readonly at: string | null;
  readonly errno: string | null;
  readonly dev: string | null;
  readonly gateway: string | null;
  /** Name of the routing table that decided. */
  readonly table: string | null;
  /** Priority of the `ip rule` that decided. */
  readonly rule: number | null;
  readonly packets: number;
  /** Sum of the packets' total lengths. */
  readonly bytes: number;
}

/** What groups can be chosen by. */
export const GROUP_FIELDS = ['kind', 'at', 'errno', 'dev', 'gateway', 'table', 'rule'] as const;

/** One of the things that groups can be chosen by. */
export type GroupField = (typeof GROUP_FIELDS)[number];

/** Values that groups must have, as text; `none` is null, and of a place some words are enough. Those of one field are alternatives. */
export type GroupFilter = ReadonlyMap<GroupField, readonly string[]>;

/** Whether a group has one of the wanted values in every field. */
export function isWanted(group: FlowGroup, filter: GroupFilter): boolean {
  return [...filter].every(([field, wanted]) => {
    const value = String(group[field] ?? 'none');
    return wanted.some((one) => (field === 'at' ? namesPlace(value, one) : value === one));
  });
}

/** Adds groups up: those that differ by numbers only become one. The largest comes first; among equals their values decide, so that the order of the packets does not. */
export function addGroups(groups: Iterable<FlowGroup>): readonly FlowGroup[] {
  const sums = new Map<string, FlowGroup>();
  for (const group of groups) {
    const key = JSON.stringify(GROUP_FIELDS.map((field) => group[field]));
    const sum = sums.get(key);
    const packets = group.packets + (sum?.packets ?? 0);
    sums.set(key, { ...group, packets, bytes: group.bytes + (sum?.bytes ?? 0) });
  }
  return [...sums]
    .toSorted(([a, one], [b, other]) => other.packets - one.packets || (a < b ? -1 : 1))
    .map(([, group]) => group);
}
