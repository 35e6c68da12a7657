import { printAddress } from '../../../address/address-text.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { reachedPeers, sayPeer } from './devices.js';

/** Peers whose endpoint is routed into the tunnel itself: its own packets never leave. */
export const endpointsInTunnel: Check = (facts) =>
  reachedPeers(facts).flatMap(({ link, wireguard, peer, endpoint }): readonly Finding[] => {
    const { fwmark } = wireguard;
    const out = facts.route({ to: endpoint.address, mark: fwmark });
    if (out?.device !== link.name) return [];
    const server = printAddress(endpoint.address);
    const asks = facts.rules.some((rule) => rule.fwmark !== undefined);
    const past = `a route for ${server} past ${link.name}`;
    const mending =
      fwmark === 0
        ? `${past}, or a mark of the device (\`wg set ${link.name} fwmark\`) and a rule for it, is missing`
        : `${past} is missing, or a rule for the mark 0x${fwmark.toString(16)} of the device${asks ? ' that leads elsewhere' : ''}`;
    const where = out.table === undefined ? '' : ` (table ${out.table})`;
    return [
      makeFinding({
        kind: 'loop',
        family: facts.family,
        subject: `${link.name} endpoint ${server}`,
        clues: [server, link.name],
        text: `${server}, the endpoint of ${sayPeer(peer)} of ${link.name}, is itself routed into ${link.name}${where}, so nothing that ${link.name} sends leaves the host: ${mending}`,
      }),
    ];
  });
