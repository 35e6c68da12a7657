import { TABLE } from '../../../fib/route.js';
import type { Rule } from '../../../rpdb/rule.js';
import { FALSE, type Node } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf, SHORT } from '../networks.js';
import type { RuleFlows } from '../reach/rule-walk.js';
import { refuses, selectorsOf, suppresses, tableOf, takesMost } from './selectors.js';

/** Rules of the policy database that no lookup comes to or meets, or none that people have in mind. */
export const deadPolicyRules: Check = (facts) => {
  const { state, rules } = facts;
  if (!state.customRules) return [];
  const walk = facts.walk;
  const flows = walk.flows();
  const dead = rules.flatMap((rule): readonly Dead[] => {
    if (rule.written === undefined || isExempt(facts, rule)) return [];
    const own = flows.get(rule);
    const among = deadAmong(facts, rule, own);
    if (among === undefined) return [];
    const wanted = walk.space.diagram.and(walk.matching(rule), among.flows);
    if (wanted === FALSE) return [];
    const takers = takersOf(facts, rule, flows, wanted);
    // Another rule does the same for them.
    if (tableOf(rule) !== undefined && takers.every((taker) => tableOf(taker) === tableOf(rule))) {
      return [];
    }
    // What refuses behind a lookup with a default route is there for the day when the route is gone.
    if (refuses(rule) && takers.every((taker) => tableOf(taker) !== undefined)) return [];
    return [{ rule, takers: tellingTakers(facts, takers, wanted), who: among.who, wanted }];
  });
  const culprits = new Map<Rule, Dead[]>();
  const alone: Dead[] = [];
  for (const one of dead) {
    const culprit = one.takers.find((taker) => isCulprit(facts, taker, one));
    if (culprit === undefined) alone.push(one);
    else culprits.set(culprit, [...(culprits.get(culprit) ?? []), one]);
  }
  return [
    ...[...culprits].map(([culprit, ones]) => shadowing(facts, culprit, ones)),
    ...alone.map(({ rule, takers, who }) =>
      makeFinding({
        kind: 'dead-rule',
        ...facts.aboutRule(rule),
        also: takers.map(({ written }) => written),
        shadowedBy: takers.map((taker) => facts.subject(taker)),
        text: `${facts.sayRule(rule)} is reached by no ${who}: ${decides(facts, takers)} before it`,
      }),
    ),
  ];
};

const UNMARKED = 'packet without a mark';

interface Dead {
  readonly rule: Rule;
  readonly takers: readonly Rule[];
  readonly who: string;
  /** The flows of which none comes to it. */
  readonly wanted: Node;
}

/** The one that takes everything, when one does; else the last few. */
function tellingTakers({ walk }: Facts, takers: readonly Rule[], wanted: Node): readonly Rule[] {
  const { diagram } = walk.space;
  const whole = takers.findLast((taker) => diagram.minus(wanted, walk.matching(taker)) === FALSE);
  return whole === undefined ? takers.slice(-3) : [whole];
}

/** Rules that need nothing to happen: those for the built-in last table, those that do nothing, those that name no device that is there. */
function isExempt({ namespace, family }: Facts, rule: Rule): boolean {
  const table = tableOf(rule);
  // That an empty table decides nothing is reported by itself.
  const empty = table !== undefined && routesOf(namespace, family, table).length === 0;
  const missing = [rule.iif, rule.oif].some(
    (name) => name !== undefined && !namespace.links.some((link) => link.name === name),
  );
  return missing || empty || rule.action.kind === 'nop' || table === TABLE.default;
}

/** Of which flows none comes to a rule. */
function deadAmong(
  facts: Facts,
  rule: Rule,
  own: RuleFlows | undefined,
): { readonly flows: Node; readonly who: string } | undefined {
  const walk = facts.walk;
  const { diagram } = walk.space;
  if (own === undefined || own.held === FALSE) return { flows: walk.every, who: 'packet' };
  // A socket that is bound to a device misses the routes over all others.
  const unbound = rule.oif === undefined ? walk.space.isNoDevice('oif') : walk.every;
  const held = diagram.and(own.held, unbound);
  if (held === FALSE)
    return { flows: unbound, who: 'packet (unless its socket is bound to a device)' };
  const unmarked = diagram.and(walk.numberIs('mark', 0), unbound);
  if (
    diagram.and(held, unmarked) === FALSE &&
    diagram.and(walk.matching(rule), unmarked) !== FALSE
  ) {
    return { flows: unmarked, who: UNMARKED };
  }
  const table = tableOf(rule);
  if (table === undefined || table === TABLE.main || !hasDefault(facts, table)) return undefined;
  const far = diagram.and(walk.address('flowDst', facts.far), unbound);
  return diagram.and(held, far) === FALSE
    ? { flows: far, who: 'packet to the internet, although its table has a default route' }
    : undefined;
}

function hasDefault({ namespace, family }: Facts, table: number): boolean {
  return routesOf(namespace, family, table).some(
    ({ type, dst }) => dst.length <= SHORT && (type === 'unicast' || type === 'local'),
  );
}

function takersOf(
  { rules, walk }: Facts,
  rule: Rule,
  flows: ReadonlyMap<Rule, RuleFlows>,
  wanted: Node,
): readonly Rule[] {
  const { diagram } = walk.space;
  return rules
    .slice(0, rules.indexOf(rule))
    .filter((other) => diagram.and(flows.get(other)?.decided ?? FALSE, wanted) !== FALSE)
    .filter((other) => tableOf(other) !== TABLE.local);
}

/** A rule that is itself what's wrong: it refuses, or it takes everything and suppresses nothing. */
function isCulprit({ walk }: Facts, taker: Rule, { wanted }: Dead): boolean {
  if (taker.written === undefined) return false;
  if (takesMost(taker)) return !suppresses(taker);
  return refuses(taker) && walk.space.diagram.minus(wanted, walk.matching(taker)) === FALSE;
}

function decides(facts: Facts, takers: readonly Rule[]): string {
  const names = takers.map((taker) => facts.sayRule(taker)).join(' and ');
  return `${names === '' ? 'a rule' : names} decide${takers.length > 1 ? '' : 's'} all of them`;
}

function shadowing(facts: Facts, culprit: Rule, dead: readonly Dead[]): Finding {
  const { family } = facts;
  const names = dead.map(({ rule }) => facts.sayRule(rule)).join(', ');
  const unmarked = dead.every((one) => one.who === UNMARKED);
  const who = unmarked ? UNMARKED : 'packet';
  const table = tableOf(culprit);
  const how =
    table === undefined
      ? `refuses every packet that ${dead.length === 1 ? 'it' : 'they'} would take`
      : `decides every ${who}, since table ${facts.describe.table(table)} has a default route`;
  const advice =
    table === TABLE.main ? '; `suppress_prefixlength 0` would leave its default route unused' : '';
  return makeFinding({
    kind: 'dead-rule',
    family,
    subject: dead.map(({ rule }) => facts.subject(rule)).join(', '),
    written: culprit.written,
    also: dead.map(({ rule }) => rule.written),
    shadowedBy: [facts.subject(culprit)],
    text: `${facts.sayRule(culprit)} ${how}, so ${names} behind it ${dead.length === 1 ? 'is' : 'are'} never reached${unmarked ? ' by them' : ''}${selectorsOf(culprit).length === 0 ? advice : ''}`,
  });
}
