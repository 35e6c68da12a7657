import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `
ip link set lo up
iptables -A OUTPUT -p udp --dport 53 -j ACCEPT
iptables -A OUTPUT -p tcp -j DROP
`;

async function nexthop(
  files: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const terminal = fakeTerminal({ 'setup.sh': SETUP, ...files });
  const exit = await runCli(['coverage', 'setup.sh', ...argv], terminal);
  return { exit, ...terminal.written };
}

const UDP = '{"dst":"127.0.0.1","protocol":"udp","dport":53}';
const TCP = '{"dst":"127.0.0.1","protocol":"tcp","dport":80}';

describe('nexthop coverage', () => {
  it('quotes what packets leave, and ends with 1 then', async () => {
    const { exit, stdout } = await nexthop({}, 'udp', 'to', '127.0.0.1:53');
    expect(exit).toBe(1);
    expect(stdout).toBe(
      [
        '1 packet',
        'rules of chains: 1 of 2 met',
        '  not reached  iptables -A OUTPUT -p tcp -j DROP  (filter OUTPUT rule 2)',
        'ip rules: 0 of 0 met',
        'routes: 0 of 0 met',
        '',
      ].join('\n'),
    );
  });

  it('reads packets from a file, and ends with 0 when all is met', async () => {
    const { exit } = await nexthop({ 'packets.jsonl': `${UDP}\n${TCP}\n` }, '-p', 'packets.jsonl');
    expect(exit).toBe(0);
  });

  it('answers in JSON, classes too', async () => {
    const { stdout } = await nexthop({}, '--json', '--classes', 'udp', 'to', '127.0.0.1:53');
    const lines = stdout.trim().split('\n');
    const read = lines.map((line): { kind: string; met?: number; packets?: number } =>
      JSON.parse(line),
    );
    expect(read[0]).toEqual({ kind: 'packets', packets: 1 });
    expect(read.filter(({ kind, met }) => kind === 'chain-rule' && met === 1)).toHaveLength(1);
    expect(read.filter(({ kind, packets }) => kind === 'class' && packets === 1)).toHaveLength(1);
  });

  it('counts the rules of the namespace that --ns names', async () => {
    const files = {
      'setup.sh': 'ip netns add router\nip netns exec router iptables -A OUTPUT -p tcp -j DROP\n',
    };
    const packet = ['tcp', 'to', '127.0.0.1:80'];
    const first = await nexthop(files, ...packet);
    expect(first.stdout).toContain('rules of chains: 0 of 0 met');
    expect(first.stderr).toContain('--ns names another: router');
    const named = await nexthop(files, '--ns', 'router', ...packet);
    expect(named.stdout).toContain('not reached  iptables -A OUTPUT -p tcp -j DROP');
    expect(named.stderr).toBe('');
  });

  it('reports what is no packet', async () => {
    const files = { 'packets.jsonl': `${UDP}\n{"run":"ip rule"}\n` };
    const other = await nexthop(files, '-p', 'packets.jsonl');
    expect(other).toMatchObject({
      exit: 1,
      stderr: 'nexthop: packets.jsonl:2: coverage takes packets only, got run\n',
    });
    const wrong = await nexthop(
      { 'packets.jsonl': '{"dst":"127.0.0.1"}\n' },
      '-p',
      'packets.jsonl',
    );
    expect(wrong.stderr).toMatch(/^nexthop: packets.jsonl:1: protocol: /);
    const device = await nexthop({}, 'udp', 'to', '127.0.0.1:53', 'oif', 'eth9');
    expect(device.stderr).toContain('eth9');
    expect((await nexthop({})).exit).toBe(2);
  });
});
