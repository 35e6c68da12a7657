import { equivalent } from '../../ask/diff.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { onlyTells, targetChain, type ChainRule } from './chain-rules.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { isChoice } from '../../../netfilter/extension/registry.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { sameSpecification } from '../../../netfilter/edit/same-rule.js';

/** Exceptions behind the rules from which they should spare packets, and rules that do again what is done. */
export const idleChainRules: Check = (facts) =>
  facts.chainRules.flatMap((place) => [...lateException(facts, place), ...repeated(facts, place)]);

function lateException(facts: Facts, place: ChainRule): readonly Finding[] {
  const { rule, table, chain, number } = place;
  const { target } = rule;
  if (table === 'filter' || table === 'security' || target.kind !== 'verdict') return [];
  if (target.verdict === 'DROP' || !isMet(facts, place) || isPlain(rule)) return [];
  const own = facts.tables.get(table)?.chains.get(chain);
  if (own === undefined || (own.base === undefined && target.verdict === 'ACCEPT')) return [];
  if (own.base?.policy === 'DROP') return [];
  const siblings = facts.chainRules.filter(
    (other) => other.table === table && other.chain === chain,
  );
  if (siblings.slice(number).some((other) => acts(facts, other))) return [];
  const acted = siblings
    .slice(0, number - 1)
    .findLast((other) => acts(facts, other) && overlaps(facts, other, place));
  const before =
    acted === undefined
      ? ''
      : `, and what it should spare has met ${facts.sayChainRule(acted)} before it`;
  return [
    makeFinding({
      kind: 'no-effect',
      ...facts.aboutChainRule({ rule, chain }),
      also: [acted?.rule.written],
      shadowedBy:
        acted === undefined ? [] : [facts.describe.chainRule(acted.rule, chain, facts.family)],
      text: `${facts.sayChainRule(place)} changes nothing: no rule behind it in ${table} ${chain} acts${before}`,
    }),
  ];
}

/** A rule without conditions at the end of a chain only says that it ends there. */
function isPlain({ src, dst, indev, outdev, protocol, fragment, matches }: XtablesRule): boolean {
  const basic = [src, dst, indev, outdev, protocol, fragment];
  return matches.length === 0 && basic.every((match) => match === undefined);
}

function isMet(facts: Facts, { rule }: ChainRule): boolean {
  return facts.reach.of(rule).some(({ held }) => held !== FALSE);
}

/** Reports whether a rule does more than let packets pass. */
function acts(facts: Facts, { rule, table }: ChainRule): boolean {
  const { target } = rule;
  if (target.kind === 'none') return false;
  if (target.kind === 'verdict') return target.verdict === 'DROP';
  const next = targetChain(rule);
  if (next === undefined) return true;
  return facts.chainRules.some(
    (other) => other.table === table && other.chain === next && acts(facts, other),
  );
}

function overlaps(facts: Facts, one: ChainRule, other: ChainRule): boolean {
  const { diagram } = facts.reach.space;
  const [first, second] = [one, other].map(({ rule }) => facts.reach.matching(rule));
  return [...(first ?? [])].some(
    ([hook, node]) => diagram.and(node, second?.get(hook) ?? FALSE) !== FALSE,
  );
}

function repeated(facts: Facts, place: ChainRule): readonly Finding[] {
  const { rule, table, chain, number } = place;
  const { target } = rule;
  const jumps = targetChain(rule) !== undefined;
  if ((target.kind !== 'extension' && !jumps) || onlyTells(target)) return [];
  if (rule.matches.some((match) => isChoice(match, facts.family)) || !isMet(facts, place))
    return [];
  const twin = facts.chainRules.find(
    (other) =>
      other.table === table &&
      other.chain === chain &&
      other.number === number - 1 &&
      sameSpecification(other.rule, rule),
  );
  if (twin === undefined || (jumps && !isIdle(facts, place))) return [];
  return [
    makeFinding({
      kind: 'no-effect',
      ...facts.aboutChainRule({ rule, chain }),
      text: `Rule ${number} of ${table} ${chain} (${facts.sayChainRule(place)}) does again what the rule before it has done`,
    }),
  ];
}

/** No packet fares otherwise without a rule. */
function isIdle(facts: Facts, { table, chain, number }: ChainRule): boolean {
  const { host, family } = facts;
  const tool = family === 4 ? 'iptables' : 'ip6tables';
  const without = host.exec([tool, '-t', table, '-D', chain, `${number}`]);
  return without.exit === 0 && equivalent(host, without.host, { family });
}
