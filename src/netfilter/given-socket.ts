import { SK } from '../packet/sk.js';
import type { Part } from '../predicate/part.js';
import { masked, NEVER, type Predicate } from '../predicate/predicate.js';

/** What a rule makes of a packet that it gives to a transparent socket which listens, for every address or for one. */
export function givenToListener(wildcard: boolean): number {
  return SK.given | SK.listens | SK.found | SK.transparent | (wildcard ? SK.wildcard : 0);
}

/** Holds for packets that a rule has given to a socket which listens. */
export const OF_LISTENER: Predicate = masked('sk', SK.listens, SK.listens);

/** Holds for packets whose connection has a socket, and a transparent one if that is asked; the one that a rule has given it says nothing of that. */
export function hasConnectedSocket(transparent: boolean): Predicate {
  const wanted = SK.found | (transparent ? SK.transparent : 0);
  return masked('sk', wanted | SK.listens, wanted);
}

/**
 * Holds for packets that a rule has given to a socket whose connection stands: it remembers by which device they come. Source: `nft_fib_can_skip`.
 */
export const OF_STANDING: Predicate = masked('sk', SK.given | SK.listens | SK.begun, SK.given);

/** What a packet lacks for which a rule finds no transparent socket. */
export const UNHEARD: Part = {
  when: NEVER,
  words: { option: 'tproxy', needs: 'a transparent socket that listens', has: [] },
};
