import { namespaceOf } from '../../machine/machine.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { matches, type Words } from '../ip/arguments.js';
import { printJson } from '../ip/json-text.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { fdbRows, type FdbRow } from './fdb-rows.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge fdb show`. Source: `fdb_show` of iproute2; `rtnl_fdb_dump`. */
export function showFdb(
  context: CommandContext,
  words: Words,
  { json, pretty }: BridgeOptions,
): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const { dev, br, isShown } = readSelection(namespace, words);
  const isBridge = br === undefined || existingLink(namespace, br).kind === 'bridge';
  const all = isBridge ? fdbRows(context.machine, context.namespace, { dev, br }) : [];
  const rows = all.filter(isShown);
  if (json) {
    const items = rows.map(({ mac, ifname, dst, vlan, via, flags, master, state }) => ({
      mac,
      ...(dev === undefined ? { ifname } : {}),
      ...(dst === undefined ? {} : { dst }),
      ...(vlan === undefined ? {} : { vlan }),
      ...(via === undefined ? {} : { viaIf: via }),
      flags,
      ...(master === undefined ? {} : { master }),
      state,
    }));
    return succeed(context.machine, printJson(items, pretty));
  }
  const lines = rows.map((row) => printRow(row, dev === undefined));
  return succeed(context.machine, lines.join(''));
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

interface Selection {
  readonly dev: number | undefined;
  readonly br: number | undefined;
  readonly isShown: (row: FdbRow) => boolean;
}

/** Words that the tool doesn't know are passed over. */
function readSelection(namespace: Namespace, words: Words): Selection {
  let name: string | undefined;
  let bridge: string | undefined;
  let isDynamic = false;
  const states = new Set<FdbRow['state']>();
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev' || word === 'brport') name = words.next();
    else if (word === 'br') bridge = words.next();
    else if (word === 'dynamic') isDynamic = true;
    else if (word === 'state') states.add(readState(words.next()));
    else if (word === 'vlan') refuseUnsimulated('bridge fdb vlan');
    else if (matches(word, 'help')) refuseUnsimulated('bridge fdb help');
  }
  const br = bridge === undefined ? undefined : deviceNamed(namespace, bridge);
  if (bridge !== undefined && br === undefined) {
    refuseInWords(`Cannot find bridge device "${bridge}"`);
  }
  const link = name === undefined ? undefined : deviceNamed(namespace, name);
  if (name !== undefined && link === undefined) refuseInWords(`Cannot find device "${name}"`);
  return {
    dev: link?.index,
    br: br?.index,
    isShown: ({ state }) =>
      (!isDynamic || state !== 'permanent') && (states.size === 0 || states.has(state)),
  };
}

/** Whether a dynamic entry is stale is a matter of time. Source: `state_a2n` of iproute2. */
function readState(word: string): FdbRow['state'] {
  if (matches(word, 'permanent')) return 'permanent';
  if (matches(word, 'static') || matches(word, 'temp')) return 'static';
  if (['stale', 'reachable', 'all'].some((one) => matches(word, one)) || Number(word) >= 0) {
    return refuseUnsimulated(`bridge fdb state ${word}`);
  }
  return refuseInWords(`Error: argument "${word}" is wrong: invalid state`);
}
