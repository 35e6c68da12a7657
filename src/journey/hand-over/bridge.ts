import { forwardFrame } from '../ethernet/bridge.js';
import type { HandOver } from './hand-over.js';

/** A bridge sends a frame of its own by one of its ports. Source: `br_dev_xmit`. */
export const handToBridge: HandOver = (network, { link, traveller }, to) => {
  const bridge = { namespace: traveller.namespace, index: link.index };
  forwardFrame(network, traveller, { bridge, port: undefined, to });
};
