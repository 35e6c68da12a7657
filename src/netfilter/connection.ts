import { connectionStateIndex, type ConnectionState } from '../packet/connection-state.js';
import { any, equals, type Predicate } from '../predicate/predicate.js';

/** Holds when the packet belongs to a connection, which then has a mark. */
export const HAS_CONNECTION: Predicate = inStates(['NEW', 'ESTABLISHED', 'RELATED']);

/** The same for rules of iptables, which take what a rule has said of the connection before it is looked for as one, whose mark is 0. Source: `nf_ct_get`. */
export const HAS_ENTRY: Predicate = inStates(['NEW', 'ESTABLISHED', 'RELATED', 'TEMPLATE']);

/** Holds when the packet's connection is in one of the states. */
export function inStates(states: readonly ConnectionState[]): Predicate {
  return any(states.map((state) => equals('ctstate', connectionStateIndex(state))));
}
