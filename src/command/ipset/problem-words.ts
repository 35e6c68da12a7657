import type { EntryProblem } from '../../ipset/entry-request.js';

/** What the tool says when the kernel refuses a change of entries. */
export const PROBLEM_WORDS: Readonly<Record<EntryProblem, string>> = {
  exists: "Element cannot be added to the set: it's already added",
  missing: "Element cannot be deleted from the set: it's not added",
  full: 'Hash is full, cannot add more elements',
  null: 'Null-valued element, cannot be stored in a hash type of set',
  cidr: 'The value of the CIDR parameter of the IP address is invalid',
  'whole-range': 'Invalid range, covers the whole address space',
  invalid: 'Kernel error received: Invalid argument',
  protocol: 'Invalid protocol specified',
  outside: 'Element is out of the range of the set',
  timeout: 'Timeout cannot be used: set was created without timeout support',
  comment: 'Comment cannot be used: set was created without comment support',
  counters: 'Packet/byte counters cannot be used: set was created without counter support',
  mapping: 'Skbinfo mapping cannot be used: set was created without skbinfo support',
  'unknown-set': 'Set to be added/deleted/tested as element does not exist.',
  'list-in-list': 'Sets with list:set type cannot be added to the set.',
  'unknown-reference': "The set to which you referred with 'before' or 'after' does not exist.",
  'no-reference': "The set to which you referred with 'before' or 'after' is not added to the set.",
};

/** No set has the name that a command gives. */
export const NO_SUCH_SET = 'The set with the given name does not exist';
