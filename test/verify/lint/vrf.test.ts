import { expect, it } from 'vitest';
import { lintScript } from './lint-script.js';

async function orphans(more: string): Promise<readonly (string | null)[]> {
  const found = await lintScript(`ip link set lo up
ip link add eth0 type dummy
ip link add red type vrf table 10
ip link set red up
ip link set eth0 master red
ip link set eth0 up
ip addr add 10.0.0.1/24 dev eth0
ip route add unreachable default metric 4278198272 table 10
${more}`);
  return found.filter(({ kind }) => kind === 'missing-rule').map(({ written }) => written);
}

it('the rule of all VRFs looks in their tables', async () => {
  expect(await orphans('')).toEqual([]);
});

it('nobody looks in the table of a VRF without that rule', async () => {
  expect(await orphans('ip rule del pref 1000')).toEqual([
    'ip route add unreachable default metric 4278198272 table 10',
  ]);
});
