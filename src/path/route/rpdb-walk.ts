import { assertNever } from '../../assert-never.js';
import { errno, type ErrnoName } from '../../errno.js';
import { TABLE } from '../../fib/route.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, linkByName } from '../../namespace/namespace.js';
import { unspecifiedAddress } from '../../address/address.js';
import { set, setAddress } from '../../predicate/assignment.js';
import {
  NEVER,
  all,
  any,
  equals,
  inRange,
  not,
  type Predicate,
} from '../../predicate/predicate.js';
import type { Resolution } from '../../program/resolution.js';
import type { StepId } from '../../program/step.js';
import { REFUSALS } from '../../rpdb/refusal.js';
import { domainsOf } from '../../namespace/vrf.js';
import {
  isInDomain,
  rulePredicate,
  ruleSelectors,
  type RuleScope,
} from '../../rpdb/rule-predicate.js';
import type { Rule } from '../../rpdb/rule.js';
import { deviceWhere } from '../device.js';
import type { Lowering } from '../lowering.js';
import { lowerSiblingChoice } from './sibling-choice.js';

/** The lookup found a usable route, no error. */
export const FOUND: Predicate = equals('routeError', 0);

/**
 * The routing policy database as a subroutine: looks the flow up, sets the route registers and returns.
 *
 * Source: `fib_rules_lookup`; without custom rules the short cuts of `fib_lookup` and `fib6_rule_lookup`.
 */
export function lowerRpdb(lowering: Lowering): StepId {
  let entry = known.get(lowering);
  if (entry === undefined) known.set(lowering, (entry = lowerOnce(lowering)));
  return entry;
}

const known = new WeakMap<Lowering, StepId>();

/** The same for what a VRF device sends on, in a program where other packets are looked up as well. */
export function lowerResentRpdb(lowering: Lowering): StepId {
  const { rules } = lowering.state;
  const dependsOnDevice = rules.some(
    ({ iif }) => iif !== undefined && lowering.options.resent !== true,
  );
  return dependsOnDevice ? lowerRules(lowering, true) : lowerRpdb(lowering);
}

function lowerOnce(lowering: Lowering): StepId {
  if (lowering.state.customRules) return lowerRules(lowering, lowering.options.resent === true);
  return lowering.family === 4 ? lowerMerged(lowering) : lowerLocalThenMain(lowering);
}

/** What a rule that refuses, or the end of the list, gives. */
export function refusal(error: ErrnoName): Resolution {
  return {
    error,
    route: undefined,
    table: 0,
    dev: 0,
    gateway: undefined,
    assignments: [
      set('routeError', errno(error).number),
      set('routeType', 0),
      set('routeDev', 0),
      set('routePrefixLength', 0),
      set('routeToGroups', 0),
      set('routeChoice', 0),
      ...setAddress('prefsrc', unspecifiedAddress(6)),
    ],
  };
}

function lowerRules(lowering: Lowering, resent: boolean): StepId {
  const { builder, state } = lowering;
  const found = builder.return('table');
  let next = lowerNoRoute(lowering, found);
  const entries = new Map<number, StepId>();
  for (const rule of state.rules.toArray().toReversed()) {
    const taken = lowerAction(lowering, rule, { next, found, entries });
    const scope = ruleScope(lowering, resent);
    const when = rulePredicate(rule, scope);
    const parts = ruleSelectors(rule, scope);
    next = builder.ruleTest(when, taken, next, {
      of: { kind: 'rule', rule },
      note: { kind: 'rule', rule, parts },
    });
    entries.set(rule.id, next);
  }
  return next;
}

/** The end of the list. */
function lowerNoRoute({ builder }: Lowering, found: StepId): StepId {
  return builder.resolve(refusal('ENETUNREACH'), found, false, { kind: 'no-route' });
}

/** Where a rule can lead: to the rule after it, out of the walk with what was found, or to a rule further on. */
interface Exits {
  readonly next: StepId;
  readonly found: StepId;
  readonly entries: ReadonlyMap<number, StepId>;
}

function lowerAction(lowering: Lowering, rule: Rule, exits: Exits): StepId {
  const { action } = rule;
  switch (action.kind) {
    case 'lookup':
      return rule.l3mdev
        ? lowerDomains(lowering, rule, exits)
        : lowerLookup(lowering, rule, action.table, exits);
    case 'goto':
      return (rule.target === undefined ? undefined : exits.entries.get(rule.target)) ?? exits.next;
    case 'nop':
      return exits.next;
    case 'unreachable':
    case 'prohibit':
    case 'blackhole':
    case 'number':
      return lowering.builder.resolve(refusal(REFUSALS[action.kind]), exits.found, true);
    default:
      return assertNever(action);
  }
}

/** The table of the domain that the flow is in. Source: `fib_rule_get_table`. */
function lowerDomains(lowering: Lowering, rule: Rule, exits: Exits): StepId {
  return domainsOf(lowering.namespace).reduceRight(
    (otherwise, { table, members }) =>
      lowering.builder.test(
        isInDomain(members),
        lowerLookup(lowering, rule, table, exits),
        otherwise,
      ),
    exits.next,
  );
}

function lowerLookup(lowering: Lowering, rule: Rule, id: number, exits: Exits): StepId {
  const { builder, options } = lowering;
  const table = lowering.table(id);
  if (table === undefined) return exits.next;
  const suppressed = options.bare === true ? NEVER : suppresses(lowering, rule);
  const hit = builder.test(
    suppressed,
    builder.assign([], exits.next, { kind: 'suppress', rule }),
    exits.found,
  );
  return builder.add({
    kind: 'lookup',
    table,
    hit: lowerSiblingChoice(lowering, hit),
    miss: exits.next,
    note: { kind: 'table', tables: table.ids },
  });
}

/** When a rule puts a route back that its table gave; errors are never put back. Source: `fib4_rule_suppress`. */
function suppresses(lowering: Lowering, rule: Rule): Predicate {
  const { suppressPrefixlength: length, suppressIfgroup: group } = rule;
  const short = length === undefined ? [] : [inRange('routePrefixLength', 0, length)];
  const grouped =
    group === undefined ? [] : [firstDeviceWhere(lowering, (link) => link.group === group)];
  return all([FOUND, any([...short, ...grouped])]);
}

/** Of several nexthops it is the first that counts, be it in use or not. */
function firstDeviceWhere(
  { namespace, nexthopGroups }: Lowering,
  qualifies: (link: Link) => boolean,
): Predicate {
  const several = nexthopGroups.all.map(({ number }) => equals('routeChoice', number));
  const qualified = nexthopGroups.all.filter(({ route }) => {
    const [first] = route.nexthops;
    const link = first === undefined ? undefined : linkByIndex(namespace, first.dev);
    return link !== undefined && qualifies(link);
  });
  return any([
    all([not(any(several)), deviceWhere(namespace, 'routeDev', qualifies)]),
    ...qualified.map(({ number }) => equals('routeChoice', number)),
  ]);
}

/** How device names in rules are read: a rule's device is one that exists now. */
function ruleScope({ namespace, family }: Lowering, resent: boolean): RuleScope {
  return {
    family,
    resent,
    deviceIndex: (name) => linkByName(namespace, name)?.index,
    domains: domainsOf(namespace).map(({ members }) => members),
  };
}

/** Local and main as one table, then default. An error route in them has the last word; a miss or a throw leaves it to default. */
function lowerMerged(lowering: Lowering): StepId {
  const { builder } = lowering;
  const found = builder.return('table');
  const nothing = lowerNoRoute(lowering, found);
  const last = lowering.table(TABLE.default);
  const tables = [lowering.mergedTable(), ...(last === undefined ? [] : [last])];
  return tables.reduceRight(
    (miss, table) =>
      builder.add({
        kind: 'lookup',
        table,
        hit: found,
        miss,
        note: { kind: 'table', tables: table.ids },
      }),
    nothing,
  );
}

/** Until a rule is added, IPv6 reads local, then main, whatever rules have been deleted. */
function lowerLocalThenMain(lowering: Lowering): StepId {
  const { builder } = lowering;
  const found = builder.return('table');
  const nothing = lowerNoRoute(lowering, found);
  return [TABLE.local, TABLE.main].reduceRight((miss, id) => {
    const table = lowering.table(id);
    if (table === undefined) return miss;
    return builder.add({
      kind: 'lookup',
      table,
      hit: lowerSiblingChoice(lowering, found),
      miss,
      note: { kind: 'table', tables: table.ids },
    });
  }, nothing);
}
