import { describe, expect, it } from 'vitest';
import { orderClasses, printClassCounts } from '../../src/cli/verb/order-classes.js';
import { Host } from '../../src/host/host.js';
import { classes } from '../../src/verify/ask/classes.js';
import { packetSet } from '../../src/verify/packets/packet-set.js';

const host = Host.fromCommands(`
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
  iptables -A OUTPUT -p udp --dport 69 -j DROP
`);
const UNBOUND = packetSet({ src: 'none', oif: 'none' });

describe('the order of classes', () => {
  const all = classes(host, { family: 4 });
  const ordered = orderClasses(all);

  it('loses none', () => {
    expect(new Set(ordered)).toEqual(new Set(all));
    expect(ordered).toHaveLength(all.length);
  });

  it('begins with what an unbound socket sends far, and ends what is sent with an error of bind', () => {
    const sent = ordered.filter(({ direction }) => direction === 'sent');
    expect(sent[0]?.fate).toMatchObject({ kind: 'transmit', dev: 'eth0', gateway: '192.168.1.1' });
    expect(sent.at(-1)?.fate).toMatchObject({ kind: 'error' });
    expect(sent.at(-1)?.witnessIn(UNBOUND)).toBeUndefined();
  });

  it('is by direction, unbound packets, end and size', () => {
    const kinds = ['transmit', 'deliver', 'drop', 'error'];
    const keys = ordered.map((one) => [
      one.direction === 'sent' ? 0n : 1n,
      one.direction === 'sent' && one.witnessIn(UNBOUND) === undefined ? 1n : 0n,
      BigInt(kinds.indexOf(one.fate.kind)),
      -one.size,
    ]);
    for (const [index, key] of keys.slice(1).entries()) {
      const before = keys[index] ?? [];
      const place = key.findIndex((value, at) => value !== before[at]);
      expect(place < 0 || (key[place] ?? 0n) > (before[place] ?? 0n)).toBe(true);
    }
    expect(keys.some(([, bound]) => bound === 1n)).toBe(true);
  });

  it('comes with counts', () => {
    const of = (kind: string): number => all.filter(({ fate }) => fate.kind === kind).length;
    expect(printClassCounts(all)).toBe(
      `${all.length} classes: ${of('transmit')} leave, ${of('deliver')} are delivered, ${of('drop')} are dropped, ${of('error')} fail`,
    );
    expect(printClassCounts(all.filter(({ fate }) => fate.kind === 'drop'))).toBe(
      `${of('drop')} classes: ${of('drop')} are dropped`,
    );
  });
});
