/**
 * The instructions of the flat code: an operation, then its operands, one word each. Code is one Int32Array; a place in it is the index of
 * an operation. Registers are numbered as in FIELD_NAMES and hold 32 bits as signed integers.
 *
 * ```
 *   end      ending
 *   masked   register mask value yes no       (register & mask) === value ?
 *   range    register from to yes no          from <= register <= to, all three with the sign bit turned: an unsigned comparison
 *   same     register other yes no
 *   sets     count next, count times: register value
 *   moves    count next, count times: register from
 *   bits     register keep value next
 *   copy     register keep from take shift next
 *   add      register by max next
 *   lookup   table hit miss
 *   take     take                             on to the hit of the lookup
 *   pass     on to the next shorter prefix, or to the miss of the lookup
 *   stop     on to the miss of the lookup
 *   resolve  take byRule next
 *   chain    target next                      a call, left by `leave`
 *   table    target next forget               a call, left by `finish`; `forget` is 1 when no rule has matched any more
 *   leave
 *   finish
 *   keep     next
 *   recall   next
 *   track    next
 *   confirm  kept next clash
 *   count    counter next
 *   choose   choice, then the place for each option
 *   rule     rule next                        a rule of the policy database has matched
 *   index    run position                     on to the first test of a run, from a position on, that may hold: see test-index.ts
 *   map      map next
 *   forget   next
 *   open     transparent next
 *   close    next
 *   pick     pick register kept next
 *   unique   range kept next
 *   emit     to next                          another packet goes its way, to an `end` of its own
 * ```
 */
export const OP = {
  end: 0,
  masked: 1,
  range: 2,
  same: 3,
  sets: 4,
  moves: 5,
  bits: 6,
  copy: 7,
  add: 8,
  lookup: 9,
  take: 10,
  pass: 11,
  stop: 12,
  resolve: 13,
  chain: 14,
  table: 15,
  leave: 16,
  finish: 17,
  keep: 18,
  recall: 19,
  track: 20,
  confirm: 21,
  count: 22,
  choose: 23,
  rule: 24,
  index: 25,
  map: 26,
  forget: 27,
  open: 28,
  close: 29,
  pick: 30,
  emit: 31,
  unique: 32,
} as const;
