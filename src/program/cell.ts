import { CONNECTION_FIELDS } from '../connection/tracked-fields.js';
import type { Field } from '../packet/field.js';

/** The registers that a lookup sets. */
export const ROUTE_REGISTERS = [
  'routeError',
  'routeType',
  'routeDev',
  'routePrefixLength',
  'routeToGroups',
  'routeHoplimit',
  'routeChoice',
  'direct',
  'prefsrc',
  'prefsrc1',
  'prefsrc2',
  'prefsrc3',
  'nexthop',
  'nexthop1',
  'nexthop2',
  'nexthop3',
] as const satisfies readonly Field[];

/** A register that a lookup sets. */
export type RouteRegister = (typeof ROUTE_REGISTERS)[number];

/**
 * What a walk remembers beside the registers.
 *
 * - `found`, `foundRule`: what the last lookup found, and the rule of the policy database that led to it
 * - `rule`: the rule whose selectors held last
 * - `hit`: the usable route that a table of the last lookup gave last; only a query for a route reports it
 * - `emitted`: what became of the packets that it has emitted
 */
export type Remembered = 'found' | 'foundRule' | 'rule' | 'hit' | 'emitted';

/** What `keep` puts aside, and `recall` takes back. */
export type Keepable = RouteRegister | Exclude<Remembered, 'rule' | 'emitted'>;

/**
 * What a packet and those that it emits have in common, since they are of one connection: what is made of it for one of them is so for the
 * other, with the ICMP identifier that it has got. Source: `nf_copy`.
 */
export const SHARED_FIELDS: readonly Field[] = [...CONNECTION_FIELDS, 'natCopied', 'icmpId'];

/**
 * What packets leave in a host for those after them: tracked connections, the TCP connections of local sockets, what choice points
 * remember, what they have made of sets, and left in lists, counters.
 */
export type HostCell =
  'connections' | 'sockets' | 'choices' | 'elements' | 'lists' | 'entries' | 'counters';

/** Something that a step can read or write. */
export type Cell = Field | Remembered | `kept ${Keepable}` | HostCell;

/** What can be put aside, in one fixed order. */
export const KEEPABLE: readonly Keepable[] = [...ROUTE_REGISTERS, 'found', 'foundRule', 'hit'];

/** The place where `keep` puts something. */
export function keptCell<Kept extends Keepable>(what: Kept): `kept ${Kept}` {
  return `kept ${what}`;
}
