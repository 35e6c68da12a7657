import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/index.js';
import { packetSet, prove } from '../../src/verify/index.js';

const script = readFileSync(new URL('../../docs/examples/kill-switch.sh', import.meta.url), 'utf8');
const own = packetSet({ family: 4, direction: 'sent', mark: 0 });

async function hostOf(text: string): Promise<Host> {
  return Host.fromMachine((await run(text)).machine);
}

it('the kill switch of docs/wireguard.md holds, with the device up and down', async () => {
  const host = await hostOf(script);
  expect(prove(host).every(own).neverLeavesBy('eth0').holds).toBe(true);
  const down = host.run('ip link set wg0 down');
  expect(prove(down).every(own).neverLeavesBy('eth0').holds).toBe(true);
});

it('the one of wg-quick(8) lets a socket on eth0 send to 127.0.0.1 by it', async () => {
  const advised = script.replaceAll(
    '-o eth0 -m mark',
    '! -o %i -m addrtype ! --dst-type LOCAL -m mark',
  );
  const host = await hostOf(advised);
  const { holds, counterexample } = prove(host).every(own).neverLeavesBy('eth0');
  expect(holds).toBe(false);
  expect(counterexample?.packet).toMatchObject({ oif: 'eth0', dst: { words: [0x7f000001] } });
  const unbound = packetSet({ family: 4, direction: 'sent', mark: 0, src: 'none', oif: 'none' });
  expect(prove(host).every(unbound).neverLeavesBy('eth0').holds).toBe(true);
});
