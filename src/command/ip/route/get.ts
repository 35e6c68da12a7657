import { isMulticast } from '../../../address/address-class.js';
import { queryRoute, type RouteAnswer } from '../../../evaluate/query.js';
import { siblingsOf } from '../../../fib/insert-route-v6.js';
import type { Route } from '../../../fib/route.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { refuse, succeed } from '../../result.js';
import { refuseByErrno, refuseNotSimulated, type Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { parseQuery, type RouteQuery } from './read/parse-query.js';
import { printRoutes } from './print-route.js';
import { checkQuery } from './check/check-query.js';
import { queryMessage4, type AskedFlow } from './query-message-v4.js';
import { queryMessage6 } from './query-message-v6.js';
import { routeMessage, type RouteMessage } from './route-message.js';

/** `ip route get`. */
export function getRoute(context: IpContext, words: Words): CommandResult {
  let warnings = '';
  const warn = (text: string): void => {
    warnings += text;
  };
  try {
    const result = answerQuery(context, parseQuery(words, context, warn));
    return { ...result, stderr: warnings + result.stderr };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw error.after(warnings);
  }
}

function answerQuery(context: IpContext, query: RouteQuery): CommandResult {
  if (query.dst === undefined) return refuse(context, 1, 'need at least a destination address\n');
  // It would show how often the kernel's cached route is in use.
  if (context.statistics) refuseNotSimulated('ip -statistics route get');
  const before = namespaceOf(context.machine, context.namespace);
  const asked = checkQuery(before, query);
  const first = ask(before, asked, query);
  const text = printOne(context, first);
  const leave = (namespace: Namespace, stdout: string): CommandResult =>
    succeed(withNamespace(context.machine, context.namespace, namespace), stdout);
  if (!query.connected || query.from !== undefined) return leave(first.namespace, text);
  if (first.message.prefsrc === undefined) {
    const failure = refuse(context, 1, 'Failed to connect the route\n');
    return { ...failure, stdout: text };
  }
  // The tool asks the same again, having closed its JSON.
  const second = ask(first.namespace, asked, query);
  return leave(second.namespace, text + printOne({ ...context, json: false }, second));
}

/** What the kernel answers of a route, and the namespace afterwards. */
interface Answered {
  readonly message: RouteMessage;
  readonly namespace: Namespace;
}

function printOne(context: IpContext, { message, namespace }: Answered): string {
  return printRoutes([message], { context, namespace, hidden: new Set() });
}

function ask(before: Namespace, asked: AskedFlow, query: RouteQuery): Answered {
  const answer = queryRoute(before, asked);
  if (answer.error !== undefined) refuseByErrno(answer.error);
  const { namespace, resolution } = answer;
  if (isMulticastRoute(asked, resolution?.route)) refuseByErrno('EMSGSIZE');
  const message = query.fibmatch
    ? matchedRoute(namespace, asked, answer)
    : asked.dst.family === 4
      ? queryMessage4(namespace, asked, answer)
      : queryMessage6(namespace, asked, answer);
  return { message, namespace };
}

/** An IPv6 route for groups is looked for among those of multicast forwarding, which are none. Source: `rt6_fill_node`, `ip6mr_get_route`. */
function isMulticastRoute({ dst, iif }: AskedFlow, route: Route | undefined): boolean {
  if (dst.family === 4 || iif === undefined || route === undefined) return false;
  return isMulticast(route.dst.address);
}

/** The siblings of an IPv6 route, in a ring that begins with it. */
function siblingsFrom({ v6 }: Namespace, route: Route): readonly Route[] {
  const table = v6.tables.get(route.table);
  const siblings = table === undefined ? [] : siblingsOf(table, route);
  const at = siblings.indexOf(route);
  return [...siblings.slice(at), ...siblings.slice(0, at)];
}

/** IPv6 reports the input device beside the route. */
function matchedRoute(
  namespace: Namespace,
  { dst, iif }: AskedFlow,
  { type, resolution }: RouteAnswer,
): RouteMessage {
  if (resolution?.route === undefined) return refuseByErrno('EHOSTUNREACH');
  const { route } = resolution;
  const message = routeMessage(namespace, route, siblingsFrom(namespace, route));
  return dst.family === 6 ? { ...message, iif } : { ...message, type, table: resolution.table };
}
