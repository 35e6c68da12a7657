import type { Family } from '../../../address/family.js';
import type { GroupMember } from '../../../fib/nexthop-object.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { parseInetAddress, type InetPrefix } from '../address-arguments.js';
import { matches, refuseNotSimulated, refuseValue, refuseWithUsage, Words } from '../arguments.js';
import { deviceIndex } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { readRouteProtocol } from '../named-numbers.js';
import { readU32 } from '../number-arguments.js';
import { parseGroup } from './group-argument.js';
import { parseGroupType, type GroupType } from './group-type-argument.js';
import { NEXTHOP_USAGE } from './usage.js';

/** What the words of `ip nexthop add` and its like ask for; undefined parts were not given. */
export interface NexthopRequest {
  /** 0 and no id leave it to the kernel. */
  readonly id: number | undefined;
  /** The family asked for, or that of what was read first. */
  readonly family: Family | undefined;
  readonly via: InetPrefix | undefined;
  /** ifindex, which there may be no device of. */
  readonly dev: number | undefined;
  readonly blackhole: boolean;
  readonly onlink: boolean;
  readonly group: readonly GroupMember[] | undefined;
  readonly type: GroupType | undefined;
  readonly protocol: number;
}

/** Reads one option's words; `word` named it. */
type ReadOption = (words: Words, request: NexthopRequest, context: RequestContext) => Change;
type Change = Partial<NexthopRequest>;

interface RequestContext extends IpContext {
  readonly inside: Namespace;
}

/** Reads the words after `ip nexthop add`, `replace` and `delete`. @throws Refusal in the tool's words. Source: `ipnh_modify` of iproute2. */
export function parseNexthopRequest(context: IpContext, inside: Namespace): NexthopRequest {
  const words = new Words(context.argv);
  let request: NexthopRequest = {
    id: undefined,
    family: context.family,
    via: undefined,
    dev: undefined,
    blackhole: false,
    onlink: false,
    group: undefined,
    type: undefined,
    protocol: 0,
  };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    request = readOption(word, words, request, { ...context, inside });
  }
  return request;
}

function readOption(
  word: string,
  words: Words,
  request: NexthopRequest,
  context: RequestContext,
): NexthopRequest {
  const read = OPTIONS.get(word) ?? (matches(word, 'protocol') ? readProtocol : undefined);
  if (read === undefined) return refuseValue(word, '');
  return { ...request, ...read(words, request, context) };
}

const notSimulated = (what: 'encap' | 'fdb' | 'hw_stats'): ReadOption => {
  return () => refuseNotSimulated(`ip nexthop ${what}`);
};

const OPTIONS: ReadonlyMap<string, ReadOption> = new Map<string, ReadOption>([
  ['id', (words) => ({ id: readId(words.next()) })],
  ['dev', readDevice],
  ['via', readVia],
  ['encap', notSimulated('encap')],
  ['blackhole', (_words, { family }) => ({ blackhole: true, family: family ?? 4 })],
  ['onlink', () => ({ onlink: true })],
  ['group', (words) => ({ group: parseGroup(words.next()) })],
  ['type', (words) => ({ type: parseGroupType(words) })],
  ['fdb', notSimulated('fdb')],
  ['hw_stats', notSimulated('hw_stats')],
  ['help', () => refuseWithUsage(NEXTHOP_USAGE)],
]);

/** Takes an id. @throws Refusal in the tool's words */
export function readId(word: string): number {
  return readU32(word) ?? refuseValue(word, 'invalid id value');
}

function readDevice(words: Words, { family }: NexthopRequest, { inside }: RequestContext): Change {
  const word = words.next();
  const dev = deviceIndex(inside, word) ?? refuseValue(word, 'Device does not exist\n');
  return { dev, family: family ?? 4 };
}

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['inet', 4],
  ['inet6', 6],
]);

function readVia(words: Words, { family }: NexthopRequest): Change {
  const word = words.next();
  const named = FAMILIES.get(word);
  const via = parseInetAddress(named === undefined ? word : words.next(), named ?? family);
  return { via, family: family ?? via.family };
}

function readProtocol(words: Words, _request: NexthopRequest, { names }: RequestContext): Change {
  const word = words.next();
  const protocol = readRouteProtocol(names, word);
  return { protocol: protocol ?? refuseValue(word, '"protocol" value is invalid\n') };
}
