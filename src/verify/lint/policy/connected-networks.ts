import { printPrefix } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import { prefixContains } from '../../../address/prefix.js';
import { TABLE, type Route } from '../../../fib/route.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { devicesOf, networksOf, routesOf, SHORT, type Network } from '../networks.js';
import { selectorsOf, suppresses, tableOf } from './selectors.js';

/** Rules before main whose table takes packets for networks that are connected elsewhere. */
export const shadowedNetworks: Check = (facts) =>
  facts.rules.flatMap((rule) => shadowed(facts, rule));

function shadowed(facts: Facts, rule: Rule): readonly Finding[] {
  const table = tableOf(rule);
  if (table === undefined || TABLES.has(table) || rule.written === undefined) return [];
  if (suppresses(rule) || !isBroad(rule)) return [];
  const plain = facts.rules.filter(isPlain);
  if (!plain.some((other) => tableOf(other) === TABLE.main)) return [];
  const without = facts.withRules(plain);
  const lost = sourcesFor(facts, rule, table).flatMap((source) =>
    networksOf(facts.namespace, facts.family).flatMap((network): readonly Lost[] => {
      if (network.device === source.iif || network.prefix.length === 0) return [];
      const question = { ...source, to: network.host };
      const now = facts.route(question);
      const then = facts.route(question, without);
      if (now === undefined || then === undefined || now.device === network.device) return [];
      if (then.device !== network.device) return [];
      if (now.device === source.iif || isIn(facts, now.device, network)) return [];
      return [{ network, device: now.device, source: source.from }];
    }),
  );
  const [first] = lost;
  if (first === undefined) return [];
  const taking = routesOf(facts.namespace, facts.family, table)
    .filter(({ dst }) => prefixContains(dst, first.network.host))
    .toSorted((a, b) => b.dst.length - a.dst.length)[0];
  const long = taking !== undefined && taking.dst.length > SHORT;
  const names = [
    ...new Set(
      lost.map(({ network }) => `${printPrefix(network.prefix)} (connected on ${network.device})`),
    ),
  ];
  const name = facts.describe.table(table);
  return [
    makeFinding({
      kind: long || hasNetworks(facts, table) ? 'missing-route' : 'missing-suppress',
      family: facts.family,
      subject: facts.subject(rule),
      written: long ? taking.written : rule.written,
      also: [taking?.written, rule.written],
      text: `${facts.sayRule(rule)} is asked before main, so ${sayRoute(facts, taking, name)} sends packets to ${names.slice(0, 3).join(' and ')}${names.length > 3 ? ` and ${names.length - 3} more networks` : ''} out by ${first.device}; a route or a throw for them is missing in table ${name}, or \`lookup main suppress_prefixlength 0\` in front`,
    }),
  ];
}

/** The rules that every host has: local and main, for all packets. */
function isPlain(rule: Rule): boolean {
  const table = tableOf(rule);
  const known = table === TABLE.local || table === TABLE.main;
  return known && selectorsOf(rule).length === 0 && !suppresses(rule);
}

interface Lost {
  readonly network: Network;
  readonly device: string;
  readonly source: Address | undefined;
}

const TABLES: ReadonlySet<number> = new Set([TABLE.local, TABLE.main, TABLE.default]);

function sayRoute(facts: Facts, route: Route | undefined, table: string): string {
  return route === undefined ? `table ${table}` : facts.sayRoute(route);
}

/** A rule that says whose packets it takes, or all but some, not what kind they are. */
function isBroad(rule: Rule): boolean {
  const selectors = selectorsOf(rule);
  if (rule.not) return selectors.length === 1 && rule.fwmark !== undefined;
  return selectors.every((name) => name === 'from' || name === 'iif' || name === 'uidrange');
}

interface Source {
  readonly from?: Address;
  readonly iif?: string;
  readonly uid?: number;
}

/** Whose packets a rule takes: of a user, of own addresses, of hosts behind this one. */
function sourcesFor(facts: Facts, rule: Rule, table: number): readonly Source[] {
  const { from, iif, uidrange } = rule;
  if (uidrange !== undefined)
    return iif === undefined || iif === 'lo' ? [{ uid: uidrange.from }] : [];
  const inPrefix = (address: Address): boolean =>
    from === undefined || prefixContains(from.prefix, address);
  const hosts = facts.networks.flatMap((network): readonly Source[] => {
    const { device, prefix } = network;
    if (iif !== undefined && iif !== device) return [];
    if (inPrefix(network.host)) return [{ from: network.host, iif: device }];
    const named = from?.prefix.address;
    return named !== undefined && prefixContains(prefix, named) && !isOwn(facts, named)
      ? [{ from: named, iif: device }]
      : [];
  });
  if (iif !== undefined && iif !== 'lo') return hosts;
  if (from === undefined) return [{}, ...hosts];
  // Whoever lists networks of other devices in a table means the own address to reach them.
  const own = hasNetworks(facts, table)
    ? facts.own.filter(({ address }) => inPrefix(address)).map(({ address }) => ({ from: address }))
    : [];
  return [...own, ...hosts];
}

function isOwn(facts: Facts, address: Address): boolean {
  return facts.own.some(({ address: own }) =>
    own.words.every((word, at) => word === address.words[at]),
  );
}

/** A table with routes over other devices than those of its default route. */
function hasNetworks(facts: Facts, table: number): boolean {
  const routes = routesOf(facts.namespace, facts.family, table);
  const [out, inside] = [true, false].map((short) =>
    devicesOf(
      facts.namespace,
      routes.filter(({ dst }) => dst.length <= SHORT === short),
    ),
  );
  if (out === undefined || inside === undefined || out.size === 0) return false;
  return [...inside].some((name) => name !== 'lo' && !out.has(name));
}

function isIn(facts: Facts, device: string, { prefix }: Network): boolean {
  return facts.own.some((own) => own.device === device && prefixContains(prefix, own.address));
}
