import type { Rule } from '../../../rpdb/rule.js';

/** The parts of a rule that say which flows it takes. */
const SELECTORS = [
  'from',
  'to',
  'tos',
  'dscp',
  'flowlabel',
  'fwmark',
  'iif',
  'oif',
  'ipproto',
  'sport',
  'dport',
  'uidrange',
  'tunId',
] as const satisfies readonly (keyof Rule)[];

/** What a rule can select by. */
export type Selector = (typeof SELECTORS)[number];

/** The selectors that a rule has. */
export function selectorsOf(rule: Rule): readonly Selector[] {
  return SELECTORS.filter((name) => rule[name] !== undefined);
}

/** Reports whether a rule takes all flows, or all but those that it names. */
export function takesMost(rule: Rule): boolean {
  return rule.not || selectorsOf(rule).length === 0;
}

/** Reports whether a rule refuses what it takes. */
export function refuses({ action }: Rule): boolean {
  return action.kind === 'unreachable' || action.kind === 'blackhole' || action.kind === 'prohibit';
}

/** Reports whether a rule leaves some of its table's routes unused. */
export function suppresses(rule: Rule): boolean {
  return rule.suppressPrefixlength !== undefined || rule.suppressIfgroup !== undefined;
}

/** The table in which a rule looks; undefined when it does something else. */
export function tableOf({ action }: Rule): number | undefined {
  return action.kind === 'lookup' ? action.table : undefined;
}
