import { printAddress } from '../../../address/address-text.js';
import { TABLE } from '../../../fib/route.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf } from '../networks.js';
import { drops } from '../reach/path-reach.js';

/** Rules that drop, before routing, all that comes from the internet for an address by whose device packets leave: answers too. */
export const droppedAnswers: Check = (facts) => {
  const { diagram } = facts.reach.space;
  const ours = routesOf(facts.namespace, facts.family, TABLE.local)
    .filter(({ type }) => type === 'local')
    .map(({ dst }) => facts.reach.isIn('src', dst));
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
        // Where others are let in, who may talk to this host is a choice.
        const spared = diagram.all([
          facts.reach.possible('PREROUTING'),
          facts.reach.space.isDevice('iif', device),
          facts.reach.isAddress('dst', address),
          diagram.not(diagram.any([here?.held ?? FALSE, ...ours])),
        ]);
        if (spared !== FALSE) return [];
        if (answers === FALSE || diagram.minus(answers, here?.held ?? FALSE) !== FALSE) return [];
        return [
          makeFinding({
            kind: 'missing-accept',
            ...facts.aboutChainRule({ rule, chain }),
            text: `${facts.sayChainRule({ rule, chain })} of ${table} drops all that arrives on ${device} for ${printAddress(address)}, also the answers to what leaves by ${device}${rule.indev?.name === device ? '; did you mean ! -i?' : ''}`,
          }),
        ];
      }),
    );
};
