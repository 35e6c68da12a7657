import { bridgeFrame } from '../ethernet/bridge.js';
import type { HandOver } from './hand-over.js';

/** A bridge sends a frame of its own by one of its ports. Source: `br_dev_xmit`. */
export const handToBridge: HandOver = (network, { link, traveller }, to) =>
  bridgeFrame(
    network,
    { namespace: traveller.namespace, index: link.index },
    { traveller, to },
    undefined,
  );
