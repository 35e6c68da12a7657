import { describe, expect, it } from 'vitest';
import { missingOf } from '../../src/machine/missing.js';
import { run, type RunOptions } from '../../src/shell/index.js';

/** What a script's machine lacks: names and lines. */
async function lacks(script: string, options: RunOptions = {}): Promise<string[]> {
  const { machine } = await run(script, options);
  return missingOf(machine).map(({ what, place }) => `${what}:${place?.line ?? '?'}`);
}

describe('a script leaves a machine that lacks', () => {
  it.each([
    ['true\nconntrack list ruleset || true', 'conntrack:2'],
    ['frob a b || true', 'frob:1'],
    ['sudo frob a', 'frob:1'],
    ['bash -c "frob a"', 'frob:1'],
    ['NFT=conntrack\n$NFT flush ruleset', 'conntrack:2'],
    ['timeout 3 frob', 'frob:1'],
    ['/opt/frob/bin/frob a', '/opt/frob/bin/frob:1'],
    ['PATH=/sbin frob', 'frob:1'],
    ['ip netns add a\nip netns exec a tcpdump -n', 'tcpdump:2'],
    ['ip -batch - <<E\nlink set lo up\nlink add tun0 type ovpn\nE', 'ip link type ovpn:1'],
    [
      'iptables-restore <<E\n*filter\n-A INPUT -m cgroup --path dns\nCOMMIT\nE',
      '-m cgroup --path:1',
    ],
    ['ipset create a hash:ip bitmask 10.0.0.0/8', 'ipset create bitmask MASK/LENGTH:1'],
    [
      'echo 1 > /proc/sys/net/ipv4/conf/all/bc_forwarding',
      'sysctl net.ipv4.conf.all.bc_forwarding=1:1',
    ],
    ['for i in 1 2 3; do conntrack list; done', 'conntrack:1'],
    ['ip link add tun0 type ovpn; ip link add tun1 type ovpn', 'ip link type ovpn:1'],
    [
      'tc filter add dev lo parent 1: u32 match u32 0 0 action mirred egress redirect dev lo',
      'tc:1',
    ],
    ['tc -batch file', 'tc:1'],
    ['ethtool -N eth0 flow-type tcp4 dst-port 80 action -1', 'ethtool:1'],
    ['systemctl restart wg-quick@wg0', 'systemctl:1'],
    ['systemctl is-active --quiet sshd && ip link set lo up', 'systemctl:1'],
    ['modprobe -r dummy', 'modprobe:1'],
    ['if ping -c 1 192.0.2.1; then ip link set lo up; fi', 'ping:1'],
    ['ping -c 1 192.0.2.1 && ip link set lo up', 'ping:1'],
    ['ping -c 1 192.0.2.1 || ip link set lo up', 'ping:1'],
    ['while ping -c 1 192.0.2.1; do sleep 60; done', 'ping:1'],
    ['until ! ping -c 1 192.0.2.1; do break; done', 'ping:1'],
    ['ping -c 1 192.0.2.1 > /dev/null\nif [ $? -eq 0 ]; then true; fi', 'ping:2'],
    ['f() { timeout 5 ping -c 1 192.0.2.1; }; f; s=$?', 'ping:1'],
    ['f() { ping -c 1 192.0.2.1; }; if f; then true; fi', 'ping:1'],
    ['timeout 5 ping -c 1 192.0.2.1 || true && bash -c "ping -c 1 192.0.2.1" | cat', 'ping:1'],
    ['[[ $(ping -c 1 192.0.2.1) == *ttl* ]]', 'ping:1'],
    ['ping -c 1 192.0.2.1 | grep -q ttl', 'ping:1'],
    ['ping 192.0.2.1', 'ping:1'],
  ])('%s', async (script, what) => {
    expect([...new Set(await lacks(script))]).toEqual([what]);
  });
});

describe('a script leaves a whole machine that', () => {
  it.each([
    'command -v conntrack || type conntrack || which conntrack || ip link set lo up',
    '[ -x /usr/sbin/ufw ] || [[ -x /bin/tcpdump ]] || test -e /sbin/conntrack',
    'ping -V > /dev/null 2>&1 || true',
    'conntrack --version || tcpdump --help || frob() { :; }; frob',
    'iptables -C OUTPUT -m cgroup --path dns -j DROP || true',
    'while iptables -D OUTPUT -m cgroup --path dns -j DROP; do :; done',
    'iptables -m cgroup -h > /dev/null 2>&1 || ip link set lo up',
    'ip link show eth7; ip route add default via 192.0.2.1; sysctl net.ipv4.no_such',
    'iptables -A OUTPUT -m nosuch; ip frobnicate; iptables -t nosuch -L',
  ])('asks or fails as on Linux: %s', async (script) => {
    expect(await lacks(script)).toEqual([]);
  });

  it.each([
    ['modprobe br_netfilter; logger hello', ['modprobe', 'logger']],
    ['tc qdisc add dev lo root handle 1: htb', ['tc']],
    ['tc filter add dev lo protocol ip parent 1: handle 6 fw flowid 1:10', ['tc']],
    ['ethtool -K eth0 gro off', ['ethtool']],
    ['systemctl daemon-reload; systemctl enable --now sshd', ['systemctl']],
    ['udevadm settle', ['udevadm']],
    ['sleep 5; sync; umask 022', []],
    ['ping -c 3 192.0.2.1 > /dev/null; true; exit $?', ['ping']],
    ['until ping -qc1 -W1 192.0.2.1 &> /dev/null; do sleep 1; done', ['ping']],
    ['while ! timeout 2 ping -c1 192.0.2.1; do sleep 1; done', ['ping']],
    ['up() { ping6 -w 2 2001:db8::1; }; until up; do sleep 1; done', ['ping6']],
    ['n=0; until ping -c1 192.0.2.1 || [ $n -ge 5 ]; do n=$((n + 1)); done', ['ping']],
    ['ping -c 1 192.0.2.1 || true; sudo arping -c 3 -U -I lo 192.0.2.1 || :', ['ping', 'arping']],
    ['ping -c 9 192.0.2.1 &', ['ping']],
  ])('calls what bears on no path: %s', async (script, names) => {
    const { machine, exit, stdout, stderr } = await run(`set -e; ${script}`);
    expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(missingOf(machine)).toEqual([]);
    expect([...machine.inert]).toEqual(names);
  });

  it('calls what is to be ignored, and finds it', async () => {
    const script = 'frob a && conntrack list && command -v frob';
    const { machine, exit } = await run(script, { ignore: ['frob', 'conntrack'] });
    expect(exit).toBe(0);
    expect(missingOf(machine)).toEqual([]);
    expect([...machine.inert]).toEqual(['frob', 'conntrack']);
  });
});

it('records the command, its place and the line of its input', async () => {
  const script = 'true\nip netns add a\nip netns exec a iptables-restore < rules';
  const rules = '*filter\n-A INPUT -j ACCEPT\n-A INPUT -m cgroup --path dns\nCOMMIT\n';
  const { machine } = await run(script, { name: 'setup.sh', files: { '/root/rules': rules } });
  expect(missingOf(machine)).toEqual([
    {
      what: '-m cgroup --path',
      command: 'ip netns exec a iptables-restore',
      inputLine: 3,
      place: { file: 'setup.sh', line: 3 },
    },
  ]);
});

it('records the file and the line in which a command stands, whatever runs it', async () => {
  const script = `. ./lib.sh
f() {
  conntrack two
}
f; bash other.sh
bash -c 'true
conntrack four'
echo x | xargs conntrack five
sudo conntrack six; eval 'conntrack seven'
trap 'conntrack eight' EXIT`;
  const files = {
    '/root/lib.sh': 'true\nconntrack one\n',
    '/root/other.sh': 'true\n\nconntrack three\n',
  };
  const { machine } = await run(script, { name: 'setup.sh', files });
  expect(
    missingOf(machine).map(({ command, place }) => `${place?.file}:${place?.line} ${command}`),
  ).toEqual([
    './lib.sh:2 conntrack one',
    'setup.sh:3 conntrack two',
    'other.sh:3 conntrack three',
    'setup.sh:6 conntrack four',
    'setup.sh:8 conntrack five x',
    'setup.sh:9 conntrack six',
    'setup.sh:9 conntrack seven',
    'setup.sh:1 conntrack eight',
  ]);
});

it('a tool that is simulated is not ignored', async () => {
  await expect(run('', { ignore: ['ip'] })).rejects.toThrow('ignore: ip is simulated');
});
