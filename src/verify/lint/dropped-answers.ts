import { printAddress } from '../../address/address-text.js';
import { FALSE } from '../engine/diagram.js';
import type { Check } from './check.js';
import { makeFinding, type Finding } from './finding.js';
import { drops } from './path-reach.js';

/** Rules that drop, before routing, all that comes from the internet for an address by whose device packets leave: answers too. */
export const droppedAnswers: Check = (facts) => {
  const { diagram } = facts.reach.space;
  return facts.own
    .filter(({ device }) => facts.uplinks.has(device))
    .flatMap(({ address, device }) =>
      facts.chainRules.flatMap(({ rule, chain, table, hooks }): readonly Finding[] => {
        if (!hooks.includes('PREROUTING') || !drops(rule)) return [];
        const here = facts.reach.of(rule).find(({ hook }) => hook === 'PREROUTING');
        const answers = diagram.all([
          here?.reached ?? FALSE,
          facts.reach.space.isDevice('iif', device),
          facts.reach.isAddress('dst', address),
          facts.reach.isAddress('src', facts.far),
        ]);
        if (answers === FALSE || diagram.minus(answers, here?.held ?? FALSE) !== FALSE) return [];
        return [
          makeFinding({
            kind: 'missing-accept',
            family: facts.family,
            subject: facts.describe.chainRule(rule, chain, facts.family),
            written: rule.written,
            text: `${facts.sayChainRule({ rule, chain })} of ${table} drops all that arrives on ${device} for ${printAddress(address)}, also the answers to what leaves by ${device}${rule.indev?.name === device ? '; did you mean ! -i?' : ''}`,
          }),
        ];
      }),
    );
};
