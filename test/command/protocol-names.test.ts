import { expect, it } from 'vitest';
import { protocolName, protocolNumber } from '../../src/command/protocol-names.js';

// getent protocols tcp TCP Tcp, netbase 6.5
it('finds protocols by name and alias as /etc/protocols writes them', () => {
  expect(['tcp', 'TCP', 'Tcp', 'CPHB', 'nosuch'].map(protocolNumber)).toEqual([
    6,
    6,
    undefined,
    73,
    undefined,
  ]);
  expect([0, 6, 58, 253].map(protocolName)).toEqual(['ip', 'tcp', 'ipv6-icmp', undefined]);
});
