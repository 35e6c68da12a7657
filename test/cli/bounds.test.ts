import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `
ip link set lo up
ip link add eth0 type veth peer name wire
ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1 dev eth0
ip rule add fwmark 7 table 100
iptables -A OUTPUT -p tcp --dport 23 -j DROP
`;
const FLOWS = 'dst,protocol,dport\n203.0.113.9,tcp,25\n'.concat(
  '203.0.113.9,udp,53\n'.repeat(2000),
);

/** Runs a command line on a clock that goes on by so many milliseconds whenever it's looked at. */
async function nexthop(step: number, ...argv: readonly string[]) {
  let now = 0;
  const files = {
    'setup.sh': SETUP,
    'other.sh': `${SETUP}ip route del default\n`,
    'flows.csv': FLOWS,
    'loop.jsonl': '{"run": "while :; do :; done"}\n',
    'endless.sh': 'ip link set lo up\nwhile :; do :; done\n',
  };
  const terminal = fakeTerminal(files, {
    clock: () => (now += step),
    async *readBytes() {
      for (const line of FLOWS.split(/(?<=\n)/)) yield new TextEncoder().encode(line);
    },
  });
  const exit = await runCli(argv, terminal);
  return { exit, ...terminal.written };
}

describe('nexthop --timeout', () => {
  it.each([
    ['run', 'endless.sh'],
    ['trace', 'endless.sh', 'tcp to 192.0.2.1'],
    ['prove', 'setup.sh', 'every tcp leaves', 'every udp leaves'],
    ['classes', 'setup.sh'],
    ['diff', 'setup.sh', 'other.sh'],
    ['lint', 'setup.sh'],
    ['coverage', 'setup.sh', 'tcp to 192.0.2.1'],
    ['replay', 'setup.sh', 'flows.csv'],
  ])('ends %s with exit status 5 and one line', async (verb, ...words) => {
    const { exit, stderr } = await nexthop(1, verb, '--timeout', '0.003', ...words);
    expect(exit).toBe(5);
    expect(stderr).toMatch(/^nexthop: gave up after \d+\.\d s: .* done.*\n$/);
  });

  it.each([
    ['run', '-c', 'ip link set lo up'],
    ['trace', 'setup.sh', 'tcp to 192.0.2.1'],
    ['classes', 'setup.sh'],
    ['replay', 'setup.sh', 'flows.csv'],
  ])('changes nothing of %s when there is time enough', async (verb, ...words) => {
    const { exit } = await nexthop(1, verb, '--timeout', '1000000000', ...words);
    expect(exit).toBe(0);
  });

  it('prints what was proved, and what is undecided', async () => {
    const claims = [
      'every unbound tcp to 192.0.2.1 never leaves',
      'every udp leaves',
      'every sctp leaves',
    ];
    let seen = '';
    for (let timeout = 0.05; !seen.includes('proved') && timeout < 1e3; timeout *= 1.5) {
      const { exit, stdout } = await nexthop(
        1,
        'prove',
        '--timeout',
        `${timeout}`,
        'other.sh',
        ...claims,
      );
      if (exit === 5) seen = stdout;
    }
    expect(seen).toMatch(
      /^proved: every unbound tcp to 192.0.2.1 never leaves .*\n(.*\n)*undecided: every sctp leaves\n$/,
    );
  });

  it('prints of what families and directions an undecided claim is proved', async () => {
    let seen = '';
    for (let timeout = 0.05; !seen.includes('(') && timeout < 1e3; timeout *= 1.3) {
      const words = [
        'prove',
        '--timeout',
        `${timeout}`,
        'other.sh',
        'every unbound tcp never leaves by lo',
      ];
      const { exit, stdout } = await nexthop(1, ...words);
      if (exit === 5) seen = stdout;
    }
    expect(seen).toMatch(
      /^undecided: every unbound tcp never leaves by lo \(IPv4 sent: proved.*\)\n$/,
    );
  });

  it('ends a request that goes on without end', async () => {
    const words = ['trace', '--timeout', '100', 'setup.sh', '--packets', 'loop.jsonl'];
    const { exit, stderr } = await nexthop(1, ...words);
    expect(exit).toBe(5);
    expect(stderr).toMatch(/^nexthop: gave up after 100.\d s: 0 requests done\n$/);
  });

  it('reports the packets of a replay that were sent', async () => {
    const { exit, stdout, stderr } = await nexthop(
      1,
      'replay',
      '--timeout',
      '0.5',
      '--each',
      'setup.sh',
      'flows.csv',
    );
    expect(exit).toBe(5);
    const packets = stdout.split('\n').length - 1;
    expect(packets).toBeGreaterThan(0);
    expect(packets).toBeLessThan(2001);
    const done = Number(/(\d+) packets done/.exec(stderr)?.[1]);
    // Those that were on their way are reported too.
    expect(packets - done).toBeGreaterThanOrEqual(0);
    expect(packets - done).toBeLessThan(5);
  });

  it.each(['0', '-1', 'soon'])('takes seconds, not %s', async (text) => {
    const { exit, stderr } = await nexthop(1, 'lint', `--timeout=${text}`, 'setup.sh');
    expect(exit).toBe(2);
    expect(stderr).toContain(`Expected seconds, found '${text}'`);
  });
});

describe('nexthop --max-nodes', () => {
  it.each([
    ['prove', 'setup.sh', 'every tcp dport 25 leaves'],
    ['classes', 'setup.sh'],
    ['diff', 'setup.sh', 'other.sh'],
  ])('ends %s with exit status 5', async (verb, ...words) => {
    const { exit, stderr } = await nexthop(0, verb, '--max-nodes', '100', ...words);
    expect(exit).toBe(5);
    expect(stderr).toContain('(too many nodes)');
  });
});
