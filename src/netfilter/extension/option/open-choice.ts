import type { Predicate } from '../../../predicate/predicate.js';
import type { MatchMemory } from '../extension.js';

/**
 * A choice by something that isn't simulated: a proof takes both ways, a single packet always the given one.
 *
 * @param matches - the way that a packet takes
 * @param open - the packets for which it's a choice, all when left out
 */
export function openChoice(matches: boolean, open?: Predicate): MatchMemory {
  const transitions = [{ matches, state: -1 }];
  return open === undefined ? { transitions } : { transitions, open };
}
