import { isUnspecified, unspecifiedAddress, type Address } from '../../../address/address.js';
import { addressBits } from '../../../address/family.js';
import { queryRoute, type RouteAnswer } from '../../../evaluate/query.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { refuse, succeed } from '../../result.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated, type Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { parseQuery, type RouteQuery } from './parse-query.js';
import { printRoutes } from './print-route.js';
import { queryMessage, type AskedFlow } from './query-message.js';
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
    throw new Refusal(error.exit, warnings + error.stderr, error.endsBatch);
  }
}

function answerQuery(context: IpContext, query: RouteQuery): CommandResult {
  if (query.dst === undefined) return refuse(context, 1, 'need at least a destination address\n');
  // It would tell how often the kernel's cached route is in use.
  if (context.statistics) refuseNotSimulated('ip -statistics route get');
  const before = namespaceOf(context.machine, context.namespace);
  const asked = askedFlow(before, query);
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

/** What was told of a route, and the namespace afterwards. */
interface Told {
  readonly message: RouteMessage;
  readonly namespace: Namespace;
}

function printOne(context: IpContext, { message, namespace }: Told): string {
  return printRoutes([message], { context, namespace, hidden: new Set() });
}

function ask(before: Namespace, asked: AskedFlow, query: RouteQuery): Told {
  const uid = asked.uid ?? 0;
  const answer = queryRoute(before, { ...asked, uid });
  if (answer.error !== undefined) refuseByErrno(answer.error);
  const { namespace } = answer;
  const message = query.fibmatch
    ? matchedRoute(namespace, answer)
    : queryMessage(namespace, asked, answer);
  return { message, namespace };
}

function matchedRoute(namespace: Namespace, { type, resolution }: RouteAnswer): RouteMessage {
  if (resolution?.route === undefined) return refuseByErrno('EHOSTUNREACH');
  return { ...routeMessage(namespace, resolution.route), type, table: resolution.table };
}

/** Protocols that a query may name. Source: `rtm_getroute_parse_ip_proto`. */
const QUERY_PROTOCOLS: ReadonlySet<number> = new Set([PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp]);

/** The flow to ask for. @throws Refusal in the words of the tool, then in those of the kernel. Source: `inet_rtm_getroute`. */
function askedFlow(namespace: Namespace, query: RouteQuery): AskedFlow {
  const { from, protocol = PROTOCOL.udp } = query;
  const iif = device(namespace, query.iif);
  const oif = device(namespace, query.oif);
  if (query.family === 6) refuseNotSimulated('ip -6 route get');
  if (query.flowlabel) refuseByKernel('Unsupported attribute');
  if (from !== undefined && from.length !== 0 && from.length !== addressBits(4)) {
    refuseByKernel('ipv4: Invalid values in header for route get request');
  }
  if (from?.kind !== 'any' && from?.address !== undefined && from.length === 0) {
    refuseByKernel('ipv4: rtm_src_len and rtm_dst_len must be 32 for IPv4');
  }
  if (query.newDestination) {
    refuseByKernel('ipv4: Unsupported attribute in route get request');
  }
  if (!QUERY_PROTOCOLS.has(protocol)) refuseByKernel('Unsupported ip proto');
  for (const index of [iif, oif]) {
    if (index !== undefined && linkByIndex(namespace, index) === undefined) refuseByErrno('ENODEV');
  }
  return {
    src: given(from?.address),
    dst: query.dst?.address ?? unspecifiedAddress(4),
    iif,
    oif,
    mark: query.mark,
    tos: query.tos,
    protocol,
    sport: query.sport,
    dport: query.dport,
    uid: query.uid,
  };
}

function given(address: Address | undefined): Address | undefined {
  return address === undefined || isUnspecified(address) ? undefined : address;
}

function device(namespace: Namespace, name: string | undefined): number | undefined {
  return name === undefined ? undefined : (deviceIndex(namespace, name) ?? refuseNoDevice(name));
}
