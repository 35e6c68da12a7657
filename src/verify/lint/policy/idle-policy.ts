import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { makeFinding } from '../finding.js';
import { whatChanges } from './idle-entries.js';
import { routesOf } from '../networks.js';
import { tableOf } from './selectors.js';

/** All rules that people have made, where every flow goes the way that the kernel's own rules alone would give it. */
export const idlePolicy: Check = (facts) => {
  const { state, rules, walk, namespace, family } = facts;
  if (!state.customRules) return [];
  const made = rules.filter(({ written }) => written !== undefined);
  const own = rules.filter(({ written }) => written === undefined);
  const tables = made.map(tableOf).filter((table) => table !== undefined);
  // That a table has no route, and that a rule is never reached, is reported by itself.
  if (own.length < 3 || made.length === 0 || tables.length < made.length) return [];
  if (tables.some((table) => routesOf(namespace, family, table).length === 0)) return [];
  const flows = walk.flows();
  if (made.some((rule) => (flows.get(rule)?.decided ?? FALSE) === FALSE)) return [];
  const plain = facts.withRules(own).namespace;
  const among = walk.every;
  // Where the source is given, the one that a route would choose plays no part.
  const chosen = made.every(({ from }) => from !== undefined) ? undefined : whatChanges;
  const [before, after] = [namespace, plain].map((one) => walk.ways(one, among, chosen));
  if (before === undefined || after === undefined) return [];
  if (before.size !== after.size) return [];
  if (![...before].every(([way, taking]) => after.get(way) === taking)) return [];
  const routes = [...new Set(tables)].flatMap((table) => routesOf(namespace, family, table));
  const [only, ...more] = routes;
  const leading =
    only === undefined || more.length > 0
      ? 'the routes of their tables lead'
      : `${facts.sayRoute(only)} leads`;
  const names = made.map((rule) => facts.sayRule(rule)).slice(0, 3);
  return [
    makeFinding({
      kind: 'no-effect',
      family,
      subject: made.map((rule) => facts.subject(rule)).join(', '),
      written: made[0]?.written,
      also: [...made, ...routes].map(({ written }) => written),
      text: `${names.join(', ')}${made.length > 3 ? ` and ${made.length - 3} more` : ''} change${made.length === 1 ? 's' : ''} nothing: ${leading} every packet the way that it goes by table main`,
    }),
  ];
};
