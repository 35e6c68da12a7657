import { prefixContains } from '../../../address/prefix.js';
import { TABLE, type Route } from '../../../fib/route.js';
import { domainsOf } from '../../../namespace/vrf.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { BUILT_IN, routesOf, SHORT } from '../networks.js';
import { selectorsOf, tableOf } from './selectors.js';

/** Rules that look in a table which has no route. */
export const emptyTables: Check = (facts) => {
  const { family, rules, namespace } = facts;
  return rules.flatMap((rule): readonly Finding[] => {
    const table = tableOf(rule);
    // Table 0 is none: a rule with l3mdev has it.
    if (table === undefined || table === 0 || BUILT_IN.has(table)) return [];
    if (routesOf(namespace, family, table).length > 0 || isForDownDevice(facts, rule)) return [];
    const name = facts.describe.table(table);
    return [
      makeFinding({
        kind: 'missing-route',
        ...facts.aboutRule(rule),
        text: `Table ${name} has no route, so ${facts.sayRule(rule)} decides nothing: its packets fall through to the rules behind it`,
      }),
    ];
  });
};

/** The routes of a device are gone while it is down: a rule for it or for its address alone has packets again when they are back. */
function isForDownDevice({ namespace, own }: Facts, { from, iif, oif, not }: Rule): boolean {
  const isDown = (device: string): boolean =>
    namespace.links.some(({ name, up }) => name === device && !up);
  if (not) return false;
  if ([iif, oif].some((device) => device !== undefined && isDown(device))) return true;
  const sources = own.filter(
    ({ address }) => from !== undefined && prefixContains(from.prefix, address),
  );
  return sources.length > 0 && sources.every(({ device }) => isDown(device));
}

/** Tables with routes in which no rule looks. */
export const orphanTables: Check = (facts) => {
  const { family, state, rules, namespace } = facts;
  const asked = new Set([...rules.map(tableOf), ...tablesOfDomains(facts)]);
  return [...state.tables.keys()]
    .filter((id) => !BUILT_IN.has(id) && !asked.has(id))
    .flatMap((id): readonly Finding[] => {
      const routes = routesOf(namespace, family, id).filter(({ written }) => written !== undefined);
      const route = routes.find(({ dst }) => dst.length <= SHORT) ?? routes.at(-1);
      if (route === undefined) return [];
      const name = facts.describe.table(id);
      const double = doubleRule(facts, id, routes);
      const also = routes.map(({ written }) => written);
      if (double === undefined) {
        return [
          makeFinding({
            kind: 'missing-rule',
            family,
            subject: facts.describe.route(route),
            written: route.written,
            also,
            text: `No rule looks in table ${name}, so ${facts.sayRoute(route)} is never used`,
          }),
        ];
      }
      const table = facts.describe.table(tableOf(double) ?? 0);
      return [
        makeFinding({
          kind: 'wrong-table',
          ...facts.aboutRule(double),
          also,
          text: `No rule looks in table ${name} (${facts.sayRoute(route)}), but two look in table ${table}: ${facts.sayRule(double)} should probably look in ${name}`,
        }),
      ];
    });
};

/** The tables in which the rule of all VRFs looks. */
function tablesOfDomains({ rules, namespace }: Facts): readonly number[] {
  return rules.some(({ l3mdev }) => l3mdev) ? domainsOf(namespace).map(({ table }) => table) : [];
}

/** Of two rules that look in one table, the one that was meant for another. */
function doubleRule(facts: Facts, id: number, routes: readonly Route[]): Rule | undefined {
  const written = facts.rules.filter(
    (rule) => rule.written !== undefined && !BUILT_IN.has(tableOf(rule) ?? TABLE.main),
  );
  const doubles = written.filter((rule) =>
    written.some(
      (other) =>
        other !== rule &&
        tableOf(other) === tableOf(rule) &&
        selectorsOf(other).join(' ') === selectorsOf(rule).join(' '),
    ),
  );
  const devices = new Set(routes.flatMap(({ nexthops }) => nexthops.map(({ dev }) => dev)));
  const near = doubles.find(
    ({ from, fwmark }) =>
      fwmark?.value === id ||
      (from !== undefined &&
        facts.namespace.links.some(
          ({ index, addresses }) =>
            devices.has(index) && addresses.some(({ local }) => prefixContains(from.prefix, local)),
        )),
  );
  return near ?? doubles.toSorted((a, b) => b.id - a.id)[0];
}

/** A policy database without a rule for table local. */
export const noLocalRule: Check = (facts) => {
  const { family, rules, state } = facts;
  if (!state.customRules || rules.some((rule) => tableOf(rule) === TABLE.local)) return [];
  return [
    makeFinding({
      kind: 'missing-rule',
      family,
      subject: 'table local',
      clues: ['rule del pref 0', 'rule del priority 0', 'rule flush', 'rule del'],
      text: 'No rule looks in table local since `ip rule del pref 0`, so packets to the addresses of this host are routed out like any other',
    }),
  ];
};
