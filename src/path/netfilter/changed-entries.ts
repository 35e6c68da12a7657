import type { Family } from '../../address/family.js';
import { entriesOf, removeEntry } from '../../ipset/hash-table.js';
import { hasNetworks } from '../../ipset/hash-type.js';
import type { IpSet } from '../../ipset/ip-set.js';
import { packetEntries, packetLength, roomIn } from '../../ipset/packet-entries.js';
import { isInSet, type PacketSide } from '../../ipset/set-predicate.js';
import { findSet } from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { ChangedEntries, SetChanges } from '../../netfilter/extension/extension.js';
import { any, NEVER, type Predicate } from '../../predicate/predicate.js';

/** What packets do to a set that rules change; undefined where that isn't followed: a network that is gone leaves the packet to a shorter one. */
export function changedEntries(
  namespace: Namespace,
  {
    name,
    family,
    sides,
  }: { readonly name: string; readonly family: Family; readonly sides: readonly PacketSide[] },
  { added, removed }: SetChanges,
): ChangedEntries | undefined {
  const set = findSet(namespace, name);
  if (set === undefined || !(added || removed) || (removed && isOfNetworks(set))) return undefined;
  const entries = packetEntries(set, family, sides);
  if (entries === undefined) return undefined;
  const own = alone(set);
  const found = (exceptions: boolean): Predicate =>
    isInSet(own, {
      family,
      sides,
      exceptions,
      view: 'listed',
      asks: undefined,
      findSet: () => undefined,
      hasFrame: NEVER,
      deviceIs: () => NEVER,
    });
  const ofNetworks = isOfNetworks(set);
  const listed = ofNetworks ? any([found(false), found(true)]) : found(false);
  return { entries, listed, room: roomIn(set), ofNetworks };
}

function isOfNetworks(set: IpSet): boolean {
  return set.kind === 'hash' && hasNetworks(set.type);
}

/** A set of which only the entries are left that packets can have: networks of their length. */
function alone(set: IpSet): IpSet {
  if (set.kind !== 'hash' || !hasNetworks(set.type)) return set;
  const length = packetLength(set);
  const at = set.type.dimensions.indexOf('net');
  const others = entriesOf(set.table).filter(({ parts }) => {
    const part = parts[at];
    return part?.kind === 'address' && part.prefix.length !== length;
  });
  const table = others.reduce((left, entry) => removeEntry(left, entry) ?? left, set.table);
  return { ...set, table };
}
