import type { ConnectionState } from '../../../packet/connection-state.js';
import { unless, type Part } from '../../../predicate/part.js';
import { any, equals, invertedIf, type Predicate } from '../../../predicate/predicate.js';
import { inStates } from '../../connection.js';
import { XtablesError } from '../../xtables-error.js';
import type { NftForm } from '../nft-form.js';

/** States of a connection, as `--ctstate` and `--state` list them; the last two, which `--state` doesn't know, mean that an end is translated. */
export type ListedState = Exclude<ConnectionState, 'none' | 'TEMPLATE'> | 'SNAT' | 'DNAT';

/** The states in the order in which they're written. */
const WRITTEN: readonly ListedState[] = [
  'INVALID',
  'NEW',
  'RELATED',
  'ESTABLISHED',
  'UNTRACKED',
  'SNAT',
  'DNAT',
];

/** The states in the order in which a name that is cut short is looked up. */
const LOOKED_UP: readonly ListedState[] = [
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
  if (option === 'state' && rest === '') {
    throw new XtablesError(
      'parameter',
      '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED',
    );
  }
  if (item === '' || state === undefined || (isNat(state) && option === 'state')) {
    throw new XtablesError('parameter', `Bad ${option} "${rest}"`);
  }
  return state;
}

/** The states that a match asks for, or those that it doesn't want. */
export function statesPart(
  option: 'ctstate' | 'state',
  states: readonly ListedState[],
  inverted: boolean,
): Part {
  const needs = unless(inverted, states.join(' or '));
  return { when: statesPredicate(states, inverted), words: { option, needs, has: ['ctstate'] } };
}

/** States that rules see of packets that haven't come to connection tracking. Source: `state_mt`, which takes what `-j CT` has given for a connection. */
const COUNTED_AS: Partial<Record<ListedState, readonly ConnectionState[]>> = {
  INVALID: ['none', 'INVALID'],
  NEW: ['NEW', 'TEMPLATE'],
};

/** When the connection is in one of the states; a packet that isn't tracked at all counts as INVALID. */
function statesPredicate(states: readonly ListedState[], inverted: boolean): Predicate {
  const plain = states.flatMap((state): readonly ConnectionState[] =>
    isNat(state) ? [] : (COUNTED_AS[state] ?? [state]),
  );
  const translated = [
    ...(states.includes('SNAT') ? [equals('ctsnat', 1)] : []),
    ...(states.includes('DNAT') ? [equals('ctdnat', 1)] : []),
  ];
  return invertedIf(inverted, any([inStates(plain), ...translated]));
}

function isNat(state: ListedState): state is 'SNAT' | 'DNAT' {
  return state === 'SNAT' || state === 'DNAT';
}

/** States as a listing of nft has them; of a translated end it has nothing else, and not whether it's inverted. */
export function translateStates(states: readonly ListedState[], inverted: boolean): string {
  const end = states.find(isNat);
  if (end !== undefined) return `ct status ${states.includes('SNAT') ? 'snat' : 'dnat'}`;
  return `ct state ${inverted ? '! ' : ''}${states.map((state) => state.toLowerCase()).join(',')}`;
}

/** States in words of nft that ask for the same. */
export function statesForm(states: readonly ListedState[], inverted: boolean): NftForm {
  const ends = states.filter(isNat).map((state) => state.toLowerCase());
  const plain = states.filter((state) => !isNat(state)).map((state) => state.toLowerCase());
  if (plain.length === 0) {
    const wanted = ends.length > 1 ? 'snat|dnat' : ends.join('');
    // What has no connection has no translated end: nft can't read its status.
    const words = `ct status & (${wanted}) != 0`;
    return inverted ? { unless: [words], where: words.replace('!= 0', '== 0') } : words;
  }
  const state = `ct state ${inverted ? '!= ' : ''}{ ${plain.join(', ')} }`;
  if (ends.length === 0) return state;
  return { without: '--ctstate with SNAT or DNAT among other states' };
}
