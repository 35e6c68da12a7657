import { expect, it } from 'vitest';
import { lintScript } from './lint-script.js';

const HOST = `ip link set lo up
ip link add eth0 type dummy
ip link set eth0 up
ip addr add 192.0.2.2/24 dev eth0
ip link add eth1 type dummy
ip link set eth1 up
ip addr add 198.51.100.2/24 dev eth1
ip route add default via 192.0.2.1 metric 10
ip route add default via 198.51.100.1 metric 20
ip route add default via 192.0.2.1 metric 10 table 7
ip route add default via 192.0.2.1 metric 10 table 8
ip route add unreachable default metric 100 table 8
ip route add default via 198.51.100.1 table 9
ip rule add pref 90 from 198.51.100.2 lookup 9`;

async function needless(rules: string): Promise<readonly (string | null)[]> {
  const found = await lintScript(`${HOST}\n${rules}`);
  return found.filter(({ kind }) => kind === 'needless-rule').map(({ written }) => written);
}

it('a rule that does what main does is needed when a route of main is gone, or a device is down', async () => {
  expect(await needless('ip rule add pref 100 fwmark 1 lookup 7')).toEqual([]);
  expect(await needless('ip rule add pref 100 fwmark 2 lookup 8')).toEqual([]);
});

it('a rule is needed when the one that does the same before it is gone', async () => {
  const before = 'ip rule add pref 80 from 198.51.100.0/24 lookup 9';
  expect(await needless(before)).toEqual([]);
});

it('a rule before main that looks in main is not needed by anything', async () => {
  const rule = 'ip rule add pref 200 to 10.0.0.0/8 lookup main';
  expect(await needless(rule)).toEqual([rule]);
});

it('it is when it keeps packets from a rule behind it', async () => {
  const rule = 'ip rule add pref 200 to 10.0.0.0/8 lookup main';
  expect(await needless(`${rule}\nip rule add pref 300 fwmark 1 lookup 9`)).toEqual([]);
});

it('what refuses is left alone', async () => {
  expect(await needless('ip rule add pref 40000 unreachable')).toEqual([]);
});
