import { describe, expect, it } from 'vitest';
import { deadRules } from '../../src/verify/dead-rules.js';
import { FOUNDING } from './hosts.js';

describe('dead rules', { timeout: 60_000 }, () => {
  it('are none in the founding example', () => {
    expect(deadRules(FOUNDING)).toEqual([]);
  });

  it('are found, with what takes their packets', () => {
    const host = FOUNDING.run([
      'iptables -t mangle -A OUTPUT -p udp -m mark --mark 0x1/0x3 -m mark --mark 0x2/0x3 -j MARK --set-mark 7',
      'iptables -A OUTPUT -p icmp -j ACCEPT',
      'iptables -A OUTPUT -j DROP',
      'iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT',
      'iptables -N unused',
      'iptables -A unused -j DROP',
      'ip rule add fwmark 0x2 priority 32765 table 77',
    ]);
    expect(deadRules(host).map(({ kind, text }) => [kind, text])).toEqual([
      [
        'dead-chain-rule',
        'rule 2 of mangle OUTPUT (-A OUTPUT -p udp -m mark --mark 0x1/0x3 -m mark --mark 0x2/0x3 -j MARK --set-xmark 0x7/0xffffffff) does nothing: no packet that comes to it meets it',
      ],
      [
        'dead-chain-rule',
        'rule 3 of filter OUTPUT (-A OUTPUT -p tcp -m tcp --dport 22 -j ACCEPT) does nothing: -A OUTPUT -j DROP before it takes every packet',
      ],
      [
        'dead-chain-rule',
        'rule 1 of filter unused (-A unused -j DROP) does nothing: no packet comes so far in unused',
      ],
      [
        'priority-tie',
        'ip rule 32765: from all fwmark 0x2 lookup 77 has the priority of 32765: from all fwmark 0x2 lookup smtp: the one that was added first comes first',
      ],
      [
        'no-covering-route',
        "table 77 has no route at all: what it doesn't cover goes past ip rule 32765: from all fwmark 0x2 lookup 77 to the next one",
      ],
    ]);
  });
});
