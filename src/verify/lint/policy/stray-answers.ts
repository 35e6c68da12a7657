import { printAddress, printPrefix } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import { prefixContains } from '../../../address/prefix.js';
import { TABLE } from '../../../fib/route.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { BUILT_IN, devicesOf, leadsBy, routesOf, SHORT } from '../networks.js';
import { selectorsOf, tableOf } from './selectors.js';

/** Rules for an own address whose table has no way out: its packets leave by another device. */
export const noWayOut: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const table = tableOf(rule);
    const { from } = rule;
    if (table === undefined || BUILT_IN.has(table) || from === undefined) return [];
    if (selectorsOf(rule).length > 1 || rule.not) return [];
    const routes = routesOf(facts.namespace, facts.family, table);
    if (routes.length === 0 || routes.some(({ dst }) => dst.length <= SHORT)) return [];
    const devices = devicesOf(facts.namespace, routes);
    const own = facts.own.find(
      ({ address, device }) => devices.has(device) && prefixContains(from.prefix, address),
    );
    const [device] = devices;
    if (own === undefined || devices.size !== 1 || device === undefined) return [];
    const out = facts.route({ to: facts.far, from: own.address });
    if (out === undefined || out.device === device || out.table !== undefined) return [];
    const name = facts.describe.table(table);
    return [
      makeFinding({
        kind: 'missing-route',
        ...facts.aboutRule(rule),
        also: routes.map(({ written }) => written),
        text: `Table ${name} has no default route, so packets that ${facts.sayRule(rule)} sends there fall through to main: from ${printAddress(own.address)}, an address of ${device}, they leave by ${out.device}`,
      }),
    ];
  });

/** A device with a table of its own by rules for the device only: packets from its address that aren't bound to it go another way. */
export const unboundAnswers: Check = (facts) => {
  const bound = facts.rules.filter(
    (rule) =>
      selectorsOf(rule).length === 1 &&
      rule.oif !== undefined &&
      !BUILT_IN.has(tableOf(rule) ?? TABLE.main),
  );
  return bound.flatMap((rule): readonly Finding[] => {
    const { oif } = rule;
    const table = tableOf(rule);
    const own = facts.own.find(({ device }) => device === oif);
    if (oif === undefined || own === undefined || table === undefined) return [];
    const leads = routesOf(facts.namespace, facts.family, table).some(
      (route) => route.dst.length <= SHORT && leadsBy(facts.namespace, route, oif),
    );
    // By a mark or a source its packets get there as well.
    const others = facts.rules.some(
      (other) =>
        other !== rule &&
        tableOf(other) === table &&
        (other.fwmark !== undefined ||
          (other.from !== undefined && prefixContains(other.from.prefix, own.address))),
    );
    const out = facts.route({ to: facts.far, from: own.address });
    if (!leads || others || out === undefined || out.device === oif) return [];
    const address = printAddress(own.address);
    return [
      makeFinding({
        kind: 'missing-rule',
        ...facts.aboutRule(rule),
        text: `${facts.sayRule(rule)} holds for sockets that are bound to ${oif} only, so answers from ${address}, its address, leave by ${out.device}; \`ip rule add from ${address} lookup ${facts.describe.table(table)}\` is missing`,
      }),
    ];
  });
};

/** Networks of one device of which some get out and others are refused. */
export const refusedNetworks: Check = (facts) => {
  const devices = new Set(facts.networks.map(({ device }) => device));
  return [...devices].flatMap((device): readonly Finding[] => {
    const inside = facts.networks.filter(
      (network) => network.device === device && isOwnNetwork(facts, network.prefix, device),
    );
    const gets = (from: Address): boolean =>
      facts.route({ to: facts.far, from, iif: device }) !== undefined;
    const refused = inside.filter(({ host }) => !gets(host));
    if (inside.length < 2 || refused.length === 0 || refused.length === inside.length) return [];
    return refused.flatMap((network): readonly Finding[] => {
      const near = nearestFrom(facts, network.host);
      if (near === undefined) return [];
      return [
        makeFinding({
          kind: 'missing-rule',
          ...facts.aboutRule(near),
          text: `Packets from ${printPrefix(network.prefix)}, a network of ${device}, are refused, while others of ${device} get out: ${facts.sayRule(near)} doesn't cover it`,
        }),
      ];
    });
  });
};

function isOwnNetwork(
  facts: Facts,
  prefix: Parameters<typeof prefixContains>[0],
  device: string,
): boolean {
  return facts.own.some((own) => own.device === device && prefixContains(prefix, own.address));
}

/** The rule with a source that comes nearest to an address which it doesn't cover. */
function nearestFrom(facts: Facts, address: Address): Rule | undefined {
  const shared = ({ from }: Rule): number => {
    if (from === undefined || prefixContains(from.prefix, address)) return -1;
    let bits = 0;
    for (const [index, word] of address.words.entries()) {
      const differ = (word ^ (from.prefix.address.words[index] ?? 0)) >>> 0;
      bits += Math.clz32(differ);
      if (differ !== 0) break;
    }
    return bits;
  };
  return facts.rules
    .filter((rule) => rule.written !== undefined && shared(rule) >= 8)
    .toSorted((a, b) => shared(b) - shared(a))[0];
}
