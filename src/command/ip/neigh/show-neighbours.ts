import type { Address } from '../../../address/address.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { withoutLearned } from '../../../namespace/neighbours.js';
import { findNeighbour } from '../../../namespace/put-neighbour.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { Neighbour } from '../../../neighbour/neighbour.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { parseInetAddress } from '../address-arguments.js';
import {
  matches,
  refuseByKernel,
  refuseDuplicate,
  refuseGarbage,
  refuseNotSimulated,
  refuseWithUsage,
  Words,
} from '../arguments.js';
import { parseDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { objectOf, textOf } from '../piece.js';
import { neighbourPieces } from './neighbour-pieces.js';
import { parseNeighbourSelection, selectsNeighbour } from './neighbour-selection.js';
import { NEIGH_USAGE } from './usage.js';

/**
 * `ip neigh show`. The kernel lists entries in the order of a hash with a random seed; here IPv4 comes before IPv6, and each in the
 * order in which entries were made. Source: `do_show_or_flush` of iproute2.
 */
export function showNeighbours(context: IpContext): CommandResult {
  if (context.statistics) refuseNotSimulated('-statistics of neighbours');
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseNeighbourSelection(context, namespace, false);
  const entries = namespace.neighbours
    .filter((entry) => selectsNeighbour(selection, entry))
    .sortBy((entry) => entry.address.family)
    .toArray();
  return list(context, namespace, entries, selection.dev === undefined);
}

function list(
  context: IpContext,
  namespace: Namespace,
  entries: readonly Neighbour[],
  withDevice: boolean,
): CommandResult {
  const pieces = entries.map((entry) => neighbourPieces(context, namespace, entry, withDevice));
  const stdout = context.json
    ? printJson(pieces.map(objectOf), context.pretty)
    : pieces.map((line) => `${textOf(line)}\n`).join('');
  return succeed(context.machine, stdout);
}

/** `ip neigh flush`: permanent entries and those that need no asking stay, unless their state is named. What packets have taught goes with the rest. */
export function flushNeighbourEntries(context: IpContext): CommandResult {
  if (context.argv.length === 0) throw new Refusal(1, 'Flush requires arguments.\n', false);
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseNeighbourSelection(context, namespace, true);
  const isGone = (entry: Neighbour): boolean => selectsNeighbour(selection, entry);
  const { neighbours, traffic } = namespace;
  const left = withoutLearned(namespace.set('neighbours', neighbours.filterNot(isGone)), isGone);
  const gone =
    neighbours.size - left.neighbours.size + (traffic.learned.size - left.traffic.learned.size);
  // The tool lists them with when they were last in use.
  if (context.listsFlushed && gone > 0) refuseNotSimulated('-statistics of neighbours');
  const said =
    gone === 0
      ? 'Nothing to flush.\n'
      : `\n*** Round 1, deleting ${gone} entries ***\n*** Flush is complete after 1 round ***\n`;
  const machine = withNamespace(context.machine, context.namespace, left);
  return succeed(machine, context.statistics ? said : '');
}

/** `ip neigh get`: shows one entry. Source: `ipneigh_get` of iproute2. */
export function getNeighbour(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const { address, dev, proxy } = parseGet(context);
  const index = dev === undefined ? 0 : parseDevice(namespace, dev).index;
  const entry = findNeighbour(namespace, { address, dev: index, proxy });
  if (entry === undefined) {
    refuseByKernel(proxy ? 'Proxy neighbour entry not found' : 'Neighbour entry not found');
  }
  return list(context, namespace, [entry], true);
}

function parseGet(context: IpContext): {
  readonly address: Address;
  readonly dev: string | undefined;
  readonly proxy: boolean;
} {
  const words = new Words(context.argv);
  let address: Address | undefined;
  let hasAddress = false;
  let dev: string | undefined;
  let proxy = false;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') {
      dev = words.next();
      continue;
    }
    const isProxy = matches(word, 'proxy');
    const value = isProxy || word === 'to' ? words.next() : word;
    if (matches(value, 'help')) refuseWithUsage(NEIGH_USAGE);
    if (hasAddress && isProxy) refuseDuplicate('address', value);
    if (hasAddress) refuseGarbage('to', value);
    ({ address } = parseInetAddress(value, context.family));
    hasAddress = true;
    proxy ||= isProxy;
  }
  if ((dev === undefined && !proxy) || address === undefined) {
    throw new Refusal(1, 'Device and address are required arguments.\n', false);
  }
  return { address, dev, proxy };
}
