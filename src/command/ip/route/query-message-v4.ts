import { sameAddress } from '../../../address/address.js';
import { hostPrefix } from '../../../address/prefix.js';
import { decideFlow, lookupFlow, type FlowKey, type RouteAnswer } from '../../../evaluate/query.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { vrfOf } from '../../../namespace/vrf.js';
import { acceptLocal, sendRedirects, srcValidMark } from '../../../namespace/sysctl/sysctl.js';
import { ALL_HOSTS } from '../../../path/address/address-sets-v4.js';
import type { Rule } from '../../../rpdb/rule.js';
import { requiresDissection } from '../../../rpdb/rule-predicate.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { RouteMessage } from './route-message.js';

/** What was asked, as far as the answer repeats it. */
export interface AskedFlow extends FlowKey {
  readonly mark: number;
  /** Repeated for a received packet only when it was given. */
  readonly uid: number | undefined;
}

/** What the kernel reports of the route that an IPv4 packet would take. Source: `rt_fill_info`. */
export function queryMessage4(
  namespace: Namespace,
  asked: AskedFlow,
  answer: RouteAnswer,
): RouteMessage {
  const { type, resolution } = answer;
  const route = resolution?.route;
  const received = asked.iif !== undefined;
  const delivered = received && type !== 'unicast';
  // Groups aren't counted to the routes that are wider than all of them. Source: `__mkroute_output`.
  const foreign = type === 'multicast' && (route?.dst.length ?? 0) < 4;
  const ofRoute = type === 'broadcast' || delivered || foreign ? undefined : route;
  return {
    family: asked.dst.family,
    type,
    dst: hostPrefix(asked.dst),
    from: asked.src === undefined ? undefined : hostPrefix(asked.src),
    nhid: undefined,
    // A route that a rule suppressed has left it there. Source: `fib_table_lookup`, `fib4_rule_suppress`.
    tos: answer.hit?.tos ?? 0,
    gateway: answer.gateway,
    dev: delivered ? deliveredTo(namespace, resolution?.dev) : answer.dev,
    table: resolution?.table ?? 0,
    protocol: 0,
    scope: 0,
    prefsrc: asked.src === undefined && !received ? answer.src : undefined,
    metric: undefined,
    // The flag of a multicast route and that of a failed offload are the same bit.
    flags: type === 'multicast' ? ['rt_offload_failed'] : [],
    mark: asked.mark,
    realms: combineRealms(
      ofRoute?.realms ?? 0,
      delivered ? 0 : (decidingRule(namespace, asked, answer)?.realms ?? 0),
      received ? realmsBack(namespace, asked, delivered ? LOOPBACK : answer.dev) : 0,
    ),
    uid: received ? asked.uid : (asked.uid ?? 0),
    cache: cacheFlags(namespace, asked, answer),
    metrics: ofRoute?.metrics ?? [],
    iif: asked.iif,
    preference: undefined,
    nexthops: [],
  };
}

const LOOPBACK = 1;

/** Source: `ip_rt_get_dev`. */
function deliveredTo(namespace: Namespace, dev: number | undefined): number {
  const link = dev === undefined ? undefined : linkByIndex(namespace, dev);
  return vrfOf(namespace, link)?.index ?? LOOPBACK;
}

/** For a flow bound to a device the error of a rule is ignored, its realms are not. Source: `__fib_lookup`. */
function decidingRule(
  namespace: Namespace,
  asked: AskedFlow,
  { rule, resolution }: RouteAnswer,
): Rule | undefined {
  const ignored = (asked.oif ?? 0) !== 0 && asked.iif === undefined;
  const [dst = 0] = asked.dst.words;
  // Such a flow to one of these asks no rule. Source: `ip_route_output_key_hash_rcu`.
  const unasked = dst === 0xffffffff || dst >>> 8 === 0xe00000;
  if (!ignored || unasked || resolution?.route !== undefined) return rule;
  return decideFlow(namespace, 4, asked).rule;
}

/** Each of the realms fills what those before it leave open. Source: `set_class_tag`. */
function combineRealms(...realms: readonly number[]): number {
  const to = realms.find((some) => (some & 0xffff) !== 0) ?? 0;
  const from = realms.find((some) => some >>> 16 !== 0) ?? 0;
  return (from >>> 16) * 0x10000 + (to & 0xffff);
}

/**
 * The realms that the way back to a received packet's source gives: what is the destination's realm there is the source's here. Source:
 * `fib_combine_itag`.
 */
function realmsBack(namespace: Namespace, asked: AskedFlow, dev: number): number {
  const wayBack = wayBackOf(namespace, asked, dev);
  if (wayBack === undefined) return 0;
  const { resolution, rule } = decideFlow(namespace, 4, wayBack);
  if (resolution.error !== undefined) return 0;
  const ofRule = rule?.realms ?? 0;
  const ofRoute = (resolution.route?.realms ?? 0) & 0xffff;
  const to = ofRoute === 0 ? ofRule & 0xffff : ofRoute;
  return to * 0x10000 + (ofRule >>> 16);
}

/** What the way back to a received packet's source is asked for; undefined without a source. Source: `__fib_validate_source`. */
function wayBackOf(namespace: Namespace, asked: AskedFlow, dev: number): FlowKey | undefined {
  const { iif = 0, src, dst, tos, mark, protocol, sport, dport } = asked;
  const link = linkByIndex(namespace, iif);
  if (link === undefined || src === undefined) return undefined;
  const ports = protocol === PROTOCOL.icmp ? {} : { sport: dport, dport: sport };
  const transport = requiresDissection(namespace.v4.rules) ? { protocol, ...ports } : {};
  const trusted = srcValidMark(namespace, link) ? mark : 0;
  return { dst: src, src: dst, iif: dev, tos, mark: trusted, ...transport };
}

function cacheFlags(
  namespace: Namespace,
  asked: AskedFlow,
  answer: RouteAnswer,
): readonly string[] {
  switch (answer.type) {
    case 'local':
      return ['local'];
    case 'broadcast':
      return ['local', 'brd'];
    case 'multicast':
      return isInGroup(namespace, asked, answer) ? ['local', 'mc'] : ['mc'];
    default:
      if (asked.iif === undefined && answer.dev === LOOPBACK) return ['local'];
      return isRedirected(namespace, asked, answer) ? ['redirect'] : [];
  }
}

/** No other group is ever joined. Source: `ip_check_mc_rcu`. */
function isInGroup(namespace: Namespace, { dst, iif }: AskedFlow, { dev }: RouteAnswer): boolean {
  return sameAddress(dst, ALL_HOSTS) && linkByIndex(namespace, iif ?? dev)?.up === true;
}

/**
 * A packet that would go out where it came in, from a neighbour that could have sent it there by itself. Source: `__mkroute_input`,
 * `__fib_validate_source`.
 */
function isRedirected(namespace: Namespace, asked: AskedFlow, { dev }: RouteAnswer): boolean {
  const link = linkByIndex(namespace, dev);
  const wayBack = wayBackOf(namespace, asked, dev);
  if (asked.iif !== dev || link === undefined || wayBack === undefined) return false;
  if (!sendRedirects(namespace, link)) return false;
  const any = lookupFlow(namespace, 4, wayBack);
  const usesDevice = any.route?.nexthops.some((hop) => hop.dev === dev) === true;
  const found = usesDevice ? any : lookupFlow(namespace, 4, { ...wayBack, oif: dev });
  const type = found.route?.type;
  const believed = type === 'unicast' || (type === 'local' && acceptLocal(namespace, link));
  return found.error === undefined && believed && found.gateway === undefined;
}
