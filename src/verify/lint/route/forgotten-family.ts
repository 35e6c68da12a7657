import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees, type MarkWrite } from '../mark/mark-use.js';
import { isSetting } from '../mark/mark-words.js';
import { sayStep, type Journey } from '../reach/journey.js';
import { waysOut } from '../networks.js';
import { probe } from '../reach/probes.js';

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

/** Rules of IPv6 that ask for a mark which only iptables sets, and ip6tables does not. */
export const forgottenMarks = (facts4: Facts, facts6: Facts): readonly Finding[] =>
  facts6.rules.flatMap((rule): readonly Finding[] => {
    const { fwmark, not, written } = rule;
    if (written === undefined || fwmark === undefined || not || fwmark.value === 0) return [];
    const setIn = ({ marks: { writes } }: Facts): MarkWrite | undefined =>
      writes.find((write) => isSetting(write) && agrees(write, fwmark));
    const set4 = setIn(facts4);
    const twin = facts4.rules.find(
      ({ fwmark: asked, not: inverted, written: by }) =>
        by !== undefined &&
        !inverted &&
        asked?.value === fwmark.value &&
        asked.mask === fwmark.mask,
    );
    if (set4 === undefined || twin === undefined || setIn(facts6) !== undefined) return [];
    // What gives marks back may give this one, and who has chains of IPv6 for it has thought of it.
    if (facts6.marks.writes.length > 0) return [];
    return [
      makeFinding({
        kind: 'mark-never-set',
        family: 6,
        subject: facts6.subject(rule),
        written,
        also: [set4.at.rule.written, twin.written],
        text: `No rule of ip6tables sets the mark for which ${facts6.sayRule(rule)} asks, while ${facts4.sayChainRule(set4.at)} sets it for ${facts4.sayRule(twin)}: packets of IPv6 go another way than those of IPv4`,
      }),
    ];
  });

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
