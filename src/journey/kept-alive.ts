import type { Machine } from '../machine/machine.js';
import type { Namespace } from '../namespace/namespace.js';
import { wireguardOf } from '../namespace/wireguard/wireguard-of.js';
import type { WireguardPeer } from '../namespace/wireguard/wireguard.js';
import { udp } from '../packet/make-packet.js';
import { Driver } from './driver.js';
import { HANDSHAKE, sealedFor } from './hand-over/sealed-for.js';
import { openDevices, ownKey, type WireguardDevice } from './sealed.js';
import { Sender } from './sender.js';

/** How many walks through a namespace a handshake may take. */
const MOST = 256;

/**
 * A machine once WireGuard devices that keep the way to a peer open (`persistent-keepalive`) have been heard by it where it didn't know them: the one has begun a handshake as often as it takes,
 * and the other has answered. What that leaves behind (where peers are, connections) is there for every packet. The machine as it is where nobody does, and where
 * all are known. Source: `set_peer`, `wg_open`, `wg_packet_send_keepalive`.
 */
export function keptAlive(machine: Machine): Machine {
  if (!machine.namespaces.some(keepsAlive)) return machine;
  let after = machine;
  for (const device of openDevices(machine)) {
    for (const peer of device.wireguard.peers) {
      if (peer.persistentKeepalive > 0) after = heard(after, device, peer);
    }
  }
  return after;
}

const KEEPING = new WeakMap<Namespace['links'], boolean>();

/** Whether a namespace has a device that keeps a way open. */
function keepsAlive({ links }: Namespace): boolean {
  let keeps = KEEPING.get(links);
  if (keeps === undefined) {
    keeps = links.some(
      (link) => wireguardOf(link)?.peers.some((peer) => peer.persistentKeepalive > 0) === true,
    );
    KEEPING.set(links, keeps);
  }
  return keeps;
}

/** The machine once a peer has heard of a device, and the device of the peer. */
function heard(machine: Machine, { wireguard }: WireguardDevice, peer: WireguardPeer): Machine {
  const [own, far] = [ownKey(wireguard), peer.publicKey];
  if (own === undefined || knows(machine, far, own)) return machine;
  const asked = greeted(machine, own, far);
  return knows(asked, far, own) ? greeted(asked, far, own) : asked;
}

/** Whether a device knows where a peer is, by their keys. */
function knows(machine: Machine, device: string, peer: string): boolean {
  return find(machine, device, peer)?.peer.endpoint !== undefined;
}

/** The machine once a device has sent a peer a packet of a handshake. */
function greeted(machine: Machine, device: string, peer: string): Machine {
  const found = find(machine, device, peer);
  if (found === undefined || find(machine, peer, device) === undefined) return machine;
  const { endpoint } = found.peer;
  if (endpoint === undefined) return machine;
  // It is no socket's, so that nobody is told what becomes of it.
  const sender = new Sender(found.device.namespace, udp({ dst: endpoint.address }));
  const driver = new Driver(machine, sender, MOST, undefined);
  const packet = sealedFor(driver, found.device, found.peer, HANDSHAKE);
  if (packet === undefined) return machine;
  driver.enter(packet);
  driver.run();
  return driver.machine;
}

/** A device that is up and a peer of it, by their keys. */
function find(
  machine: Machine,
  key: string,
  peerKey: string,
): { readonly device: WireguardDevice; readonly peer: WireguardPeer } | undefined {
  for (const device of openDevices(machine)) {
    if (ownKey(device.wireguard) !== key) continue;
    const peer = device.wireguard.peers.find(({ publicKey }) => publicKey === peerKey);
    if (peer !== undefined) return { device, peer };
  }
  return undefined;
}
