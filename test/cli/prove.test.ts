import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `
ip link set lo up
ip link add eth0 type veth peer name wire
ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1
ip rule add dport 25 table 100
ip route add default via 192.168.1.2 table 100
`;

/** A router whose rules keep to eth0 only what it sends itself. */
const KILL_SWITCH = `
ip link set lo up
for d in lan eth0; do ip link add $d type veth peer name p-$d; ip link set $d up; ip link set p-$d up; done
ip addr add 10.0.0.1/24 dev lan
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1
sysctl -qw net.ipv4.ip_forward=1
iptables -A OUTPUT -o eth0 -j DROP
ip6tables -A OUTPUT -o eth0 -j DROP
`;

async function nexthop(
  ...argv: readonly string[]
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const terminal = fakeTerminal({ 'setup.sh': SETUP });
  const exit = await runCli(argv, terminal);
  return { exit, ...terminal.written };
}

describe('nexthop prove', () => {
  const proved = 'every unbound tcp dport 25 to 203.0.113.0/24 leaves via 192.168.1.2';
  const wrong = 'every unbound tcp to 203.0.113.0/24 leaves via 192.168.1.1';

  it('says what is proved, and shows a packet for which a claim is wrong', async () => {
    const { exit, stdout, stderr } = await nexthop('prove', 'setup.sh', proved, wrong);
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('golden/prove.txt');
  });

  it('ends with 0 when all is proved', async () => {
    expect((await nexthop('prove', 'setup.sh', proved)).exit).toBe(0);
  });

  it('answers in JSON', async () => {
    const { stdout } = await nexthop('prove', 'setup.sh', '--json', proved, wrong);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(first).toMatchObject({
      statement: proved,
      kind: 'proved',
      holds: true,
      counterexample: null,
      assumed: { connections: 'first', sockets: [], choices: [] },
    });
    expect(second).toMatchObject({
      statement: wrong,
      holds: false,
      counterexample: { packet: { dport: 25 }, outcome: { gateway: '192.168.1.2' } },
    });
  });

  it('ends with 6 when a claim is about no packet, unless another is wrong', async () => {
    const none = 'every icmp dport 80 never leaves by eth0';
    const { exit, stdout } = await nexthop('prove', 'setup.sh', none, proved);
    expect(exit).toBe(6);
    expect(stdout).toContain(`nothing to prove: ${none} (there is no such packet)\nassumed: `);
    expect((await nexthop('prove', 'setup.sh', none, wrong)).exit).toBe(1);
    const { stdout: json } = await nexthop('prove', 'setup.sh', '--json', none);
    expect(JSON.parse(json)).toMatchObject({ kind: 'nothing', holds: null, packets: '0' });
  });

  it('is wrong of every packet when it is wrong of a forwarded one', async () => {
    const files = { 'kill.sh': KILL_SWITCH };
    const ask = async (
      claim: string,
    ): Promise<{ readonly kind: string; readonly counterexample: { readonly packet: object } }> => {
      const terminal = fakeTerminal(files);
      await runCli(['prove', 'kill.sh', '--json', claim], terminal);
      return JSON.parse(terminal.written.stdout);
    };
    expect((await ask('every sent packet never leaves by eth0')).kind).toBe('proved');
    const all = await ask('every packet never leaves by eth0');
    expect(all.kind).toBe('wrong');
    expect(all.counterexample.packet).toMatchObject({ iif: expect.any(String) });
  });

  it.each([
    ['every ipv4 packet never leaves by eht0', 'eth0', 35],
    ['every ipv4 packet in lann never leaves by eth0', 'lan', 22],
  ])('shows the nearest name for one that the host does not have: %s', async (claim, name, at) => {
    const terminal = fakeTerminal({ 'kill.sh': KILL_SWITCH });
    expect(await runCli(['prove', 'kill.sh', claim], terminal)).toBe(2);
    expect(terminal.written.stdout).toBe('');
    expect(terminal.written.stderr).toContain(
      `expected a device of the host (did you mean ${name}?)`,
    );
    expect(terminal.written.stderr).toContain(`  ${claim}\n${' '.repeat(at + 1)}^^^^\n`);
  });

  it('has sockets listen', async () => {
    const claim = 'every received udp dport 53 in eth0 from 192.168.1.9 to 203.0.113.5 is dropped';
    const [setup, files] = [
      'tproxy.sh',
      {
        'tproxy.sh': `${SETUP}\nip rule add fwmark 1/1 lookup 9
ip route add local default dev lo table 9
iptables -t mangle -A PREROUTING -p udp -j TPROXY --on-port 5353 --tproxy-mark 1/1`,
      },
    ];
    const ask = async (...argv: readonly string[]): Promise<number> =>
      runCli(['prove', setup, ...argv, claim], fakeTerminal(files));
    expect(await ask()).toBe(0);
    expect(await ask('--listen', 'udp 5353')).toBe(0);
    expect(await ask('--listen', 'udp 5353 transparent')).toBe(1);
    expect(await ask('--listen', 'udp 5353 192.168.1.23 transparent')).toBe(1);
    expect(await ask('--listen', 'udp 5353 127.0.0.1 transparent')).toBe(0);
  });

  it.each(['tcp', 'tcp 0', 'sctp 5', 'tcp 80 here', 'tcp 80 ::1 ::2', 'tcp 80 answers'])(
    'refuses %j as a socket',
    async (socket) => {
      const { exit, stderr } = await nexthop('prove', 'setup.sh', '-l', socket, proved);
      expect(exit).toBe(2);
      expect(stderr).toMatch(/Expected|Only/);
    },
  );

  it('shows where a text is no claim', async () => {
    expect(await nexthop('prove', 'setup.sh', 'every tcp dport 25 leaves through eth0')).toEqual({
      exit: 2,
      stdout: '',
      stderr:
        'nexthop: expected via or on or by, found "through"\n  every tcp dport 25 leaves through eth0\n                            ^^^^^^^\n',
    });
  });
});

describe('nexthop classes', () => {
  it('prints every class', async () => {
    const { exit, stdout } = await nexthop('classes', 'setup.sh', '-4', '--received');
    expect(exit).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/classes.txt');
  });

  it('prints them in JSON', async () => {
    const { stdout } = await nexthop('classes', 'setup.sh', '-4', '--sent', '--json');
    const reported = stdout
      .trim()
      .split('\n')
      .map((line): { family: number; direction: string; fate: { gateway: string } } =>
        JSON.parse(line),
      );
    expect(new Set(reported.map(({ family, direction }) => `${family} ${direction}`))).toEqual(
      new Set(['4 sent']),
    );
    expect(reported.map(({ fate }) => fate.gateway)).toContain('192.168.1.2');
  });

  it('takes one family and one direction at most', async () => {
    expect((await nexthop('classes', 'setup.sh', '-4', '-6')).exit).toBe(2);
    expect((await nexthop('classes', 'setup.sh', '--sent', '--received')).exit).toBe(2);
  });
});

describe('through all namespaces', () => {
  const network = (rule: string): string => `
ip netns add far
ip netns add alone
ip link add eth0 type veth peer name e0 netns far
ip link set eth0 up
ip addr add 10.2.0.1/24 dev eth0
ip -n far link set e0 up
ip -n far addr add 10.2.0.5/24 dev e0
ip netns exec far iptables -A INPUT -p tcp ${rule} -j DROP
`;
  const files = { 'setup.sh': network('--dport 23'), 'new.sh': network('--dport 24') };

  const ask = async (...words: readonly string[]): Promise<readonly [number, string, string]> => {
    const terminal = fakeTerminal(files);
    const exit = await runCli(words, terminal);
    return [exit, terminal.written.stdout, terminal.written.stderr];
  };

  it('packets are divided by where they end', async () => {
    const [exit, stdout] = await ask('classes', 'setup.sh', '-4', '--sent', '--journey');
    expect(exit).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/classes-journey.txt');
  });

  it('and in JSON', async () => {
    const asked = ['classes', 'setup.sh', '-4', '--sent', '--journey', '--json', '--ns', 'far'];
    const [, stdout] = await ask(...asked);
    const reported = stdout
      .trim()
      .split('\n')
      .map((line): { ends: { namespace: string; dev: string }[] } => JSON.parse(line));
    const ends = reported.flatMap((one) => one.ends.map(({ namespace, dev }) => [namespace, dev]));
    expect(ends).toContainEqual([null, 'eth0']);
  });

  it('they are compared by that', async () => {
    const [exit, stdout] = await ask('diff', 'setup.sh', 'new.sh', '-4', '--sent', '--journey');
    expect(exit).toBe(1);
    await expect(stdout).toMatchFileSnapshot('golden/diff-journey.txt');
    const [, json] = await ask('diff', 'setup.sh', 'new.sh', '-4', '--sent', '--journey', '-j');
    expect(JSON.parse(json.split('\n', 1)[0] ?? '')).toMatchObject({ kind: 'changed' });
  });

  it('of another namespace, too', async () => {
    expect(
      await ask('diff', 'setup.sh', 'new.sh', '-4', '--sent', '--journey', '--ns', 'alone'),
    ).toEqual([0, 'equivalent: every packet ends alike\n', '']);
    expect(
      (
        await ask('prove', 'setup.sh', '--ns', 'far', 'every unbound udp to 10.2.0.1 leaves by e0')
      )[0],
    ).toBe(0);
    expect(await ask('prove', 'setup.sh', '--ns', 'fra', 'every packet leaves')).toEqual([
      2,
      '',
      'nexthop: --ns: expected a network namespace of the host (did you mean far?), found "fra"\n',
    ]);
  });
});

describe('nexthop diff', () => {
  const files = {
    'old.sh': SETUP,
    'new.sh': `${SETUP}\niptables -A OUTPUT -p udp --dport 53 -j DROP\n`,
  };

  it('prints which packets have another fate', async () => {
    const terminal = fakeTerminal(files);
    expect(await runCli(['diff', 'old.sh', 'new.sh'], terminal)).toBe(1);
    await expect(terminal.written.stdout).toMatchFileSnapshot('golden/diff.txt');
  });

  it('prints them in JSON', async () => {
    const terminal = fakeTerminal(files);
    expect(await runCli(['diff', 'old.sh', 'new.sh', '--json'], terminal)).toBe(1);
    for (const line of terminal.written.stdout.trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ after: { errno: 'EPERM' }, direction: 'sent' });
    }
  });

  it('covers one family and one direction when it is asked to', async () => {
    const ask = async (...flags: readonly string[]): Promise<number> =>
      runCli(['diff', 'old.sh', 'new.sh', ...flags], fakeTerminal(files));
    expect(await ask('-4', '--sent')).toBe(1);
    expect(await ask('-6')).toBe(0);
    expect(await ask('-4', '--received')).toBe(0);
    expect(await ask('-4', '-6')).toBe(2);
  });

  it('ends with 0 when there are none', async () => {
    const terminal = fakeTerminal(files);
    expect(await runCli(['diff', 'old.sh', 'old.sh'], terminal)).toBe(0);
    expect(terminal.written.stdout).toBe('equivalent: every packet has the same fate\n');
  });
});

describe('nexthop lint', () => {
  const files = {
    'setup.sh': `${SETUP}
iptables -A OUTPUT -p udp -j DROP
for port in 53 123; do iptables -A OUTPUT -p tcp --dport $port -j ACCEPT; done
iptables -A OUTPUT -j ACCEPT
iptables -A OUTPUT  -p icmp -j DROP
ip rule add fwmark 1 priority 32765 table 101
`,
  };

  it('says what has no effect, with file and line', async () => {
    const terminal = fakeTerminal(files);
    expect(await runCli(['lint', 'setup.sh'], terminal)).toBe(1);
    await expect(terminal.written.stdout).toMatchFileSnapshot('golden/lint.txt');
  });

  it('says it in JSON', async () => {
    const terminal = fakeTerminal(files);
    await runCli(['lint', 'setup.sh', '--json'], terminal);
    const [first] = terminal.written.stdout.split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      kind: 'dead-chain-rule',
      line: 13,
      also: ['iptables -A OUTPUT -j ACCEPT'],
      alsoLines: [12],
    });
  });

  it('says what it did not look at, and ends with 0 when there is nothing else', async () => {
    const many = Array.from(
      { length: 501 },
      (_, at) => `ip route add 10.1.${at >> 8}.${at & 255} via 192.168.1.9`,
    );
    const terminal = fakeTerminal({ 'setup.sh': `${SETUP}\n${many.join('\n')}` });
    expect(await runCli(['lint', 'setup.sh', '--json'], terminal)).toBe(0);
    expect(JSON.parse(terminal.written.stdout)).toMatchObject({
      kind: 'not-followed',
      severity: 'note',
      text: 'Table main has 503 routes, which is too many to ask of each whether it changes anything: the absence of findings does not mean that they are fine',
    });
  });

  it('ends with 0 when there is nothing to say', async () => {
    expect(await nexthop('lint', 'setup.sh')).toEqual({ exit: 0, stdout: '', stderr: '' });
  });

  const network = `ip netns add router
ip netns exec router iptables -A OUTPUT -j DROP
ip netns exec router iptables -A OUTPUT -p tcp -j ACCEPT
`;

  it('names the namespaces that it does not look at, and looks at the one that is named', async () => {
    const first = fakeTerminal({ 'net.sh': network });
    expect(await runCli(['lint', 'net.sh'], first)).toBe(0);
    expect(first.written).toEqual({
      stdout: '',
      stderr: 'nexthop: only the first namespace is looked at; --ns names another: router\n',
    });
    const named = fakeTerminal({ 'net.sh': network });
    expect(await runCli(['lint', 'net.sh', '--ns', 'router'], named)).toBe(1);
    expect(named.written.stdout).toMatch(/^net.sh:3: dead-chain-rule: Rule 2 of filter OUTPUT/);
    expect(named.written.stderr).toBe('');
  });

  it('says once what it has not looked for beside rules of nft', async () => {
    const nft = `${SETUP}\nnft add table ip t\nnft add chain ip t c '{ type filter hook input priority 0; }'\nnft add rule ip t c accept\n`;
    const terminal = fakeTerminal({ 'setup.sh': nft });
    expect(await runCli(['lint', 'setup.sh'], terminal)).toBe(0);
    expect(terminal.written.stdout.match(/note: not-followed/g)).toHaveLength(1);
  });
});
