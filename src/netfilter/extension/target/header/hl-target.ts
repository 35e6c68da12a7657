import type { TargetData, TargetExtension } from '../../extension.js';
import {
  hopLimitChangeOptions,
  hopLimitEffect,
  listHopLimitChange,
  printHopLimitChange,
  type HopLimitChange,
} from '../../option/hop-limit.js';

/** `-j HL --hl-set NUMBER`. */
export interface HopLimitTarget extends TargetData, HopLimitChange {
  readonly name: 'HL';
}

/** The `HL` target: changes the hop limit. Source: `xt_HL.c`, iptables-extensions(8). */
export const hlTarget: TargetExtension<HopLimitTarget> = {
  name: 'HL',
  families: [6],
  options: hopLimitChangeOptions<HopLimitTarget>(
    { name: 'HL', change: 'set', by: 0 },
    'hl',
    'HL: You must specify an action',
  ),
  print: (data) => printHopLimitChange(data, 'hl'),
  list: (data) => listHopLimitChange(data, 'HL'),
  restrict: () => ({ tables: ['mangle'] }),
  asNft: ({ change, by }) =>
    change === 'set' ? `ip6 hoplimit set ${by}` : { without: '-j HL --hl-' + change },
  effect: (data) => hopLimitEffect(data),
};
