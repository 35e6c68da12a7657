import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTALLED_DATABASES } from '../../src/databases/databases.js';
import { icmp, makePacket, tcp, udp } from '../../src/packet/make-packet.js';
import {
  parsePacketsWords,
  parsePacketWords,
  printPacketWords,
} from '../../src/packet/packet-words.js';
import { ParseError } from '../../src/parse-error.js';
import { arbitraryPacket } from './arbitrary-packet.js';

describe('parsePacketWords', () => {
  it.each([
    ['tcp to 203.0.113.9:25', tcp({ dst: '203.0.113.9', dport: 25 })],
    [
      'udp 10.0.0.5:5000 to 8.8.8.8:53 in eth1 mark 7',
      udp({ iif: 'eth1', src: '10.0.0.5', sport: 5000, dst: '8.8.8.8', dport: 53, mark: 7 }),
    ],
    ['udp from [fd00::1]:53 to fd00::2', udp({ src: 'fd00::1', sport: 53, dst: 'fd00::2' })],
    ['tcp from [::1] to [::2]:80', tcp({ src: '::1', dst: '::2', dport: 80 })],
    ['icmp to 1.2.3.4', icmp({ dst: '1.2.3.4' })],
    ['icmp to fd00::1 type 129 code 0', icmp({ dst: 'fd00::1', icmpType: 129, icmpCode: 0 })],
    ['icmp to 192.0.2.1 id 0x1234', icmp({ dst: '192.0.2.1', icmpId: 0x1234 })],
    ['proto 47 to 1.2.3.4', makePacket({ protocol: 47, dst: '1.2.3.4' })],
    ['proto gre to 1.2.3.4', makePacket({ protocol: 47, dst: '1.2.3.4' })],
    ['gre to 1.2.3.4', makePacket({ protocol: 47, dst: '1.2.3.4' })],
    ['udp to 1.2.3.4 bound to eth1', udp({ dst: '1.2.3.4', oif: 'eth1' })],
    ['udp to 1.2.3.4 oif eth1', udp({ dst: '1.2.3.4', oif: 'eth1' })],
    ['udp to 1.2.3.4 oif to', udp({ dst: '1.2.3.4', oif: 'to' })],
    ['udp sport 9 dport 10 to 1.2.3.4', udp({ dst: '1.2.3.4', sport: 9, dport: 10 })],
    [
      'tcp to 1.2.3.4:80 tos 0x10 ttl 3 uid 1000 gid 100 length 1500 flags SA',
      tcp({
        dst: '1.2.3.4',
        dport: 80,
        tos: 16,
        ttl: 3,
        uid: 1000,
        gid: 100,
        length: 1500,
        tcpFlags: 18,
      }),
    ],
    ['tcp to 1.2.3.4 flags syn,ack', tcp({ dst: '1.2.3.4', tcpFlags: 18 })],
    ['tcp to 1.2.3.4 flags 0x12', tcp({ dst: '1.2.3.4', tcpFlags: 18 })],
    ['  tcp\n  to 1.2.3.4\n', tcp({ dst: '1.2.3.4' })],
  ])('reads %j', (text, packet) => {
    expect(parsePacketWords(text)).toEqual(packet);
  });

  it.each([
    ['tpc to 1.2.3.4', '1:1: expected a protocol (did you mean tcp?), found "tpc"'],
    ['tcp to 1.2.3.4 dprt 25', '1:16: expected a keyword (did you mean dport?), found "dprt"'],
    ['tcp form 1.2.3.4', '1:5: expected a keyword (did you mean from?), found "form"'],
    ['tcp to 1.2.3.4:70000', '1:16: expected dport 0..65535, found "70000"'],
    ['tcp [::1]:x to ::2', '1:11: expected sport 0..65535, found "x"'],
    ['tcp to 1.2.3.4:', '1:16: expected dport 0..65535, found ""'],
    ['tcp to 1.2.3', '1:8: expected ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT, found "1.2.3"'],
    ['tcp to fd00::1::2', 'expected ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT, found "fd00::1::2"'],
    ['tcp to', '1:7: expected ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT, found ""'],
    ['tcp 1.2.3.4', '1:12: expected to ADDRESS, found ""'],
    ['tcp', '1:4: expected to ADDRESS, found ""'],
    ['tcp to 1.2.3.4\nmark -1', '2:6: expected mark 0..4294967295, found "-1"'],
    ['tcp to 1.2.3.4 mark 0x', '1:21: expected mark 0..4294967295, found "0x"'],
    ['tcp to 1.2.3.4 in', '1:18: expected a device, found ""'],
    ['tcp to 1.2.3.4 bound eth0', '1:22: expected to, found "eth0"'],
    ['tcp to 1.2.3.4 mark 1 mark 2', '1:23: expected mark only once, found "mark"'],
    ['tcp to 1.2.3.4:5 dport 6', '1:18: expected dport only once, found "dport"'],
    ['proto 300 to 1.2.3.4', '1:7: expected protocol 0..255, found "300"'],
    ['tcp to 1.2.3.4 udp to 1.2.3.4', '1:16: expected one packet only, found "udp"'],
  ])('refuses %j where it is wrong', (text, message) => {
    expect(() => parsePacketWords(text)).toThrow(ParseError);
    expect(() => parsePacketWords(text)).toThrow(message);
  });

  it('lists what it knows when nothing is near', () => {
    expect(() => parsePacketWords('xyzzy')).toThrow(
      'expected a protocol (icmp, tcp, udp, dccp, gre, esp, ah, icmpv6, sctp, udplite, ipip, ipv6, icmp6, ipv6-icmp, or proto NUMBER), found "xyzzy"',
    );
    expect(() => parsePacketWords('tcp xyzzy')).toThrow(
      'expected a keyword (from, to, in, oif, bound, sport, dport, mark, tos, ttl, uid, gid, length, flags, type, code, id), found "xyzzy"',
    );
    expect(() => parsePacketWords('tcp to ::1 flags XY')).toThrow(
      '1:18: expected flags: a number, letters of FSRPAUEC, names such as SYN,ACK, or none, found "XY"',
    );
  });

  it.each([
    ['tcp from fd00::1 to 1.2.3.4', 'src and dst: of different address families'],
    ['icmp to 1.2.3.4:80', 'sport and dport: protocol 1 has no ports'],
    ['udp to 1.2.3.4 in eth0', 'src: a received packet has one'],
  ])('refuses the impossible packet %j by name', (text, message) => {
    expect(() => parsePacketWords(text)).toThrow(new RangeError(message));
  });
});

describe('parsePacketsWords', () => {
  it('reads packets one after the other', () => {
    expect(parsePacketsWords('tcp to 1.2.3.4:25 oif udp udp to ::1 proto 47 to 5.6.7.8')).toEqual([
      tcp({ dst: '1.2.3.4', dport: 25, oif: 'udp' }),
      udp({ dst: '::1' }),
      makePacket({ protocol: 47, dst: '5.6.7.8' }),
    ]);
  });
});

describe('the names of users and groups', () => {
  const words = 'tcp to 192.0.2.1:25 uid www-data gid users';

  it('are those of the accounts', () => {
    expect(parsePacketWords(words, INSTALLED_DATABASES)).toMatchObject({ uid: 33, gid: 100 });
    expect(parsePacketsWords(words, INSTALLED_DATABASES)).toEqual([
      parsePacketWords('tcp to 192.0.2.1:25 uid 33 gid 100'),
    ]);
  });

  it.each([
    ['uid', 'www-dta', 'a user of the host (did you mean www-data?)'],
    ['gid', 'user', 'a group of the host (did you mean users?)'],
    ['uid', '33x', 'uid 0..4294967295'],
    ['uid', '', 'uid 0..4294967295'],
  ])('%s %s is none', (keyword, word, expected) => {
    const text = `tcp to 192.0.2.1:25 ${keyword} ${word}`;
    expect(() => parsePacketWords(text, INSTALLED_DATABASES)).toThrow(
      new ParseError(expected, word, { line: 1, column: 25 }),
    );
  });

  it('are no words where there are no accounts', () => {
    expect(() => parsePacketWords(words)).toThrow('uid 0..4294967295');
  });
});

describe('printPacketWords', () => {
  it('leaves out what is so by default', () => {
    expect(printPacketWords(tcp({ dst: 'fd00::1', dport: 25 }))).toBe('tcp to [fd00::1]:25');
    expect(printPacketWords(udp({ dst: '1.2.3.4', sport: 68, mark: 255 }))).toBe(
      'udp to 1.2.3.4 sport 68 mark 0xff',
    );
  });

  it('is undone by parsePacketWords, and by parsePacketsWords for many', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPacket, { minLength: 1, maxLength: 3 }), (packets) => {
        const texts = packets.map(printPacketWords);
        expect(texts.map((text) => parsePacketWords(text))).toEqual(packets);
        expect(parsePacketsWords(texts.join(' '))).toEqual(packets);
      }),
    );
  });
});
