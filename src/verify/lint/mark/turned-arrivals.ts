import { printPrefix } from '../../../address/address-text.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { forwardsAnything } from '../chain/forwarding-off.js';
import { agrees } from './mark-use.js';
import { isForThisHost, isSetting } from './mark-words.js';

/** Marks on what comes in by a way out, by which packets for the networks inside are led out again. */
export const turnedArrivals: Check = (facts) => {
  if (!forwardsAnything(facts)) return [];
  return facts.marks.writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    const { at, value } = write;
    const { indev } = at.rule;
    if (indev === undefined || indev.inverted || !facts.uplinks.has(indev.name)) return [];
    if (!at.hooks.includes('PREROUTING') || at.table === 'nat') return [];
    if (isForThisHost(facts, at)) return [];
    const rule = facts.rules.find(({ fwmark }) => fwmark !== undefined && agrees(write, fwmark));
    if (rule === undefined) return [];
    const turned = facts.networks.flatMap((network) => {
      if (facts.uplinks.has(network.device)) return [];
      const question = { to: network.host, from: facts.far, iif: indev.name };
      const [plain, marked] = [0, value].map((mark) => facts.route({ ...question, mark }));
      if (plain?.device !== network.device || marked === undefined) return [];
      return facts.uplinks.has(marked.device) ? [{ network, out: marked.device }] : [];
    });
    const [first] = turned;
    if (first === undefined) return [];
    const { network, out } = first;
    return [
      makeFinding({
        kind: 'missing-suppress',
        ...facts.aboutChainRule(at),
        also: [rule.written],
        text: `${facts.sayChainRule(at)} marks what arrives on ${indev.name}, so ${facts.sayRule(rule)} sends packets to ${printPrefix(network.prefix)} (connected on ${network.device}) out by ${out} in place of in; set the mark of the connection (CONNMARK) to lead only their answers there`,
      }),
    ];
  });
};
