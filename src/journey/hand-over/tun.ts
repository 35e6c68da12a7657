import type { HandOver } from '../network.js';

/** A TUN or TAP device gives the packet to the program that has it open; nobody here has. Source: `tun_net_xmit`. */
export const handToTun: HandOver = (network, { link, traveller, iif }) => {
  network.note(traveller, { kind: 'drop', iif, at: `${link.name}, which no program has open` });
};
