import { printAddress } from '../../../address/address-text.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { probe } from '../reach/probes.js';
import { upDevices } from './devices.js';

/** Tunnels that take everything, and beside which everything leaves as soon as they are down. */
export const leaksPastTunnel: Check = (facts) =>
  upDevices(facts).flatMap(({ link }): readonly Finding[] => {
    const packet = probe({ dst: facts.far });
    if (facts.send(packet).outcome.dev !== link.name) return [];
    const { outcome } = facts.send(packet, facts.withDown(link.name));
    if (outcome.kind !== 'transmit' || outcome.dev === link.name) return [];
    return [
      makeFinding({
        kind: 'leak-when-down',
        family: facts.family,
        subject: link.name,
        clues: [link.name],
        text: `While ${link.name} is down, what it takes now (${printAddress(facts.far)}, say) leaves by ${outcome.dev}: a rule that drops what has not the mark of ${link.name}, or an unreachable route behind it, would keep it in`,
      }),
    ];
  });
