import { Host } from '../host/host.js';

/** A host on which rules are tried, and what it is in words. */
export interface Surroundings {
  readonly what: string;
  readonly host: Host;
}

/** The longest name of a device, in bytes. Source: `IFNAMSIZ`, with its end. */
const LONGEST_NAME = 15;

const DEVICE = /(?:^|\s)(?:-i|-o|--in-interface|--out-interface)\s+"?([^\s"]+)/gm;

/**
 * Hosts on which a ruleset is tried that belongs to no host: one that forwards whatever comes in, by any of its devices, and one that takes everything for
 * itself. They have the devices that the rules name, and one more.
 *
 * @param rules - what `iptables-save` and its kin print, or commands; they are searched for devices only, and are not loaded
 * @example
 * ```ts
 * import { udp } from 'nexthop';
 * import { surroundingsOf } from 'nexthop/translate';
 * const [router, end] = surroundingsOf(['-A FORWARD -i lan -o wan -j ACCEPT']);
 * router.what; // 'a router with lan, wan, other0'
 * router.host.send(udp({ iif: 'lan', src: '10.0.0.5', dst: '8.8.8.8' })).kind; // 'transmit'
 * end.host.send(udp({ iif: 'lan', src: '10.0.0.5', dst: '8.8.8.8' })).kind; // 'deliver'
 * ```
 */
export function surroundingsOf(rules: readonly string[]): readonly Surroundings[] {
  const devices = devicesIn(rules);
  const bare = Host.fresh().run([
    'ip link set lo up',
    ...devices.flatMap((device, index) => [
      `ip link add ${device} type dummy`,
      `ip link set ${device} up`,
      `ip address add 10.255.${index}.1/24 dev ${device}`,
      `ip address add fd00:ff:${index.toString(16)}::1/64 dev ${device} nodad`,
    ]),
    'sysctl -w net.ipv4.ip_forward=1',
    'sysctl -w net.ipv6.conf.all.forwarding=1',
    'sysctl -w net.ipv4.conf.all.rp_filter=0',
  ]);
  const hops = devices.map((device) => `nexthop dev ${device}`).join(' ');
  const hops6 = devices.map((device) => `nexthop via fe80::1 dev ${device}`).join(' ');
  const router = bare.run([`ip route add default ${hops}`, `ip -6 route add default ${hops6}`]);
  const end = bare.run([
    'sysctl -w net.ipv4.conf.all.accept_local=1',
    'ip route add local default dev lo',
    'ip -6 route add local default dev lo',
  ]);
  const named = devices.join(', ');
  return [
    { what: `a router with ${named}`, host: router },
    { what: `a host with ${named} to which every address belongs`, host: end },
  ];
}

/** The devices that rules name, one for each beginning of a name, and another; that other alone where they name none. */
function devicesIn(rules: readonly string[]): readonly string[] {
  const named = rules.flatMap((text) => [...text.matchAll(DEVICE)].map(([, name]) => name ?? ''));
  const whole = new Set(named.filter((name) => !name.endsWith('+') && name !== 'lo'));
  for (const name of named.filter((one) => one.endsWith('+') && one !== '+')) {
    const beginning = name.slice(0, -1);
    const isThere = [...whole].some((one) => one.startsWith(beginning));
    if (!isThere && beginning !== 'lo') whole.add(`${beginning.slice(0, LONGEST_NAME - 1)}0`);
  }
  let other = 'other0';
  while (whole.has(other)) other += '0';
  return [...whole, other].filter((name) => name.length <= LONGEST_NAME && !name.includes('/'));
}
