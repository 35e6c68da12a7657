import { ctTarget, PLAIN_CT } from './ct-target.js';
import type { TargetData, TargetExtension } from '../extension.js';

/** `-j NOTRACK`: the older spelling of `-j CT --notrack`. */
export interface NotrackTarget extends TargetData {
  readonly name: 'NOTRACK';
}

/** The `NOTRACK` target. Source: `xt_CT.c`; iptables-extensions(8), NOTRACK. */
export const notrackTarget: TargetExtension<NotrackTarget> = {
  name: 'NOTRACK',
  listedAs: 'CT',
  families: ctTarget.families,
  options: { initial: { name: 'NOTRACK' }, options: [] },
  print: () => '',
  list: () => 'NOTRACK',
  translate: () => 'notrack',
  restrict: () => ({ tables: ['raw'] }),
  effect: (_data, scope) => ctTarget.effect({ ...PLAIN_CT, notrack: true }, scope),
};
