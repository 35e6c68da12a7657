import { isLinkLocal6 } from '../address/address-class.js';
import { printAddress } from '../address/address-text.js';
import type { Hop } from '../journey/hop.js';
import { isFallback } from '../machine/tunnel-devices.js';
import { findLink } from '../machine/link-at.js';
import { ROOT_NAMESPACE, type Machine } from '../machine/machine.js';
import { kindName } from '../namespace/link-kind/link-kinds.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { masterOf, type Namespace } from '../namespace/namespace.js';
import { forwarding, forwarding6 } from '../namespace/sysctl/sysctl.js';
import { PROTOCOL } from '../packet/protocol.js';

/** Something that packets pass in a namespace: a device, or the IP layer with the sockets on top of it. */
export interface Spot {
  readonly id: string;
  readonly namespace: string;
  readonly kind: 'device' | 'stack';
  readonly title: string;
  /** What else there is to it, a line each. */
  readonly words: readonly string[];
  /** It is up; an IP layer always is. */
  readonly up: boolean;
}

/** Where packets pass from one spot to another, either way. A cable leads from one device to another; all else is within a namespace. */
export interface Line {
  readonly ends: readonly [string, string];
  readonly cable: boolean;
}

/** A machine as a network: what packets pass, and how. */
export interface NetworkMap {
  /** Names of the namespaces. */
  readonly namespaces: readonly string[];
  readonly spots: readonly Spot[];
  readonly lines: readonly Line[];
}

/** The id of a namespace's IP layer. Names of namespaces and devices are without a slash. */
export function stackId(namespace: string): string {
  return `${namespace}/`;
}

/** The id of a device's spot. */
export function deviceId(namespace: string, device: string): string {
  return `${namespace}/${device}`;
}

/** What a namespace is called in pictures; the machine's first one has no name of its own. */
export function namespaceTitle(name: string): string {
  return name === ROOT_NAMESPACE ? 'here' : name;
}

/**
 * Maps a machine. The devices that every namespace has are left out where they are down and nothing passes them.
 *
 * @param hops - what passes through it
 */
export function mapNetwork(machine: Machine, hops: readonly Hop[]): NetworkMap {
  const passed = new Set(hops.flatMap(devicesOf));
  const spots: Spot[] = [];
  const lines: Line[] = [];
  for (const [name, namespace] of machine.namespaces) {
    const links = namespace.links.filter(
      (link) => passed.has(deviceId(name, link.name)) || !isScenery(link),
    );
    spots.push(stackSpot(name, namespace), ...links.map((link) => deviceSpot(name, link)));
    for (const link of links) lines.push(...linesOf(machine, { name, namespace, link }));
  }
  const known = new Set(spots.map(({ id }) => id));
  return {
    namespaces: [...machine.namespaces.keys()],
    spots,
    lines: lines.filter(({ ends }) => ends.every((end) => known.has(end))),
  };
}

/** The devices that a hop names. */
function devicesOf(hop: Hop): readonly string[] {
  const names = [hop.iif, hop.kind === 'drop' ? null : hop.dev];
  return names.flatMap((name) => (name === null ? [] : [deviceId(hop.ns ?? ROOT_NAMESPACE, name)]));
}

function isScenery(link: Link): boolean {
  return link.kind === 'loopback' || (isFallback(link) && !link.up);
}

function stackSpot(name: string, namespace: Namespace): Spot {
  const forwards = [
    ...(namespace.links.some((link) => forwarding(namespace, link)) ? ['forwards IPv4'] : []),
    ...(namespace.links.some((link) => forwarding6(namespace, link)) ? ['forwards IPv6'] : []),
  ];
  const listens = [...namespace.listeners].map(
    ({ protocol, port, address }) =>
      `${protocol === PROTOCOL.tcp ? 'tcp' : 'udp'} ${port}${address === undefined ? '' : ` of ${printAddress(address)}`}`,
  );
  return {
    id: stackId(name),
    namespace: name,
    kind: 'stack',
    title: 'IP',
    words: [...forwards, ...listens],
    up: true,
  };
}

function deviceSpot(namespace: string, link: Link): Spot {
  const addresses = link.addresses.filter(({ local }) => !isLinkLocal6(local));
  return {
    id: deviceId(namespace, link.name),
    namespace,
    kind: 'device',
    title: link.name,
    words: [
      `${kindWords(link)}${link.up ? '' : ', down'}`,
      ...addresses.map(({ local, length }) => `${printAddress(local)}/${length}`),
    ],
    up: link.up,
  };
}

/** The kind of a device, with what sets it apart from others of its kind. */
function kindWords({ kind, settings }: Link): string {
  if (settings.kind === 'vlan') return `vlan ${settings.id}`;
  if (settings.kind === 'vrf') return `vrf table ${settings.table}`;
  return kindName(kind);
}

interface Place {
  readonly name: string;
  readonly namespace: Namespace;
  readonly link: Link;
}

/** What a device is joined to: its cable and the device below, its master, or else the IP layer. */
function linesOf(machine: Machine, { name, namespace, link }: Place): readonly Line[] {
  const own = deviceId(name, link.name);
  const inside = (end: string): Line => ({ ends: [end, own], cable: false });
  const master = masterOf(namespace, link);
  const above = master === undefined ? stackId(name) : deviceId(name, master.name);
  const below = placeId(machine, link.lower);
  const far = placeId(machine, link.peer);
  return [
    inside(above),
    ...(below === undefined ? [] : [inside(below)]),
    // Each end of a cable has the other as its peer.
    ...(far === undefined || far < own ? [] : [{ ends: [own, far], cable: true } as const]),
  ];
}

function placeId(machine: Machine, place: LinkPlace | undefined): string | undefined {
  const link = place === undefined ? undefined : findLink(machine, place);
  return place === undefined || link === undefined
    ? undefined
    : deviceId(place.namespace, link.name);
}
