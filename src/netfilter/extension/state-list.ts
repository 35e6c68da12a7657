import type { ConnectionState } from '../../packet/connection-state.js';
import { invertedIf, type Predicate } from '../../predicate/predicate.js';
import { inStates } from '../connection.js';
import { XtablesError } from '../xtables-error.js';

/** States of a connection, as `--ctstate` and `--state` list them. */
export type ListedState = Exclude<ConnectionState, 'none'>;

/** The states in the order in which they're written. */
const WRITTEN: readonly ListedState[] = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'];

/** The states in the order in which a name that is cut short is looked up. */
const LOOKED_UP: readonly (ListedState | 'SNAT' | 'DNAT')[] = [
  'INVALID',
  'NEW',
  'ESTABLISHED',
  'RELATED',
  'UNTRACKED',
  'SNAT',
  'DNAT',
];

/** Reads a list of states; each may be cut short. @throws XtablesError */
export function readStates(text: string, option: 'ctstate' | 'state'): readonly ListedState[] {
  const items = text.split(',');
  const found = new Set(
    items.map((item, index) => readState(item, items.slice(index).join(','), option)),
  );
  return WRITTEN.filter((state) => found.has(state));
}

/** Reads one state; `rest` is what of the list isn't read yet, itself included. */
function readState(item: string, rest: string, option: 'ctstate' | 'state'): ListedState {
  const state = LOOKED_UP.find((name) => name.startsWith(item.toUpperCase()));
  const isNat = state === 'SNAT' || state === 'DNAT';
  if (option === 'state' && rest === '') {
    throw new XtablesError(
      'parameter',
      '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED',
    );
  }
  if (item === '' || state === undefined || (isNat && option === 'state')) {
    throw new XtablesError('parameter', `Bad ${option} "${rest}"`);
  }
  if (isNat) throw new XtablesError('unsimulated', `--ctstate ${state}`);
  return state;
}

/** When the connection is in one of the states; a packet that isn't tracked at all counts as INVALID. */
export function statesPredicate(states: readonly ListedState[], inverted: boolean): Predicate {
  const meant: readonly ConnectionState[] = states.includes('INVALID')
    ? ['none', ...states]
    : states;
  return invertedIf(inverted, inStates(meant));
}
