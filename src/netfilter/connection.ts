import { connectionStateIndex, type ConnectionState } from '../packet/connection-state.js';
import { any, equals, type Predicate } from '../predicate/predicate.js';

/** Holds when the packet belongs to a connection, which then has a mark. */
export const HAS_CONNECTION: Predicate = inStates(['NEW', 'ESTABLISHED', 'RELATED']);

/** Holds when the packet's connection is in one of the states. */
export function inStates(states: readonly ConnectionState[]): Predicate {
  return any(states.map((state) => equals('ctstate', connectionStateIndex(state))));
}
