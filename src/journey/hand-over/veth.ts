import { sendFrame } from '../ethernet/frame.js';
import type { HandOver } from './hand-over.js';

/** The other end of a veth receives what is sent into this one. Source: `veth_xmit`. */
export const handToVeth: HandOver = (network, { link, traveller }, to) =>
  sendFrame(network, link, { traveller, to });
