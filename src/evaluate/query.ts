import { assertNever } from '../assert-never.js';
import type { Address } from '../address/address.js';
import { isUnspecified } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import type { Route, RouteType } from '../fib/route.js';
import { ROUTE_TYPES } from '../fib/route.js';
import type { Namespace } from '../namespace/namespace.js';
import { redirected } from '../namespace/traffic/redirects.js';
import {
  lowerInputQuery,
  lowerOutputQuery,
  lowerTableQuery,
  type Query,
} from '../path/lower-query.js';
import { PROTOCOL } from '../packet/protocol.js';
import type { Ending } from '../program/ending.js';
import type { Program } from '../program/program.js';
import type { Resolution } from '../program/resolution.js';
import type { Rule } from '../rpdb/rule.js';
import { RememberingChooser } from './chooser.js';
import { ConnectionTracker } from './connection-tracker.js';
import { keepersOf } from './keepers.js';
import { evaluate, type Found, type Memory, type Walked } from './evaluate.js';
import { loadAddress, storeAddress, zeroRegisters, type Registers } from './registers.js';

/** What a route is asked for (the kernel's `flowi`). What is left out is zero. */
export interface FlowKey {
  /** Source; left out when it's not chosen yet. */
  readonly src?: Address | undefined;
  readonly dst: Address;
  /** ifindex of the input device; 0 or left out for local output. */
  readonly iif?: number | undefined;
  /** ifindex of the output device asked for. */
  readonly oif?: number | undefined;
  readonly mark?: number | undefined;
  readonly tos?: number | undefined;
  readonly protocol?: number | undefined;
  readonly sport?: number | undefined;
  readonly dport?: number | undefined;
  readonly uid?: number | undefined;
  /** Routes of a wider scope, with a smaller number, are passed over. */
  readonly scope?: number | undefined;
  /** IPv6 routes over other devices than `oif` are no use. Source: `RT6_LOOKUP_F_IFACE`. */
  readonly strict?: boolean | undefined;
}

/** How {@link lookupFlow} looks. */
export interface LookupOptions {
  /** Only this table is read, whatever the rules say. */
  readonly table?: number | undefined;
  /** Devices without carrier count as usable whatever the sysctl says. */
  readonly ignoreLinkdown?: boolean | undefined;
  /** IPv6 without what follows a lookup: rules suppress nothing, and a throw route is a result. Source: `fib6_lookup`. */
  readonly bare?: boolean | undefined;
}

/**
 * Looks a flow up in the policy database, or in one table: nothing else of the path. Source: `fib_lookup`.
 *
 * A lookup that finds nothing gives a resolution with an error.
 */
export function lookupFlow(
  namespace: Namespace,
  family: Family,
  key: FlowKey,
  options: LookupOptions = {},
): Resolution {
  return decideFlow(namespace, family, key, options).resolution;
}

/** As {@link lookupFlow}, with the rule that decided. */
export function decideFlow(
  namespace: Namespace,
  family: Family,
  key: FlowKey,
  options: LookupOptions = {},
): Found {
  const { program, entry } = lowerTableQuery(namespace, family, {
    table: options.table,
    ignoreLinkdown: options.ignoreLinkdown ?? false,
    bare: options.bare ?? false,
  });
  const { memory } = memoryOf(namespace);
  const { found } = evaluate(program, entry, flowRegisters(key), memory);
  if (found === undefined) throw new TypeError('a lookup always resolves');
  return found;
}

/** The answer to `ip route get`. */
export interface RouteAnswer {
  /** The error that the kernel answers with; undefined when there is a route. */
  readonly error: ErrnoName | undefined;
  /** What the lookup found; undefined when an address check ended it before. */
  readonly resolution: Resolution | undefined;
  /** The usable route that a table gave last, which a rule may have suppressed since, or a sibling replaced; undefined when none did. */
  readonly hit: Route | undefined;
  /** What kind of destination it is. */
  readonly type: RouteType;
  /** ifindex of the device by which the packet leaves: lo for an own address. 0 with an error. */
  readonly dev: number;
  /** The next hop; undefined when the destination itself is on the link. */
  readonly gateway: Address | undefined;
  /** The source that the packet has, or that is chosen for it; undefined when there is none. */
  readonly src: Address | undefined;
  /** The rule that decided; undefined when none did, or while local and main are one table. */
  readonly rule: Rule | undefined;
  /** The namespace afterwards: asking for a route can turn the choice among equal default routes. */
  readonly namespace: Namespace;
}

/** Answers as `ip route get` does: an output route, or with `iif` the route of a received packet. Source: `inet_rtm_getroute`. */
export function queryRoute(namespace: Namespace, key: FlowKey): RouteAnswer {
  const received = (key.iif ?? 0) !== 0;
  const { family } = key.dst;
  const kind = received ? 'input' : 'output';
  const lowered = loweredQuery(namespace, family, kind);
  const registers = received ? receivedRegisters(key) : flowRegisters(key);
  const { memory, chooser } = memoryOf(namespace);
  const evaluation = evaluate(lowered.program, lowered.entry, registers, memory);
  const traffic = namespace.traffic.set('choices', chooser.memory);
  const found = answer(lowered.program, evaluation);
  const gateway = redirected(
    namespace.traffic.redirects,
    found.dev,
    key.dst,
    found.gateway,
    found.resolution?.route,
  );
  return { ...found, gateway, namespace: namespace.set('traffic', traffic) };
}

/** The queries of a namespace that have been lowered: it stays the same while one question follows another. */
const queries = new WeakMap<Namespace, Map<string, Query>>();

function loweredQuery(namespace: Namespace, family: Family, kind: 'input' | 'output'): Query {
  const known = queries.get(namespace) ?? new Map<string, Query>();
  queries.set(namespace, known);
  const key = `${kind} ${family}`;
  let query = known.get(key);
  if (query === undefined) {
    const lower = kind === 'input' ? lowerInputQuery : lowerOutputQuery;
    query = lower(namespace, family);
    known.set(key, query);
  }
  return query;
}

function memoryOf({ traffic }: Namespace): {
  readonly memory: Memory;
  readonly chooser: RememberingChooser;
} {
  const keepers = keepersOf(traffic);
  const { sockets } = keepers;
  const chooser = new RememberingChooser(traffic.choices, keepers);
  const tracker = new ConnectionTracker(traffic.connections4);
  return { memory: { chooser, tracker, sockets }, chooser };
}

function answer(
  { family }: Pick<Program, 'family'>,
  { ending, registers, found, hit }: Walked,
): Omit<RouteAnswer, 'namespace'> {
  const src = loadAddress(registers, 'flowSrc', family);
  return {
    error: queryError(ending, found?.resolution),
    resolution: found?.resolution,
    hit,
    type: ROUTE_TYPES[registers.routeType] ?? 'unspec',
    dev: registers.routeDev,
    gateway: registers.direct === 1 ? undefined : found?.resolution.gateway,
    src: isUnspecified(src) ? undefined : src,
    rule: found?.rule,
  };
}

/** A packet that the path would drop is answered with EINVAL; one that isn't to be forwarded, with EHOSTUNREACH. */
function queryError(ending: Ending, resolution: Resolution | undefined): ErrnoName | undefined {
  switch (ending.kind) {
    case 'error':
      return ending.errno ?? resolution?.error;
    case 'drop':
      if (ending.at.kind === 'lookup') return resolution?.error ?? 'EINVAL';
      return ending.at.kind === 'forwarding' ? 'EHOSTUNREACH' : 'EINVAL';
    case 'transmit':
    case 'deliver':
      return undefined;
    default:
      return assertNever(ending);
  }
}

function flowRegisters(key: FlowKey): Registers {
  const registers = zeroRegisters();
  if (key.src !== undefined) storeAddress(registers, 'flowSrc', key.src);
  storeAddress(registers, 'flowDst', key.dst);
  return Object.assign(registers, {
    flowIif: key.iif ?? 1,
    flowOif: key.oif ?? 0,
    flowDev: key.oif ?? 0,
    flowStrict: key.strict === true ? 1 : 0,
    flowMark: key.mark ?? 0,
    flowTos: (key.tos ?? 0) & 0xfc,
    flowProtocol: key.protocol ?? 0,
    flowSport: key.sport ?? 0,
    flowDport: key.dport ?? 0,
    flowUid: key.uid ?? 0,
    flowScope: key.scope ?? 0,
  } satisfies Partial<Registers>);
}

function receivedRegisters(key: FlowKey): Registers {
  const registers = zeroRegisters();
  if (key.src !== undefined) storeAddress(registers, 'src', key.src);
  storeAddress(registers, 'dst', key.dst);
  return Object.assign(registers, {
    iif: key.iif ?? 0,
    mark: key.mark ?? 0,
    tos: key.tos ?? 0,
    protocol: key.protocol ?? 0,
    // The packet that IPv4 makes up for the question has no ports when it's ICMP. Source: `inet_rtm_getroute_build_skb`.
    ...(key.dst.family === 4 && key.protocol === PROTOCOL.icmp
      ? { sport: 0, dport: 0 }
      : { sport: key.sport ?? 0, dport: key.dport ?? 0 }),
    // Only IPv6 lets a query name whose packet was received; unnamed it is nobody's.
    flowUid: key.uid ?? NOBODY,
  } satisfies Partial<Registers>);
}

/** The kernel's `INVALID_UID`. */
const NOBODY = 0xffffffff;
