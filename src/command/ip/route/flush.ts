import { deleteRoute, type RoutePattern } from '../../../fib/delete-route.js';
import type { Route } from '../../../fib/route.js';
import { namespaceOf, withNamespace, type Machine } from '../../../machine/machine.js';
import { withTable } from '../../../namespace/family-tables.js';
import { flushRedirects } from '../../../namespace/lost-redirects.js';
import { familyKey, type Namespace } from '../../../namespace/namespace.js';
import { rebalanceAt6 } from '../../../namespace/sibling-events.js';
import type { CommandResult } from '../../command.js';
import { refuse, succeed } from '../../result.js';
import type { Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { parseSelector } from './read/parse-selector.js';
import { printRoutes } from './print-route.js';
import { hiddenParts } from './route-selector.js';
import { selectedFamilies, selectRoutes, type SelectedRoute } from './select-routes.js';

/** What a flush has done so far: the namespace that it left, and what `-statistics` prints. */
interface Flush {
  readonly namespace: Namespace;
  readonly rounds: number;
  readonly report: string;
}

/** `ip route flush`: rounds of listing and deleting until nothing is listed. */
export function flushRoutes(context: IpContext, words: Words): CommandResult {
  if (words.left === 0) return refuse(context, 1, '"ip route flush" requires arguments.\n');
  const { machine, statistics } = context;
  const before = namespaceOf(machine, context.namespace);
  const selector = parseSelector(words, context, before);
  const families = selectedFamilies(context.family, selector);
  const flushed = selector.cached ? families.reduce(flushRedirects, before) : before;
  const cache = selector.cached && families.includes(4);
  const report = cache ? '*** IPv4 routing cache is flushed.\n' : '';
  const statistic = (text: string): string => (statistics ? text : '');
  const left = (done: Pick<Flush, 'namespace'>): Machine =>
    withNamespace(machine, context.namespace, done.namespace);
  if (cache && families.length === 1) {
    return succeed(left({ namespace: flushed }), statistic(report));
  }
  const printing = {
    context: { ...context, json: false },
    namespace: before,
    hidden: hiddenParts(selector),
  };
  const listOf = (routes: readonly SelectedRoute[]): string =>
    context.listsFlushed
      ? printRoutes(
          routes.map(({ message }) => message),
          printing,
        )
      : '';
  let flush: Flush = { namespace: flushed, rounds: 0, report };
  for (;;) {
    const selection = selectRoutes(flush.namespace, families, selector);
    if (selection.kind === 'refused') {
      return refuse(context, 2, `${selection.stderr}Flush terminated\n`);
    }
    if (selection.routes.length === 0) break;
    flush = flushOnce(flush, selection.routes, listOf(selection.routes));
    if (selection.routes.some(({ route }) => route.object !== undefined)) {
      return { ...refuse(context, 2, OVER_OBJECT), machine: left(flush) };
    }
  }
  return succeed(left(flush), statistic(flush.report + lastWords(flush, cache)));
}

function flushOnce(
  { namespace, rounds, report }: Flush,
  routes: readonly SelectedRoute[],
  listed: string,
): Flush {
  return {
    namespace: routes.reduce(deleteOne, namespace),
    rounds: rounds + 1,
    report: `${report}${listed}\n*** Round ${rounds + 1}, deleting ${routes.length} entries ***\n`,
  };
}

function lastWords({ rounds }: Flush, cache: boolean): string {
  if (rounds === 0 && !cache) return 'Nothing to flush.\n';
  return `*** Flush is complete after ${rounds} round${rounds > 1 ? 's' : ''} ***\n`;
}

/** A route that names a nexthop object would be deleted by it and by its nexthops too, which the kernel refuses; the others of its round go. */
const OVER_OBJECT = 'Failed to send flush request: Invalid argument\n';

/** Each route is named by all that was listed of it, which may name another route before it: hence the rounds. */
function deleteOne(namespace: Namespace, { route, message }: SelectedRoute): Namespace {
  if (route.object !== undefined) return namespace;
  const key = familyKey(message.family);
  const table = namespace[key].tables.get(route.table);
  const edit =
    table === undefined
      ? undefined
      : deleteRoute(table, { ...patternOf(route), dev: message.dev, gateway: message.gateway });
  if (edit?.kind !== 'edited') return namespace;
  const after = namespace.update(key, (state) => withTable(state, edit.table));
  return message.family === 4 ? after : rebalanceAt6(after, route.table, route.dst);
}

function patternOf(route: Route): RoutePattern {
  return {
    dst: route.dst,
    tos: route.tos,
    from: route.from,
    type: route.type,
    scope: route.scope,
    prefsrc: route.prefsrc,
    protocol: route.protocol === 0 ? undefined : route.protocol,
    metric: route.metric === 0 ? undefined : route.metric,
    nexthops: route.nexthops.length > 1 ? route.nexthops : undefined,
    realms: route.realms === 0 ? undefined : route.realms,
    metrics: route.metrics,
  };
}
