import { printAddress } from '../../src/address/address-text.js';
import { addressFromWords } from '../../src/address/address.js';
import type { Prefix } from '../../src/address/prefix.js';
import { Host } from '../../src/host/host.js';
import { seededRandom } from '../core/random.js';
import { servicesTable } from '../nft/services-table.js';
import { withMainTable } from '../path/hosts.js';

const LINK = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name wire',
  'ip link set eth0 up',
  'ip link set wire up',
  'ip addr add 192.168.1.23/24 dev eth0',
];

/** The founding example, but for its mark. */
const SMTP = [
  'ip route add 169.254.0.0/16 dev eth0 scope link',
  'ip route add default via 192.168.1.1 dev eth0',
  'ip rule add fwmark 0x2 table 100',
  'ip route add default via 192.168.1.2 table 100',
];

/** The founding example: mail goes another way. */
export function foundingHost(port = 25): Host {
  return hostOf([
    ...LINK,
    ...SMTP,
    `iptables -t mangle -A OUTPUT -p tcp --dport ${port} -j MARK --set-mark 0x2`,
  ]);
}

/** A router without rules. */
export const ROUTER: readonly string[] = [
  'sysctl -w net.ipv4.ip_forward=1',
  ...LINK,
  'ip addr add 10.0.0.1/8 dev wire',
  'ip route add default via 192.168.1.1',
];

/** A router with a firewall of so many rules: services of many servers, some of them for one network only; the rest is dropped. */
export function firewallHost(rules: number, seed: number): Host {
  const { host, exit, stderr } = hostOf(ROUTER).exec(
    ['iptables-restore'],
    firewallTable(rules, seed),
  );
  if (exit !== 0) throw new Error(stderr);
  return host;
}

/** The rules of that firewall as `iptables-restore` takes them. */
export function firewallTable(rules: number, seed: number): string {
  const random = seededRandom(seed);
  const address = (first: number): string =>
    printAddress(addressFromWords(4, [((first << 24) | (random() >>> 8)) >>> 0]));
  const lines = Array.from({ length: rules }, (_, index) => {
    const from = index % 5 === 0 ? `-s 172.${16 + (random() % 16)}.0.0/16 ` : '';
    const port = [22, 25, 53, 80, 443, 8080][random() % 6] ?? 80;
    const protocol = port === 53 ? 'udp' : 'tcp';
    const target = index % 50 === 49 ? 'DROP' : 'ACCEPT';
    return `-A FORWARD ${from}-d ${address(10)} -p ${protocol} --dport ${port} -j ${target}\n`;
  });
  return `*filter\n:FORWARD DROP\n${lines.join('')}COMMIT\n`;
}

/** A router with so many rules over half as many tables: by source, by mark, and by both. */
export function policyHost(rules: number): Host {
  const lines = Array.from({ length: rules }, (_, index) => {
    const table = 100 + (index % Math.ceil(rules / 2));
    const source = `from 10.${index}.0.0/16`;
    const mark = `fwmark 0x${(index + 1).toString(16)}`;
    const selector = [source, mark, `${source} ${mark}`][index % 3] ?? source;
    return `ip rule add ${selector} table ${table}`;
  });
  const tables = Array.from({ length: Math.ceil(rules / 2) }, (_, index) => [
    `ip route add default via 192.168.1.${1 + (index % 200)} table ${100 + index}`,
    `ip route add 10.${index}.0.0/16 dev wire table ${100 + index}`,
  ]).flat();
  return hostOf([
    'sysctl -w net.ipv4.ip_forward=1',
    ...LINK,
    'ip addr add 10.255.0.1/16 dev wire',
    'ip route add default via 192.168.1.1',
    ...tables,
    ...lines,
  ]);
}

/** A router with a table of services of nft. */
export function servicesHost(services: number, endpoints: number): Host {
  const table = servicesTable(services, endpoints);
  const { host, exit, stderr } = hostOf(ROUTER).exec(['nft', '-f', '-'], table);
  if (exit !== 0) throw new Error(stderr);
  return host;
}

/** The founding example with many prefixes in table main, over 64 next hops. */
export function fullTableHost(prefixes: readonly Prefix[]): Host {
  return withMainTable(foundingHost(), prefixes);
}

function hostOf(commands: readonly string[]): Host {
  return Host.fromCommands(commands);
}
