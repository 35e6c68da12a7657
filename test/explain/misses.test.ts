import { expect, it } from 'vitest';
import type { Miss } from '../../src/host/explanation.js';
import { parsePacketWords } from '../../src/packet/packet-words.js';
import { lab } from '../path/lab.js';

/** Why the only rule of its kind misses a packet, on a host with these commands. */
function missesOf(commands: string | readonly string[], words: string): readonly Miss[] {
  const { steps } = lab(...[commands].flat()).explain(parsePacketWords(words));
  const rule = steps.find((step) =>
    step.kind === 'rule' ? step.priority === 100 : step.kind === 'chain-rule',
  );
  return rule !== undefined && 'misses' in rule ? rule.misses : [];
}

const output = (match: string): string => `iptables -A OUTPUT ${match} -j DROP`;

it.each<[name: string, commands: string | readonly string[], words: string, Miss[]]>([
  [
    'an owner that must not be is named, not the socket',
    output('-m owner ! --uid-owner 1000'),
    'udp to 10.0.0.9 uid 1000',
    [{ field: 'uid-owner', needs: 'not 1000', has: '1000' }],
  ],
  [
    'a type of address is named, not the addresses that have it',
    output('-m addrtype --dst-type LOCAL'),
    'udp to 10.0.0.9',
    [{ field: 'dst-type', needs: 'LOCAL', has: '10.0.0.9' }],
  ],
  [
    'INVALID is what is asked for, not how it is found',
    output('-m conntrack --ctstate INVALID'),
    'udp to 10.0.0.9',
    [{ field: 'ctstate', needs: 'INVALID', has: 'NEW' }],
  ],
  [
    'what is not tracked is INVALID',
    ['iptables -t raw -A PREROUTING -j CT --notrack', output('-m state --state NEW')],
    'tcp to 10.0.0.9:80 flags R',
    [{ field: 'state', needs: 'NEW', has: 'INVALID' }],
  ],
  [
    'a DSCP is shown as one',
    output('-m dscp --dscp 10'),
    'udp to 10.0.0.9 tos 8',
    [{ field: 'dscp', needs: '0xa', has: '0x2' }],
  ],
  [
    'a set has its name',
    ['ipset create nets hash:net', output('-m set --match-set nets dst')],
    'udp to 10.0.0.9',
    [{ field: 'match-set', needs: 'nets dst', has: '10.0.0.9' }],
  ],
  [
    'a frame that none can be is a miss too',
    output('-m pkttype --pkt-type otherhost'),
    'udp to 10.0.0.9',
    [{ field: 'pkt-type', needs: 'otherhost', has: 'unicast' }],
  ],
  [
    'ICMP has no ports',
    output('-p udp --dport 53'),
    'icmp to 10.0.0.9',
    [
      { field: 'protocol', needs: 'udp', has: 'icmp' },
      { field: 'dport', needs: '53', has: 'none' },
    ],
  ],
  [
    'a device is named as in the rule',
    output('-o ppp+'),
    'udp to 10.0.0.9',
    [{ field: 'out', needs: 'ppp+', has: 'e0' }],
  ],
  [
    'either of two selectors of `not` would have to differ',
    'ip rule add pref 100 not to 8.0.0.0/8 fwmark 0x1 blackhole',
    'udp to 8.8.8.8 mark 1',
    [{ field: 'not', needs: '(to 8.0.0.0/8 and fwmark 0x1)', has: 'all of it' }],
  ],
  [
    'one selector of `not` is what must not be',
    'ip rule add pref 100 not fwmark 0x1 blackhole',
    'udp to 8.8.8.8 mark 1',
    [{ field: 'fwmark', needs: 'not 0x1', has: '0x1' }],
  ],
  [
    'not without selectors takes nothing',
    'ip rule add pref 100 not blackhole',
    'udp from 10.0.0.1 to 8.8.8.8',
    [{ field: 'from', needs: 'not all', has: '10.0.0.1' }],
  ],
  [
    'the DSCP of an ip rule is shown as one',
    'ip rule add pref 100 dscp 10 blackhole',
    'udp to 8.8.8.8 tos 8',
    [{ field: 'dscp', needs: '0xa', has: '0x2' }],
  ],
  [
    'a device of an ip rule that is not there has its name',
    'ip rule add pref 100 iif nosuch blackhole',
    'udp to 8.8.8.8',
    [{ field: 'iif', needs: 'nosuch', has: 'lo' }],
  ],
])('%s', (_, commands, words, misses) => {
  expect(missesOf(commands, words)).toEqual(misses);
});
