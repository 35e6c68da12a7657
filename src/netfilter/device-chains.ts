import { isPacketHook, type BaseChain, type ChainHook } from './base-chain.js';
import type { Netfilter, PlacedChain } from './netfilter.js';
import type { Table } from './table.js';

/**
 * The base chains at a hook of a device, in the order in which they are walked. Those of tables of all families that have such hooks stand in one list.
 * Source: `nf_hook_entry_head`, `NF_INET_INGRESS`.
 */
export function deviceChains(
  netfilter: Netfilter,
  hook: ChainHook,
  device: string,
): readonly PlacedChain[] {
  const found: PlacedChain[] = [];
  for (const table of deviceTables(netfilter)) {
    for (const chain of table.chains.values()) {
      if (chain.base?.hook === hook && isBoundTo(chain.base, device)) found.push({ table, chain });
    }
  }
  return found.toSorted((a, b) => priorityOf(a) - priorityOf(b) || b.chain.id - a.chain.id);
}

function priorityOf({ chain }: PlacedChain): number {
  return chain.base?.priority ?? 0;
}

/** The tables that are awake and can have chains at hooks of devices. */
export function deviceTables({ tables }: Netfilter): readonly Table[] {
  return [...tables.values()].filter(
    ({ family, dormant }) => !dormant && (family === 'netdev' || family === 'inet'),
  );
}

/** Reports whether a chain stands at hooks of devices. */
export function isOfDevices(base: BaseChain | undefined): boolean {
  return base !== undefined && !isPacketHook(base.hook);
}

/** A chain is bound to names, whose last character may stand for any ending. Source: `nft_hook`, `ifnamelen`. */
function isBoundTo({ devices = [] }: BaseChain, device: string): boolean {
  return devices.some((name) =>
    name.endsWith('*') ? device.startsWith(name.slice(0, -1)) : device === name,
  );
}
