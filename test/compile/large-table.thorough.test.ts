import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { expectLearnedAsWalked } from './learned.js';
import { makePacketColumns, type PacketColumns } from '../../src/compile/packet-columns.js';

const BASE = `
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
  sysctl -w net.ipv4.ip_forward=1
`;

/** More routes than a table may have for each prefix to be distinguished, some with two of them. */
const ROUTES = Array.from({ length: 300 }, (_, index) => [
  `ip route add 10.${index % 200}.${index}.0/24 via 192.168.1.${1 + (index % 5)}`.replace(
    /\.(\d+)\.0\/24/,
    (_text, part: string) => `.${Number(part) % 256}.0/24`,
  ),
]).flat();

/** Packets that differ in everything, drawn from a few values of each. */
function packets(count: number, iifs: readonly number[]): PacketColumns {
  const columns = makePacketColumns(4, count);
  let state = 1;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let at = 0; at < count; at++) {
    columns.dst[at] =
      [0x0a000000 + draw(200) * 65536 + draw(65536), 0xc0a80117, 0xcb007100][draw(3)] ?? 0;
    columns.src[at] = [0, 0, 0xc0a80117, 0x0a000000 + draw(1 << 24)][draw(4)] ?? 0;
    columns.iif[at] = iifs[draw(iifs.length)] ?? 0;
    columns.protocol[at] = [6, 17, 1][draw(3)] ?? 0;
    columns.dport[at] = draw(3) === 0 ? 25 : draw(65536);
    columns.sport[at] = draw(2) * draw(65536);
    columns.tcpFlags[at] = [0x02, 0x10, 0x12, 0x18][draw(4)] ?? 0;
    columns.mark[at] = draw(4);
    columns.ttl[at] = [0, 1, 64][draw(3)] ?? 0;
    columns.length[at] = 40 + draw(1400);
  }
  return columns;
}

describe('learned paths', () => {
  it('report the routes of a large table', () => {
    const host = Host.fromCommands(
      `${BASE}${[...new Set(ROUTES)].join('\n')}
      ip route append 10.3.3.0/24 via 192.168.1.9 metric 7
      iptables -t mangle -A PREROUTING -p udp -j TTL --ttl-dec 1
      iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2`,
    );
    expectLearnedAsWalked(host, packets(700, [0, 0, 2, 3]));
  });

  it('report those of two large tables, one of which a rule by mark leads to', () => {
    const other = [...new Set(ROUTES)].map(
      (route) => `${route.replace('192.168.1.', '192.168.1.10')} table 7`,
    );
    const host = Host.fromCommands(
      `${BASE}${[...new Set(ROUTES)].join('\n')}\n${other.join('\n')}
      ip rule add fwmark 2 table 7
      sysctl -w net.ipv4.conf.all.rp_filter=1`,
    );
    expectLearnedAsWalked(host, packets(700, [0, 0, 2, 3]));
  });

  it('are as many as hundreds of rules by mark, address, range and port make them', () => {
    const host = Host.fromCommands([
      ...BASE.trim().split('\n'),
      ...Array.from({ length: 40 }, (_, mark) => `ip rule add fwmark ${mark} table ${100 + mark}`),
      ...Array.from(
        { length: 40 },
        (_, mark) => `ip route add default via 192.168.1.${50 + mark} table ${100 + mark}`,
      ),
      ...Array.from(
        { length: 60 },
        (_, index) =>
          `iptables -t mangle -A OUTPUT -d 10.${index}.0.0/16 -j MARK --set-mark ${index % 50}`,
      ),
      ...Array.from(
        { length: 60 },
        (_, index) =>
          `iptables -t mangle -A OUTPUT -p udp --dport ${1000 * index}:${1000 * index + 700} -j MARK --set-xmark ${index % 50}/0xff`,
      ),
      'iptables -A FORWARD -m iprange --src-range 10.1.2.3-10.7.8.9 -j DROP',
      'iptables -A OUTPUT -m length --length 100:200 -j DROP',
    ]);
    expectLearnedAsWalked(host, packets(1500, [0, 0, 0, 2, 3]));
    expect(host.namespace.v4.rules.size).toBeGreaterThan(40);
  });

  it('are found when all packets of a batch are alike in some of what decides', () => {
    const host = Host.fromCommands([
      ...BASE.trim().split('\n'),
      'ip rule add fwmark 2 table 7',
      'ip route add default via 192.168.1.7 table 7',
      'ip rule add from 192.168.1.23 uidrange 5-9 table 8',
      'ip route add default via 192.168.1.8 table 8',
      'iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 2',
      'iptables -A OUTPUT -m ttl --ttl-lt 9 -j DROP',
    ]);
    const drawn = packets(200, [0]);
    const batches = (['protocol', 'dport', 'mark', 'ttl', 'src', 'dst', 'uid'] as const).flatMap(
      (field) =>
        [0, 2, 6, 25, 0xc0a80117].map((value) => {
          const batch = makePacketColumns(4, drawn.count, drawn.buffer.slice(0));
          batch[field].fill(value);
          batch.protocol.fill(6);
          return batch;
        }),
    );
    expectLearnedAsWalked(host, drawn, ...batches);
  });
});
