import { expect, test } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { answerRequest } from '../../../src/cli/print/answer.js';
import { parseRequest } from '../../../src/cli/input/request.js';
import { compareWhy, newWhyCounts } from './compare-why.js';
import type { PacketLine } from '../question.js';
import type { KernelWhy } from './kernel-why.js';

const SETUP = [
  'ip link add eth0 type veth peer name far0',
  'ip link add eth1 type veth peer name far1',
  'ip link set eth0 up',
  'ip link set far0 up',
  'ip link set eth1 up',
  'ip link set far1 up',
  'ip addr add 10.0.0.1/24 dev eth0',
  'ip addr add 10.0.1.1/24 dev eth1',
  'ip route add default via 10.0.0.254',
  'ip route add default table 100 nexthop via 10.0.1.254 dev eth1 nexthop via 10.0.0.253 dev eth0',
  'ip rule add fwmark 1 lookup 100 priority 100',
  'iptables -t mangle -N marks',
  'iptables -t mangle -A OUTPUT -p udp -j marks',
  'iptables -t mangle -A marks -p udp --dport 25 -j MARK --set-mark 1',
  'iptables -A OUTPUT -p udp --dport 26 -j DROP',
];
const host = SETUP.reduce((made, line) => made.exec(line.split(' ')).host, Host.fresh());
async function compare(dport: number, why: KernelWhy): Promise<string[]> {
  return compareOn(host, { dst: '8.8.8.8', protocol: 'udp', dport, sport: 7 }, why);
}

async function compareOn(on: Host, packet: PacketLine, why: KernelWhy): Promise<string[]> {
  const { answer } = await answerRequest(on, parseRequest(JSON.stringify(packet)), {
    withSteps: true,
    ignore: [],
  });
  if (!('table' in answer)) throw new TypeError('answer: not of a packet');
  return compareWhy({ packet, why, explained: answer }, newWhyCounts()).map(
    ({ field, kernel, other }) => `${field}: ${String(kernel)} | ${String(other)}`,
  );
}

const KEY = { to: '8.8.8.8', iif: 'lo', ipproto: 17, sport: 7, dport: 25 } as const;
const AGAIN = { to: '8.8.8.8', from: '10.0.0.1', iif: 'lo' } as const;
// What Linux 6.18 reports of this packet on this host.
const MARKED: Required<Omit<KernelWhy, 'drops'>> = {
  lookups: [
    { for: 'output', table: 255, ...KEY, error: 'EAGAIN' },
    { for: 'output', table: 254, ...KEY, dev: 'eth0', via: '10.0.0.254' },
    { for: 'reroute', table: 255, ...AGAIN, error: 'EAGAIN' },
    { for: 'reroute', table: 100, ...AGAIN, dev: 'eth1', via: '10.0.1.254' },
  ],
  rules: [
    { table: 'mangle', chain: 'OUTPUT', rule: 1, verdict: 'jump', to: 'marks' },
    { table: 'mangle', chain: 'marks', rule: 1, verdict: 'continue', mark: 1 },
    { table: 'mangle', chain: 'OUTPUT', verdict: 'accept', mark: 1 },
    { table: 'filter', chain: 'OUTPUT', verdict: 'accept', mark: 1 },
  ],
};

test("an explanation that is the kernel's own has no difference", async () => {
  expect(await compare(25, MARKED)).toEqual([]);
});

const { lookups, rules } = MARKED;

function changed<Item>(items: readonly Item[], at: number, change: Partial<Item>): Item[] {
  return items.map((item, index) => (index === at ? { ...item, ...change } : item));
}

test.each<[string, KernelWhy, string]>([
  [
    'a table that was not asked',
    { ...MARKED, lookups: lookups.toSpliced(0, 1) },
    'why.lookups: 1: output table 254',
  ],
  [
    'a wrong flow key',
    { ...MARKED, lookups: changed(lookups, 0, { dport: 26 }) },
    'why.lookups: 1: output table 255 to 8.8.8.8 iif lo ipproto 17 sport 7 dport 26: EAGAIN | 1:',
  ],
  [
    'another answer',
    { ...MARKED, lookups: changed(lookups, 1, { dev: 'eth1' }) },
    'why.lookups: 2:',
  ],
  [
    'a rule too many',
    { ...MARKED, rules: rules.toSpliced(1, 1) },
    'why.rules: 2: mangle OUTPUT policy accept mark 0x1 | 2: mangle marks rule 1 continue mark 0x1',
  ],
  [
    'another chain',
    { ...MARKED, rules: changed(rules, 0, { to: 'other' }) },
    'why.rules: 1: mangle OUTPUT rule 1 jump other | 1: mangle OUTPUT rule 1 jump marks',
  ],
  ['another mark', { ...MARKED, rules: changed(rules, 1, { mark: 2 }) }, 'why.rules: 2:'],
  [
    'a drop',
    { ...MARKED, drops: ['NETFILTER_DROP nft_do_chain'] },
    'why.drop: NETFILTER_DROP nft_do_chain | transmit: no drop',
  ],
])('%s is a difference', async (_, why, explained) => {
  const [difference, ...more] = await compare(25, why);
  expect(difference?.startsWith(explained) ? explained : difference).toBe(explained);
  expect(more).toEqual([]);
});

test('the reason of a drop is compared with the place where the path ended', async () => {
  const dropped = (reason: string, verdict = 'drop'): KernelWhy => ({
    lookups: MARKED.lookups.slice(0, 2).map((lookup) => ({ ...lookup, dport: 26 })),
    rules: [
      { table: 'mangle', chain: 'OUTPUT', rule: 1, verdict: 'jump', to: 'marks' },
      { table: 'mangle', chain: 'OUTPUT', verdict: 'accept' },
      { table: 'filter', chain: 'OUTPUT', rule: 1, verdict },
    ],
    drops: [reason],
  });
  expect(await compare(26, dropped('NETFILTER_DROP nft_do_chain'))).toEqual([]);
  expect(await compare(26, dropped('IP_RPFILTER ip_rcv_finish_core'))).toEqual([
    'why.drop: IP_RPFILTER ip_rcv_finish_core | filter OUTPUT rule 1: NETFILTER_DROP',
  ]);
  expect(await compare(26, dropped('NETFILTER_DROP nft_do_chain', 'accept'))).toEqual([
    'why.rules: 3: filter OUTPUT rule 1 accept | 3: filter OUTPUT rule 1 drop',
    'why.decided: no rule | filter OUTPUT rule 1',
  ]);
});

test('what a check drops when it is routed again, the hook drops', async () => {
  const rule = 'iptables -t nat -A OUTPUT -d 10.0.0.1 -j DNAT --to-destination 10.0.1.9';
  const packet = { dst: '10.0.0.1', src: '127.0.0.1', protocol: 'udp', dport: 9, sport: 7 };
  const key = { to: '10.0.0.1', from: '127.0.0.1', iif: 'lo', ipproto: 17, sport: 7, dport: 9 };
  const found = await compareOn(host.run(`ip link set lo up\n${rule}`), packet, {
    // What Linux 6.18 reports of it.
    lookups: [
      { for: 'output', table: 255, ...key, dev: 'eth0' },
      { for: 'reroute', table: 255, to: '10.0.1.9', from: '127.0.0.1', iif: 'lo', error: 'EAGAIN' },
      { for: 'reroute', table: 254, to: '10.0.1.9', from: '127.0.0.1', iif: 'lo', dev: 'eth1' },
    ],
    rules: [
      { table: 'mangle', chain: 'OUTPUT', rule: 1, verdict: 'jump', to: 'marks' },
      { table: 'mangle', chain: 'OUTPUT', verdict: 'accept' },
      { table: 'nat', chain: 'OUTPUT', rule: 1, verdict: 'accept' },
    ],
    drops: ['NETFILTER_DROP nf_hook_slow'],
  });
  expect(found).toEqual([]);
});
