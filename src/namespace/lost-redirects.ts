import { sameAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { visitPrefixes } from '../fib/fib-table.js';
import type { Route } from '../fib/route.js';
import { familyKey, type Namespace } from './namespace.js';
import { withoutRedirects, type Redirect } from './traffic/redirects.js';

/** A namespace without the redirects of a family: its cache has been flushed. Source: `fnhe_genid_bump`, `fib6_run_gc`. */
export function flushRedirects(namespace: Namespace, family: Family): Namespace {
  return without(namespace, ({ to }) => to.family === family);
}

/**
 * A namespace without the redirects of IPv4 whose next hop no route and no nexthop object has any more: they have gone with the last one of it. Source:
 * `free_fib_info`, `fib_nh_common_release`.
 */
export function withoutLostRedirects(namespace: Namespace): Namespace {
  return without(
    namespace,
    (redirect) => redirect.route === undefined && !hasNexthop(namespace, redirect),
  );
}

function hasNexthop(namespace: Namespace, { dev, from }: Redirect): boolean {
  const isIt = (one: Pick<Route['nexthops'][number], 'dev' | 'gateway'>): boolean =>
    one.dev === dev && one.gateway !== undefined && sameAddress(one.gateway, from);
  const { nexthops, [familyKey(4)]: state } = namespace;
  let found = nexthops.some((object) => object.kind === 'single' && isIt(object.nexthop));
  for (const table of state.tables.values()) {
    visitPrefixes(table, (_words, _length, routes) => {
      found ||= routes.some((route) => route.nexthops.some(isIt));
    });
  }
  return found;
}

function without(namespace: Namespace, isGone: (redirect: Redirect) => boolean): Namespace {
  const { traffic } = namespace;
  const { redirects } = traffic;
  if (!redirects.some((those) => those.some(isGone))) return namespace;
  return namespace.set('traffic', traffic.set('redirects', withoutRedirects(redirects, isGone)));
}
