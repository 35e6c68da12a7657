import type { Address } from '../../../address/address.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import {
  findNeighbour,
  putNeighbour,
  removeNeighbour,
  type NeighbourMode,
  type NeighbourRequest,
} from '../../../namespace/put-neighbour.js';
import type { Link } from '../../../namespace/link.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { NeighbourState } from '../../../neighbour/neighbour.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { parseInetAddress } from '../address-arguments.js';
import {
  EXIT_USAGE,
  matches,
  refuseByErrno,
  refuseByKernel,
  refuseDuplicate,
  refuseGarbage,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  Words,
} from '../arguments.js';
import { parseDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { refuseAsKernel } from '../kernel-answer.js';
import { parseLladdr, printLladdr } from '../lladdr-argument.js';
import { readRouteProtocol } from '../named-numbers.js';
import { readNeighbourState } from './neighbour-states.js';
import { NEIGH_USAGE } from './usage.js';

/** `ip neigh add`, `change` and `replace`. Source: `ipneigh_modify` of iproute2. */
export function putNeighbourEntry(context: IpContext, mode: NeighbourMode): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const request = parseRequest(context, namespace);
  const edit = putNeighbour(namespace, request, mode);
  if (edit.kind === 'refused') return refuseAsKernel(edit);
  return succeed(withNamespace(context.machine, context.namespace, edit.namespace));
}

/** `ip neigh delete`. */
export function deleteNeighbourEntry(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const entry = findNeighbour(namespace, parseRequest(context, namespace));
  if (entry === undefined) refuseByErrno('ENOENT');
  const left = removeNeighbour(namespace, entry);
  return succeed(withNamespace(context.machine, context.namespace, left));
}

/** Bytes of an Ethernet address. */
const LLADDR_BYTES = 6;

/** Whether the link-layer addresses of a device are those of IPv4, as of the ends of tunnels. */
function isEndOfIpv4({ lladdr }: Link): boolean {
  return lladdr.includes('.');
}

function printBytes(bytes: readonly number[]): string {
  return bytes.length < LLADDR_BYTES ? bytes.join('.') : printLladdr(bytes);
}

function parseRequest(context: IpContext, namespace: Namespace): NeighbourRequest {
  const words = new Words(context.argv);
  let address: Address | undefined;
  let hasAddress = false;
  let dev: string | undefined;
  let lladdr: string | undefined;
  let state: NeighbourState = 'permanent';
  let router = false;
  let proxy = false;
  let protocol: number | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (matches(word, 'lladdr')) {
      const value = words.next();
      if (lladdr !== undefined) refuseDuplicate('lladdr', value);
      lladdr = value;
    } else if (word === 'nud') {
      const value = words.next();
      state = readNeighbourState(value) ?? refuseValue(value, 'nud state is bad');
    } else if (matches(word, 'proxy')) {
      const value = words.next();
      if (matches(value, 'help')) refuseWithUsage(NEIGH_USAGE);
      if (hasAddress) refuseDuplicate('address', value);
      ({ address } = parseInetAddress(value, context.family));
      hasAddress = true;
      proxy = true;
    } else if (word === 'router') {
      router = true;
    } else if (word === 'use' || word === 'managed') {
      refuseNotSimulated(`ip neigh ${word}`);
    } else if (matches(word, 'extern_learn')) {
      refuseNotSimulated('ip neigh extern_learn');
    } else if (word === 'dev') {
      dev = words.next();
    } else if (matches(word, 'protocol')) {
      const value = words.next();
      protocol =
        readRouteProtocol(context.names, value) ??
        refuseValue(value, '"protocol" value is invalid\n');
    } else {
      let value = word === 'to' ? words.next() : word;
      // The tool goes on with the word after `help`.
      if (matches(value, 'help')) value = words.next();
      if (hasAddress) refuseGarbage('to', value);
      ({ address } = parseInetAddress(value, context.family));
      hasAddress = true;
    }
  }
  if ((dev === undefined && !proxy) || address === undefined) {
    throw new Refusal(EXIT_USAGE, 'Device and destination are required arguments.\n');
  }
  const bytes = lladdr === undefined || lladdr === 'null' ? undefined : parseLladdr(lladdr);
  const link = dev === undefined ? undefined : parseDevice(namespace, dev);
  const length = link !== undefined && isEndOfIpv4(link) ? 4 : LLADDR_BYTES;
  if (bytes !== undefined && bytes.length < length) refuseByKernel('Invalid link address');
  return {
    address,
    dev: link?.index ?? 0,
    state,
    lladdr: bytes === undefined ? undefined : printBytes(bytes.slice(0, length)),
    router,
    proxy,
    protocol,
  };
}
