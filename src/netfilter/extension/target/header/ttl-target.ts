import type { TargetData, TargetExtension } from '../../extension.js';
import {
  hopLimitChangeOptions,
  hopLimitEffect,
  listHopLimitChange,
  printHopLimitChange,
  type HopLimitChange,
} from '../../option/hop-limit.js';

/** `-j TTL --ttl-set NUMBER`. */
export interface TtlTarget extends TargetData, HopLimitChange {
  readonly name: 'TTL';
}

/** The `TTL` target: changes the TTL. Source: `xt_HL.c`, iptables-extensions(8). */
export const ttlTarget: TargetExtension<TtlTarget> = {
  name: 'TTL',
  families: [4],
  options: hopLimitChangeOptions<TtlTarget>(
    { name: 'TTL', change: 'set', by: 0 },
    'ttl',
    'TTL: You must specify an action',
  ),
  print: (data) => printHopLimitChange(data, 'ttl'),
  list: (data) => listHopLimitChange(data, 'TTL'),
  restrict: () => ({ tables: ['mangle'] }),
  asNft: ({ change, by }) =>
    change === 'set' ? `ip ttl set ${by}` : { without: '-j TTL --ttl-' + change },
  effect: (data) => hopLimitEffect(data),
};
