import { printJson } from '../ip/json-text.js';
import type { BridgeOptions } from './bridge-options.js';
import type { FdbRow } from './fdb-rows.js';

/**
 * Prints entries as `bridge fdb` does. Source: `print_fdb` of iproute2.
 *
 * @param named - each with its device
 */
export function printRows(
  rows: readonly FdbRow[],
  named: boolean,
  { json, pretty }: BridgeOptions,
): string {
  if (!json) return rows.map((row) => printRow(row, named)).join('');
  const items = rows.map(({ mac, ifname, dst, vlan, via, flags, master, state }) => ({
    mac,
    ...(named ? { ifname } : {}),
    ...(dst === undefined ? {} : { dst }),
    ...(vlan === undefined ? {} : { vlan }),
    ...(via === undefined ? {} : { viaIf: via }),
    flags,
    ...(master === undefined ? {} : { master }),
    state,
  }));
  return printJson(items, pretty);
}

function printRow(
  { mac, ifname, dst, vlan, via, flags, master, state }: FdbRow,
  named: boolean,
): string {
  const before = [
    mac,
    ...(named ? ['dev', ifname] : []),
    ...(dst === undefined ? [] : ['dst', dst]),
    ...(vlan === undefined ? [] : ['vlan', String(vlan)]),
    ...(via === undefined ? [] : ['via', via]),
    ...flags,
    ...(master === undefined ? [] : ['master', master]),
  ];
  return `${before.join(' ')} ${state}\n`;
}
