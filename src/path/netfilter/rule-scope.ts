import { labelsFlows } from '../../namespace/sysctl/sysctl.js';
import type { BaseChain } from '../../netfilter/base-chain.js';
import type { NftScope } from '../../netfilter/nft/meaning/scope.js';
import { objectKey } from '../../netfilter/nft/object/nft-object.js';
import { keptName, updatesIn } from '../../netfilter/nft/set/changed-by-packets.js';
import type { Table } from '../../netfilter/table.js';
import type { Lowering } from '../lowering.js';
import type { HookWalk } from './hook-walk.js';
import { matchScope } from './match-scope.js';
import { isPrefixStart } from './prefix-start.js';
import { seenDevices } from './seen-devices.js';

/** What the rules of a table mean at a hook, below a base chain. */
export function ruleScope(
  lowering: Lowering,
  table: Table,
  walk: HookWalk,
  base: BaseChain | undefined,
): NftScope {
  const changed = new Set(updatesIn(table).map(({ set }) => set));
  return {
    ...matchScope(lowering, walk, base),
    devices: seenDevices(lowering.namespace),
    isPrefixStart: (address) => isPrefixStart(lowering, address),
    labels: labelsFlows(lowering.namespace),
    isChangedByPackets: (name) => changed.has(name),
    keptName: (name) => keptName(table, name),
    findSet: (name) => table.sets.get(name),
    findObject: (kind, name) => table.objects.get(objectKey(kind, name)),
  };
}
