import {
  constantOf,
  expressionValue,
} from '../../../netfilter/nft/meaning/value/expression-value.js';
import { ANYWHERE } from '../../../netfilter/nft/not-followed.js';
import type { NftRule } from '../../../netfilter/rule.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { nftRules, type PlacedNftRule } from './nft-rules.js';

/** Marks that rules of nft set for the policy database where no lookup comes after, or in chains of type nat, which see one packet of a connection. */
export const nftMarks: Check = (facts) =>
  nftRules(facts.namespace, facts.family).flatMap((place): readonly Finding[] => {
    const mark = markSet(place.rule);
    if (mark === undefined || mark === 0) return [];
    const reader = facts.rules.find((rule) => asksFor(rule, mark));
    if (reader === undefined) return [];
    const { base } = place.base;
    if (base === undefined) return [];
    const subject = facts.describe.chainRule(place.rule, place.chain, facts.family, place.table);
    const where = `${place.table} ${place.chain}`;
    const say = (kind: Finding['kind'], text: string): readonly Finding[] => [
      makeFinding({
        kind,
        family: facts.family,
        subject,
        written: place.rule.written,
        also: [reader.written],
        text,
      }),
    ];
    const said = `The mark that \`${subject}\` sets in ${where}`;
    if (base.type === 'nat') {
      return say(
        'mark-not-restored',
        `${said} is on the first packet of a connection only: chains of type nat see no other, and ${facts.sayRule(reader)} is for all; set it in a chain of type ${base.hook === 'OUTPUT' ? 'route' : 'filter'}, or keep it with the connection`,
      );
    }
    if (base.hook === 'PREROUTING' || base.type === 'route') return [];
    const why =
      base.hook === 'OUTPUT'
        ? `only a chain of type route makes the kernel look again; declare ${place.base.name} \`type route hook output\``
        : `the route is settled before ${base.hook.toLowerCase()}`;
    return say('mark-too-late', `${said} comes too late for ${facts.sayRule(reader)}: ${why}`);
  });

/** Chains of one hook and priority of which each sets the mark: the one that was made last has its turn first. */
export const tiedChains: Check = (facts) => {
  const marking = nftRules(facts.namespace, facts.family).filter(
    ({ rule }) => markSet(rule) !== undefined,
  );
  const reported = new Set<string>();
  return marking.flatMap((one, index): readonly Finding[] => {
    const other = marking.slice(index + 1).find((later) => isTied(one, later));
    const key = [one, other].map((place) => `${place?.table} ${place?.base.name}`).join(' ');
    if (other === undefined || reported.has(key)) return [];
    reported.add(key);
    return [tie(facts, one, other)];
  });
};

function tie(facts: Facts, one: PlacedNftRule, other: PlacedNftRule): Finding {
  const [first, second] = one.base.id > other.base.id ? [one, other] : [other, one];
  return makeFinding({
    kind: 'priority-tie',
    family: facts.family,
    subject: `${other.table} ${other.base.name}`,
    written: other.rule.written,
    also: [one.rule.written],
    text: `${one.table} ${one.base.name} and ${other.table} ${other.base.name} have one priority at ${one.base.base?.hook.toLowerCase() ?? ''}, and both set the mark: ${first.table} ${first.base.name}, which was made last, has its turn first, so ${second.table} ${second.base.name} decides`,
  });
}

function isTied(one: PlacedNftRule, other: PlacedNftRule): boolean {
  const [a, b] = [one.base, other.base];
  return a.id !== b.id && a.base?.hook === b.base?.hook && a.base?.priority === b.base?.priority;
}

/** The known mark that a rule sets; undefined when it sets none, or copies one. */
function markSet({ statements }: NftRule): number | undefined {
  const set = statements.find(
    (statement) =>
      statement.kind === 'mangle' &&
      statement.target.kind === 'meta' &&
      statement.target.key === 'mark',
  );
  if (set?.kind !== 'mangle') return undefined;
  const known = constantOf(expressionValue(set.value, ANYWHERE));
  return known === undefined ? undefined : Number(known);
}

function asksFor({ fwmark, action }: Rule, mark: number): boolean {
  if (fwmark === undefined || action.kind !== 'lookup') return false;
  return (mark & fwmark.mask) >>> 0 === fwmark.value && fwmark.value !== 0;
}
