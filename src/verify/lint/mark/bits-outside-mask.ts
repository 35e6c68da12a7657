import { maskedText } from '../../packets/masked-text.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules that ask for bits of the mark which their mask leaves out: the kernel doesn't look at them. */
export const bitsOutsideMask: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { fwmark } = rule;
    if (fwmark === undefined) return [];
    const lost = (fwmark.value & ~fwmark.mask) >>> 0;
    if (lost === 0) return [];
    const left = maskedText((fwmark.value & fwmark.mask) >>> 0, fwmark.mask);
    const who = (fwmark.value & fwmark.mask) === 0 ? ', which every packet without a mark has' : '';
    return [
      makeFinding({
        kind: 'wrong-mark',
        ...facts.aboutRule(rule),
        text: `${facts.sayRule(rule)} asks for 0x${lost.toString(16)}, which its mask 0x${fwmark.mask.toString(16)} leaves out: it takes all packets with ${left}${who}`,
      }),
    ];
  });
