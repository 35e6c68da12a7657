import { describe, expect, it } from 'vitest';
import { findLine } from '../../src/cli/verb/find-line.js';

const SCRIPT = `#!/bin/bash
sysctl -qw net.ipv4.conf.all.rp_filter=1
ip  rule add fwmark 1 lookup 100
iptables -A INPUT -m comment --comment "let in" -j ACCEPT
iptables -P FORWARD DROP
ip rule add fwmark 1 lookup 1001
for port in 25 465; do iptables -A OUTPUT -p tcp --dport $port -j DROP; done
ip link set eth0 up; ip rule add iif eth0 lookup 7
# net.ipv4.conf.all.rp_filter=2 was too loose
`;

describe('the line of a finding', () => {
  it.each([
    ['ip rule add fwmark 1 lookup 100', 3],
    ["iptables -A INPUT -m comment --comment 'let in' -j ACCEPT", 4],
    ['ip rule add iif eth0 lookup 7', 8],
    ['iptables -A OUTPUT -p tcp --dport 25 -j DROP', null],
    ['ip rule add fwmark 1', null],
  ])('with %s is %s', (written, line) => {
    expect(findLine(SCRIPT, { written, clues: [] })).toBe(line);
  });

  it('without a command is the last one with the best clue', () => {
    expect(findLine(SCRIPT, { written: null, clues: ['net.ipv4.conf.all.rp_filter'] })).toBe(2);
    expect(findLine(SCRIPT, { written: null, clues: ['nothing', '-P FORWARD DROP'] })).toBe(5);
    expect(findLine(SCRIPT, { written: null, clues: [] })).toBeNull();
  });
});
