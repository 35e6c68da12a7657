import { describe, expect, it } from 'vitest';
import { GaveUp } from '../../src/bound.js';
import { Host } from '../../src/host/host.js';
import { run, type ScriptSoFar } from '../../src/shell/index.js';
import { ticking } from '../gave-up-by.js';

const LINES = 2000;

function lines(line: (at: number, address: string) => string): string {
  const all = Array.from({ length: LINES }, (_, at) => line(at, `10.1.${at >> 8}.${at & 255}`));
  return `${all.join('\n')}\n`;
}

/** Files that one command reads whole. */
const FILES = {
  '/root/rules': `*filter\n${lines((_, address) => `-A INPUT -s ${address} -j DROP`)}COMMIT\n`,
  '/root/routes': lines((_, address) => `route add blackhole ${address}`),
  '/root/entries': `create s hash:ip\n${lines((_, address) => `add s ${address}`)}`,
  '/root/keys': lines((at) => `net.ipv4.ip_forward=${at % 2}`),
};

describe.each([
  ['iptables-restore < rules'],
  ['ip -batch routes'],
  ['ip -batch - < routes'],
  ['ipset restore < entries'],
  ['sysctl -p keys'],
  ['ip netns add n; ip netns exec n iptables-restore < rules'],
  ['iptables-restore < rules; iptables-save > saved'],
])('%s', (script) => {
  it('ends within, and what it has done is as if it had not begun', async () => {
    let looks = 0;
    const clock = (): number => looks++;
    const whole = await run(`ip link set lo up; ${script}`, { files: FILES, deadline: 1e9, clock });
    expect(whole.exit).toBe(0);
    // A command of a script looks a few times; to cut it near its end, there must be many looks.
    expect(looks).toBeGreaterThan(25);
    const error: unknown = await run(`ip link set lo up; ${script}`, {
      files: FILES,
      deadline: looks - 15,
      clock: ticking(),
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'GaveUp', reason: 'deadline' });
    const { machine } = (error as GaveUp<ScriptSoFar>).soFar;
    const { v4, sets, netfilter } = Host.fromMachine(machine).namespace;
    const isSaving = script.includes('saved');
    expect(netfilter.tables.size).toBe(isSaving ? 1 : 0);
    expect([v4.tables.size, sets.size]).toEqual([2, 0]);
  });
});

it('a command that ends the deadline ends the script, whatever catches its failure', async () => {
  const script = 'iptables-restore < rules || true; ip link set lo up';
  const error: unknown = await run(script, {
    files: FILES,
    deadline: 20,
    clock: ticking(),
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GaveUp);
});
