import { printPrefix } from '../../../address/address-text.js';
import { prefixCovers, type Prefix } from '../../../address/prefix.js';
import { tick } from '../../../bound.js';
import type { WireguardPeer } from '../../../namespace/wireguard/wireguard.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { sayPeer, upDevices } from './devices.js';

/** Peers that have no address: another one has been given theirs, or they never had any. It is said once, with IPv4. */
export const barePeers: Check = (facts) =>
  facts.family === 6
    ? []
    : upDevices(facts).flatMap(({ link, wireguard }) =>
        wireguard.peers
          .filter(({ allowedIps }) => allowedIps.length === 0)
          .map((peer) =>
            makeFinding({
              kind: 'allowed-ips',
              family: 4,
              subject: `${link.name} ${sayPeer(peer)}`,
              clues: [peer.publicKey],
              text: `Nothing is sent to ${sayPeer(peer)} of ${link.name}, and nothing taken from it: it has no AllowedIPs, or a later peer was given the same ones`,
            }),
          ),
      );

/** Prefixes of one peer that lie in those of another: the longer one takes those packets. */
export const nestedPrefixes: Check = (facts) =>
  upDevices(facts).flatMap(({ link, wireguard: { peers } }): readonly Finding[] => {
    const owned = peers.flatMap((peer) =>
      peer.allowedIps
        .filter(({ address, length }) => address.family === facts.family && length > 0)
        .map((prefix) => ({ peer, prefix })),
    );
    return owned.flatMap((inner) => {
      tick();
      const outer = owned.find((other) => isNested(inner, other));
      if (outer === undefined) return [];
      const [within, around] = [printPrefix(inner.prefix), printPrefix(outer.prefix)];
      return [
        makeFinding({
          kind: 'nested-prefix',
          family: facts.family,
          subject: `${link.name} allowed-ips ${within}`,
          clues: [within, around],
          text: `${within} of ${sayPeer(inner.peer)} of ${link.name} lies in ${around} of ${sayPeer(outer.peer)}: packets for it go to the first, and what the second sends from it is dropped`,
        }),
      ];
    });
  });

interface Owned {
  readonly peer: WireguardPeer;
  readonly prefix: Prefix;
}

function isNested(inner: Owned, outer: Owned): boolean {
  return inner.peer !== outer.peer && prefixCovers(outer.prefix, inner.prefix);
}
