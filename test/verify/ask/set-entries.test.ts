import { describe, expect, test } from 'vitest';
import { Host, udp } from '../../../src/index.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';

const DEVICE = `
  ip link add eth0 type dummy
  ip link set eth0 up
  ip address add 10.0.0.1/24 dev eth0
`;

/** The ways that the kernel may take with packets of a source, which a proof takes all. */
function ways(host: Host, src: string): readonly string[] {
  const every = prove(host).every(
    packetSet({ family: 4, direction: 'received', iif: 'eth0', src, dst: '10.0.0.1' }),
  );
  const isHeld = [
    [every.delivered().holds, 'delivered'],
    [every.dropped().holds, 'dropped'],
  ] as const;
  return isHeld.flatMap(([holds, way]) => (holds ? [way] : []));
}

const send = (host: Host, src: string) =>
  host.send(udp({ iif: 'eth0', src, dst: '10.0.0.1', dport: 53 })).kind;

describe('entries with a link-layer address', () => {
  const match = (set: string, words: string): Host =>
    Host.fromCommands(`${DEVICE}
      ipset create addresses hash:ip,mac
      ipset add addresses 10.0.0.7,02:00:00:00:00:01
      ipset create any hash:mac
      ipset add any 02:00:00:00:00:01
      ipset create map bitmap:ip,mac range 10.0.0.0/28
      ipset add map 10.0.0.7,02:00:00:00:00:01
      ipset add map 10.0.0.8
      ipset create both list:set
      ipset add both addresses
      iptables -A INPUT -m set ${words} ${set} -j DROP
    `);

  test.each([
    ['addresses src,src', [], ['delivered']],
    ['any src', [], []],
    ['map src,src', [], []],
    ['both src,src', [], ['delivered']],
  ])('%s may be what a packet has, if all else is', (set, member, other) => {
    const host = match(set, '--match-set');
    expect(ways(host, '10.0.0.7')).toEqual(member);
    expect(ways(host, '10.0.0.8')).toEqual(other);
  });

  test('a single packet has none of them, but one that a packet is to bring', () => {
    expect(send(match('addresses src,src', '--match-set'), '10.0.0.7')).toBe('deliver');
    expect(send(match('addresses src,src', '! --match-set'), '10.0.0.7')).toBe('drop');
    const host = match('map src,src', '--match-set');
    expect(send(host, '10.0.0.7')).toBe('deliver');
    expect(send(host, '10.0.0.8')).toBe('drop');
  });
});

describe('entries that count', () => {
  const host = (words: string): Host =>
    Host.fromCommands(`${DEVICE}
      ipset create seen hash:ip counters
      ipset add seen 10.0.0.7 packets 4 bytes 100
      ipset create plain hash:ip
      ipset add plain 10.0.0.7
      iptables -A INPUT -m set --match-set ${words} -j DROP
    `);

  test('a single packet finds what is listed, and counts itself unless the rule says no', () => {
    expect(send(host('seen src --packets-eq 5'), '10.0.0.7')).toBe('drop');
    expect(send(host('seen src --packets-eq 4'), '10.0.0.7')).toBe('deliver');
    expect(send(host('seen src ! --packets-eq 4'), '10.0.0.7')).toBe('drop');
    expect(send(host('seen src --packets-eq 4 ! --update-counters'), '10.0.0.7')).toBe('drop');
    expect(send(host('seen src --bytes-gt 100'), '10.0.0.7')).toBe('drop');
    expect(send(host('seen src --bytes-gt 100 ! --update-counters'), '10.0.0.7')).toBe('deliver');
    expect(send(host('seen src --bytes-lt 101'), '10.0.0.7')).toBe('deliver');
  });

  test('a proof leaves open what others have counted', () => {
    expect(ways(host('seen src --packets-gt 3'), '10.0.0.7')).toEqual([]);
    expect(ways(host('seen src --packets-gt 3'), '10.0.0.8')).toEqual(['delivered']);
  });

  test('a set without counters is not asked for them', () => {
    expect(ways(host('plain src --packets-gt 3'), '10.0.0.7')).toEqual(['dropped']);
  });
});

describe('what entries have for packets', () => {
  const router = (made: string): Host =>
    Host.fromCommands(`${DEVICE}
      ip link add eth1 type dummy
      ip link set eth1 up
      ip address add 10.1.0.1/24 dev eth1
      ip link add eth2 type dummy
      ip link set eth2 up
      ip address add 10.2.0.1/24 dev eth2
      ip route add default via 10.0.0.254
      ip route add default via 10.1.0.254 table 5
      ip route add default via 10.2.0.254 table 6
      ip rule add fwmark 5 lookup 5
      ip rule add fwmark 6/0xf lookup 6
      ${made}
      iptables -t mangle -A OUTPUT -j SET --map-set ways dst --map-mark
    `);
  const device = (host: Host, dst: string, mark = 0) => {
    const outcome = host.send(udp({ dst, dport: 53, mark }));
    return outcome.kind === 'transmit' ? outcome.dev : outcome.kind;
  };

  test('the mark of the longest network decides on the route', () => {
    const host = router(`
      ipset create ways hash:net skbinfo
      ipset add ways 20.0.0.0/8 skbmark 0x5
      ipset add ways 20.1.0.0/16 skbmark 0x6/0xf
      ipset add ways 20.2.0.0/16 nomatch skbmark 0x6
      ipset add ways 20.3.0.0/16
    `);
    expect(device(host, '30.0.0.1')).toBe('eth0');
    expect(device(host, '20.0.0.1')).toBe('eth1');
    expect(device(host, '20.1.0.1', 0xf0)).toBe('eth2');
    expect(device(host, '20.2.0.1')).toBe('eth0');
    expect(device(host, '20.3.0.1')).toBe('eth0');
  });

  test('that of a list goes before those of its sets', () => {
    const made = (of: string): string => `
      ipset create inner hash:net skbinfo
      ipset add inner 20.0.0.0/8 skbmark 0x5
      ipset create ways list:set ${of}
    `;
    expect(device(router(`${made('')}\nipset add ways inner`), '20.0.0.1')).toBe('eth1');
    const list = router(`${made('skbinfo')}\nipset add ways inner skbmark 0x6`);
    expect(device(list, '20.0.0.1')).toBe('eth2');
  });

  test('rules that take entries out leave it open', () => {
    const host = router(`
      ipset create ways hash:ip skbinfo
      ipset add ways 20.0.0.1 skbmark 0x5
      iptables -A INPUT -j SET --del-set ways src
    `);
    expect(device(host, '20.0.0.1')).toBe('eth1');
    const sent = packetSet({ family: 4, direction: 'sent', dst: '20.0.0.1' });
    expect(prove(host).every(sent).leavesBy('eth1').holds).toBe(false);
  });
});
