import type { Prefix } from '../../../address/prefix.js';
import { deleteRoute, type RoutePattern } from '../../../fib/delete-route.js';
import type { FibTable } from '../../../fib/fib-table.js';
import { impliedScope, impliedTable } from '../../../fib/make-route.js';
import { isErrorType, SCOPE, TABLE } from '../../../fib/route.js';
import type { TableEdit } from '../../../fib/table-edit.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { withTable } from '../../../namespace/family-tables.js';
import { familyKey } from '../../../namespace/namespace.js';
import { rebalanceAt6 } from '../../../namespace/sibling-events.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseByKernel, type Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { existingNexthop } from './check/check-nexthop-object.js';
import { checkRequest4 } from './check/check-request-v4.js';
import { checkRequest6 } from './check/check-route-v6.js';
import { kernelRefusal } from './check/kernel-refusal.js';
import { parseNexthops } from './read/parse-nexthops.js';
import { parseRequest } from './read/parse-request.js';
import { requestedDevice, requestedFamily, type FullRequest } from './route-request.js';

/** Which route is to go, and from which table. */
interface OldRoute {
  readonly table: number;
  readonly dst: Prefix;
  /** One, or one for each nexthop of an IPv6 route. */
  readonly patterns: readonly RoutePattern[];
}

/** `ip route delete`. */
export function dropRoute(context: IpContext, words: Words): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const asked = parseRequest(words, context.family, context.names, namespace);
  const oif = requestedDevice(namespace, asked);
  const request = parseNexthops(words, asked, namespace);
  const family = requestedFamily(request);
  const old = family === 4 ? readOldRoute4(request, oif) : readOldRoute6(request, oif);
  if (request.nhid !== 0) existingNexthop(namespace, request.nhid);
  const key = familyKey(family);
  const table = namespace[key].tables.get(old.table);
  if (table === undefined) return refuseByKernel('FIB table does not exist');
  const edit = old.patterns.reduce(deleteNext, { table, refused: undefined });
  const changed = namespace.update(key, (state) => withTable(state, edit.table));
  const after = family === 4 ? changed : rebalanceAt6(changed, table.id, old.dst);
  const result = succeed(withNamespace(context.machine, context.namespace, after));
  if (edit.refused === undefined) return result;
  const { exit, stderr } = kernelRefusal(edit.refused);
  return { ...result, exit, stderr };
}

/** A table from which some routes have gone, and the last refusal: it doesn't keep others from going. Source: `ip6_route_multipath_del`. */
interface Deletions {
  readonly table: FibTable;
  readonly refused: Extract<TableEdit, { kind: 'refused' }> | undefined;
}

function deleteNext({ table, refused }: Deletions, pattern: RoutePattern): Deletions {
  const edit = deleteRoute(table, pattern);
  return edit.kind === 'refused' ? { table, refused: edit } : { table: edit.table, refused };
}

/** The table that a route is in when none was named. */
function tableOf({ table, type }: FullRequest): number {
  return (table ?? impliedTable(type ?? 'unicast')) || TABLE.main;
}

function readOldRoute4(request: FullRequest, oif: number): OldRoute {
  const { type, scope } = request;
  const read = checkRequest4(request, tableOf(request));
  return {
    table: read.table,
    dst: read.dst,
    patterns: [
      {
        dst: read.dst,
        tos: request.tos,
        type,
        scope: scope === SCOPE.nowhere ? undefined : (scope ?? impliedOldScope(type)),
        prefsrc: read.prefsrc,
        protocol: given(request.protocol),
        metric: given(request.metric),
        dev: given(oif),
        gateway: read.gateway,
        nhid: given(request.nhid),
        nexthops: read.hops.map(({ oif: dev, gateway }) => ({ dev: given(dev), gateway })),
        realms: given(request.realms),
        metrics: request.metrics,
      },
    ],
  };
}

/** Only the types whose scope isn't the global one name a scope by themselves. */
function impliedOldScope(type: FullRequest['type']): number | undefined {
  if (type === undefined || type === 'unicast' || isErrorType(type) || type === 'xresolve') {
    return undefined;
  }
  return impliedScope(type, 4, false);
}

function readOldRoute6(request: FullRequest, oif: number): OldRoute {
  const { dst, from, gateway, hops } = checkRequest6(request, false);
  const pattern: RoutePattern = {
    dst,
    tos: 0,
    from,
    protocol: given(request.protocol),
    metric: given(request.metric),
    dev: given(oif),
    gateway,
    nhid: given(request.nhid),
  };
  const ofHops = hops.map((hop) => ({
    ...pattern,
    dev: given(hop.oif) ?? pattern.dev,
    gateway: hop.gateway,
    alone: true,
  }));
  return { table: tableOf(request), dst, patterns: hops.length > 0 ? ofHops : [pattern] };
}

/** A number that is 0 is as if it hadn't been given. */
function given(number: number | undefined): number | undefined {
  return number === 0 ? undefined : number;
}
