import { unspecifiedAddress } from '../../../address/address.js';
import { TABLE } from '../../../fib/route.js';
import type { Rule } from '../../../rpdb/rule.js';
import { FALSE, type Node } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from '../mark/mark-use.js';
import { isInTime } from '../mark/mark-words.js';
import { sameWays } from '../reach/same-ways.js';
import { refuses, selectorsOf, suppresses, tableOf, takesMost } from './selectors.js';

/** Exceptions in the policy database that except nothing: lookups in main that suppress, and rules that keep a mark to main. */
export const idlePolicyRules: Check = (facts) => {
  const { state, rules, walk, namespace } = facts;
  if (!state.customRules) return [];
  const { diagram } = walk.space;
  return exceptions(facts).flatMap((group): readonly Finding[] => {
    const taken = diagram.any(group.map((rule) => walk.matching(rule)));
    const among = diagram.and(taken, ordinary(facts, group));
    if (among === FALSE) return [];
    const left = facts.withRules(rules.filter((rule) => !group.includes(rule))).namespace;
    if (!sameWays(facts, namespace, left, among)) return [];
    return finding(facts, group, among);
  });
};

/** Rules that belong together: one that suppresses, or those that keep one mark to table main. */
function exceptions({ rules }: Facts): readonly (readonly Rule[])[] {
  const own = rules.filter(({ written }) => written !== undefined);
  const groups = new Map<string, Rule[]>();
  for (const rule of own) {
    const { fwmark, not } = rule;
    if (fwmark === undefined || not || selectorsOf(rule).length > 1) continue;
    const key = `${fwmark.value}/${fwmark.mask}`;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  const kept = [...groups.values()].filter(
    (group) =>
      group.some((rule) => tableOf(rule) === TABLE.main) &&
      group.every((rule) => {
        const table = tableOf(rule);
        return table === TABLE.main || table === TABLE.default || refuses(rule);
      }),
  );
  return [
    ...own.filter((rule) => suppresses(rule) && tableOf(rule) === TABLE.main).map((rule) => [rule]),
    ...kept,
  ];
}

/** Flows as they come about: from an own address or from the network behind the device, with marks that are set for such packets. */
function ordinary(facts: Facts, group: readonly Rule[]): Node {
  const { walk, family, own, networks, namespace, uplinks } = facts;
  const { diagram } = walk.space;
  const addresses = [unspecifiedAddress(family), ...own.map(({ address }) => address)];
  const ours = diagram.any(addresses.map((address) => walk.address('flowSrc', address)));
  const behind = (name: string): Node =>
    diagram.any(
      networks.filter(({ device }) => device === name).map(({ prefix }) => walk.from(prefix)),
    );
  const near = diagram.or(ours, diagram.any(networks.map(({ prefix }) => walk.from(prefix))));
  const sent = diagram.all([walk.space.isNoDevice('iif'), walk.space.isNoDevice('oif'), ours]);
  const received = namespace.links
    .toArray()
    .filter(({ kind }) => kind !== 'loopback')
    .map(({ name }) => {
      const sources = uplinks.has(name)
        ? diagram.or(behind(name), diagram.not(near))
        : behind(name);
      return diagram.and(walk.space.isDevice('iif', name), diagram.minus(sources, ours));
    });
  const marked = markedWhere(facts, group);
  return diagram.any([marked.sent ? sent : FALSE, marked.received ? diagram.any(received) : FALSE]);
}

/** Whether packets that are sent, and those that arrive, can have the mark of these rules: a mark that no rule sets is a socket's. */
function markedWhere(
  { marks }: Facts,
  [rule]: readonly Rule[],
): { readonly sent: boolean; readonly received: boolean } {
  const fwmark = rule?.fwmark;
  if (fwmark === undefined) return { sent: true, received: true };
  const setters = marks.writes.filter(
    (write) => write.to === 'mark' && write.value !== 0 && agrees(write, fwmark),
  );
  if (setters.length === 0) return { sent: true, received: false };
  const sets = (hook: 'PREROUTING' | 'OUTPUT'): boolean =>
    setters.some(({ at }) => at.hooks.includes(hook) && isInTime(at.table, hook));
  return { sent: sets('OUTPUT'), received: sets('PREROUTING') };
}

function finding(facts: Facts, group: readonly Rule[], among: Node): readonly Finding[] {
  const { rules, walk, family } = facts;
  const [first] = group;
  if (first === undefined) return [];
  const { diagram } = walk.space;
  const flows = walk.flows();
  const comes = (rule: Rule): Node => diagram.and(flows.get(rule)?.held ?? FALSE, among);
  // A rule to which nothing comes is reported as such.
  if (group.every((rule) => comes(rule) === FALSE)) return [];
  const before = rules
    .slice(0, rules.indexOf(first))
    .filter((rule) => rule.written !== undefined && tableOf(rule) !== TABLE.local)
    .filter((rule) => diagram.and(flows.get(rule)?.decided ?? FALSE, among) !== FALSE);
  const culprit = before.find((rule) => takesMost(rule));
  const takers = culprit === undefined ? before.slice(-3) : [culprit];
  if (takers.length === 0) return [];
  const names = group.map((rule) => facts.sayRule(rule)).join(', ');
  const rivals = takers.map((rule) => facts.sayRule(rule)).join(' and ');
  return [
    makeFinding({
      kind: 'no-effect',
      family,
      subject: group.map((rule) => facts.subject(rule)).join(', '),
      written: (culprit ?? first).written,
      also: [...takers, ...group].map(({ written }) => written),
      shadowedBy: takers.map((rule) => facts.subject(rule)),
      text: `${names} change${group.length === 1 ? 's' : ''} nothing: ${rivals} before ${group.length === 1 ? 'it' : 'them'} decide${takers.length === 1 ? 's' : ''} what should be kept from ${takers.length === 1 ? 'it' : 'them'}`,
    }),
  ];
}
