import { describe, expect, it } from 'vitest';
import { missingOf } from '../../../src/machine/missing.js';
import { run } from '../../../src/shell/run.js';

/** Two namespaces with a link between them; what ping prints is in test/shell/golden/ping.sh, as Linux prints it. */
const LINK = `
  ip netns add b
  ip link set lo up
  ip link add v0 type veth peer name v1 netns b
  ip addr add 10.0.0.1/24 dev v0; ip link set v0 up
  ip -n b addr add 10.0.0.2/24 dev v1; ip -n b link set v1 up
`;

async function ran(script: string) {
  const { machine, stdout, exit } = await run(`${LINK}${script}`);
  return { stdout, exit, missing: missingOf(machine).map(({ what }) => what), machine };
}

describe('ping', () => {
  it.each([
    ['if ping -c1 10.0.0.2 >/dev/null; then echo up; else echo down; fi', 'up\n'],
    ['ping -c1 -W1 10.0.0.3 >/dev/null 2>&1 && echo up || echo down', 'down\n'],
    ['ping -c1 10.0.0.2 | grep -c ttl=64', '1\n'],
    ['timeout 3 ping -qc2 10.0.0.2 >/dev/null; echo $?', '0\n'],
    ['ip netns exec b ping -c1 10.0.0.1 >/dev/null && echo up', 'up\n'],
    ['ip -n b link set v1 down; ping -c1 -W1 10.0.0.2 >/dev/null || echo down', 'down\n'],
  ])('decides what a script does: %s', async (script, stdout) => {
    expect(await ran(script)).toMatchObject({ stdout, missing: [] });
  });

  it.each([
    [
      'leave the machine',
      'ip link add eth0 type dummy; ip link set eth0 up; ip route add 192.0.2.0/24 dev eth0',
      '192.0.2.1',
    ],
    ['record their route', '', '-R 10.0.0.2'],
    ['are for a group', '', '224.0.0.1'],
    ['are for a name', '', 'example.com'],
    ['never end', '', '-i 1 10.0.0.2'],
  ])('is refused by name where requests %s', async (_, before, words) => {
    const count = words.includes('-i') ? '' : '-c1 ';
    const { missing } = await ran(`${before}\nif ping ${count}${words}; then :; fi`);
    expect(missing).toEqual(['ping']);
  });

  it('is refused where the machine lacks something', async () => {
    const { missing } = await ran('conntrack -F\nif ping -c1 10.0.0.2; then :; fi');
    expect(missing).toEqual(['conntrack', 'ping']);
  });

  it('ends a wait for an answer that comes from outside', async () => {
    const { exit, missing, machine } = await ran('until ping -c1 -W1 10.0.0.9; do sleep 1; done');
    expect({ exit, missing, inert: [...machine.inert] }).toEqual({
      exit: 0,
      missing: [],
      inert: ['ping'],
    });
  });

  it('sends packets that rules count, and each call has a connection of its own', async () => {
    const { stdout } = await ran(`
      iptables -A OUTPUT -m conntrack --ctstate NEW -p icmp
      ping -c2 10.0.0.2 >/dev/null; ping -c1 10.0.0.2 >/dev/null
      iptables -L OUTPUT -vnx | grep -o '^ *[0-9]* '`);
    expect(stdout.trim()).toBe('2');
  });

  // As Linux 7.2.7 and iputils 20240905 answer, in a guest.
  it('goes through WireGuard, and by VRFs', async () => {
    const { stdout, stderr } = await run(`
      ip netns add a; ip netns add b
      ip link add eth0 netns a type veth peer name eth0 netns b
      for n in a b; do ip -n $n link set lo up; ip -n $n link set eth0 up; done
      ip -n a addr add 192.0.2.1/24 dev eth0; ip -n b addr add 192.0.2.2/24 dev eth0
      wg genkey > a.key; wg genkey > b.key
      for n in a b; do
        ip -n $n link add wg0 type wireguard
        ip netns exec $n wg set wg0 listen-port 51820 private-key $n.key
        ip -n $n link set wg0 up
      done
      ip netns exec a wg set wg0 peer "$(wg pubkey < b.key)" allowed-ips 10.80.0.2 endpoint 192.0.2.2:51820
      ip netns exec b wg set wg0 peer "$(wg pubkey < a.key)" allowed-ips 10.80.0.1 endpoint 192.0.2.1:51820
      ip -n a addr add 10.80.0.1/24 dev wg0; ip -n b addr add 10.80.0.2/24 dev wg0
      ip netns exec a ping -qc1 10.80.0.2 | grep transmitted
      ip netns exec a ping -c1 10.80.0.3 | grep -e From -e transmitted
      ip -n a link add red type vrf table 10; ip -n a link set red up
      ip link add v0 netns a type veth peer name v1 netns b
      ip -n a link set v0 master red; ip -n a link set v0 up; ip -n b link set v1 up
      ip -n a addr add 10.9.0.1/24 dev v0; ip -n b addr add 10.9.0.2/24 dev v1
      ip netns exec a ping -qc1 -I red 10.9.0.2 | grep -e PING -e transmitted
      ip netns exec a ip vrf exec red ping -qc1 10.9.0.2 | grep transmitted
      ip netns exec a ping -qc1 10.9.0.2`);
    const answered = '1 packets transmitted, 1 received, 0% packet loss, time 0ms\n';
    expect(stdout).toBe(
      `${answered}From 10.80.0.1 icmp_seq=1 Destination Host Unreachable\n` +
        '1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n' +
        `PING 10.9.0.2 (10.9.0.2) from 10.9.0.1 red: 56(84) bytes of data.\n${answered}${answered}`,
    );
    expect(stderr.split('\n').filter((line) => line.startsWith('ping'))).toEqual([
      'ping: sendmsg: Required key not available',
      'ping: Warning: source address might be selected on device other than: red',
      'ping: connect: Network is unreachable',
    ]);
  });

  it('prints no redirect of IPv6, as ping hears of none', async () => {
    const { stdout, missing } = await ran(`
      ip netns add r; ip netns add s; ip netns add far
      ip -n s link add br0 type bridge; ip -n s link set br0 up
      for one in b r far; do
        ip -n $one link set lo up
        ip link add w0 netns $one type veth peer name p-$one netns s
        ip -n s link set p-$one master br0; ip -n s link set p-$one up
        ip -n $one link set w0 up
      done
      ip -n b addr add fd00::1/64 dev w0 nodad
      ip -n r addr add fd00::2/64 dev w0 nodad
      ip -n far addr add fd00::3/64 dev w0 nodad
      ip -n far addr add fd05::5/128 dev w0 nodad
      ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
      ip -n r route add fd05::5 dev w0
      ip -n b route add fd05::/16 via fd00::2
      ip netns exec b ping -qc1 fd05::5 | grep transmitted`);
    expect(stdout).toBe('1 packets transmitted, 1 received, 0% packet loss, time 0ms\n');
    expect(missing).toEqual([]);
  });
});
