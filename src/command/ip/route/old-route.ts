import { deleteRoute, type RoutePattern } from '../../../fib/delete-route.js';
import { impliedScope, impliedTable } from '../../../fib/make-route.js';
import { isErrorType, SCOPE, TABLE } from '../../../fib/route.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { withTable } from '../../../namespace/family-tables.js';
import { familyKey } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseByKernel, type Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { checkRequest4 } from './check-request-v4.js';
import { checkRequest6 } from './check-route-v6.js';
import { refuseTableEdit } from './kernel-refusal.js';
import { parseNexthops } from './parse-nexthops.js';
import { parseRequest } from './parse-request.js';
import { requestedDevice, requestedFamily, type FullRequest } from './route-request.js';

/** Which route is to go, and from which table. */
interface OldRoute {
  readonly table: number;
  readonly pattern: RoutePattern;
}

/** `ip route delete`. */
export function dropRoute(context: IpContext, words: Words): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const asked = parseRequest(words, context.family, context.names);
  const oif = requestedDevice(namespace, asked);
  const request = parseNexthops(words, asked, namespace);
  const family = requestedFamily(request);
  const old = family === 4 ? readOldRoute4(request, oif) : readOldRoute6(request, oif);
  if (request.nhid !== 0) refuseByKernel('Nexthop id does not exist');
  const key = familyKey(family);
  const table = namespace[key].tables.get(old.table);
  if (table === undefined) return refuseByKernel('FIB table does not exist');
  const edit = deleteRoute(table, old.pattern);
  if (edit.kind === 'refused') return refuseTableEdit(edit);
  const after = namespace.update(key, (state) => withTable(state, edit.table));
  return succeed(withNamespace(context.machine, context.namespace, after));
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
    pattern: {
      dst: read.dst,
      tos: request.tos,
      type,
      scope: scope === SCOPE.nowhere ? undefined : (scope ?? impliedOldScope(type)),
      prefsrc: read.prefsrc,
      protocol: given(request.protocol),
      metric: given(request.metric),
      dev: given(oif),
      gateway: read.gateway,
      nexthops: read.hops.map(({ oif: dev, gateway }) => ({ dev: given(dev), gateway })),
      realms: given(request.realms),
      metrics: request.metrics,
    },
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
  const { dst, from, gateway } = checkRequest6(request);
  return {
    table: tableOf(request),
    pattern: {
      dst,
      tos: 0,
      from,
      protocol: given(request.protocol),
      metric: given(request.metric),
      dev: given(oif),
      gateway,
    },
  };
}

/** A number that is 0 is as if it hadn't been given. */
function given(number: number | undefined): number | undefined {
  return number === 0 ? undefined : number;
}
