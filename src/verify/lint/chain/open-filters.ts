import { targetChain, type ChainRule } from './chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';

/** Chains of filter in which every rule accepts, and the policy too. */
export const openFilters: Check = (facts) => {
  const chains = [...(facts.tables.get('filter')?.chains.values() ?? [])];
  return chains.flatMap(({ name, base }): readonly Finding[] => {
    if (base?.policy !== 'ACCEPT') return [];
    const rules = reachableFrom(facts, name);
    const accepting = rules.filter(
      ({ rule: { target } }) => target.kind === 'verdict' && target.verdict === 'ACCEPT',
    );
    const verdicts = rules.every(
      ({ rule }) =>
        targetChain(rule) !== undefined ||
        (rule.target.kind === 'verdict' && rule.target.verdict !== 'DROP'),
    );
    if (!verdicts) return [];
    // Whoever accepts what leaves by one device has others in mind that it should not leave by.
    const first = accepting.find(
      ({ rule: { indev, outdev } }) =>
        indev === undefined && outdev !== undefined && !outdev.inverted && outdev.name !== 'lo',
    );
    if (first === undefined) return [];
    return [
      makeFinding({
        kind: 'leak',
        family: facts.family,
        subject: `filter ${name}`,
        written: first.rule.written,
        also: accepting.map(({ rule }) => rule.written),
        text: `Every rule of ${name} accepts (${facts.sayChainRule(first)}), and so does its policy, so the chain drops nothing; \`-P ${name} DROP\` is missing`,
      }),
    ];
  });
};

function reachableFrom(facts: Facts, chain: string): readonly ChainRule[] {
  const hook = chain;
  return facts.chainRules.filter(
    ({ table, hooks }) => table === 'filter' && hooks.some((name) => name === hook),
  );
}
