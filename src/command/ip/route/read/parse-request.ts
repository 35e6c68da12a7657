import type { Family } from '../../../../address/family.js';
import { parseInetAddress, parseInetPrefix, type InetPrefix } from '../../address-arguments.js';
import {
  matches,
  matchesAny,
  refuseGarbage,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  type Words,
} from '../../arguments.js';
import { readDsfield, readRouteProtocol, readScope, readTableId } from '../../named-numbers.js';
import type { Names } from '../../names.js';
import { readU32, readU8 } from '../../number-arguments.js';
import { metricOption, parseMetric } from './metric-arguments.js';
import { parseGateway } from './gateway-argument.js';
import { parseRealms } from './realms-argument.js';
import { emptyRequest, type FullRequest, type RouteRequest } from '../route-request.js';
import { readRouteType } from '../../route-type-argument.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import { readVrfTable } from '../../vrf/vrf-argument.js';
import { ROUTE_USAGE } from '../usage.js';

/** What one option changes in the request. */
type Change = Partial<RouteRequest>;

/** One option of `ip route add`: which words name it, and how its value is read. */
interface Option {
  readonly names: (word: string) => boolean;
  readonly read: (
    words: Words,
    request: RouteRequest,
    names: Names,
    word: string,
    namespace: Namespace,
  ) => Change;
}

const is =
  (...words: readonly string[]) =>
  (word: string): boolean =>
    words.includes(word);

const begins =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    matchesAny(word, ...keywords);

/** Reads a value, or refuses it for that reason. */
function required<T>(word: string, value: T | undefined, reason: string): T {
  return value ?? refuseValue(word, `${reason}\n`);
}

/** The family that an address word settles: an earlier one stays. */
function settled(request: RouteRequest, prefix: InetPrefix): Family | undefined {
  return request.family ?? prefix.family;
}

/** The options in the order in which ip(8) looks for them: an abbreviation means the first that fits. Source: `iproute_modify`. */
const OPTIONS: readonly Option[] = [
  {
    names: is('src'),
    read: (words, request) => {
      const prefsrc = parseInetAddress(words.next(), request.family);
      return { prefsrc, family: settled(request, prefsrc) };
    },
  },
  { names: is('as'), read: readNewDestination },
  { names: is('via'), read: readVia },
  {
    names: is('from'),
    read: (words, request) => {
      const from = parseInetPrefix(words.next(), request.family);
      return { from, family: settled(request, from) };
    },
  },
  {
    names: (word) => word === 'tos' || matches(word, 'dsfield'),
    read: (words, _request, names) => {
      const word = words.next();
      return { tos: required(word, readDsfield(names, word), '"tos" value is invalid') };
    },
  },
  {
    names: is('expires'),
    read: (words) => {
      const word = words.next();
      required(word, readU32(word), '"expires" value is invalid');
      return { expires: true };
    },
  },
  {
    names: (word) => matchesAny(word, 'metric', 'priority') || word === 'preference',
    read: (words) => {
      const word = words.next();
      return { metric: required(word, readU32(word), '"metric" value is invalid') };
    },
  },
  {
    names: is('scope'),
    read: (words, _request, names) => {
      const word = words.next();
      return { scope: required(word, readScope(names, word), 'invalid "scope" value') };
    },
  },
  { names: (word) => metricOption(word) !== undefined, read: readMetricOption },
  {
    names: begins('realms'),
    read: (words, _request, names) => ({ realms: parseRealms(names, words.next()) }),
  },
  { names: is('onlink'), read: () => ({ onlink: true }) },
  {
    names: is('nhid'),
    read: (words) => {
      const word = words.next();
      return { nhid: required(word, readU32(word), '"id" value is invalid') };
    },
  },
  {
    names: begins('protocol'),
    read: (words, _request, names) => {
      const word = words.next();
      const protocol = readRouteProtocol(names, word);
      return { protocol: required(word, protocol, '"protocol" value is invalid') };
    },
  },
  {
    names: begins('table'),
    read: (words, _request, names) => {
      const word = words.next();
      return { table: required(word, readTableId(names, word), '"table" value is invalid') };
    },
  },
  {
    names: begins('vrf'),
    read: (words, _request, _names, _word, namespace) => ({
      table: readVrfTable(words, namespace),
    }),
  },
  { names: is('dev', 'oif'), read: (words) => ({ dev: words.next() }) },
  { names: begins('pref'), read: readPreference },
  { names: is('encap'), read: () => refuseNotSimulated('ip route encap') },
  { names: is('ttl-propagate'), read: readTtlPropagate },
];

/**
 * Reads the words after `ip route add` and its like, up to the first `nexthop`: see `parseNexthops`.
 *
 * @param family - the one asked for by -4 or -6
 * @throws Refusal in the tool's words
 */
export function parseRequest(
  words: Words,
  family: Family | undefined,
  names: Names,
  namespace: Namespace,
): FullRequest {
  let request = emptyRequest(family);
  let word: string | undefined;
  while (words.peek !== 'nexthop' && (word = words.take()) !== undefined) {
    request = readOption(words, request, names, word, namespace);
  }
  return { ...request, dst: request.dst ?? refuseWithUsage(ROUTE_USAGE) };
}

function readOption(
  words: Words,
  request: RouteRequest,
  names: Names,
  word: string,
  namespace: Namespace,
): RouteRequest {
  const option = OPTIONS.find((candidate) => candidate.names(word));
  const change =
    option === undefined
      ? readDestination(words, request, word)
      : option.read(words, request, names, word, namespace);
  return { ...request, ...change };
}

function readDestination(words: Words, request: RouteRequest, first: string): Change {
  let word = first === 'to' ? words.next() : first;
  const type = /^\d/.test(word) ? undefined : readRouteType(word);
  if (type !== undefined) word = words.next();
  if (matches(word, 'help')) refuseWithUsage(ROUTE_USAGE);
  if (request.dst !== undefined) refuseGarbage('to', word);
  const dst = parseInetPrefix(word, request.family);
  return { dst, family: settled(request, dst), ...(type === undefined ? {} : { type }) };
}

function readVia(words: Words, request: RouteRequest): Change {
  if (request.via !== undefined) {
    refuseValue('via', 'use nexthop syntax to specify multiple via\n');
  }
  const via = parseGateway(words, request.family);
  return { via, family: settled(request, via) };
}

/** IPv4 and IPv6 take `as` and forget it: it is for MPLS. */
function readNewDestination(words: Words, request: RouteRequest): Change {
  let word = words.next();
  if (word === 'to') word = words.next();
  return { family: settled(request, parseInetAddress(word, request.family)) };
}

function readMetricOption(
  words: Words,
  request: RouteRequest,
  _names: Names,
  word: string,
): Change {
  const option = metricOption(word);
  if (option === undefined) return {};
  const metric = parseMetric(option, words);
  const others = request.metrics.filter(({ name }) => name !== metric.name);
  return { metrics: [...others, metric] };
}

function readPreference(words: Words): Change {
  const word = words.next();
  if (word === 'low' || word === 'medium' || word === 'high') return { preference: word };
  const number = required(word, readU8(word), '"pref" value is invalid');
  return { preference: number === 3 ? 'low' : number === 1 ? 'high' : 'medium' };
}

/** IPv4 and IPv6 take the option and forget it: it is for MPLS. */
function readTtlPropagate(words: Words): Change {
  const word = words.next();
  if (!matchesAny(word, 'enabled', 'disabled')) {
    refuseValue(word, '"ttl-propagate" value is invalid\n');
  }
  return {};
}
