import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `
ip link set lo up
ip link add eth0 type veth peer name wire
ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1 dev eth0
iptables -A OUTPUT -p tcp --dport 23 -j DROP
echo ready
`;

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line; blanks divide its words. */
async function nexthop(
  line: string | readonly string[],
  files: Readonly<Record<string, string>> = {},
  stdinIsFile = false,
): Promise<Ran> {
  const terminal = fakeTerminal({ 'setup.sh': SETUP, ...files }, { stdinIsFile });
  const exit = await runCli(typeof line === 'string' ? line.split(' ') : line, terminal);
  return { exit, ...terminal.written };
}

/** The JSON lines of an output. */
function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('help', () => {
  it.each(['--help', 'run --help', 'trace --help', 'replay --help'])('%s', async (line) => {
    const { exit, stdout, stderr } = await nexthop(line);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`golden/help-${line.replaceAll(/\W/g, '')}.txt`);
  });

  it('is the same by the word help', async () => {
    expect(await nexthop('help trace')).toEqual(await nexthop('trace --help'));
  });

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await nexthop('--version')).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a wrong command line', () => {
  it.each([
    ['trcae setup.sh', "nexthop: unknown command 'trcae'\n(Did you mean trace?)\n"],
    ['help trcae', "nexthop: unknown command 'trcae'\n(Did you mean trace?)\n"],
    ['help xyzzy', "nexthop: unknown command 'xyzzy'\n"],
    ['trace --jsn', "nexthop: unknown option '--jsn'\n(Did you mean --json?)\n"],
    ['trace', "nexthop: missing required argument 'setup'\n"],
    ['trace setup.sh', 'nexthop: packets are given either in words or with --packets\n'],
    [
      'trace setup.sh tcp to ::1 --packets x',
      'nexthop: packets are given either in words or with --packets\n',
    ],
    ['trace - --packets -', 'nexthop: only one of SETUP and --packets can be standard input\n'],
    [
      'trace setup.sh tcp to ::1 --steps',
      'nexthop: --steps goes with --json; text has its steps anyway\n',
    ],
    [
      'trace setup.sh --svg tcp to ::1 tcp to ::2',
      'nexthop: a picture shows the way of one packet\n',
    ],
    [
      'trace setup.sh tcp connect to ::1',
      'nexthop: tcp connect: expected a port, as in 192.0.2.1:443\n',
    ],
    [
      'trace setup.sh --dot --json tcp to ::1',
      "nexthop: option '--dot' cannot be used with option '-j, --json'\n",
    ],
    [
      'trace setup.sh --dot --ns away',
      'nexthop: --ns: expected a network namespace of the host (it has none), found "away"\n',
    ],
    [
      'trace setup.sh tcp to ::1 --color blue',
      "nexthop: option '--color <when>' argument 'blue' is invalid. Allowed choices are auto, always, never.\n",
    ],
    ['run', 'nexthop: nothing to run: name a script, or give commands with -c\n'],
    ['run -x', "nexthop: unknown option '-x'\n"],
  ])('%s', async (line, stderr) => {
    expect(await nexthop(line)).toEqual({ exit: 2, stdout: '', stderr });
  });

  it('without a word is told what there is', async () => {
    const { exit, stdout, stderr } = await nexthop([]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toBe((await nexthop('--help')).stdout);
  });
});

describe('run', () => {
  it('lets output and exit status of a script through', async () => {
    const files = { 'x.sh': 'echo "$0 $1 $2"; echo oops >&2; exit 7' };
    expect(await nexthop('run x.sh --stdin b', files)).toEqual({
      exit: 7,
      stdout: 'x.sh --stdin b\n',
      stderr: 'oops\n',
    });
  });

  it('runs commands, with a name and arguments as Bash has them', async () => {
    const { stdout } = await nexthop(['run', '-c', 'echo "$0 $1"', 'me', 'x']);
    expect(stdout).toBe('me x\n');
  });

  it('runs standard input', async () => {
    expect((await nexthop('run -', { '-': 'echo "$0 $1"' })).stdout).toBe('bash \n');
  });

  it('does not give a script that is standard input itself to read', async () => {
    expect((await nexthop('run -', { '-': 'cat; echo end' }, true)).stdout).toBe('end\n');
  });

  it.each([
    ['a file', ['run', '-c', 'cat'], true, 'given\n'],
    ['a pipe', ['run', '-c', 'cat'], false, ''],
    ['a pipe by --stdin', ['run', '--stdin', '-c', 'cat'], false, 'given\n'],
  ])('gives %s as standard input to the script', async (_what, argv, isFile, stdout) => {
    expect((await nexthop(argv, { '-': 'given\n' }, isFile)).stdout).toBe(stdout);
  });

  it('says which script is not there', async () => {
    expect(await nexthop('run gone.sh')).toEqual({
      exit: 127,
      stdout: '',
      stderr: 'nexthop: gone.sh: no such file or directory\n',
    });
  });
});

describe('trace', () => {
  it('explains packets in words, quoted or not, and says nothing of what the set-up printed', async () => {
    const traced = await nexthop('trace setup.sh udp to 203.0.113.9:53 tcp to 203.0.113.9:23');
    expect(traced).toMatchObject({ exit: 0, stderr: '' });
    await expect(traced.stdout).toMatchFileSnapshot('golden/trace-two.txt');
    const quoted = ['trace', 'setup.sh', 'udp to 203.0.113.9:53', 'tcp to 203.0.113.9:23'];
    expect(await nexthop(quoted)).toEqual(traced);
  });

  it('colours on request', async () => {
    const { stdout } = await nexthop('trace setup.sh udp to 203.0.113.9:53 --color always');
    expect(stdout).toContain('\u001b[32m→ leaves');
  });

  it('answers in JSON, on one evolving host', async () => {
    const requests = [
      '{"dst": "203.0.113.9", "protocol": "tcp", "dport": 23}',
      '{"run": "iptables -nvxL OUTPUT | grep -c 203; iptables -F; iptables -nosuch"}',
      '{"dst": "203.0.113.9", "protocol": "tcp", "dport": 23}',
      '{"listen": {"protocol": "tcp", "port": 80}}',
      '',
      '{"dst": "203.0.113.9", "protocol": "tcp", "dport": 70000}',
      '{"dst": "203.0.113.9", "protocol": "tcp", "iif": "eth9", "src": "192.0.2.1"}',
      'nonsense',
    ];
    const files = { 'p.jsonl': requests.join('\n') };
    const { exit, stdout, stderr } = await nexthop('trace setup.sh -p p.jsonl -j', files);
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' });
    expect(jsonLines(stdout)).toMatchObject([
      { kind: 'drop', at: 'filter OUTPUT rule 1', errno: null },
      { kind: 'command', stdout: '0\n', exit: 2 },
      { kind: 'transmit', dev: 'eth0', gateway: '192.168.1.1', src: '192.168.1.23', errno: null },
      { kind: 'listen', protocol: 'tcp', port: 80, transparent: false },
      { kind: 'invalid', line: 6, message: 'dport: 0..65535, got 70000' },
      { kind: 'invalid', line: 7 },
      { kind: 'invalid', line: 8 },
    ]);
  });

  it('keeps the counters from packet to packet', async () => {
    const packet = '{"dst": "203.0.113.9", "protocol": "tcp", "dport": 23}';
    const counters = '{"run": "iptables-save -c | grep DROP"}';
    const files = { 'p.jsonl': `${packet}\n${packet}\n${counters}\n` };
    const { stdout } = await nexthop('trace setup.sh -p p.jsonl -j', files);
    expect(jsonLines(stdout)[2]).toMatchObject({
      stdout: '[2:120] -A OUTPUT -p tcp -m tcp --dport 23 -j DROP\n',
    });
  });

  it('has sockets listen, which TPROXY looks for', async () => {
    const setup = `${SETUP}
      sysctl -qw net.ipv4.conf.all.rp_filter=0
      ip rule add fwmark 1 table 100
      ip route add local default dev lo table 100
      iptables -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 12345 --tproxy-mark 1`;
    const packet =
      '{"iif": "eth0", "src": "192.168.1.9", "dst": "198.51.100.44", "protocol": "tcp", "dport": 443}';
    const listen = '{"listen": {"protocol": "tcp", "port": 12345, "transparent": true}}';
    const files = { 'setup.sh': setup, 'p.jsonl': `${packet}\n${listen}\n${packet}\n` };
    const { stdout, stderr } = await nexthop('trace setup.sh -p p.jsonl -j', files);
    expect(stderr).toBe('');
    expect(jsonLines(stdout)).toMatchObject([
      { kind: 'drop', at: 'mangle PREROUTING rule 1' },
      { kind: 'listen', protocol: 'tcp', port: 12345, transparent: true },
      { kind: 'deliver', dev: 'eth0', dst: '198.51.100.44', mark: 1 },
    ]);
  });

  it('adds the steps on request', async () => {
    const { stdout } = await nexthop('trace setup.sh --json --steps udp to 203.0.113.9:53');
    const [answer] = jsonLines(stdout);
    expect(answer).toMatchObject({ kind: 'transmit', steps: expect.any(Array) });
    expect(answer?.['steps']).toContainEqual({ kind: 'source', src: '192.168.1.23' });
  });

  it('prints a file of requests for a person', async () => {
    const requests = [
      '{"dst": "192.168.1.23", "protocol": "udp"}',
      '{"run": "ip link set eth0 dwon"}',
      '{"listen": {"protocol": "tcp", "port": 80, "transparent": true}}',
      '{"dts": "192.168.1.23", "protocol": "udp"}',
    ];
    const { exit, stdout, stderr } = await nexthop('trace setup.sh -p -', {
      '-': requests.join('\n'),
    });
    expect({ exit, stderr }).toEqual({
      exit: 1,
      stderr: 'nexthop: standard input:4: dts: no such field; did you mean dst?\n',
    });
    await expect(stdout).toMatchFileSnapshot('golden/trace-requests.txt');
  });

  it('shows the wrong word before anything runs', async () => {
    const files = { 'setup.sh': 'echo oops >&2' };
    expect(await nexthop('trace setup.sh tpc to 192.0.2.1', files)).toEqual({
      exit: 2,
      stdout: '',
      stderr: [
        'nexthop: expected a protocol (did you mean tcp?), found "tpc"',
        '  tpc to 192.0.2.1',
        '  ^^^',
        '',
      ].join('\n'),
    });
  });

  it('reads names of users and groups, which a request can add', async () => {
    const files = { 'setup.sh': `${SETUP}\nuseradd -u 1500 mary` };
    const words = await nexthop('trace setup.sh udp to 203.0.113.9 uid mary -j', files);
    expect(jsonLines(words.stdout)).toMatchObject([{ kind: 'transmit' }]);
    expect(await nexthop('trace setup.sh udp to 203.0.113.9 uid mray', files)).toEqual({
      exit: 2,
      stdout: '',
      stderr: [
        'nexthop: expected a user of the host (did you mean mary?), found "mray"',
        '  udp to 203.0.113.9 uid mray',
        '                         ^^^^',
        '',
      ].join('\n'),
    });
    const packet = '{"dst": "203.0.113.9", "protocol": "udp", "uid": "joe"}';
    const requests = [packet, '{"run": "useradd joe"}', packet].join('\n');
    const asked = await nexthop('trace setup.sh -j -p -', { ...files, '-': requests });
    expect(jsonLines(asked.stdout)).toMatchObject([
      { kind: 'invalid', message: expect.stringContaining('expected a user of the host') },
      { exit: 0 },
      { kind: 'transmit' },
    ]);
  });

  it('goes no further when the set-up fails, and shows what it complained about', async () => {
    const files = { 'setup.sh': 'ip link set eth7 up; exit 4' };
    expect(await nexthop('trace setup.sh udp to 192.0.2.1', files)).toEqual({
      exit: 1,
      stdout: '',
      stderr:
        'Cannot find device "eth7"\nnexthop: setup.sh: ended with exit status 4, so there is no host to trace on\n',
    });
  });

  it('goes on when a line of the set-up fails, but not the last one', async () => {
    const files = { 'setup.sh': `ip link set eth7 up\n${SETUP}` };
    const { exit, stdout, stderr } = await nexthop('trace setup.sh udp to 203.0.113.9 -j', files);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: 'Cannot find device "eth7"\n' });
    expect(jsonLines(stdout)).toMatchObject([{ kind: 'transmit', gateway: '192.168.1.1' }]);
  });

  it('names a device that the host does not have', async () => {
    const { exit, stdout, stderr } = await nexthop('trace setup.sh udp to 203.0.113.9 oif eth7');
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toMatch(/^nexthop: udp to 203\.0\.113\.9 oif eth7: .*eth7/);
  });
});
