import { printPrefix } from '../../address/address-text.js';
import { printEndpoint, printFwmark } from './show-peer.js';
import type { ShownDevice } from './show-column.js';

/** Prints a device's configuration as `wg setconf` reads it. Source: wg(8), showconf. */
export function printConfig({ wireguard, interfaceName }: ShownDevice): string {
  const { privateKey, listenPort, fwmark, peers } = wireguard;
  const device = [
    '[Interface]',
    ...(listenPort === 0 ? [] : [`ListenPort = ${listenPort}`]),
    ...(fwmark === 0 ? [] : [`FwMark = ${printFwmark(fwmark)}`]),
    ...(privateKey === undefined ? [] : [`PrivateKey = ${privateKey}`]),
    '',
  ];
  const sections = peers.map(
    ({ publicKey, presharedKey, allowedIps, endpoint, persistentKeepalive }) => [
      '[Peer]',
      `PublicKey = ${publicKey}`,
      ...(presharedKey === undefined ? [] : [`PresharedKey = ${presharedKey}`]),
      ...(allowedIps.length === 0
        ? []
        : [`AllowedIPs = ${allowedIps.map(printPrefix).join(', ')}`]),
      ...(endpoint === undefined ? [] : [`Endpoint = ${printEndpoint(endpoint, interfaceName)}`]),
      ...(persistentKeepalive === 0 ? [] : [`PersistentKeepalive = ${persistentKeepalive}`]),
    ],
  );
  const lines = [...device, ...sections.flatMap((one, at) => (at === 0 ? one : ['', ...one]))];
  return lines.map((line) => `${line}\n`).join('');
}
