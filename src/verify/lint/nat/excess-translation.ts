import { printAddress, printPrefix } from '../../../address/address-text.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { sayStep } from '../reach/journey.js';
import { probe } from '../reach/probes.js';

/** Networks that lose their source on the way to others which have a route of their own. */
export const excessTranslation: Check = (facts) => {
  const reported = new Set<string>();
  const inside = facts.networks.filter(({ prefix }) => facts.family === 4 && prefix.length > 1);
  return inside.flatMap((from) => {
    const out = facts.send(probe({ src: from.host, iif: from.device, dst: facts.far })).outcome.dev;
    if (facts.uplinks.has(from.device)) return [];
    return inside.flatMap((to): readonly Finding[] => {
      if (to.device === from.device || to.device === out) return [];
      const { outcome, met } = facts.send(
        probe({ src: from.host, iif: from.device, dst: to.host }),
      );
      if (outcome.kind !== 'transmit' || outcome.dev !== to.device) return [];
      if (outcome.src === printAddress(from.host)) return [];
      const step = met.findLast(({ changes }) => changes.some(({ field }) => field === 'src'));
      const rule = facts.chainRules.find(
        ({ table, chain, number }) =>
          table === step?.table && chain === step.chain && number === step.number,
      );
      if (step === undefined || rule === undefined) return [];
      // A rule that names the device or the mark means these packets.
      const meant =
        (rule.rule.outdev !== undefined && !rule.rule.outdev.inverted) ||
        rule.rule.matches.some(({ name }) => name === 'mark' || name === 'connmark');
      const key = `${step.text} ${to.device}`;
      if (meant || reported.has(key)) return [];
      reported.add(key);
      return [
        makeFinding({
          kind: 'excess-snat',
          family: facts.family,
          subject: step.text,
          written: step.written,
          also: [to.route.written],
          text: `${sayStep(step)} names no device, so packets from ${printPrefix(from.prefix)} to ${printPrefix(to.prefix)} leave by ${to.device} as ${outcome.src}, although that network has a route of its own${out === null ? '' : `; did you mean -o ${out}?`}`,
        }),
      ];
    });
  });
};
