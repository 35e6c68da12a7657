import { publicKeyOf } from '../../namespace/wireguard/x25519.js';
import type { WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import { printFwmark, printAllowedIps, printEndpoint, type InterfaceName } from './show-peer.js';
import type { ShownDevice } from './show-column.js';

/** A secret, as it is shown to people. */
const HIDDEN = '(hidden)';

/** Prints a device for people, as `wg show DEVICE` does where its output is no terminal. */
export function printDevice({ name, wireguard, interfaceName }: ShownDevice): string {
  const { privateKey, listenPort, fwmark, peers } = wireguard;
  const lines = [`interface: ${name}`];
  if (privateKey !== undefined) {
    lines.push(`  public key: ${publicKeyOf(privateKey)}`, `  private key: ${HIDDEN}`);
  }
  if (listenPort !== 0) lines.push(`  listening port: ${listenPort}`);
  if (fwmark !== 0) lines.push(`  fwmark: ${printFwmark(fwmark)}`);
  for (const peer of peers) lines.push('', ...printPeer(peer, interfaceName));
  return `${lines.join('\n')}\n`;
}

function printPeer(peer: WireguardPeer, interfaceName: InterfaceName): readonly string[] {
  const { publicKey, presharedKey, endpoint, allowedIps, persistentKeepalive } = peer;
  const lines = [`peer: ${publicKey}`];
  if (presharedKey !== undefined) lines.push(`  preshared key: ${HIDDEN}`);
  if (endpoint !== undefined) lines.push(`  endpoint: ${printEndpoint(endpoint, interfaceName)}`);
  lines.push(`  allowed ips: ${printAllowedIps(allowedIps, ', ')}`);
  if (persistentKeepalive !== 0) {
    lines.push(`  persistent keepalive: every ${printTime(persistentKeepalive)}`);
  }
  return lines;
}

const UNITS = [
  ['hour', 60 * 60],
  ['minute', 60],
  ['second', 1],
] as const;

function printTime(seconds: number): string {
  let left = seconds;
  return UNITS.flatMap(([unit, length]) => {
    const count = Math.floor(left / length);
    left %= length;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  }).join(', ');
}
