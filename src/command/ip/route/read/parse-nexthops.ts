import { assertNever } from '../../../../assert-never.js';
import type { Family } from '../../../../address/family.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import { Refusal } from '../../../refusal.js';
import { parseInetAddress, type InetPrefix } from '../../address-arguments.js';
import {
  EXIT_USAGE,
  matches,
  refuseByKernel,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../arguments.js';
import { deviceIndex } from '../../device-arguments.js';
import { readU32 } from '../../number-arguments.js';
import { parseGateway } from './gateway-argument.js';
import type { FullRequest, RequestedNexthop } from '../route-request.js';

const MAX_WEIGHT = 256;

/**
 * Reads the nexthops that a request ends with, if it does, and the family that they state. Source: `parse_nexthops` of iproute2.
 *
 * @throws Refusal in the tool's words
 */
export function parseNexthops(
  words: Words,
  request: FullRequest,
  namespace: Namespace,
): FullRequest {
  let read = request;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word !== 'nexthop') refuseLine(`"nexthop" or end of line is expected instead of "${word}"`);
    if (words.left === 0) refuseLine('unexpected end of line after "nexthop"');
    read = parseNexthop(words, read, namespace);
  }
  return read;
}

function refuseLine(reason: string): never {
  throw new Refusal(EXIT_USAGE, `Error: ${reason}\n`);
}

function parseNexthop(words: Words, request: FullRequest, namespace: Namespace): FullRequest {
  let hop = NEW_HOP;
  let option: HopOption | undefined;
  while ((option = optionOf(words.peek)) !== undefined) {
    words.take();
    hop = readOption(option, words, hop, { family: request.family, namespace });
  }
  return {
    ...request,
    family: request.family ?? hop.via?.family,
    nexthops: [...request.nexthops, hop],
  };
}

const NEW_HOP: RequestedNexthop = { via: undefined, oif: 0, weight: 1, onlink: false };

/** What an option is read with: the family settled before this nexthop. */
interface HopContext {
  readonly family: Family | undefined;
  readonly namespace: Namespace;
}

function readOption(
  option: HopOption,
  words: Words,
  hop: RequestedNexthop,
  context: HopContext,
): RequestedNexthop {
  const family = context.family ?? hop.via?.family;
  switch (option) {
    case 'via':
      return { ...hop, via: parseVia(words, hop, family) };
    case 'dev':
      return { ...hop, oif: parseHopDevice(words.next(), context.namespace) };
    case 'weight':
      return { ...hop, weight: parseWeight(words.next()) };
    case 'onlink':
      return { ...hop, onlink: true };
    case 'as':
      // IPv4 and IPv6 forget it: it is for MPLS.
      if (words.peek === 'to') words.take();
      parseInetAddress(words.next(), family);
      return hop;
    case 'encap':
      return refuseNotSimulated('ip route encap');
    case 'realms':
      return refuseNotSimulated('ip route nexthop realms');
    default:
      return assertNever(option);
  }
}

/** Of several gateways of one family the kernel reads the first. */
function parseVia(words: Words, hop: RequestedNexthop, family: Family | undefined): InetPrefix {
  const via = parseGateway(words, family);
  if (hop.via !== undefined && hop.via.family !== via.family) {
    refuseByKernel('Nexthop configuration can not contain both GATEWAY and VIA');
  }
  return hop.via ?? via;
}

const OPTIONS = ['via', 'dev', 'weight', 'onlink', 'as', 'encap'] as const;

type HopOption = (typeof OPTIONS)[number] | 'realms';

/** The option that a word names: only `realms` can be abbreviated. */
function optionOf(word: string | undefined): HopOption | undefined {
  if (word === undefined) return undefined;
  return (
    OPTIONS.find((option) => option === word) ?? (matches(word, 'realms') ? 'realms' : undefined)
  );
}

function parseHopDevice(word: string, namespace: Namespace): number {
  const index = deviceIndex(namespace, word);
  if (index !== undefined) return index;
  throw new Refusal(EXIT_USAGE, `Cannot find device "${word}"\nError: cannot parse nexthop\n`);
}

function parseWeight(word: string): number {
  const weight = readU32(word);
  if (weight === undefined || weight === 0 || weight > MAX_WEIGHT) {
    return refuseValue(word, '"weight" is invalid\n');
  }
  return weight;
}
