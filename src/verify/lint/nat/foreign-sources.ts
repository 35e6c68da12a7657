import { printAddress } from '../../../address/address-text.js';
import { sameAddress } from '../../../address/address.js';
import type { SnatTarget } from '../../../netfilter/extension/target/nat/nat-address-target.js';
import type { TargetData } from '../../../netfilter/extension/extension.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** SNAT that gives packets on one way out the address of another: the answers come in there, if at all. */
export const foreignSources: Check = (facts) =>
  facts.chainRules.flatMap(({ rule, chain, hooks }): readonly Finding[] => {
    const { target, outdev } = rule;
    if (target.kind !== 'extension' || !isSnat(target.data) || hooks.length === 0) return [];
    if (outdev === undefined || outdev.inverted || !facts.uplinks.has(outdev.name)) return [];
    const { address } = target.data;
    if (address === undefined) return [];
    const owner = facts.own.find((own) => sameAddress(own.address, address));
    const meant = facts.own.find(({ device }) => device === outdev.name);
    if (owner === undefined || meant === undefined) return [];
    if (owner.device === outdev.name || !facts.uplinks.has(owner.device)) return [];
    return [
      makeFinding({
        kind: 'missing-snat',
        ...facts.aboutChainRule({ rule, chain }),
        text: `${facts.sayChainRule({ rule, chain })} gives packets that leave by ${outdev.name} an address of ${owner.device}, so their answers come in by ${owner.device}, if any come; did you mean ${printAddress(meant.address)}?`,
      }),
    ];
  });

function isSnat(data: TargetData): data is SnatTarget {
  return data.name === 'SNAT';
}
