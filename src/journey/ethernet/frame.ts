import { assertNever } from '../../assert-never.js';
import type { LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { wrapFrame } from '../hand-over/wrap-frame.js';
import type { Network } from '../network.js';
import { atPlace } from '../at-place.js';
import type { Traveller } from '../traveller.js';
import { bridgeFrame } from './bridge.js';
import type { Move } from './move.js';
import { received } from './received.js';
import { sent } from './sends.js';

/** Carries out what happens to the frame of a packet, and all that happens to it then. */
export function moveFrame(network: Network, traveller: Traveller, moves: readonly Move[]): void {
  for (const move of moves) {
    switch (move.kind) {
      case 'send':
        moveFrame(network, traveller, sent(network.machine, move, traveller.packet.dst));
        break;
      case 'receive':
        moveFrame(
          network,
          traveller,
          received(network.machine, { ...move, target: traveller.packet.dst }),
        );
        break;
      case 'bridge':
        bridgeFrame(network, traveller, move);
        break;
      case 'wrap':
        wrapFrame(network, traveller, move);
        break;
      case 'arrive':
        arrive(network, move.place, traveller);
        break;
      case 'lost': {
        const { place, at, reason } = move;
        const here = { ...traveller, namespace: place.namespace };
        const iif = existingLink(network.namespace(place.namespace), place.index).name;
        network.note(here, { kind: 'drop', iif, at, ...(reason === undefined ? {} : { reason }) });
        break;
      }
      default:
        assertNever(move);
    }
  }
}

/** A packet arrives by a device. */
function arrive(network: Network, place: LinkPlace, traveller: Traveller): void {
  const iif = existingLink(network.namespace(place.namespace), place.index).name;
  const here = atPlace(traveller, place.namespace);
  network.enter({ ...here, packet: { ...here.packet, iif } });
}
