import type { Word } from '../meaning/value/value.js';
import type { StatefulStatement } from '../stateful-statement.js';

/**
 * What a packet asks of a set that packets change, or does to it. Source: `nft_lookup_eval`, `nft_dynset_eval`.
 *
 * - `look`: which of {@link KEPT_WAYS} its key has
 * - `find`: the same, and the statements of an element that is found have their say
 * - `put`: an element comes there, and its statements have their say: 0 goes on, 1 ends the rule, as a full set does
 * - `take`: no element stays there: 0
 */
export interface ElementQuestion {
  readonly does: 'look' | 'find' | 'put' | 'take';
  /** Which set: `ip filter banned`. */
  readonly set: string;
  /** The words of each part of the key. */
  readonly key: readonly (readonly Word[])[];
  /** What is put there. */
  readonly added: AddedElement;
}

/** What a rule puts into a set. */
export interface AddedElement {
  /** Milliseconds; undefined for ever. */
  readonly timeout: number | undefined;
  readonly statements: readonly StatefulStatement[];
  /** How many elements more the set takes; undefined for as many as come. */
  readonly room: number | undefined;
}

/**
 * What packets have made of a key, by the number of the way:
 *
 * - `asGiven`: nothing, it is as commands have left it
 * - `there`: they have put it there
 * - `stopped`: they have put it there, and a statement of its own ends the rule
 * - `gone`: they have taken it out
 */
export const KEPT_WAYS = { asGiven: 0, there: 1, stopped: 2, gone: 3 } as const;
