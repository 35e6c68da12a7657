import { describe, expect, it } from 'vitest';
import { deadRules } from '../../../src/verify/ask/dead-rules.js';
import { FOUNDING } from '../hosts.js';

describe('dead rules', () => {
  it('are none in the founding example', () => {
    expect(deadRules(FOUNDING)).toEqual([]);
  });

  it('are found, with what takes their packets', () => {
    const host = FOUNDING.run([
      'iptables -A OUTPUT -p udp -m mark --mark 0x1/0x3 -m mark --mark 0x2/0x3 -j DROP',
      'iptables -A OUTPUT -p icmp -j ACCEPT',
      'iptables -A OUTPUT -j DROP',
      'iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT',
      'iptables -A OUTPUT -p tcp --dport 23 -j ACCEPT',
      'iptables -N unused',
      'iptables -A unused -j DROP',
      'ip rule add fwmark 0x2 priority 32765 prohibit',
      'ip rule add from 10.0.0.0/8 priority 33000 table smtp',
      'ip rule add to 10.0.0.0/8 priority 1000 table 77',
      'ip route add 10.1.0.0/16 via 192.168.1.9 table 78',
    ]);
    expect(deadRules(host).map(({ kind, shadowedBy, text }) => [kind, shadowedBy, text]))
      .toMatchInlineSnapshot(`
      [
        [
          "unused-chain",
          [],
          "Nothing leads to chain unused of filter, so its rules (the first is \`iptables -A unused -j DROP\`) do nothing",
        ],
        [
          "dead-chain-rule",
          [],
          "Rule 1 of filter OUTPUT (\`iptables -A OUTPUT -p udp -m mark --mark 0x1/0x3 -m mark --mark 0x2/0x3 -j DROP\`) does nothing: no packet that comes to it meets it",
        ],
        [
          "dead-chain-rule",
          [
            "-A OUTPUT -j DROP",
          ],
          "Rule 4 of filter OUTPUT (\`iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT\`) does nothing (and neither does the rule behind it): \`iptables -A OUTPUT -j DROP\` before it takes every packet",
        ],
        [
          "dead-rule",
          [
            "32766: from all lookup main",
          ],
          "\`ip rule add from 10.0.0.0/8 priority 33000 table smtp\` is reached by no packet (unless its socket is bound to a device): \`ip rule 32766: from all lookup main\` decides all of them before it",
        ],
        [
          "missing-route",
          [],
          "Table 77 has no route, so \`ip rule add to 10.0.0.0/8 priority 1000 table 77\` decides nothing: its packets fall through to the rules behind it",
        ],
        [
          "missing-rule",
          [],
          "No rule looks in table 78, so \`ip route add 10.1.0.0/16 via 192.168.1.9 table 78\` is never used",
        ],
        [
          "priority-tie",
          [],
          "\`ip rule add fwmark 0x2 priority 32765 prohibit\` has the priority of \`ip rule add fwmark 0x2 table smtp\` and takes some of the same packets: the one that was added first decides",
        ],
        [
          "missing-mask",
          [],
          "\`ip rule add fwmark 0x2 table smtp\` compares all 32 bits of the mark where other rules use parts of it (0x1/0x3), so it misses packets with another bit beside 0x2; did you mean 0x2/0x3?",
        ],
        [
          "missing-mask",
          [],
          "\`ip rule add fwmark 0x2 priority 32765 prohibit\` compares all 32 bits of the mark where other rules use parts of it (0x1/0x3), so it misses packets with another bit beside 0x2; did you mean 0x2/0x3?",
        ],
      ]
    `);
  });

  it('report how far they are', () => {
    const steps: string[] = [];
    deadRules(FOUNDING, {
      progress: (done, all, what) => steps.push(`${done}/${all} ${what}`),
    });
    expect(steps[0]).toMatch(/^0\/\d+ IPv4: /);
    expect(steps.at(-1)).toMatch(/ IPv6: /);
    // A long step is reported again while it lasts.
    const apart = steps.filter((step, at) => step !== steps[at - 1]);
    expect(new Set(apart).size).toBe(apart.length);
  });
});
