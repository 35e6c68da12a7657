import { translatesDestinations } from '../../netfilter/base-chain.js';
import type { TargetBranch } from '../../netfilter/extension/extension.js';
import type { HookName } from '../../netfilter/hook.js';
import { copy, copyAddress, type Assignment } from '../../predicate/assignment.js';
import type { Lowering } from '../lowering.js';

/**
 * What a translation of a packet is to its connection where rules write addresses and ports: the connection keeps the ends that it is given, and gives the packet the
 * others. Source: `nf_nat_setup_info`, `nf_nat_manip_pkt`.
 */
export function keptTranslation(
  { rewritesEnds, family }: Lowering,
  { settles, assignments }: TargetBranch,
  hook: HookName,
): readonly Assignment[] {
  if (!rewritesEnds || settles !== true) return [];
  const [end, kept, port, keptPort] = translatesDestinations(hook)
    ? (['dst', 'ctDst', 'dport', 'ctDport'] as const)
    : (['src', 'ctSrc', 'sport', 'ctSport'] as const);
  const changed = new Set(assignments.map(({ to }) => to));
  return [
    ...(changed.has(end) ? copyAddress(family, kept, end) : copyAddress(family, end, kept)),
    changed.has(port) ? copy(keptPort, port) : copy(port, keptPort),
  ];
}
