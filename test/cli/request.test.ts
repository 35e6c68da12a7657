import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/cli/input/request.js';
import { tcp } from '../../src/packet/make-packet.js';

describe('parseRequest', () => {
  it('reads packets, commands and listening sockets', () => {
    expect(parseRequest('{"dst": "192.0.2.1", "protocol": "tcp", "dport": 25}')).toEqual({
      kind: 'packet',
      packet: tcp({ dst: '192.0.2.1', dport: 25 }),
    });
    expect(parseRequest('{"run": "ip link set eth1 down"}')).toEqual({
      kind: 'run',
      script: 'ip link set eth1 down',
    });
    expect(
      parseRequest('{"listen": {"protocol": "tcp", "port": 80, "transparent": true}}'),
    ).toEqual({ kind: 'listen', socket: { protocol: 'tcp', port: 80, transparent: true } });
    expect(parseRequest('{"listen": {"protocol": "tcp", "port": 80, "address": "::1"}}')).toEqual({
      kind: 'listen',
      socket: { protocol: 'tcp', port: 80, address: '::1', transparent: false },
    });
    expect(parseRequest('{"listen": {"protocol": "udp", "port": 53}}')).toEqual({
      kind: 'listen',
      socket: { protocol: 'udp', port: 53, transparent: false },
    });
  });

  it.each([
    ['{', 'not JSON: '],
    ['[]', 'an object with a packet, run or listen, got []'],
    ['{"rnu": "ip link"}', 'rnu: no such field; did you mean run?'],
    ['{"run": "ip link", "dst": "192.0.2.1"}', 'dst: no such field; known: run'],
    ['{"run": ["ip", "link"]}', 'run: commands as one text, got ["ip","link"]'],
    ['{"dst": "192.0.2.1", "protocl": "tcp"}', 'protocl: no such field; did you mean protocol?'],
    ['{"dst": "192.0.2.1", "protocol": "tcp", "dport": 70000}', 'dport: 0..65535, got 70000'],
    ['{"listen": 80}', 'listen: an object, got 80'],
    ['{"listen": {"protocol": "sctp", "port": 80}}', 'protocol: tcp or udp, got "sctp"'],
    ['{"listen": {"protocol": "tcp"}}', 'port: a number, got undefined'],
    ['{"listen": {"protocol": "tcp", "port": 0}}', 'port: 1..65535, got 0'],
    [
      '{"listen": {"protocol": "tcp", "port": 1, "address": 1}}',
      'address: an IPv4 or IPv6 address, got 1',
    ],
    [
      '{"listen": {"protocol": "tcp", "port": 1, "address": "zzz"}}',
      'address: an IPv4 or IPv6 address, got "zzz"',
    ],
    ['{"listen": {"protocol": "tcp", "prot": 80}}', 'prot: no such field; did you mean'],
    ['{"listen": {"protocol": "tcp", "port": 1, "transparent": 1}}', 'transparent: true or false'],
  ])('refuses %s by name', (line, message) => {
    expect(() => parseRequest(line)).toThrow(message);
  });
});
