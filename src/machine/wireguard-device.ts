import { PROTOCOL } from '../packet/protocol.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { withLink } from '../namespace/namespace.js';
import {
  configureWireguard,
  withMark,
  type WireguardRequest,
} from '../namespace/wireguard/configure-wireguard.js';
import { wireguardOf } from '../namespace/wireguard/wireguard-of.js';
import type { Wireguard } from '../namespace/wireguard/wireguard.js';
import type { ErrnoName } from '../errno.js';
import { setCarrier } from '../namespace/link-events.js';
import { change, linkAt } from './link-at.js';
import { changeFollowed } from './link-state.js';
import type { Machine } from './machine.js';
import { nameHash } from './random-lladdr.js';

/** What comes of a request to a WireGuard device: an error may come after a part of it was done. */
export interface WireguardEdit {
  readonly machine: Machine;
  readonly error: ErrnoName | undefined;
}

/**
 * Changes the configuration of a WireGuard device. When another socket has its port, its mark is set all the same, and nothing else.
 * Source: `wg_set_device`.
 */
export function setWireguard(
  machine: Machine,
  place: LinkPlace,
  request: WireguardRequest,
): WireguardEdit {
  const link = linkAt(machine, place);
  const before = wireguardOf(link);
  if (before === undefined) return { machine, error: 'EOPNOTSUPP' };
  const asksSockets = request.listenPort !== undefined || request.fwmark !== undefined;
  if (asksSockets && before.birthNamespace === undefined) return { machine, error: 'EPERM' };
  const { listenPort = before.listenPort, fwmark } = request;
  const moves = link.up && listenPort !== before.listenPort;
  const port = moves ? bindPort(machine, place, { ...before, listenPort }) : listenPort;
  if (port === undefined) {
    const marked = fwmark === undefined ? before : withMark(before, fwmark);
    return { machine: put(machine, place, marked), error: 'EADDRINUSE' };
  }
  const after = { ...configureWireguard(before, request), listenPort: port };
  return { machine: put(machine, place, after), error: undefined };
}

/**
 * Opens the sockets of a WireGuard device that comes up; one without a port gets a free one. An error when another socket has its port, or their namespace is gone:
 * it doesn't come up then. The machine as it is for any other device. Source: `wg_open`.
 */
export function openWireguard(machine: Machine, place: LinkPlace): Machine | ErrnoName {
  const before = wireguardOf(linkAt(machine, place));
  if (before === undefined) return machine;
  if (before.birthNamespace === undefined) return 'ENONET';
  const port = bindPort(machine, place, before);
  if (port === undefined) return 'EADDRINUSE';
  return port === before.listenPort
    ? machine
    : put(machine, place, { ...before, listenPort: port });
}

/** Takes its sockets from a WireGuard device whose namespace of birth goes, and its carrier. Source: `wg_netns_pre_exit`. */
export function closeWireguard(machine: Machine, place: LinkPlace, birth: string): Machine {
  const before = wireguardOf(linkAt(machine, place));
  if (before?.birthNamespace !== birth) return machine;
  const closed = put(machine, place, { ...before, birthNamespace: undefined });
  return changeFollowed(closed, place, (namespace, index) => setCarrier(namespace, index, false));
}

function put(machine: Machine, place: LinkPlace, wireguard: Wireguard): Machine {
  return change(machine, place, (namespace) => {
    const link = linkAt(machine, place);
    return withLink(namespace, { ...link, settings: { kind: 'wireguard', ...wireguard } });
  });
}

/** The port that a device's sockets get; undefined when another socket has it. */
function bindPort(
  machine: Machine,
  place: LinkPlace,
  { listenPort, birthNamespace }: Wireguard,
): number | undefined {
  if (birthNamespace === undefined) return undefined;
  const taken = takenPorts(machine, place, birthNamespace);
  if (listenPort !== 0) return taken.has(listenPort) ? undefined : listenPort;
  const { name } = linkAt(machine, place);
  const begin = nameHash(`${place.namespace}/${place.index}/${name}`, 0) % FREE_PORTS;
  for (let tried = 0; tried < FREE_PORTS; tried += 1) {
    const port = FIRST_FREE_PORT + ((begin + tried) % FREE_PORTS);
    if (!taken.has(port)) return port;
  }
  return undefined;
}

/** The ports that Linux chooses from by itself; here the choice comes from the device's place and name, so that every run makes the same. Source: net.ipv4.ip_local_port_range. */
const FIRST_FREE_PORT = 32768;
const FREE_PORTS = 60999 - FIRST_FREE_PORT + 1;

/** The UDP ports of a namespace that other sockets have: those of listeners, and of other WireGuard devices that are up. */
function takenPorts(machine: Machine, own: LinkPlace, birthNamespace: string): ReadonlySet<number> {
  const listeners = machine.namespaces.get(birthNamespace)?.listeners.toArray() ?? [];
  const ports = listeners.flatMap(({ protocol, port }) => (protocol === PROTOCOL.udp ? port : []));
  for (const [name, { links }] of machine.namespaces) {
    for (const link of links) {
      const isOwn = name === own.namespace && link.index === own.index;
      if (!isOwn) ports.push(...portsOf(link, birthNamespace));
    }
  }
  return new Set(ports);
}

function portsOf(link: Link, birthNamespace: string): readonly number[] {
  const wireguard = link.up ? wireguardOf(link) : undefined;
  return wireguard?.birthNamespace === birthNamespace ? [wireguard.listenPort] : [];
}
