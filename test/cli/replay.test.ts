import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/cli/terminal/cli-error.js';
import { runCli } from '../../src/cli/program.js';
import { Host } from '../../src/host/host.js';
import { parsePacketJson, type PacketJson } from '../../src/packet/packet-json.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `
echo "100 smtp" >> /etc/iproute2/rt_tables
ip link set lo up
ip link add eth0 type veth peer name wire
ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip addr add 2001:db8::23/64 dev eth0 nodad
ip route add default via 192.168.1.1 dev eth0
ip -6 route add default via 2001:db8::1 dev eth0
iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
iptables -A OUTPUT -p udp --dport 69 -j DROP
ip rule add fwmark 0x2 table smtp
ip route add default via 192.168.1.2 table smtp
`;
/** Every third packet goes another way, and connections are remembered: order matters. */
const STATEFUL = `${SETUP}
iptables -t mangle -I OUTPUT -p tcp --dport 80 -m statistic --mode nth --every 3 --packet 1 -j MARK --set-mark 2
iptables -t mangle -A OUTPUT -m conntrack --ctstate ESTABLISHED -j MARK --set-mark 0
`;

const PACKETS: readonly PacketJson[] = Array.from({ length: 200 }, (_, index) => ({
  dst: index % 7 === 3 ? '2001:db8:1::9' : `203.0.113.${index % 5}`,
  protocol: index % 3 === 0 ? 'udp' : 'tcp',
  sport: 1000 + (index % 11),
  dport: [25, 80, 69, 53][index % 4] ?? 0,
  ...(index % 19 === 5 && index % 7 !== 3 ? { src: '10.1.2.3' } : {}),
}));
const FLOWS = PACKETS.map((packet) => `${JSON.stringify(packet)}\n`).join('');

async function replay(
  words: readonly string[],
  files: Readonly<Record<string, string>> = { 'setup.sh': SETUP, flows: FLOWS },
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const terminal = fakeTerminal(files);
  const exit = await runCli(['replay', 'setup.sh', 'flows', '--workers', '0', ...words], terminal);
  return { exit, ...terminal.written };
}

/** What sending the packets one by one, each on the host as the one before left it, gives. */
async function sendEach(setup: string): Promise<readonly object[]> {
  const { run } = await import('../../src/shell/index.js');
  let host = Host.fromMachine((await run(setup, { name: 'setup.sh' })).machine);
  return PACKETS.map((json) => {
    const sent = host.send(parsePacketJson(json));
    host = sent.host;
    return { ...sent };
  });
}

const keyOf = (group: object): string =>
  JSON.stringify(group, ['kind', 'at', 'errno', 'dev', 'gateway', 'table', 'rule']);

describe('nexthop replay', () => {
  it.each([
    ['', SETUP],
    [', in order', STATEFUL],
  ])('reports of each packet what sending it reports%s', async (_, setup) => {
    const { exit, stdout } = await replay(['--each'], { 'setup.sh': setup, flows: FLOWS });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): { number: number; packet: unknown; outcome: unknown } => JSON.parse(line));
    expect(exit).toBe(0);
    expect(lines.map(({ number }) => number)).toEqual(PACKETS.map((__, index) => index + 1));
    expect(lines.map(({ outcome }) => outcome)).toEqual(await sendEach(setup));
    expect(lines[3]?.packet).toEqual({ ...PACKETS[3] });
  });

  it('adds them up', async () => {
    const { exit, stdout } = await replay(['--json']);
    const {
      unit,
      in: count,
      sent,
      notSent,
      skipped,
      bytes,
      groups,
      reasons,
      unread,
    } = JSON.parse(stdout);
    const each = await sendEach(SETUP);
    const counts = new Map<string, number>();
    for (const outcome of each) {
      const key = keyOf(outcome);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(exit).toBe(0);
    expect({ unit, count, sent, notSent, skipped, reasons, unread }).toEqual({
      unit: 'line',
      count: PACKETS.length,
      sent: PACKETS.length,
      notSent: 0,
      skipped: 0,
      reasons: [],
      unread: null,
    });
    expect(bytes).toBeGreaterThan(0);
    expect(
      new Map(groups.map((group: { readonly packets: number }) => [keyOf(group), group.packets])),
    ).toEqual(counts);
  });

  it('prints a table', async () => {
    const flows =
      'dst,protocol,dport,length\n203.0.113.9,tcp,25,100\n203.0.113.9,tcp,80,100\n203.0.113.8,tcp,81,100\n203.0.113.9,udp,69,50\n';
    expect(await replay([], { 'setup.sh': SETUP, flows })).toEqual({
      exit: 0,
      stderr: '',
      stdout: `packets  bytes     %  outcome                               device  gateway      table  rule
      2    200  50.0  transmit                              eth0    192.168.1.1  main   32766
      1     50  25.0  drop at filter OUTPUT rule 1 (EPERM)  eth0    192.168.1.1  main   32766
      1    100  25.0  transmit                              eth0    192.168.1.2  smtp   32765
5 lines in: 4 sent, 0 not sent, 1 skipped
1 skipped: names of columns (line 1)
`,
    });
  });

  it('knows a table by its number, and a place by some words of it', async () => {
    const lines = async (only: string): Promise<number> => {
      const { stdout } = await replay(['--only', only]);
      return stdout.trim().split('\n').length;
    };
    expect(await lines('table=100')).toBe(await lines('table=smtp'));
    expect(await lines('at=OUTPUT')).toBe(await lines('at=filter OUTPUT rule 1'));
    expect(await lines('at=filter OUTPUT rule 1')).toBeGreaterThan(1);
  });

  it('reports only packets that are asked for', async () => {
    const { stdout } = await replay(['--only', 'gateway=192.168.1.2', '--only', 'kind=transmit']);
    const lines = stdout.trim().split('\n');
    const wanted = (await sendEach(SETUP)).filter(
      (outcome) => 'gateway' in outcome && outcome.gateway === '192.168.1.2',
    );
    expect(lines).toHaveLength(wanted.length);
  });

  it('says what is no packet, and goes on', async () => {
    const account =
      '2 lines in: 1 sent, 1 not sent, 0 skipped\n1 not sent: dst: every packet has one (line 2)\n';
    const files = { 'setup.sh': SETUP, flows: '{"dst":"203.0.113.9","protocol":6}\n{}\n' };
    const { exit, stdout } = await replay(['--each'], files);
    expect(exit).toBe(1);
    expect(stdout.split('\n')[1]).toBe(
      '{"number":2,"kind":"invalid","message":"dst: every packet has one"}',
    );
    const report = await replay([], files);
    expect(report.stdout).toContain(account);
    const only = await replay(['--only', 'kind=drop'], files);
    expect(only).toEqual({ exit: 1, stdout: '', stderr: `nexthop: flows: ${account}` });
  });

  it.each([
    [['--only', 'port=5'], 2, /FIELD=VALUE, where FIELD is one of/],
    [['--only', 'dev=eht0'], 2, /--only dev=eht0: .* \(did you mean eth0\?\)/],
    [['--only', 'gateway=192.168.1.3'], 2, /did you mean 192\.168\.1\.1\?/],
    [['--only', 'gateway=there'], 2, /--only gateway=there: /],
    [['--only', 'table=stmp'], 2, /did you mean smtp\?/],
    [['--only', 'rule=5'], 2, /the priority of an ip rule of the host/],
    [['--only', 'at=filter OUTPT'], 2, /did you mean filter OUTPUT\?/],
    [['--only', 'errno=EPREM'], 2, /did you mean EPERM\?/],
    [['--only', 'kind=drp'], 2, /did you mean drop\?/],
    [['--in', 'eth7'], 1, /setup.sh: sets up no device eth7/],
    [['--each', '--json'], 2, /--json is for the report/],
    [['--format', 'capture'], 1, /flows: byte 0: neither pcap nor pcapng/],
  ])('refuses %j', async (words, exit, message) => {
    const reported = await replay(words);
    expect(reported.exit).toBe(exit);
    expect(reported.stderr).toMatch(message);
  });

  it('gives every line in a line out', async () => {
    const flows = 'dst,protocol\n\n203.0.113.9,6\nx,6\n';
    const { stdout } = await replay(['--each'], { 'setup.sh': SETUP, flows });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 30)),
    ).toEqual([
      '{"number":1,"kind":"skipped","',
      '{"number":2,"kind":"skipped","',
      '{"number":3,"packet":{"dst":"2',
      '{"number":4,"kind":"invalid","',
    ]);
  });

  it.each([
    ['\uFEFFdst'.split('').map((char) => char.charCodeAt(0)), 'UTF-16'],
    [[0x1f, 0x8b, 0x08, 0, 0, 0], 'gzip'],
  ])('refuses by name what is in another form', async (units, name) => {
    const bytes =
      name === 'gzip' ? Uint8Array.from(units) : new Uint8Array(Uint16Array.from(units).buffer);
    const terminal = fakeTerminal(
      { 'setup.sh': SETUP },
      {
        async *readBytes() {
          yield bytes;
        },
      },
    );
    expect(await runCli(['replay', 'setup.sh', 'flows'], terminal)).toBe(1);
    expect(terminal.written.stderr).toContain(`flows: written in ${name}`);
  });

  it('reports what came before the file could not be read any further', async () => {
    const terminal = fakeTerminal(
      { 'setup.sh': SETUP },
      {
        async *readBytes() {
          yield new TextEncoder().encode(FLOWS);
          throw new CliError('flows: input/output error', 126);
        },
      },
    );
    expect(await runCli(['replay', 'setup.sh', 'flows', '--json'], terminal)).toBe(126);
    expect(JSON.parse(terminal.written.stdout)).toMatchObject({ in: PACKETS.length });
  });

  it('says nothing of an empty file but that', async () => {
    const files = { 'setup.sh': SETUP, flows: '' };
    expect((await replay([], files)).stdout).toBe(
      'no packets\n0 lines in: 0 sent, 0 not sent, 0 skipped\n',
    );
  });
});
