import { countEntries } from '../../../ipset/hash-table.js';
import type { IpSet } from '../../../ipset/ip-set.js';
import type { MatchData } from '../../../netfilter/extension/extension.js';
import { findSet } from '../../../namespace/ip-sets.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules that ask for sets in which nothing is. */
export const emptySets: Check = (facts) =>
  facts.chainRules.flatMap((place): readonly Finding[] => {
    const asked = place.rule.matches.flatMap((match) => {
      const name = setName(match);
      return name === undefined || !isEmpty(facts.namespace, name)
        ? []
        : [{ name, inverted: 'inverted' in match && match.inverted === true }];
    });
    const deciding = asked.find(({ inverted }) => !inverted) ?? asked[0];
    if (deciding === undefined || place.hooks.length === 0) return [];
    const { name, inverted } = deciding;
    return [
      makeFinding({
        kind: 'empty-set',
        ...facts.aboutChainRule(place),
        clues: [`create ${name} `, `-N ${name} `],
        text: `Nothing is in set ${name}, so ${facts.sayChainRule(place)} ${inverted ? 'excepts nobody' : 'meets no packet'}`,
      }),
    ];
  });

/** Reports whether a match asks for being in a set in which nothing is: that no packet meets it is reported here. */
export function asksForEmptySet(namespace: Namespace, match: MatchData): boolean {
  const name = setName(match);
  const inverted = 'inverted' in match && match.inverted === true;
  return name !== undefined && !inverted && isEmpty(namespace, name);
}

function setName(match: MatchData): string | undefined {
  return match.name === 'set' && 'set' in match && typeof match.set === 'string'
    ? match.set
    : undefined;
}

/** A list is empty when all its sets are. */
function isEmpty(namespace: Namespace, name: string, within = 8): boolean {
  const set = findSet(namespace, name);
  if (set === undefined) return true;
  if (set.kind === 'list:set') {
    return within > 0 && set.members.every((one) => isEmpty(namespace, one.set, within - 1));
  }
  return count(set) === 0;
}

function count(set: Exclude<IpSet, { kind: 'list:set' }>): number {
  return set.kind === 'hash' ? countEntries(set.table) : set.entries.size;
}
