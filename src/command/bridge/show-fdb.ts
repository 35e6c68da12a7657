import { namespaceOf } from '../../machine/machine.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { matches, type Words } from '../ip/arguments.js';
import { deviceNamed } from '../ip/device-arguments.js';
import { succeed } from '../result.js';
import type { BridgeOptions } from './bridge-options.js';
import { fdbRows, type FdbRow } from './fdb-rows.js';
import { refuseWithFdbUsage } from './fdb-usage.js';
import { printRows } from './print-fdb.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge fdb show`. Source: `fdb_show` of iproute2; `rtnl_fdb_dump`. */
export function showFdb(
  context: CommandContext,
  words: Words,
  options: BridgeOptions,
): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const { dev, br, isShown } = readSelection(namespace, words);
  const isBridge = br === undefined || existingLink(namespace, br).kind === 'bridge';
  const all = isBridge ? fdbRows(context.machine, context.namespace, { dev, br }) : [];
  const rows = all.filter(isShown);
  return succeed(context.machine, printRows(rows, dev === undefined, options));
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
    else if (matches(word, 'help')) refuseWithFdbUsage();
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
    isShown: ({ state, noarp }) =>
      (!isDynamic || state !== 'permanent') &&
      (states.size === 0 || states.has(state) || (noarp === true && states.has('static'))),
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
