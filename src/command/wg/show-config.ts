import { printPrefix } from '../../address/address-text.js';
import type { WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import { printEndpoint, printFwmark, type InterfaceName } from './show-peer.js';
import type { ShownDevice } from './show-column.js';

/** Prints a device's configuration as `wg setconf` reads it. Source: wg(8), showconf. */
export function printConfig({ wireguard, interfaceName }: ShownDevice): string {
  const { privateKey, listenPort, fwmark, peers } = wireguard;
  const lines = ['[Interface]'];
  if (listenPort !== 0) lines.push(`ListenPort = ${listenPort}`);
  if (fwmark !== 0) lines.push(`FwMark = ${printFwmark(fwmark)}`);
  if (privateKey !== undefined) lines.push(`PrivateKey = ${privateKey}`);
  const sections = peers.map((peer) => printPeer(peer, interfaceName));
  return `${lines.join('\n')}\n\n${sections.join('\n')}`;
}

function printPeer(peer: WireguardPeer, interfaceName: InterfaceName): string {
  const { publicKey, presharedKey, allowedIps, endpoint, persistentKeepalive } = peer;
  const lines = ['[Peer]', `PublicKey = ${publicKey}`];
  if (presharedKey !== undefined) lines.push(`PresharedKey = ${presharedKey}`);
  if (allowedIps.length > 0) lines.push(`AllowedIPs = ${allowedIps.map(printPrefix).join(', ')}`);
  if (endpoint !== undefined) lines.push(`Endpoint = ${printEndpoint(endpoint, interfaceName)}`);
  if (persistentKeepalive !== 0) lines.push(`PersistentKeepalive = ${persistentKeepalive}`);
  return `${lines.join('\n')}\n`;
}
