import { ADDRESS_FIELDS, type Field } from '../packet/field.js';

/** The registers that make up the tuple of a packet. Source: `nf_ct_get_tuple`. */
const TUPLE: readonly Field[] = [
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'protocol',
  'sport',
  'dport',
  'icmpType',
  'icmpCode',
  'icmpId',
];

/** The registers that are looked at to find the connection of a packet; one that has been found is not looked for again. */
export const TRACKED_READ: readonly Field[] = [
  ...TUPLE,
  'tcpFlags',
  'ctstate',
  'ctzoneOrig',
  'ctzoneReply',
];

/** The ends that a connection gives its packets: what they are translated to. */
export const TRANSLATED_ENDS: readonly Field[] = [
  ...ADDRESS_FIELDS.ctSrc,
  ...ADDRESS_FIELDS.ctDst,
  'ctSport',
  'ctDport',
  'ctIcmpId',
];

/** The registers that say of which zone a connection is. */
export const ZONE_FIELDS = [
  'ctzone',
  'ctzoneOrig',
  'ctzoneReply',
] as const satisfies readonly Field[];

/** What state a connection is in, and what it has of its own: numbers that are the same to a proof as to a packet. */
export const STATE_FIELDS = [
  'ctstate',
  'ctknown',
  'ctreply',
  'ctmark',
  'ctnat',
  'ctsnat',
  'ctdnat',
  'ctmasq',
] as const satisfies readonly Field[];

/** The registers that a connection gives its packets. */
export const CONNECTION_FIELDS: readonly Field[] = [
  ...TRANSLATED_ENDS,
  ...STATE_FIELDS,
  ...ZONE_FIELDS,
];

const CONNECTION_FIELD_SET: ReadonlySet<Field> = new Set(CONNECTION_FIELDS);

/** Reports whether a register is one that a connection gives its packets. */
export function isConnectionField(field: Field): boolean {
  return CONNECTION_FIELD_SET.has(field);
}

/** What a new connection keeps of its first packet. */
export const CONFIRMED_READ: readonly Field[] = [
  ...TUPLE,
  'ctmark',
  'ctnat',
  'ctsnat',
  'ctdnat',
  'ctmasq',
];

/** What NAT looks at to find out whether a packet's answers would be another connection's. */
export const UNIQUE_READ: readonly Field[] = [...TUPLE, 'ctzoneOrig', 'ctzoneReply'];

/** What it changes in the packet then. */
export const UNIQUE_WRITTEN = [
  'icmpId',
  'ctIcmpId',
  'sport',
  'ctSport',
  'dport',
  'ctDport',
  'ctsnat',
  'ctdnat',
] as const satisfies readonly Field[];
