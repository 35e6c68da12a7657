import { describe, expect, it } from 'vitest';
import { HostNames } from '../../../src/host/host-names.js';
import { WordCursor } from '../../../src/packet/word-cursor.js';
import type { PacketFilter } from '../../../src/verify/packets/packet-filter.js';
import { packetSet, type PacketSet } from '../../../src/verify/packets/packet-set.js';
import { readPacketWords } from '../../../src/verify/packets/packet-set-words.js';
import { FOUNDING } from '../hosts.js';

const { namespace } = FOUNDING;
const names = new HostNames(FOUNDING);

describe('a set of packets', () => {
  it.each<[filter: PacketFilter, text: string]>([
    [{}, 'packet'],
    [{ family: 6, direction: 'received' }, 'ipv6 received'],
    [{ iif: 'any' }, 'in any'],
    [
      { src: 'none', oif: 'none', protocol: 'tcp', dport: [25, '465-587'] },
      'unbound tcp dport 25,465-587',
    ],
    [
      { dst: ['10.0.0.0/8', '!10.1.0.0/16'], mark: '!0x2/0xff' },
      'to 10.0.0.0/8,!10.1.0.0/16 mark !0x2/0xff',
    ],
    [{ dst: ['!10.0.0.0/8', '!127.0.0.0/8'] }, 'to !10.0.0.0/8,127.0.0.0/8'],
    [{ uid: ['www-data', 1000], gid: '!users' }, 'uid www-data,1000 gid !users'],
    [{ uid: ['!daemon', '0x10-0x20'] }, 'uid 0x10-0x20,!daemon'],
    [{ protocol: 6, iif: ['eth0', 'lo'], tcpFlags: 2 }, 'proto 6 in eth0,lo flags 2'],
  ])('has the words that give it again: %j', (filter, text) => {
    const set = packetSet(filter);
    expect(set.toString()).toBe(text);
    const cursor = new WordCursor(text);
    const again = readPacketWords(cursor, new Set(), names);
    const report = ({ parts }: PacketSet): unknown =>
      parts.map(({ family, direction, predicate }) => [
        family,
        direction,
        predicate(namespace, names),
      ]);
    expect(report(again)).toEqual(report(set));
  });

  it.each<[filter: PacketFilter, ways: readonly string[]]>([
    [{}, ['4 sent', '4 received', '6 sent', '6 received']],
    [{ protocol: 'tcp', mark: 1 }, ['4 sent', '4 received', '6 sent', '6 received']],
    [{ dst: '10.0.0.1' }, ['4 sent', '4 received']],
    [{ src: '::/0' }, ['6 sent', '6 received']],
    [{ iif: 'eth0' }, ['4 received', '6 received']],
    [{ oif: 'eth0', family: 4 }, ['4 sent']],
    [{ uid: 0 }, ['4 sent', '6 sent']],
    [{ src: 'none', dst: '::1' }, ['6 sent']],
  ])('is of every family and direction that nothing excludes: %j', (filter, ways) => {
    const { parts } = packetSet(filter);
    expect(parts.map(({ family, direction }) => `${family} ${direction}`)).toEqual(ways);
  });

  it('is not of packets that are sent and received', () => {
    expect(() => packetSet({ iif: 'eth0', oif: 'wire' })).toThrow('oif: of sent packets only');
    expect(() => packetSet({ direction: 'received', uid: 7 })).toThrow('uid: of sent packets only');
    expect(() => packetSet({ direction: 'sent', iif: 'any' })).toThrow('iif: of received packets');
  });

  it('means ICMPv6 by icmp among IPv6 packets', () => {
    const [four, six] = packetSet({ protocol: 'icmp', direction: 'sent' }).parts;
    expect(four?.predicate(namespace, names)).toMatchObject(
      packetSet({ protocol: 1, family: 4, direction: 'sent' }).parts[0]?.predicate(
        namespace,
        names,
      ) ?? {},
    );
    expect(six?.predicate(namespace, names)).toMatchObject(
      packetSet({ protocol: 58, family: 6, direction: 'sent' }).parts[0]?.predicate(
        namespace,
        names,
      ) ?? {},
    );
  });
});
