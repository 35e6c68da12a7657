import { describe, expect, it } from 'vitest';
import { parsePacketWords } from '../../src/packet/packet-words.js';
import { findEndingSteps } from '../../src/trace/deciding-step.js';
import { groupStages } from '../../src/trace/stage.js';
import { lab } from '../path/lab.js';

const HOST = lab(
  'sysctl -qw net.ipv4.conf.all.rp_filter=0',
  'sysctl -qw net.ipv4.conf.e0.rp_filter=1',
  'sysctl -qw net.ipv4.conf.e1.rp_filter=0',
  'sysctl -qw net.ipv4.conf.e2.rp_filter=2',
  'ip route add default via 10.0.0.254',
  'ip -6 route add default via fd00::fe',
  'ip route add unreachable 192.0.2.0/24',
  'ip route add prohibit 192.0.3.0/24',
  'ip route add blackhole 192.0.4.0/24',
  'ip -6 route add unreachable 2001:db8:2::/48',
  'ip -6 route add blackhole 2001:db8:4::/48',
  'ip -6 route add 2001:db8:5::/48 dev lo',
);
const CLOSED = HOST.run('sysctl -qw net.ipv4.conf.e1.forwarding=0').run(
  'sysctl -qw net.ipv6.conf.all.forwarding=0',
);

/** The step that ended a packet's path: a check by its name, a table by the error of its route. */
function endOf(host: typeof HOST, words: string): string {
  const { steps, outcome } = host.explain(parsePacketWords(words));
  const [end, ...others] = findEndingSteps(groupStages(steps), outcome);
  expect(others).toEqual([]);
  if (end?.kind === 'check') return end.what;
  return end !== undefined && 'error' in end
    ? `${end.kind} ${end.error}`
    : (end?.kind ?? 'nothing');
}

// What skb:kfree_skb reports of real packets, in a namespace of its own with these commands: Linux 6.18, iproute2 6.15.0. What it leaves
// unspecified has the function that drops the packet.
describe('a packet that Linux drops for a reason has one step that ends its path, for that reason', () => {
  it.each([
    ['udp from 10.0.1.7 to 8.8.8.8 in e0', 'IP_RPFILTER', 'rp_filter'],
    ['udp from 10.0.1.7 to 10.0.0.1 in e0', 'IP_RPFILTER', 'rp_filter'],
    ['udp from 10.0.1.1 to 8.8.8.8 in e0', 'IP_LOCAL_SOURCE', 'source-address'],
    ['udp from 10.0.0.1 to 10.0.1.1 in e1', 'IP_LOCAL_SOURCE', 'source-address'],
    ['udp from 127.0.0.1 to 10.0.1.1 in e1', 'IP_LOCALNET', 'source-address'],
    ['udp from 10.0.0.7 to 127.0.0.1 in e0', 'IP_LOCALNET', 'destination-address'],
    ['udp from 224.0.0.7 to 10.0.1.1 in e1', 'IP_INVALID_SOURCE', 'source-address'],
    ['udp from 0.0.0.0 to 10.0.1.1 in e1', 'IP_INVALID_SOURCE', 'source-address'],
    ['udp from 10.0.1.7 to 0.0.0.0 in e1', 'IP_INVALID_DEST', 'destination-address'],
    ['udp from 10.0.0.7 to 224.0.0.5 in e0', 'ip_rcv_finish_core', 'group'],
    ['udp from 10.0.1.7 to 192.0.2.1 in e1', 'ip_error', 'table EHOSTUNREACH'],
    ['udp from 10.0.1.7 to 192.0.3.1 in e1', 'ip_error', 'table EACCES'],
    ['udp from 10.0.1.7 to 192.0.4.1 in e1', 'ip_error', 'table EINVAL'],
    ['udp from 10.0.1.7 to 8.8.8.8 in e1 ttl 1', 'IP_INHDR', 'ttl'],
    ['udp from fd00:1::7 to 2001:db8:2::1 in e1', 'IP_INNOROUTES', 'table EHOSTUNREACH'],
    ['udp from fd00:1::7 to 2001:db8:4::1 in e1', 'dst_discard_out', 'table EINVAL'],
    ['udp from fd00:1::7 to 2001:db8:5::1 in e1', 'IP_INNOROUTES', 'dead-end'],
    ['udp from fd00:1::7 to 2001:db8:9::1 in e1 ttl 1', 'IP_INHDR', 'ttl'],
    ['udp from ff02::7 to 2001:db8:9::1 in e1', 'IP_INHDR', 'source-address'],
    ['udp from ::1 to 2001:db8:9::1 in e1', 'IP_INHDR', 'source-address'],
    ['udp from fd00:1::7 to ::1 in e1', 'IP_INHDR', 'destination-address'],
    ['udp from fd00:1::7 to ff02::77 in e1', 'ip6_mc_input', 'group'],
    ['udp from :: to 2001:db8:9::1 in e1', 'IP_INADDRERRORS', 'source-address'],
    ['udp from fe80::7 to 2001:db8:9::1 in e1', 'IP_INADDRERRORS', 'source-address'],
  ])('%s: %s', (words, _reason, end) => {
    expect(endOf(HOST, words)).toBe(end);
  });

  it.each([
    ['udp from 10.0.1.7 to 8.8.8.8 in e1', 'IP_INADDRERRORS', 'forwarding'],
    ['udp from 10.0.1.7 to 192.0.2.1 in e1', 'IP_INADDRERRORS', 'forwarding'],
    ['udp from fd00:1::7 to 2001:db8:9::1 in e1', 'IP_INADDRERRORS', 'forwarding'],
    ['udp from fd00:1::7 to 2001:db8:2::1 in e1', 'IP_INNOROUTES', 'table EHOSTUNREACH'],
  ])('without forwarding, %s: %s', (words, _reason, end) => {
    expect(endOf(CLOSED, words)).toBe(end);
  });

  // Without table local, whose ff00::/8 is for groups.
  it.each([
    ['forwards', HOST, 'ip6_forward', 'group-frame'],
    ['does not', CLOSED, 'IP_INADDRERRORS', 'forwarding'],
  ] as const)(
    'a group that only a route to everything leads to, where the device %s',
    (_, host, _reason, end) => {
      const flushed = host.run('ip -6 route flush table local');
      expect(endOf(flushed, 'udp from fd00:1::7 to ff0e::1 in e0')).toBe(end);
    },
  );
});
