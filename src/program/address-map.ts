import type { Prefix } from '../address/prefix.js';
import type { Field } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';

/** Changes that depend on an address by longest-prefix match; none for an address that no prefix contains. */
export interface AddressMap {
  /** The registers in which changes are made. */
  readonly fields: readonly Field[];
  /** The changes for one address. */
  changesFor(words: readonly number[]): readonly Assignment[];
  /** Every prefix with its changes, in no order that matters: for compiling and proving. */
  entries(): Iterable<{ readonly prefix: Prefix; readonly changes: readonly Assignment[] }>;
}
