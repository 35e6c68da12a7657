import type { HookName } from '../../../netfilter/hook.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

const WITHOUT_INPUT: ReadonlySet<HookName> = new Set(['OUTPUT', 'POSTROUTING']);
const WITHOUT_OUTPUT: ReadonlySet<HookName> = new Set(['PREROUTING', 'INPUT']);

/** Rules that leave out a device which none of the hooks sees from which their chain is reached: the hook that does is missing. */
export const unseenDevices: Check = (facts) =>
  facts.chainRules.flatMap(({ rule, chain, table, hooks }): readonly Finding[] => {
    const { indev, outdev } = rule;
    const blind = (without: ReadonlySet<HookName>): boolean =>
      hooks.length > 0 && hooks.every((hook) => without.has(hook));
    const lost =
      indev?.inverted === true && blind(WITHOUT_INPUT)
        ? { asked: `! -i ${indev.name}`, see: 'has arrived on a device', seeing: 'PREROUTING' }
        : outdev?.inverted === true && blind(WITHOUT_OUTPUT)
          ? { asked: `! -o ${outdev.name}`, see: 'has a device to leave by', seeing: 'POSTROUTING' }
          : undefined;
    if (lost === undefined) return [];
    return [
      makeFinding({
        kind: 'unused-chain',
        ...facts.aboutChainRule({ rule, chain }),
        text: `\`${lost.asked}\` of ${facts.sayChainRule({ rule, chain })} says nothing: only ${hooks.join(' and ')} of ${table} leads to ${chain}, where no packet ${lost.see}; a jump from ${lost.seeing} is missing`,
      }),
    ];
  });
