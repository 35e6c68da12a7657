import { printAddress } from '../../src/address/address-text.js';
import { addressFromWords } from '../../src/address/address.js';
import { TABLE, type Route } from '../../src/fib/route.js';
import { withRoutesAt } from '../../src/fib/fib-table.js';
import { Host } from '../../src/host/host.js';
import { withNamespace } from '../../src/machine/machine.js';
import { seededRandom } from '../core/random.js';
import { generatePrefixes } from '../lpm/generate-prefixes.js';

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

/** A router with a firewall of so many rules: services of many servers, some of them for one network only; the rest is dropped. */
export function firewallHost(rules: number, seed: number): Host {
  const random = seededRandom(seed);
  const address = (first: number): string =>
    printAddress(addressFromWords(4, [((first << 24) | (random() >>> 8)) >>> 0]));
  const lines = Array.from({ length: rules }, (_, index) => {
    const from = index % 5 === 0 ? `-s 172.${16 + (random() % 16)}.0.0/16 ` : '';
    const port = [22, 25, 53, 80, 443, 8080][random() % 6] ?? 80;
    const protocol = port === 53 ? 'udp' : 'tcp';
    const target = index % 50 === 49 ? 'DROP' : 'ACCEPT';
    return `iptables -A FORWARD ${from}-d ${address(10)} -p ${protocol} --dport ${port} -j ${target}`;
  });
  return hostOf([
    'sysctl -w net.ipv4.ip_forward=1',
    ...LINK,
    'ip addr add 10.0.0.1/8 dev wire',
    'ip route add default via 192.168.1.1',
    ...lines,
    'iptables -P FORWARD DROP',
  ]);
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

/** How many next hops a full table has. */
const NEXT_HOPS = 64;

/** The founding example with so many prefixes of the Internet in table main, over 64 next hops. */
export function fullTableHost(size: number, seed: number): Host {
  const host = foundingHost();
  const templates = Array.from({ length: NEXT_HOPS }, (_, index) => {
    const { namespace } = host.run([`ip route add 198.51.100.0/24 via 192.168.1.${100 + index}`]);
    const found = namespace.v4.tables.get(TABLE.main)?.routes.get('3325256704/24')?.[0];
    if (found === undefined) throw new Error('route: not added');
    return found;
  });
  const { machine, namespace, namespaceName } = host;
  const table = namespace.v4.tables.get(TABLE.main);
  if (table === undefined) throw new Error('table main: there is none');
  const random = seededRandom(seed + 1);
  const full = table.withMutations((filled) => {
    for (const dst of generatePrefixes(4, size, seed)) {
      const template = templates[random() % NEXT_HOPS];
      if (template === undefined) continue;
      const route: Route = { ...template, dst };
      filled.merge(withRoutesAt(filled, dst, [route]));
    }
  });
  const v4 = namespace.v4.set('tables', namespace.v4.tables.set(TABLE.main, full));
  return Host.fromMachine(
    withNamespace(machine, namespaceName, namespace.set('v4', v4)),
    namespaceName,
  );
}

function hostOf(commands: readonly string[]): Host {
  return Host.fromCommands(commands);
}
