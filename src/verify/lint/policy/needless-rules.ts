import type { Namespace } from '../../../namespace/namespace.js';
import { familyKey } from '../../../namespace/namespace.js';
import type { Route } from '../../../fib/route.js';
import type { Rule } from '../../../rpdb/rule.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { whatChanges, withoutRoute } from './idle-entries.js';
import { routesOf } from '../networks.js';
import { tableOf } from './selectors.js';

/** With more routes or more rules than this, it is too much to ask what is when each is gone. */
const MOST_ROUTES = 200;
const MOST_RULES = 100;

/**
 * Lookups without which every flow goes the way that it goes with them: now, with any one device down or up, and with any one other rule or
 * route gone that somebody has made. What is there for a day when something else is missing is none of them, and of what refuses nothing
 * is said: it may be a second line.
 */
export const needlessRules: Check = (facts) => {
  const { state, rules } = facts;
  if (!state.customRules) return [];
  const asked = rules.filter((rule) => isAsked(facts, rule));
  if (asked.length > MOST_RULES) return [tooMany(facts, `${asked.length} rules`)];
  const flows = facts.walk.flows();
  const idle = asked.filter(
    (rule) => (flows.get(rule)?.held ?? FALSE) !== FALSE && isIdle(facts, facts.namespace, rule),
  );
  if (idle.length === 0) return [];
  const routes = [...state.tables.keys()]
    .flatMap((id) => routesOf(facts.namespace, facts.family, id).map((route) => ({ id, route })))
    .filter(({ route }) => route.written !== undefined);
  if (routes.length > MOST_ROUTES) return [tooMany(facts, `${routes.length} routes`)];
  return idle
    .filter((rule) => days(facts, rule, routes).every((day) => isIdle(facts, day(), rule)))
    .map((rule) =>
      makeFinding({
        kind: 'needless-rule',
        ...facts.aboutRule(rule),
        text: `Without ${facts.sayRule(rule)} every packet goes the same way, also when any one device is down or any one other rule or route is gone`,
      }),
    );
};

/** Rules that somebody has made, to do something; that an empty table decides nothing, and that one is there twice, is reported by itself. */
function isAsked(facts: Facts, rule: Rule): boolean {
  const table = tableOf(rule);
  if (rule.written === undefined || table === undefined || rule.l3mdev) return false;
  if (facts.rules.some((other) => other !== rule && sameText(facts, other, rule))) return false;
  return routesOf(facts.namespace, facts.family, table).length > 0;
}

function sameText({ describe }: Facts, one: Rule, other: Rule): boolean {
  return describe.rule(one) === describe.rule(other);
}

/** The host as it is when one thing has gone. */
function days(
  facts: Facts,
  rule: Rule,
  routes: readonly { readonly id: number; readonly route: Route }[],
): readonly (() => Namespace)[] {
  const { namespace, host } = facts;
  const devices = namespace.links.toArray().filter(({ kind }) => kind !== 'loopback');
  return [
    ...devices.map(
      ({ name, up }) =>
        (): Namespace =>
          up
            ? facts.withDown(name).namespace
            : host.exec(['ip', 'link', 'set', name, 'up']).host.namespace,
    ),
    ...facts.rules
      .filter((other) => other !== rule && other.written !== undefined)
      .map((other) => (): Namespace => without(facts, namespace, other)),
    ...routes.map(
      ({ id, route }) =>
        (): Namespace =>
          withoutRoute(namespace, facts, id, route),
    ),
  ];
}

/** Reports whether no flow changes its way when a rule goes. */
function isIdle(facts: Facts, namespace: Namespace, rule: Rule): boolean {
  const { walk } = facts;
  const jumps = facts.rules.some(({ action }) => action.kind === 'goto');
  const among = jumps ? walk.every : walk.matching(rule);
  const [before, after] = [namespace, without(facts, namespace, rule)].map((one) =>
    walk.ways(one, among, whatChanges),
  );
  if (before === undefined || after === undefined || before.size !== after.size) return false;
  return [...before].every(([way, flows]) => after.get(way) === flows);
}

function without({ family }: Facts, namespace: Namespace, rule: Rule): Namespace {
  const key = familyKey(family);
  const state = namespace[key];
  const left = state.rules.filter(({ id }) => id !== rule.id);
  return namespace.set(key, state.set('rules', left));
}

function tooMany(facts: Facts, what: string): Finding {
  return makeFinding({
    kind: 'not-followed',
    family: facts.family,
    subject: `the rules of IPv${facts.family}`,
    text: `With ${what} it is too much to ask of each \`ip rule\` whether it is needed when one of them is gone: the absence of findings does not mean that they are fine`,
  });
}
