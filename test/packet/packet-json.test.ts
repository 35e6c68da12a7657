import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icmp, makePacket, tcp, udp } from '../../src/packet/make-packet.js';
import { INSTALLED_DATABASES } from '../../src/databases/databases.js';
import { UnknownName } from '../../src/unknown-name.js';
import { parsePacketJson, printPacketJson } from '../../src/packet/packet-json.js';
import { arbitraryPacket } from './arbitrary-packet.js';

describe('parsePacketJson', () => {
  it('fills in what is left out or null', () => {
    expect(parsePacketJson({ dst: '203.0.113.9', protocol: 'tcp', dport: 25, src: null })).toEqual(
      tcp({ dst: '203.0.113.9', dport: 25 }),
    );
  });

  it('takes every field', () => {
    const json = {
      iif: 'eth1',
      src: 'fd00::2',
      dst: 'fd00::1',
      protocol: 6,
      sport: 1,
      dport: 2,
      mark: 3,
      tos: 4,
      ttl: 5,
      uid: 6,
      gid: 7,
      length: 80,
      tcpFlags: 16,
    };
    expect(parsePacketJson(json)).toEqual(makePacket(json));
    expect(parsePacketJson({ dst: '192.0.2.1', protocol: 'udp', oif: 'eth0' })).toEqual(
      udp({ dst: '192.0.2.1', oif: 'eth0' }),
    );
    const echoReply = { dst: '192.0.2.1', icmpType: 0, icmpCode: 0 };
    expect(parsePacketJson({ ...echoReply, protocol: 'icmp' })).toEqual(icmp(echoReply));
  });

  it.each([
    ['SA', 18],
    ['syn,ack', 18],
    [['SYN', 'ACK'], 18],
    ['none', 0],
    [[], 0],
    ['ECE', 64],
    ['FSRPAUEC', 255],
    [41, 41],
  ])('reads the TCP flags %j as %i', (tcpFlags, bits) => {
    const packet = parsePacketJson({ dst: '192.0.2.1', protocol: 'tcp', tcpFlags });
    expect(packet.tcpFlags).toBe(bits);
  });

  it('takes icmp for ICMPv6 among IPv6 packets', () => {
    expect(parsePacketJson({ dst: 'fd00::1', protocol: 'icmp' }).protocol).toBe(58);
    expect(parsePacketJson({ dst: 'fd00::1', protocol: 1 }).protocol).toBe(1);
  });

  const ok = { dst: '192.0.2.1', protocol: 'tcp' };
  it.each<[unknown, string]>([
    [7, 'packet: an object, got 7'],
    [[], 'packet: an object, got []'],
    [null, 'packet: an object, got null'],
    [{ protocol: 'tcp' }, 'dst: every packet has one'],
    [{ dst: '192.0.2.1' }, 'protocol: every packet has one'],
    [{ ...ok, dst: '192.0.2.300' }, 'dst: an IPv4 or IPv6 address, got "192.0.2.300"'],
    [{ ...ok, src: 5 }, 'src: an IPv4 or IPv6 address, got 5'],
    [{ ...ok, src: 'fd00::1' }, 'src and dst: of different address families'],
    [{ ...ok, dport: 70000 }, 'dport: 0..65535, got 70000'],
    [{ ...ok, dport: -1 }, 'dport: 0..65535, got -1'],
    [{ ...ok, dport: 1.5 }, 'dport: 0..65535, got 1.5'],
    [{ ...ok, dport: '25' }, 'dport: a number, got "25"'],
    [{ ...ok, dprt: 25 }, 'dprt: no such field; did you mean dport?'],
    [{ ...ok, prot: 'tcp' }, 'prot: no such field; did you mean protocol?'],
    [{ ...ok, iif: 3 }, 'iif: a name, got 3'],
    [{ ...ok, iif: 'eth0' }, 'src: a received packet has one'],
    [{ ...ok, protocol: 'tpc' }, 'protocol: no such name "tpc"; did you mean tcp?'],
    [{ ...ok, protocol: 256 }, 'protocol: 0..255, got 256'],
    [{ ...ok, protocol: 'icmp', dport: 25 }, 'sport and dport: protocol 1 has no ports'],
    [{ ...ok, protocol: 'udp', tcpFlags: 'S' }, 'tcpFlags: protocol 17 is not TCP'],
    [{ ...ok, icmpType: 8 }, 'icmpType: protocol 6 is not ICMP'],
  ])('refuses %j by name', (json, message) => {
    expect(() => parsePacketJson(json)).toThrow(message);
  });

  it('says what an unknown field or flag could have been', () => {
    expect(() => parsePacketJson({ ...ok, gateway: '192.0.2.2' })).toThrow(
      'gateway: no such field; known: iif, src, dst, oif, protocol, sport, dport, mark, tos, ttl, uid, gid, length, tcpFlags, icmpType, icmpCode, icmpId',
    );
    expect(() => parsePacketJson({ ...ok, tcpFlags: 'XY' })).toThrow(
      'tcpFlags: a number, letters of FSRPAUEC, names such as SYN,ACK, or none, got "XY"',
    );
  });
});

describe('the names of users and groups', () => {
  it('are those of the accounts', () => {
    const ok = { dst: '192.0.2.1', protocol: 'tcp' };
    const named = { ...ok, uid: 'www-data', gid: 'users' };
    expect(parsePacketJson(named, INSTALLED_DATABASES)).toMatchObject({ uid: 33, gid: 100 });
    expect(() => parsePacketJson(named)).toThrow('uid: a number, got "www-data"');
    expect(() => parsePacketJson({ ...ok, gid: 'user' }, INSTALLED_DATABASES)).toThrow(
      new UnknownName('group', 'user', ['users']),
    );
    expect(() => parsePacketJson({ ...ok, sport: 'www-data' }, INSTALLED_DATABASES)).toThrow(
      'sport: a number',
    );
  });
});

describe('printPacketJson', () => {
  it('leaves out what is so by default', () => {
    expect(printPacketJson(tcp({ dst: '203.0.113.9', dport: 25, tcpFlags: 18 }))).toEqual({
      dst: '203.0.113.9',
      protocol: 'tcp',
      dport: 25,
      tcpFlags: 'SA',
    });
  });

  it('is undone by parsePacketJson', () => {
    fc.assert(
      fc.property(arbitraryPacket, (packet) => {
        const text = JSON.stringify(printPacketJson(packet));
        expect(parsePacketJson(JSON.parse(text))).toEqual(packet);
      }),
    );
  });
});
