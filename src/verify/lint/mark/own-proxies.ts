import { isLoopback } from '../../../address/address-class.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { FALSE, type Node } from '../../engine/diagram.js';
import { isMasked } from '../../engine/vector.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { ALL, isInTime, isSetting } from './mark-words.js';
import { routesOf, SHORT } from '../networks.js';
import { tableOf } from '../policy/selectors.js';

/** The flags of a segment that asks for a connection. */
const SYN = 2;

/** Ports for which people set up proxies. */
const PORTS = [443, 80] as const;

/** Rules that lead what this host sends into a proxy on it, without any exception: what the proxy sends goes there too. */
export const ownProxies: Check = (facts) =>
  facts.chainRules.flatMap((at): readonly Finding[] => {
    const { rule, chain, table, hooks } = at;
    if (!hooks.includes('OUTPUT') || !leadsToSelf(facts, at)) return [];
    if (facts.chainRules.some((other) => other.table === table && exceptsHost(other))) return [];
    const held = facts.reach.of(rule).find(({ hook }) => hook === 'OUTPUT')?.held ?? FALSE;
    const { diagram } = facts.reach.space;
    const port = PORTS.find((one) => {
      const all = connectionsTo(facts, one);
      return all !== FALSE && diagram.minus(all, held) === FALSE;
    });
    if (port === undefined) return [];
    return [
      makeFinding({
        kind: 'loop',
        ...facts.aboutChainRule({ rule, chain }),
        text: `${facts.sayChainRule(at)} leads all that this host sends to port ${port} to a proxy on it, also what the proxy itself sends; an exception in front (--uid-owner or --mark) is missing in ${table} ${chain}`,
      }),
    ];
  });

/** The rule makes a difference for one host elsewhere, or for a set of them: to such a one the proxy may send everything. */
function exceptsHost({ rule, hooks }: ChainRule): boolean {
  const { dst, matches } = rule;
  if (!hooks.includes('OUTPUT')) return false;
  if (matches.some(({ name }) => name === 'set')) return true;
  return (
    dst !== undefined && !isLoopback(dst.address) && dst.mask.every((word) => word >>> 0 === ALL)
  );
}

/** The rule redirects, or sets a mark by which packets are delivered here. */
function leadsToSelf(facts: Facts, { rule, table }: ChainRule): boolean {
  const { target } = rule;
  if (target.kind !== 'extension') return false;
  if (target.data.name === 'REDIRECT') return true;
  if (!isInTime(table, 'OUTPUT')) return false;
  const writes = facts.marks.writes.filter(({ at }) => at.rule === rule).filter(isSetting);
  return facts.rules.some((other) => {
    const { fwmark } = other;
    const id = tableOf(other);
    if (fwmark === undefined || other.not || id === undefined) return false;
    if (!writes.some((write) => agrees(write, fwmark))) return false;
    return routesOf(facts.namespace, facts.family, id).some(
      ({ type, dst }) => type === 'local' && dst.length <= SHORT,
    );
  });
}

/** Every first packet of a connection to a port in the internet, whoever sends it, by the device by which it leaves. */
function connectionsTo(facts: Facts, port: number): Node {
  const { space } = facts.reach;
  const { diagram } = space;
  const out = facts.route({ to: facts.far });
  if (out === undefined) return FALSE;
  return diagram.all([
    facts.reach.possible('OUTPUT'),
    space.isDevice('oif', out.device),
    facts.reach.isAddress('dst', facts.far),
    space.protocolIs((protocol) => protocol === PROTOCOL.tcp),
    isMasked(diagram, space.block('tcpFlags'), 0xff, SYN),
    isMasked(diagram, space.block('dport'), 0xffff, port),
  ]);
}
