import { describe, expect, it } from 'vitest';
import { icmp, makePacket, tcp, udp } from '../../src/packet/make-packet.js';

describe('packets', () => {
  it('have the defaults of a plain local socket', () => {
    expect(udp({ dst: '203.0.113.9', dport: 53 })).toMatchObject({
      iif: undefined,
      src: undefined,
      protocol: 17,
      sport: undefined,
      dport: 53,
      mark: 0,
      tos: 0,
      ttl: 0,
      uid: 0,
      length: 36,
    });
    expect(tcp({ dst: '203.0.113.9' })).toMatchObject({ tcpFlags: 2, length: 60 });
    expect(icmp({ dst: '203.0.113.9' })).toMatchObject({ protocol: 1, icmpType: 8 });
    expect(icmp({ dst: 'fd00::1' })).toMatchObject({ protocol: 58, icmpType: 128 });
  });

  it.each([
    [{ dst: '1.2.3.4', protocol: 17, dport: 70000 }, 'dport: 0..65535, got 70000'],
    [{ dst: '1.2.3.4', protocol: 256 }, 'protocol: 0..255, got 256'],
    [
      { dst: '1.2.3.4', src: 'fd00::1', protocol: 17 },
      'src and dst: of different address families',
    ],
    [{ dst: '1.2.3.4', protocol: 17, iif: 'eth0' }, 'src: a received packet has one'],
    [
      { dst: '1.2.3.4', src: '1.2.3.5', protocol: 17, iif: 'eth0', oif: 'eth1' },
      'oif: only a local socket can be bound',
    ],
    [{ dst: '1.2.3.4', protocol: 47, dport: 1 }, 'sport and dport: protocol 47 has no ports'],
    [{ dst: '1.2.3.4', protocol: 6, icmpType: 3 }, 'icmpType: protocol 6 is not ICMP'],
    [{ dst: '1.2.3.4', protocol: 17, tcpFlags: 1 }, 'tcpFlags: protocol 17 is not TCP'],
    [{ dst: '1.2.3.4', protocol: 17, mark: 0.5 }, 'mark: 0..4294967295, got 0.5'],
  ])('that cannot exist are refused by name: %j', (fields, message) => {
    expect(() => makePacket(fields)).toThrow(message);
  });
});
