import type { Facts } from './facts.js';
import { makeFinding, type Finding } from './finding.js';
import { sayStep, type Journey } from './journey.js';
import { waysOut } from './networks.js';
import { probe } from './probes.js';

/** IPv6 packets that leave where IPv4 packets are kept to a tunnel or dropped. */
export const forgottenFamily = (facts4: Facts, facts6: Facts): readonly Finding[] => {
  const [sent4, sent6] = [facts4, facts6].map((facts) => facts.send(probe({ dst: facts.far })));
  if (sent4 === undefined || sent6?.outcome.kind !== 'transmit') return [];
  const device = sent6.outcome.dev;
  const guard = guardOf(facts4, sent4, device);
  if (guard === undefined) return [];
  const way = waysOut(facts6.namespace, 6).find((other) => other.device === device);
  return [
    makeFinding({
      kind: 'leak',
      family: 6,
      subject: guard.subject,
      written: guard.written,
      also: [way?.route.written],
      text: `IPv6 packets leave by ${device}${way === undefined ? '' : ` (${facts6.sayRoute(way.route)})`}, although ${guard.text}: nothing does the same for IPv6`,
    }),
  ];
};

/** What keeps IPv4 packets from a device that could take them. */
function guardOf(
  facts: Facts,
  { outcome, rule, met }: Journey,
  device: string,
):
  { readonly text: string; readonly written: string | null; readonly subject: string } | undefined {
  const could = facts.waysOut.some((way) => way.device === device);
  if (outcome.kind === 'drop' && outcome.at.startsWith('filter OUTPUT')) {
    const last = met.findLast(({ table }) => table === 'filter');
    const dropped = outcome.at.includes('policy') || last === undefined;
    return dropped
      ? {
          text: 'the policy of OUTPUT drops those of IPv4',
          written: null,
          subject: 'filter OUTPUT',
        }
      : {
          text: `${sayStep(last)} refuses those of IPv4`,
          written: last.written,
          subject: last.text,
        };
  }
  if (outcome.kind !== 'transmit' || outcome.dev === device || !could) return undefined;
  if (rule === undefined || rule.written === null) return undefined;
  return {
    text: `${sayStep(rule)} sends those of IPv4 into ${outcome.dev}`,
    written: rule.written,
    subject: `${rule.priority}: ${rule.text}`,
  };
}
