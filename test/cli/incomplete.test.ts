import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';
import { schemaErrors } from './trace-schema.js';

const NETWORK = `
ip link set lo up
ip link add eth0 type veth peer name wire; ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1
`.trim();

/** A refused line is passed over; on Linux 8.8.8.8 leaves by tun0. */
const TUN = `${NETWORK}
ip link add tun0 type ovpn
ip addr add 10.8.0.2/24 dev tun0
ip link set tun0 up
ip route add 0.0.0.0/1 via 10.8.0.1
true
`;

/** A refused rule of a chain; on Linux the packet is dropped. */
const MATCH = `${NETWORK}
iptables -A OUTPUT -p udp --dport 53 -m cgroup --path dns -j DROP
true
`;

const FILES = {
  'tun.sh': TUN,
  'match.sh': MATCH,
  'whole.sh': `${NETWORK}\n`,
  'flows.csv': 'dst,protocol,dport\n8.8.8.8,udp,53\n',
  'packets.jsonl': '{"dst":"8.8.8.8","protocol":"udp","dport":53}\n',
};

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function nexthop(
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const terminal = fakeTerminal({ ...FILES, ...files });
  const exit = await runCli(words, terminal);
  return { exit, ...terminal.written };
}

const CLAIM = 'every packet to 8.8.8.8 never leaves by tun0';

/** Every command that asks about a host, with the words for a host of that script. */
const QUESTIONS: readonly (readonly [name: string, words: (setup: string) => readonly string[]])[] =
  [
    ['trace', (setup) => [setup, 'udp', 'to', '8.8.8.8:53']],
    ['replay', (setup) => [setup, 'flows.csv']],
    ['prove', (setup) => [setup, 'every unbound udp to 8.8.8.8 leaves by eth0']],
    ['classes', (setup) => [setup, '-4', '--sent']],
    ['diff', (setup) => ['whole.sh', setup, '-4', '--sent']],
    ['lint', (setup) => [setup]],
    ['coverage', (setup) => [setup, 'udp', 'to', '8.8.8.8:53']],
  ];

describe('about an incomplete host', () => {
  it.each(QUESTIONS)('%s gives no answer', async (name, words) => {
    const { exit, stdout, stderr } = await nexthop([name, ...words('match.sh')]);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toContain(
      'match.sh:5: iptables -A OUTPUT -p udp --dport 53 -m cgroup --path dns -j DROP: -m cgroup --path is not simulated\n',
    );
  });

  it.each(QUESTIONS)(
    '%s answers with --incomplete, and says what is missing',
    async (name, words) => {
      const { exit, stdout } = await nexthop([name, ...words('match.sh'), '--incomplete']);
      expect(exit).toBeLessThan(2);
      expect(stdout).toContain(
        'incomplete host: true of what is simulated only; it lacks -m cgroup --path (match.sh:5)\n',
      );
    },
  );

  it.each(QUESTIONS)('%s says so in each line of JSON', async (name, words) => {
    const { stdout } = await nexthop([name, ...words('match.sh'), '--incomplete', '--json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const { missing } of lines) expect(missing).toMatchObject([{ what: '-m cgroup --path' }]);
  });

  it.each(QUESTIONS)('%s says nothing of it when the host is complete', async (name, words) => {
    const text = await nexthop([name, ...words('whole.sh')]);
    expect(text.stdout).not.toContain('incomplete');
    const { stdout } = await nexthop([name, ...words('whole.sh'), '--json']);
    expect(stdout).not.toContain('missing');
    const same = await nexthop([name, ...words('whole.sh'), '--incomplete']);
    expect(same).toEqual(text);
  });
});

it('a proof about an incomplete host is one for what is simulated', async () => {
  const claim = ['prove', 'tun.sh', CLAIM];
  expect(await nexthop(claim)).toMatchObject({ exit: 4, stdout: '' });
  const right = ['prove', 'tun.sh', 'every unbound udp to 8.8.8.8 leaves by eth0', '--incomplete'];
  const { exit, stdout } = await nexthop(right);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^proved for what is simulated: every unbound udp to 8\.8\.8\.8 /m);
  const wrong = ['prove', 'tun.sh', 'every packet to 8.8.8.8 is dropped', '--incomplete'];
  expect((await nexthop(wrong)).stdout).toMatch(/^wrong for what is simulated: /m);
});

it('hosts that are equivalent for what is simulated are called that', async () => {
  const { exit, stdout } = await nexthop(['diff', 'whole.sh', 'match.sh', '--incomplete']);
  expect(exit).toBe(0);
  expect(stdout).toContain('equivalent for what is simulated: every packet has the same fate\n');
});

it('a refused command is reported, not the status that it gave the script', async () => {
  const ends = { 'ends.sh': 'ip link add tun0 type ovpn' };
  expect(await nexthop(['trace', 'ends.sh', 'tcp', 'to', '::1'], ends)).toMatchObject({ exit: 4 });
  const accepted = await nexthop(['trace', 'ends.sh', 'tcp', 'to', '::1', '--incomplete'], ends);
  expect(accepted).toMatchObject({ exit: 1, stdout: '' });
});

describe('commands between packets', () => {
  const packets = [
    '{"dst":"127.0.0.1","protocol":"udp","dport":53}',
    '{"run":"conntrack add table ip x"}',
    '{"listen":{"protocol":"udp","port":53}}',
    '{"dst":"127.0.0.1","protocol":"udp","dport":53}',
  ].join('\n');
  const files = { 'packets.jsonl': packets };

  it.each([
    [[], 4, 'incomplete'],
    [['--incomplete'], 0, 'deliver'],
  ] as const)('can make the host incomplete: %j', async (options, status, kind) => {
    const words = ['trace', 'whole.sh', '--packets', 'packets.jsonl', '--json', ...options];
    const { exit, stdout } = await nexthop(words, files);
    const lines = stdout.trim().split('\n');
    const answers = lines.map((line) => JSON.parse(line));
    expect(exit).toBe(status);
    expect(answers.map((answer) => answer.kind)).toEqual(['deliver', 'command', 'listen', kind]);
    expect(answers.map(({ missing = [] }) => missing.length)).toEqual([0, 1, 1, 1]);
    expect(lines.flatMap((line) => schemaErrors('answer', JSON.parse(line)))).toEqual([]);
  });

  it('is said in text', async () => {
    const { exit, stderr } = await nexthop(
      ['trace', 'whole.sh', '--packets', 'packets.jsonl'],
      files,
    );
    expect(exit).toBe(4);
    expect(stderr).toBe(
      'nexthop: packets.jsonl:4: the host is incomplete, it lacks conntrack (line 1)\n',
    );
  });
});

describe('a program that bears on no path', () => {
  const files = {
    'wait.sh': `systemctl daemon-reload; modprobe dummy; modprobe dummy\n${NETWORK}\nmy-status ok\n`,
  };

  it('is noted once, and one that is not known to be such is missing', async () => {
    const { exit, stderr } = await nexthop(['trace', 'wait.sh', 'udp', 'to', '8.8.8.8'], files);
    expect(exit).toBe(4);
    expect(stderr).toContain('wait.sh:6: my-status: my-status is not simulated\n');
    expect(stderr).toContain(
      "nexthop: wait.sh: carried out as nothing, as it bears on no packet's path: systemctl, modprobe\n",
    );
  });

  it('can be named', async () => {
    const words = ['trace', 'wait.sh', 'udp', 'to', '8.8.8.8', '--ignore', 'my-status'];
    const { exit, stderr } = await nexthop(words, files);
    expect(exit).toBe(0);
    expect(stderr).toBe(
      "nexthop: wait.sh: carried out as nothing, as it bears on no packet's path: systemctl, modprobe, my-status\n",
    );
  });

  it('is named in the note of a run too', async () => {
    const ran = await nexthop([
      'run',
      '--ignore',
      'conntrack',
      '-c',
      'conntrack list ruleset; echo $?',
    ]);
    expect(ran).toEqual({
      exit: 0,
      stdout: '0\n',
      stderr: "nexthop: -: carried out as nothing, as it bears on no packet's path: conntrack\n",
    });
  });

  it('is none that is simulated', async () => {
    const { exit, stderr } = await nexthop(['trace', 'whole.sh', 'tcp', '--ignore', 'iptables']);
    expect(exit).toBe(2);
    expect(stderr).toContain('iptables is simulated.');
  });
});
