import type { Wireguard, WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import { publicKeyOf } from '../../namespace/wireguard/x25519.js';
import {
  NONE,
  printAllowedIps,
  printEndpoint,
  printFwmark,
  printKeepalive,
  type InterfaceName,
} from './show-peer.js';

/** A device as its configuration is shown. */
export interface ShownDevice {
  readonly name: string;
  readonly wireguard: Wireguard;
  readonly interfaceName: InterfaceName;
}

/** Prints a column of a device; each line begins with `begin`, the device's name where there are several. */
type PrintColumn = (device: ShownDevice, begin: string) => string;

/** A column of which a device has one value. */
function ofDevice(print: (wireguard: Wireguard) => string): PrintColumn {
  return ({ wireguard }, begin) => `${begin}${print(wireguard)}\n`;
}

/** A column of which each peer has one value, behind its key. */
function ofPeers(print: (peer: WireguardPeer, device: ShownDevice) => string): PrintColumn {
  return (device, begin) =>
    device.wireguard.peers
      .map((peer) => `${begin}${peer.publicKey}\t${print(peer, device)}\n`)
      .join('');
}

/** Time does not pass on a simulated host: no peer has been heard of, and no packet was counted. */
const NEVER_HEARD_OF = '0';
const NOTHING_SENT = '0\t0';

/** The columns of `wg show DEVICE COLUMN`. */
const COLUMNS: ReadonlyMap<string, PrintColumn> = new Map<string, PrintColumn>([
  ['public-key', ofDevice(printPublicKey)],
  ['private-key', ofDevice(({ privateKey }) => privateKey ?? NONE)],
  ['listen-port', ofDevice(({ listenPort }) => `${listenPort}`)],
  ['fwmark', ofDevice(({ fwmark }) => printFwmark(fwmark))],
  [
    'peers',
    ({ wireguard }, begin) => wireguard.peers.map((peer) => `${begin}${peer.publicKey}\n`).join(''),
  ],
  ['preshared-keys', ofPeers(({ presharedKey }) => presharedKey ?? NONE)],
  // The name stands before the first line only, whether there is one or not.
  ['endpoints', (device, begin) => begin + ofPeers(endpointOf)(device, '')],
  ['allowed-ips', ofPeers(({ allowedIps }) => printAllowedIps(allowedIps, ' '))],
  ['latest-handshakes', ofPeers(() => NEVER_HEARD_OF)],
  ['transfer', ofPeers(() => NOTHING_SENT)],
  [
    'persistent-keepalive',
    ofPeers(({ persistentKeepalive }) => printKeepalive(persistentKeepalive)),
  ],
  ['dump', dump],
]);

/** Prints a column of a device; undefined when there is none of that name. */
export function printColumn(name: string, device: ShownDevice, begin: string): string | undefined {
  return COLUMNS.get(name)?.(device, begin);
}

function printPublicKey({ privateKey }: Wireguard): string {
  return privateKey === undefined ? NONE : publicKeyOf(privateKey);
}

function endpointOf({ endpoint }: WireguardPeer, { interfaceName }: ShownDevice): string {
  return endpoint === undefined ? NONE : printEndpoint(endpoint, interfaceName);
}

function dump(device: ShownDevice, begin: string): string {
  const { wireguard } = device;
  const { privateKey = NONE, listenPort, fwmark } = wireguard;
  const own = [privateKey, printPublicKey(wireguard), `${listenPort}`, printFwmark(fwmark)];
  const lines = [own, ...wireguard.peers.map((peer) => dumpPeer(peer, device))];
  return lines.map((words) => `${begin}${words.join('\t')}\n`).join('');
}

function dumpPeer(peer: WireguardPeer, device: ShownDevice): readonly string[] {
  return [
    peer.publicKey,
    peer.presharedKey ?? NONE,
    endpointOf(peer, device),
    printAllowedIps(peer.allowedIps, ','),
    NEVER_HEARD_OF,
    NOTHING_SENT,
    printKeepalive(peer.persistentKeepalive),
  ];
}
