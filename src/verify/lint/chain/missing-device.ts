import { nearestWord } from '../../../nearest-word.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules that name a device which is not there. */
export const missingDevice: Check = (facts) => {
  const { namespace, rules, chainRules } = facts;
  const names = namespace.links.toArray().map(({ name }) => name);
  const suggestion = (name: string): string => {
    const nearest = nearestWord(name, names);
    return nearest === undefined ? '' : `; did you mean ${nearest}?`;
  };
  const isThere = (name: string): boolean =>
    name.endsWith('+')
      ? names.some((other) => other.startsWith(name.slice(0, -1)))
      : names.includes(name);
  const ofRules = rules.flatMap((rule): readonly Finding[] =>
    [rule.iif, rule.oif]
      .filter((name) => name !== undefined)
      .filter((name) => !isThere(name))
      .map((name) =>
        makeFinding({
          kind: 'missing-device',
          ...facts.aboutRule(rule),
          text: `There is no device ${name}, so ${facts.sayRule(rule)} matches nothing${suggestion(name)}`,
        }),
      ),
  );
  const ofChains = chainRules.flatMap(({ rule, chain }): readonly Finding[] =>
    [rule.indev, rule.outdev]
      .filter((match) => match !== undefined)
      .filter(({ name, inverted }) => !inverted && !isThere(name))
      .map(({ name }) =>
        makeFinding({
          kind: 'missing-device',
          ...facts.aboutChainRule({ rule, chain }),
          text: `There is no device ${name}, so ${facts.sayChainRule({ rule, chain })} matches nothing${suggestion(name)}`,
        }),
      ),
  );
  return [...ofRules, ...ofChains];
};
