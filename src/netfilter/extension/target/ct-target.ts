import { connectionStateIndex } from '../../../packet/connection-state.js';
import { set } from '../../../predicate/assignment.js';
import { equals } from '../../../predicate/predicate.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { unsimulatedOption } from '../option/option.js';

/** `-j CT --notrack`. */
export interface CtTarget extends TargetData {
  readonly name: 'CT';
  readonly notrack: boolean;
}

/** The `CT` target: `--notrack` keeps packets out of connection tracking. Source: `xt_CT.c`; iptables-extensions(8), CT. */
export const ctTarget: TargetExtension<CtTarget> = {
  name: 'CT',
  families: [4, 6],
  // Keeping packets out of it doesn't turn it on. Source: xt_ct_tg_check.
  usesConnections: ({ notrack }) => !notrack,
  options: {
    initial: { name: 'CT', notrack: false },
    options: [
      { name: 'notrack', words: 0, read: (data) => ({ ...data, notrack: true }) },
      unsimulatedOption('helper', 1),
      unsimulatedOption('timeout', 1),
      unsimulatedOption('ctevents', 1),
      unsimulatedOption('expevents', 1),
      unsimulatedOption('zone', 1),
      unsimulatedOption('zone-orig', 1),
      unsimulatedOption('zone-reply', 1),
    ],
  },
  print: ({ notrack }) => (notrack ? '--notrack' : ''),
  list: ({ notrack }) => (notrack ? 'CT notrack' : 'CT'),
  restrict: () => ({ tables: ['raw'] }),
  // A packet that has come back through lo has its connection already, and keeps it.
  effect: ({ notrack }) =>
    notrack
      ? continueWith(
          [set('ctstate', connectionStateIndex('UNTRACKED'))],
          equals('ctstate', connectionStateIndex('none')),
        )
      : [],
};
