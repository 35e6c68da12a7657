import { printAddress } from '../../address/address-text.js';
import type { Address } from '../../address/address.js';
import { prefixContains } from '../../address/prefix.js';
import { TABLE, type Route } from '../../fib/route.js';
import { linkByIndex } from '../../namespace/namespace.js';
import type { Rule } from '../../rpdb/rule.js';
import { FALSE } from '../engine/diagram.js';
import { findPoint } from '../find-point.js';
import { packetAt } from '../point.js';
import type { Check } from './check.js';
import { targetChain, type ChainRule } from './chain-rules.js';
import type { Facts } from './facts.js';
import { makeFinding, type Finding } from './finding.js';
import { sayStep, type Journey } from './journey.js';
import { isInTime } from './marks.js';
import { routesOf, SHORT, waysOut } from './networks.js';
import { probe } from './probes.js';
import { selectorsOf, tableOf } from './selectors.js';

/** Packets that are kept to one device, and leave by another when it goes down. */
export const leaksWhenDown: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const kept = keptTo(facts, rule);
    if (kept === undefined) return [];
    const { device, route, uid, from } = kept;
    const packet = probe({
      dst: facts.far,
      ...(uid === undefined ? {} : { uid }),
      ...(from === undefined ? {} : { src: from }),
    });
    if (facts.send(packet).outcome.dev !== device) return [];
    const { outcome } = facts.send(packet, facts.withDown(device));
    if (outcome.kind !== 'transmit' || outcome.dev === device) return [];
    const table = facts.describe.table(tableOf(rule) ?? 0);
    const whose =
      uid === undefined
        ? `from ${from === undefined ? device : printAddress(from)}`
        : `of uid ${uid}`;
    return [
      makeFinding({
        kind: 'leak',
        family: facts.family,
        subject: facts.describe.route(route),
        written: route.written,
        also: [rule.written],
        text: `When ${device} goes down ${facts.sayRoute(route)} goes with it, and packets ${whose}, which ${facts.sayRule(rule)} keeps to it, leave by ${outcome.dev}; \`unreachable default metric 4278198272\` is missing in table ${table}`,
      }),
    ];
  });

interface Kept {
  readonly device: string;
  readonly route: Route;
  readonly uid?: number;
  readonly from?: Address;
}

/** Whom a rule keeps to one device: a user, or the addresses of a device that has a table of its own by name. */
function keptTo(facts: Facts, rule: Rule): Kept | undefined {
  const table = tableOf(rule);
  const { namespace, family, rules } = facts;
  const [only, ...more] = selectorsOf(rule);
  if (table === undefined || table === TABLE.main || rule.not || more.length > 0) return undefined;
  const out = routesOf(namespace, family, table).filter(({ dst }) => dst.length <= SHORT);
  const route = out.find(({ type }) => type === 'unicast');
  const device = linkByIndex(namespace, route?.nexthops[0]?.dev ?? 0)?.name;
  if (route === undefined || device === undefined || out.length !== 1) return undefined;
  if (only === 'uidrange') return { device, route, uid: rule.uidrange?.from ?? 0 };
  const { from } = rule;
  const own = facts.own.find(
    (other) =>
      other.device === device && from !== undefined && prefixContains(from.prefix, other.address),
  );
  const apart = rules.some(
    (other) => tableOf(other) === table && other.iif === device && selectorsOf(other).length === 1,
  );
  return only === 'from' && own !== undefined && apart
    ? { device, route, from: own.address }
    : undefined;
}

/** Chains of filter in which every rule accepts, and the policy too. */
export const openFilters: Check = (facts) => {
  const chains = [...(facts.state.ruleset.tables.get('filter')?.values() ?? [])];
  return chains.flatMap(({ name, hook, policy }): readonly Finding[] => {
    if (hook === undefined || policy !== 'ACCEPT') return [];
    const rules = reachableFrom(facts, name);
    const accepting = rules.filter(
      ({ rule: { target } }) => target.kind === 'verdict' && target.verdict === 'ACCEPT',
    );
    const verdicts = rules.every(
      ({ rule }) =>
        targetChain(rule) !== undefined ||
        (rule.target.kind === 'verdict' && rule.target.verdict !== 'DROP'),
    );
    if (!verdicts || accepting.length === 0) return [];
    const first =
      accepting.find(({ rule: { outdev } }) => outdev !== undefined && outdev.name !== 'lo') ??
      accepting[0];
    if (first === undefined) return [];
    return [
      makeFinding({
        kind: 'leak',
        family: facts.family,
        subject: `filter ${name}`,
        written: first.rule.written,
        also: accepting.map(({ rule }) => rule.written),
        text: `Every rule of ${name} accepts (${facts.sayChainRule(first)}), and so does its policy, so the chain drops nothing; \`-P ${name} DROP\` is missing`,
      }),
    ];
  });
};

function reachableFrom(facts: Facts, chain: string): readonly ChainRule[] {
  const hook = chain;
  return facts.chainRules.filter(
    ({ table, hooks }) => table === 'filter' && hooks.some((name) => name === hook),
  );
}

/** IPv6 packets that leave where IPv4 packets are kept to a tunnel or dropped. */
export const forgottenFamily = (facts4: Facts, facts6: Facts): readonly Finding[] => {
  const [sent4, sent6] = [facts4, facts6].map((facts) => facts.send(probe({ dst: facts.far })));
  if (sent4 === undefined || sent6?.outcome.kind !== 'transmit') return [];
  const device = sent6.outcome.dev;
  const guard = guardOf(facts4, sent4, device);
  if (guard === undefined) return [];
  const way = waysOut(facts6.namespace, 6).find((other) => other.device === device);
  return [
    makeFinding({
      kind: 'leak',
      family: 6,
      subject: guard.subject,
      written: guard.written,
      also: [way?.route.written],
      text: `IPv6 packets leave by ${device}${way === undefined ? '' : ` (${facts6.sayRoute(way.route)})`}, although ${guard.text}: nothing does the same for IPv6`,
    }),
  ];
};

/** What keeps IPv4 packets from a device that could take them. */
function guardOf(
  facts: Facts,
  { outcome, rule, met }: Journey,
  device: string,
):
  { readonly text: string; readonly written: string | null; readonly subject: string } | undefined {
  const could = facts.waysOut.some((way) => way.device === device);
  if (outcome.kind === 'drop' && outcome.at.startsWith('filter OUTPUT')) {
    const last = met.findLast(({ table }) => table === 'filter');
    const dropped = outcome.at.includes('policy') || last === undefined;
    return dropped
      ? {
          text: 'the policy of OUTPUT drops those of IPv4',
          written: null,
          subject: 'filter OUTPUT',
        }
      : {
          text: `${sayStep(last)} refuses those of IPv4`,
          written: last.written,
          subject: last.text,
        };
  }
  if (outcome.kind !== 'transmit' || outcome.dev === device || !could) return undefined;
  if (rule === undefined || rule.written === null) return undefined;
  return {
    text: `${sayStep(rule)} sends those of IPv4 into ${outcome.dev}`,
    written: rule.written,
    subject: `${rule.priority}: ${rule.text}`,
  };
}

/** Rules of mangle OUTPUT that change the mark of a user's packets, so that the rule for the user no longer finds them. */
export const lostUsers: Check = (facts) => {
  const users = facts.rules.filter(
    ({ uidrange, fwmark }) => uidrange !== undefined && uidrange.from > 0 && fwmark === undefined,
  );
  const writes = facts.marks.writes.filter(
    ({ to, at }) => to === 'mark' && at.hooks.includes('OUTPUT') && isInTime(at.table, 'OUTPUT'),
  );
  return writes.flatMap(({ at }) =>
    users.flatMap((rule): readonly Finding[] => {
      const uid = rule.uidrange?.from ?? 0;
      const { space } = facts.reach;
      const { diagram } = space;
      const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'OUTPUT')?.held ?? FALSE;
      const theirs = diagram.all([
        held,
        facts.reach.isUid(uid),
        facts.reach.isAddress('dst', facts.far),
      ]);
      if (theirs === FALSE) return [];
      const found = packetAt(
        findPoint(diagram, theirs, facts.family, 'sent'),
        [],
        facts.family,
        'sent',
      );
      const packet = { ...found, ttl: 0, sport: undefined };
      const { outcome, rule: decided, table } = facts.send(packet);
      const before = facts.route({ to: facts.far, uid });
      if (outcome.kind !== 'transmit' || before === undefined || before.device === outcome.dev)
        return [];
      // A rule that asks for the new mark means it so.
      if (decided !== undefined && / fwmark /.test(decided.text) && !decided.text.startsWith('not'))
        return [];
      return [
        makeFinding({
          kind: 'leak',
          family: facts.family,
          subject: facts.describe.chainRule(at.rule, at.chain, facts.family),
          written: at.rule.written,
          also: [rule.written, table?.written],
          text: `${facts.sayChainRule(at)} changes the mark of packets of uid ${uid}, so they are routed again as packets of root: ${facts.sayRule(rule)} no longer takes them, and they leave by ${outcome.dev}`,
        }),
      ];
    }),
  );
};

/** A server that the filter lets out beside the tunnel, and that the routes lead into the tunnel. */
export const tunnelledServers: Check = (facts) => {
  const { family } = facts;
  const outputs = facts.chainRules.filter(
    ({ table, hooks, rule: { target } }) =>
      table === 'filter' &&
      hooks.includes('OUTPUT') &&
      target.kind === 'verdict' &&
      target.verdict === 'ACCEPT',
  );
  const tunnels = outputs.filter(
    ({ rule: { outdev } }) => outdev !== undefined && !outdev.inverted,
  );
  return outputs.flatMap((at): readonly Finding[] => {
    const { dst, outdev } = at.rule;
    if (dst === undefined || dst.inverted || outdev !== undefined) return [];
    if (dst.mask.some((word) => word !== 0xffffffff)) return [];
    const { space } = facts.reach;
    const held = facts.reach.matching(at.rule).get('OUTPUT') ?? FALSE;
    if (held === FALSE) return [];
    const plain = [space.isZero('uid'), space.isZero('mark')].reduce((left, wish) => {
      const both = space.diagram.and(left, wish);
      return both === FALSE ? left : both;
    }, held);
    const found = packetAt(findPoint(space.diagram, plain, family, 'sent'), [], family, 'sent');
    const { outcome, table } = facts.send({ ...found, ttl: 0, sport: undefined });
    const into = tunnels.find(
      ({ rule }) => rule.outdev?.name === outcome.dev && outcome.dev !== 'lo',
    );
    if (into === undefined || outcome.dev === null) return [];
    const route = table?.written ?? null;
    const halves = routesOf(facts.namespace, family, TABLE.main)
      .filter(
        ({ dst: to, nexthops }) =>
          to.length <= SHORT &&
          nexthops.some(({ dev }) => linkByIndex(facts.namespace, dev)?.name === outcome.dev),
      )
      .map(({ written }) => written);
    return [
      makeFinding({
        kind: 'loop',
        family,
        subject: facts.describe.chainRule(at.rule, at.chain, family),
        written: route,
        also: [at.rule.written, ...halves],
        text: `${printAddress(dst.address)}, which ${facts.sayChainRule(at)} lets out beside ${outcome.dev}, is itself routed into ${outcome.dev} by ${table === undefined ? 'no route' : sayStep(table)}: a route for it past ${outcome.dev} is missing`,
      }),
    ];
  });
};
