import type { Family } from '../../address/family.js';
import type { Tuple } from '../../connection/tuple.js';
import { CONNECTIONS_KEY } from '../../evaluate/send-packet.js';
import type { Namespace } from '../../namespace/namespace.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import { all, any, equals, type Predicate } from '../../predicate/predicate.js';

/** Packets of the connections of a namespace that weren't there before, either way. */
export function ofNewConnections(before: Namespace, now: Namespace, family: Family): Predicate {
  const key = CONNECTIONS_KEY[family];
  const known = before.traffic[key].connections;
  const made = now.traffic[key].connections.filter((_, id) => !known.has(id));
  return any([...made.values()].flatMap(({ original, reply }) => [isOf(original), isOf(reply)]));
}

/** Packets of one direction of a connection. */
function isOf({ src, dst, protocol, sport, dport }: Tuple): Predicate {
  return all([
    equals('protocol', protocol),
    equals('sport', sport),
    equals('dport', dport),
    ...src.words.map((word, at) => equals(ADDRESS_FIELDS.src[at] ?? 'src', word)),
    ...dst.words.map((word, at) => equals(ADDRESS_FIELDS.dst[at] ?? 'dst', word)),
  ]);
}
