import type { Family } from '../../../../address/family.js';
import { TABLE } from '../../../../fib/route.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import { parseInetPrefix, type InetPrefix } from '../../address-arguments.js';
import { matches, matchesAny, refuseValue, refuseWithUsage, type Words } from '../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../device-arguments.js';
import type { IpContext } from '../../ip-context.js';
import { readDsfield, readRouteProtocol, readScope, readTableId } from '../../named-numbers.js';
import { readU32 } from '../../number-arguments.js';
import { namespaceOf } from '../../../../machine/machine.js';
import { readVrfTable } from '../../vrf/vrf-argument.js';
import { readRealms } from './realms-argument.js';
import type { RouteSelector } from '../route-selector.js';
import { readRouteType } from '../../route-type-argument.js';
import { ROUTE_USAGE } from '../usage.js';
import { refuseOtherFamily } from './gateway-argument.js';

/** What one option changes in the selector; devices are looked up when all words have been read. */
type Draft = Omit<RouteSelector, 'dev' | 'iif'> & {
  readonly devName?: string;
  readonly iifName?: string;
};
type Change = Partial<Draft>;

/** One option of `ip route show`: which words name it, and how its value is read. */
interface Option {
  readonly names: (word: string) => boolean;
  readonly read: (words: Words, context: IpContext) => Change;
}

const begins =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    matchesAny(word, ...keywords);

const is =
  (...words: readonly string[]) =>
  (word: string): boolean =>
    words.includes(word);

/** The options in the order in which ip(8) looks for them. Source: `iproute_list_flush_or_save`. */
const OPTIONS: readonly Option[] = [
  { names: begins('table'), read: readTable },
  {
    names: begins('vrf'),
    read: (words, { machine, namespace }) => ({
      table: readVrfTable(words, namespaceOf(machine, namespace)),
      unlisted: ['local', 'broadcast'],
    }),
  },
  { names: begins('cached', 'cloned'), read: () => ({ cached: true }) },
  {
    names: (word) => word === 'tos' || matches(word, 'dsfield'),
    read: (words, { names }) => {
      const word = words.next();
      return { tos: readDsfield(names, word) ?? refuseValue(word, 'TOS value is invalid\n') };
    },
  },
  {
    names: begins('protocol'),
    read: (words, { names }) => {
      const word = words.next();
      const protocol = readRouteProtocol(names, word);
      if (protocol !== undefined) return { protocol };
      return word === 'all' ? {} : refuseValue(word, 'invalid "protocol"\n');
    },
  },
  {
    names: begins('scope'),
    read: (words, { names }) => {
      const word = words.next();
      const scope = readScope(names, word);
      if (scope !== undefined) return { scope };
      return word === 'all' ? {} : refuseValue(word, 'invalid "scope"\n');
    },
  },
  {
    names: begins('type'),
    read: (words) => {
      const word = words.next();
      return { type: readRouteType(word) ?? refuseValue(word, 'node type value is invalid\n') };
    },
  },
  { names: is('dev', 'oif'), read: (words) => ({ devName: words.next() }) },
  { names: is('iif'), read: (words) => ({ iifName: words.next() }) },
  {
    names: is('mark'),
    read: (words) => {
      const word = words.next();
      return { mark: readU32(word) ?? refuseValue(word, 'invalid mark value') };
    },
  },
  {
    names: (word) => matchesAny(word, 'metric', 'priority') || word === 'preference',
    read: (words) => {
      const word = words.next();
      return { metric: readU32(word) ?? refuseValue(word, '"metric" value is invalid\n') };
    },
  },
  { names: is('via'), read: readVia },
  {
    names: is('src'),
    read: (words, { family }) => ({ prefsrc: parseInetPrefix(words.next(), family) }),
  },
  { names: begins('realms'), read: readRealmsSelector },
  { names: begins('from'), read: readSource },
];

/**
 * Reads the words after `ip route show` or `flush`.
 *
 * @throws Refusal in the tool's words
 */
export function parseSelector(
  words: Words,
  context: IpContext,
  namespace: Namespace,
): RouteSelector {
  let draft: Draft = { table: TABLE.main, cached: false };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) draft = readOption(words, context, draft, word);
  const { iifName, devName, ...selector } = draft;
  return {
    ...selector,
    ...(iifName === undefined ? {} : { iif: index(namespace, iifName) }),
    ...(devName === undefined ? {} : { dev: index(namespace, devName) }),
  };
}

function index(namespace: Namespace, name: string): number {
  return deviceIndex(namespace, name) ?? refuseNoDevice(name);
}

function readOption(words: Words, context: IpContext, draft: Draft, word: string): Draft {
  const option = OPTIONS.find(({ names }) => names(word));
  const change =
    option === undefined ? readDestination(words, context, word) : option.read(words, context);
  return { ...draft, ...change };
}

function readTable(words: Words, { names }: IpContext): Change {
  const word = words.next();
  const table = readTableId(names, word);
  if (table !== undefined) return { table };
  if (word === 'all') return { table: 0 };
  if (word === 'cache') return { cached: true };
  if (word === 'help') return refuseWithUsage(ROUTE_USAGE);
  return refuseValue(word, 'table id value is invalid\n');
}

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['inet', 4],
  ['inet6', 6],
]);

function readVia(words: Words, context: IpContext): Change {
  const word = words.next();
  refuseOtherFamily(word);
  const family = FAMILIES.get(word);
  return {
    via:
      family === undefined
        ? parseInetPrefix(word, context.family)
        : parseInetPrefix(words.next(), family),
  };
}

/** A realm that is left out before or after the slash may be any. */
function readRealmsSelector(words: Words, { names }: IpContext): Change {
  const word = words.next();
  const value = readRealms(names, word) ?? refuseValue(word, 'invalid realms\n');
  const anyTo = (value & 0xffff) === 0 && word.endsWith('/');
  const anyFrom = value >>> 16 === 0 && (!word.includes('/') || word.startsWith('/'));
  const mask = ((anyTo ? 0 : 0xffff) | (anyFrom ? 0 : 0xffff0000)) >>> 0;
  return { realms: { value, mask } };
}

/** Where a prefix may stand in relation to the one that is named; both unless stated otherwise: equal. */
interface Relation {
  readonly root?: InetPrefix;
  readonly match?: InetPrefix;
}

function readRelation(words: Words, { family }: IpContext, first: string): Relation {
  if (matches(first, 'root')) return { root: parseInetPrefix(words.next(), family) };
  if (matches(first, 'match')) return { match: parseInetPrefix(words.next(), family) };
  const word = matches(first, 'exact') ? words.next() : first;
  const prefix = parseInetPrefix(word, family);
  return { root: prefix, match: prefix };
}

function readSource(words: Words, context: IpContext): Change {
  const { root, match } = readRelation(words, context, words.next());
  return {
    ...(root === undefined ? {} : { fromRoot: root }),
    ...(match === undefined ? {} : { fromMatch: match }),
  };
}

function readDestination(words: Words, context: IpContext, first: string): Change {
  return readRelation(words, context, matches(first, 'to') ? words.next() : first);
}
