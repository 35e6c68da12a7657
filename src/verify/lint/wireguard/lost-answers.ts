import { printAddress } from '../../../address/address-text.js';
import { makePacket } from '../../../packet/make-packet.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { parseAddress } from '../../../address/address-text.js';
import { linkByName } from '../../../namespace/namespace.js';
import { rpFilter, srcValidMark } from '../../../namespace/sysctl/sysctl.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { reachedPeers, sayPeer } from './devices.js';

/** Peers whose answers a strict reverse path filter drops: without the mark of the device the way back to them leads into it. */
export const lostAnswers: Check = (facts) =>
  reachedPeers(facts).flatMap(({ link, wireguard, peer, endpoint }): readonly Finding[] => {
    const { namespace, host, family } = facts;
    if (family === 6 || wireguard.fwmark === 0) return [];
    const sent = host.send(
      makePacket({
        protocol: PROTOCOL.udp,
        dst: endpoint.address,
        sport: wireguard.listenPort,
        dport: endpoint.port,
        mark: wireguard.fwmark,
      }),
    );
    const { kind, dev, src } = sent;
    if (kind !== 'transmit' || src === null || dev === link.name) return [];
    const answer = makePacket({
      protocol: PROTOCOL.udp,
      iif: dev,
      src: endpoint.address,
      dst: parseAddress(src),
      sport: endpoint.port,
      dport: wireguard.listenPort,
    });
    const arrival = linkByName(namespace, dev);
    if (arrival === undefined || rpFilter(namespace, arrival) !== 1) return [];
    if (sent.host.send(answer).at !== 'rp_filter') return [];
    const server = printAddress(endpoint.address);
    const mending = srcValidMark(namespace, arrival)
      ? 'the mark of the connection has to be restored in PREROUTING'
      : 'src_valid_mark=1 is missing, with a rule that restores the mark of the connection in PREROUTING';
    return [
      makeFinding({
        kind: 'rp-filter',
        family,
        subject: `rp_filter of ${dev}`,
        clues: ['src_valid_mark', 'rp_filter', server],
        text: `What ${sayPeer(peer)} of ${link.name} answers from ${server} is dropped on ${dev}, where rp_filter is 1: without the mark of ${link.name} the way back to it leads into ${link.name}; ${mending}`,
      }),
    ];
  });
