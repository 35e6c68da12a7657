import type { Family } from '../../../address/family.js';
import { makePrefix, prefixContains } from '../../../address/prefix.js';
import { portsOf } from '../../../namespace/bridge.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { Neighbour } from '../../../neighbour/neighbour.js';
import { isInetAddress, parseInetPrefix, type InetPrefix } from '../address-arguments.js';
import {
  matches,
  refuseDuplicate,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  Words,
} from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { readRouteProtocol } from '../named-numbers.js';
import { readNeighbourState, STATE_BITS } from './neighbour-states.js';
import { readVrf } from '../vrf/vrf-argument.js';
import { NEIGH_USAGE } from './usage.js';

/** Which entries `ip neigh show` and `flush` are about. */
export interface NeighbourSelection {
  readonly family: Family | undefined;
  /** ifindex; undefined for every device. */
  readonly dev: number | undefined;
  /** Bits of the states, and {@link NO_STATE} for entries that have none. */
  readonly states: number;
  readonly proxy: boolean;
  readonly to: InetPrefix | undefined;
  /** 0 for every protocol. */
  readonly protocol: number;
  /** Only entries of devices of another device, of which there are none. */
  readonly ports: ReadonlySet<number> | undefined;
}

/** Stands for entries without a state. */
const NO_STATE = 0x100;

/** Reads the words that select entries. @throws Refusal in the tool's words. Source: `do_show_or_flush` of iproute2. */
export function parseNeighbourSelection(
  context: IpContext,
  namespace: Namespace,
  flush: boolean,
): NeighbourSelection {
  const words = new Words(context.argv);
  const { noarp, permanent } = STATE_BITS;
  let states = flush ? 0x1ff & ~(permanent | noarp) : 0xff & ~noarp;
  let stateGiven = false;
  let device: string | undefined;
  let proxy = false;
  let ports: ReadonlySet<number> | undefined;
  let to: InetPrefix | undefined;
  let protocol = 0;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev') {
      const value = words.next();
      if (device !== undefined) refuseDuplicate('dev', value);
      device = value;
    } else if (word === 'master') {
      const value = words.next();
      const master = deviceIndex(namespace, value) ?? refuseValue(value, 'Device does not exist\n');
      ports = new Set(portsOf(namespace, master).map(({ index }) => index));
    } else if (word === 'vrf') {
      const vrf = readVrf(words, namespace, 'Not a valid VRF name');
      ports = new Set(portsOf(namespace, vrf.index).map(({ index }) => index));
    } else if (word === 'nomaster') {
      continue;
    } else if (word === 'unused') {
      refuseNotSimulated('ip neigh unused');
    } else if (word === 'nud') {
      const bits = readStateBits(words.next(), flush);
      states = (stateGiven ? states : 0) | bits;
      stateGiven = true;
    } else if (word === 'proxy') {
      proxy = true;
    } else if (matches(word, 'protocol')) {
      const value = words.next();
      const read = readRouteProtocol(context.names, value);
      if (read === undefined && value !== 'all') refuseValue(value, 'invalid "protocol"\n');
      protocol = read ?? 0;
    } else {
      const value = word === 'to' ? words.next() : word;
      if (matches(value, 'help')) refuseWithUsage(NEIGH_USAGE);
      to = parseInetPrefix(value, context.family ?? to?.family);
    }
  }
  const dev =
    device === undefined ? undefined : (deviceIndex(namespace, device) ?? refuseNoDevice(device));
  return { family: context.family ?? to?.family, dev, states, proxy, to, protocol, ports };
}

function readStateBits(word: string, flush: boolean): number {
  if (word === 'all') return flush ? 0x1ff & ~STATE_BITS.noarp : 0x1ff;
  const state = readNeighbourState(word) ?? refuseValue(word, 'nud state is bad');
  return state === 'none' ? NO_STATE : STATE_BITS[state];
}

/** Reports whether an entry is selected. Source: `print_neigh` of iproute2. */
export function selectsNeighbour(selection: NeighbourSelection, entry: Neighbour): boolean {
  const bits = entry.state === 'none' ? NO_STATE : STATE_BITS[entry.state];
  const { family, dev, to, protocol } = selection;
  return (
    entry.proxy === selection.proxy &&
    (selection.ports === undefined || selection.ports.has(entry.dev)) &&
    (family === undefined || family === entry.address.family) &&
    (dev === undefined || dev === entry.dev) &&
    (entry.proxy || (selection.states & bits) !== 0) &&
    (protocol === 0 || protocol === entry.protocol) &&
    (to === undefined ||
      !isInetAddress(to) ||
      prefixContains(makePrefix(to.address, to.length), entry.address))
  );
}
