import type { Field } from '../packet/field.js';
import type { Predicate } from './predicate.js';

/** One of the things that a rule asks for; all of them have to hold. */
export interface Part {
  readonly when: Predicate;
  /** What the tool calls it, where the fields that the predicate reads don't say it. */
  readonly words?: PartWords;
}

/** What a rule asks for in the words of its tool. */
export interface PartWords {
  /** `dst-type`, `uid-owner`, `iif`. */
  readonly option: string;
  /** `LOCAL`, `not 1000`, `eth+`. */
  readonly needs: string;
  /** What of the packet is held against it. */
  readonly has: readonly (Field | Dscp)[];
}

/** The DSCP of a field that holds a TOS byte, as a number of six bits. */
export interface Dscp {
  readonly dscpOf: 'tos' | 'flowTos';
}

/** `not` before what must not be. */
export function unless(inverted: boolean, needs: string): string {
  return inverted ? `not ${needs}` : needs;
}
