import { addressBits, type Family } from '../../../../address/family.js';
import { parseInetAddress, parseInetPrefix, type InetPrefix } from '../../address-arguments.js';
import {
  matches,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  type Words,
} from '../../arguments.js';
import type { IpContext } from '../../ip-context.js';
import { readDsfield } from '../../named-numbers.js';
import { readU16, readU32 } from '../../number-arguments.js';
import { parseIpproto } from '../../rule/selector-values.js';
import { namespaceOf } from '../../../../machine/machine.js';
import { readVrf } from '../../vrf/vrf-argument.js';
import { ROUTE_USAGE } from '../usage.js';

/** What the words of `ip route get` ask for; undefined parts were not given. */
export interface RouteQuery {
  /** The family asked for, or that of the first address that was read. */
  readonly family: Family | undefined;
  readonly dst: InetPrefix | undefined;
  readonly from: InetPrefix | undefined;
  /** Names of devices: they are looked up when all words have been read. */
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly mark: number;
  readonly tos: number;
  readonly uid: number | undefined;
  readonly protocol: number | undefined;
  readonly sport: number;
  readonly dport: number;
  /** Ask for the route in its table, not for the route as it would be taken. */
  readonly fibmatch: boolean;
  /** Ask twice. */
  readonly connected: boolean;
  /** Options that were given and that the kernel refuses. */
  readonly newDestination: boolean;
  readonly flowlabel: boolean;
}

type Change = Partial<RouteQuery>;

/** One option of `ip route get`: which words name it, and how its value is read. */
interface Option {
  readonly names: (word: string) => boolean;
  readonly read: (words: Words, query: RouteQuery, context: IpContext) => Change;
}

const begins =
  (keyword: string) =>
  (word: string): boolean =>
    matches(word, keyword);

const is =
  (keyword: string) =>
  (word: string): boolean =>
    word === keyword;

function readPort(words: Words, name: string): number {
  const word = words.next();
  return readU16(word) ?? refuseValue(word, `invalid ${name}\n`);
}

/** The options in the order in which ip(8) looks for them. Source: `iproute_get`. */
const OPTIONS: readonly Option[] = [
  {
    names: (word) => word === 'tos' || matches(word, 'dsfield'),
    read: (words, _query, { names }) => {
      const word = words.next();
      return { tos: readDsfield(names, word) ?? refuseValue(word, 'TOS value is invalid\n') };
    },
  },
  { names: begins('from'), read: readSource },
  { names: begins('iif'), read: (words) => ({ iif: words.next() }) },
  {
    names: begins('mark'),
    read: (words) => {
      const word = words.next();
      return { mark: readU32(word) ?? refuseValue(word, 'invalid mark value') };
    },
  },
  {
    names: (word) => matches(word, 'oif') || word === 'dev',
    read: (words) => ({ oif: words.next() }),
  },
  { names: begins('notify'), read: () => refuseNotSimulated('ip route get notify') },
  { names: begins('connected'), read: () => ({ connected: true }) },
  {
    names: begins('vrf'),
    read: (words, _query, { machine, namespace }) => ({
      oif: readVrf(words, namespaceOf(machine, namespace), 'Invalid VRF').name,
    }),
  },
  {
    names: begins('uid'),
    read: (words) => {
      const word = words.next();
      return { uid: readU32(word) ?? refuseValue(word, 'invalid UID\n') };
    },
  },
  { names: begins('fibmatch'), read: () => ({ fibmatch: true }) },
  { names: is('as'), read: readNewDestination },
  { names: begins('sport'), read: (words) => ({ sport: readPort(words, 'sport') }) },
  { names: begins('dport'), read: (words) => ({ dport: readPort(words, 'dport') }) },
  { names: begins('ipproto'), read: (words) => ({ protocol: parseIpproto(words.next()) }) },
  {
    names: is('flowlabel'),
    read: (words) => {
      const word = words.next();
      if (readU32(word) === undefined) refuseValue(word, 'invalid flowlabel');
      return { flowlabel: true };
    },
  },
];

/**
 * Reads the words after `ip route get`.
 *
 * @param warn - called with what the tool prints on the way
 * @throws Refusal in the tool's words
 */
export function parseQuery(
  words: Words,
  context: IpContext,
  warn: (text: string) => void,
): RouteQuery {
  let query: RouteQuery = {
    family: context.family,
    dst: undefined,
    from: undefined,
    iif: undefined,
    oif: undefined,
    mark: 0,
    tos: 0,
    uid: undefined,
    protocol: undefined,
    sport: 0,
    dport: 0,
    fibmatch: false,
    connected: false,
    newDestination: false,
    flowlabel: false,
  };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const given = word;
    const option = OPTIONS.find(({ names }) => names(given));
    query = changed(
      query,
      option === undefined
        ? readDestination(words, query, word, warn)
        : option.read(words, query, context),
    );
  }
  return query;
}

function changed(query: RouteQuery, change: Change): RouteQuery {
  return { ...query, ...change };
}

function readSource(words: Words, query: RouteQuery): Change {
  const word = words.next();
  if (matches(word, 'help')) refuseWithUsage(ROUTE_USAGE);
  const from = parseInetPrefix(word, query.family);
  return { from, family: query.family ?? from.family };
}

function readNewDestination(words: Words, query: RouteQuery): Change {
  const first = words.next();
  const address = parseInetAddress(first === 'to' ? words.next() : first, query.family);
  return { newDestination: true, family: query.family ?? address.family };
}

/** A prefix is taken as its address, with a warning. */
function readDestination(
  words: Words,
  query: RouteQuery,
  first: string,
  warn: (text: string) => void,
): Change {
  const word = first === 'to' ? words.next() : first;
  if (matches(word, 'help')) refuseWithUsage(ROUTE_USAGE);
  const dst = parseInetPrefix(word, query.family);
  const family = query.family ?? dst.family;
  const bits = family === undefined ? dst.length : addressBits(family);
  if (dst.length !== bits) {
    warn(`Warning: /${dst.length} as prefix is invalid, only /${bits} (or none) is supported.\n`);
  }
  return { dst, family };
}
