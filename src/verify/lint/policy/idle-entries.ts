import { prefixContains } from '../../../address/prefix.js';
import { routesAt, withRoutesAt } from '../../../fib/fib-table.js';
import type { Route } from '../../../fib/route.js';
import { familyKey, type Namespace } from '../../../namespace/namespace.js';
import type { Resolution } from '../../../program/resolution.js';
import { changesKey } from '../../fate/findings.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf, SHORT } from '../networks.js';

/** Above this many routes of a table nothing is said of each. */
const MOST_ROUTES = 500;

/**
 * Rules of the policy database that stand there twice: what the first leaves, the second leaves too. Of other rules that change nothing
 * none is reported: that one line has the table which main is like anyway is a habit, not a fault.
 */
export const doubleRules: Check = (facts) =>
  facts.rules.flatMap((rule, index): readonly Finding[] => {
    const text = facts.describe.rule(rule);
    const twin = facts.rules
      .slice(0, index)
      .find((other) => other.written !== undefined && facts.describe.rule(other) === text);
    if (rule.written === undefined || twin === undefined || rule.action.kind === 'nop') return [];
    return [
      makeFinding({
        kind: 'no-effect',
        ...facts.aboutRule(rule),
        also: [twin.written],
        shadowedBy: [facts.subject(twin)],
        text: `${facts.sayRule(rule)} is there twice, at priorities ${twin.priority} and ${rule.priority}: the second changes nothing, and would still be there when the first is deleted`,
      }),
    ];
  });

/**
 * Routes without which every flow goes the way that it goes with them, also when some device is down or up: a shorter prefix of their table
 * has the same next hop. One that does what the default route does is none of them: it stays when that is changed.
 */
export const needlessRoutes: Check = (facts) => {
  const { state, namespace, family } = facts;
  return [...state.tables.keys()].flatMap((id) => {
    const routes = routesOf(namespace, family, id);
    if (routes.length > MOST_ROUTES) return [unasked(facts, id, routes.length)];
    return routes.flatMap((route): readonly Finding[] => {
      const cover = coverOf(route, routes);
      if (route.written === undefined || cover?.written === undefined) return [];
      if (cover.dst.length <= SHORT) return [];
      if (nextHops(route) !== nextHops(cover) || !isIdle(facts, id, route)) return [];
      return [
        makeFinding({
          kind: 'no-effect',
          family,
          subject: facts.describe.route(route),
          written: route.written,
          also: [cover.written],
          text: `${facts.sayRoute(route)} changes nothing: without it ${facts.sayRoute(cover)} sends its packets the same way`,
        }),
      ];
    });
  });
};

function unasked(facts: Facts, table: number, routes: number): Finding {
  const name = facts.describe.table(table);
  return makeFinding({
    kind: 'not-followed',
    family: facts.family,
    subject: `table ${name}`,
    text: `Table ${name} has ${routes} routes, which is too many to ask of each whether it changes anything: the absence of findings does not mean that they are fine`,
  });
}

/** Reports whether flows go the same ways without a route: now, with any one device down, and with any one up that is down. */
function isIdle(facts: Facts, table: number, route: Route): boolean {
  const { walk, namespace, host } = facts;
  const devices = namespace.links.toArray().filter(({ kind }) => kind !== 'loopback');
  const days = devices.map(({ name, up }) => (): Namespace => {
    if (up) return facts.withDown(name).namespace;
    return host.exec(['ip', 'link', 'set', name, 'up']).host.namespace;
  });
  return [() => namespace, ...days].every((day) => {
    const then = day();
    const [before, after] = [then, withoutRoute(then, facts, table, route)].map((one) =>
      walk.ways(one, walk.every, whatChanges),
    );
    if (before === undefined || after === undefined || before.size !== after.size) return false;
    return [...before].every(([way, flows]) => after.get(way) === flows);
  });
}

/** What a route does to a packet beside leading it, in a text. */
export function whatChanges({ assignments }: Resolution): string {
  return changesKey(assignments.filter(({ to }) => to !== 'routePrefixLength'));
}

/** A namespace without one of its routes. */
export function withoutRoute(
  namespace: Namespace,
  { family }: Facts,
  id: number,
  route: Route,
): Namespace {
  const key = familyKey(family);
  const state = namespace[key];
  const table = state.tables.get(id);
  if (table === undefined) return namespace;
  const left = routesAt(table, route.dst).filter((other) => other !== route);
  return namespace.set(
    key,
    state.set('tables', state.tables.set(id, withRoutesAt(table, route.dst, left))),
  );
}

/** The route of the longest prefix around that of a route. */
function coverOf({ dst }: Route, routes: readonly Route[]): Route | undefined {
  return routes
    .filter((other) => other.dst.length < dst.length && prefixContains(other.dst, dst.address))
    .toSorted((a, b) => b.dst.length - a.dst.length)[0];
}

/** What a route does, in a text that is the same for those that do the same. */
function nextHops({ type, nexthops }: Route): string {
  const hops = nexthops.map(
    ({ dev, gateway, weight }) => `${dev} ${gateway?.words.join('.') ?? ''} ${weight}`,
  );
  return `${type} ${hops.join(', ')}`;
}
