import { defaultPrefix } from '../../address/prefix.js';
import { sameAddress, type Address } from '../../address/address.js';
import { routesAt } from '../../fib/fib-table.js';
import { SCOPE, type Route } from '../../fib/route.js';
import type { FamilyState, Namespace } from '../../namespace/namespace.js';
import { isValid, type NeighbourState } from '../../neighbour/neighbour.js';
import type { ChoicePoint, ChoiceTransition } from '../../program/choice-point.js';

/** Default routes among which local output chooses: those that are as good as the first. */
export interface DefaultGroup {
  /** Its place in the program, from 1: the value of the `routeChoice` register after a lookup that found its first route. */
  readonly number: number;
  /** The one that lookups find. */
  readonly first: Route;
  /** In lookup order, {@link first} included. At least two. */
  readonly routes: readonly Route[];
}

/** The groups of equal default routes in the tables; IPv6 has none. Source: `fib_select_default`. */
export class DefaultGroups {
  readonly all: readonly DefaultGroup[];
  readonly #numbers = new Map<Route, number>();

  constructor(state: FamilyState) {
    const tables = state.family === 4 ? [...state.tables.values()] : [];
    this.all = tables
      .flatMap((table) => groupsOf(routesAt(table, defaultPrefix(state.family))))
      .map(({ first, routes }, index) => ({ first, routes, number: index + 1 }));
    for (const { first, number } of this.all) this.#numbers.set(first, number);
  }

  /** The number of the group that begins with a route; 0 when none does. */
  numberOf(route: Route): number {
    return this.#numbers.get(route) ?? 0;
  }
}

/** For each default route of one table, those among which a lookup that finds it chooses. */
function groupsOf(defaults: readonly Route[]): readonly Omit<DefaultGroup, 'number'>[] {
  return defaults
    .filter(isChoosable)
    .map((first) => ({ first, routes: equalDefaults(first, defaults) }))
    .filter(({ routes }) => routes.length > 1);
}

function isChoosable(route: Route): boolean {
  const [nexthop] = route.nexthops;
  return (
    route.type === 'unicast' &&
    route.nexthops.length === 1 &&
    nexthop?.gateway !== undefined &&
    nexthop.scope === SCOPE.link
  );
}

/** The walk of `fib_select_default` over the routes of prefix length 0, for a lookup that found `first`. */
function equalDefaults(first: Route, defaults: readonly Route[]): readonly Route[] {
  const group: Route[] = [];
  let lastMetric = first.metric;
  let lastTos = 0;
  for (const route of defaults) {
    if (route.tos !== 0 && route.tos !== first.tos) continue;
    if (route.metric > lastMetric && route.tos === lastTos) {
      if (lastTos !== 0) continue;
      break;
    }
    lastTos = route.tos;
    lastMetric = route.metric;
    if (route.scope !== first.scope || !isChoosable(route)) continue;
    if (group.length === 0 && route !== first) return [];
    group.push(route);
  }
  return group;
}

/** The choice among a group's routes, as the states of their gateways make it. */
export function chooseDefault(group: DefaultGroup, namespace: Namespace): ChoicePoint {
  const states = group.routes.map((route) => gatewayState(route, namespace));
  return {
    name: `default route ${group.number}`,
    meanings: group.routes.map(
      (_, index) => `default route ${index + 1} of ${group.routes.length}`,
    ),
    by: {
      kind: 'memory',
      key: group.first,
      transitions: [-1, ...group.routes.keys()].map((last) => transition(states, last)),
    },
  };
}

function gatewayState(route: Route, namespace: Namespace): NeighbourState | undefined {
  const [nexthop] = route.nexthops;
  const gateway: Address | undefined = nexthop?.gateway;
  if (nexthop === undefined || gateway === undefined) return undefined;
  return namespace.neighbours.find(
    (entry) => !entry.proxy && entry.dev === nexthop.dev && sameAddress(entry.address, gateway),
  )?.state;
}

/**
 * Which of the routes is taken when `last` was taken before: the first whose gateway is unknown or reachable, or valid and not
 * the one taken last; else the last resort. Source: `fib_detect_death`.
 */
function transition(
  states: readonly (NeighbourState | undefined)[],
  last: number,
): ChoiceTransition {
  let lastResort = -1;
  for (const [order, state] of states.entries()) {
    if (state === undefined || state === 'reachable') return { option: order, state: order };
    if (isValid(state) && order !== last) return { option: order, state: order };
    const notYet = lastResort < 0 && order > last && state !== 'incomplete';
    if (isValid(state) || notYet) lastResort = order;
  }
  return { option: Math.max(lastResort, 0), state: lastResort };
}
