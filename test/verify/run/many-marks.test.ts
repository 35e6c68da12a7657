import { describe, expect, it } from 'vitest';
import { tcp } from '../../../src/packet/make-packet.js';
import { Host } from '../../../src/host/host.js';
import { classes } from '../../../src/verify/ask/classes.js';

/** A host that gives each of so many ports a mark in bits of its own. */
function hostOf(groups: number): Host {
  return Host.fromCommands([
    'ip link set lo up',
    ...Array.from({ length: groups }, (_, index) => {
      const mark = `0x${(1 << index).toString(16)}`;
      return `iptables -t mangle -A OUTPUT -p tcp --dport ${80 + index} -j MARK --set-xmark ${mark}/${mark}`;
    }),
  ]);
}

describe('classes of a host that gives whole marks, and bits of them', () => {
  const host = Host.fromCommands([
    'ip link set lo up',
    'iptables -t mangle -A OUTPUT -p tcp --dport 80 -j MARK --set-mark 0x20000',
    'iptables -t mangle -A OUTPUT -p tcp --dport 81 -j MARK --set-xmark 0x30000/0xf0000',
    'iptables -t mangle -A OUTPUT -p tcp --dport 82 -j MARK --set-mark 0xff/0x0f',
    'iptables -t mangle -A OUTPUT -p tcp --dport 83 -j MARK --set-mark 0xf0/0xf0',
    'iptables -t mangle -A OUTPUT -p tcp --dport 84 -j MARK --set-mark 0x80000000',
  ]);
  const all = classes(host, { family: 4, direction: 'sent' });
  const markOf = (dport: number, mark: number): string | undefined =>
    all.find((one) => one.has(tcp({ dst: '127.0.0.1', src: '127.0.0.1', dport, mark })))?.fate.mark;

  it('are one for each mark that a rule gives, whatever mark the socket had', () => {
    const marks = new Set(all.map(({ fate }) => fate.mark));
    expect([...marks].toSorted()).toEqual([
      '0x20000',
      '0x30000/0xf0000',
      '0x80000000',
      '0xf0/0xf0',
      '0xff/0xff',
      'kept',
    ]);
    for (const mark of [0, 0x20000, 0x30000, 0x2000f, 0x80000000, 0xff]) {
      expect(markOf(80, mark)).toBe('0x20000');
      expect(markOf(82, mark)).toBe('0xff/0xff');
      expect(markOf(84, mark)).toBe('0x80000000');
    }
  });

  it('leave its own to a socket of which no rule asks', () => {
    for (const mark of [0, 0x20000, 0x80000000, 0xff, 7]) expect(markOf(22, mark)).toBe('kept');
  });
});

describe('classes of a host that gives many marks', () => {
  const options = { family: 4, direction: 'sent' } as const;

  it('are not one for each mark that a socket can have', () => {
    const [few, many] = [classes(hostOf(2), options), classes(hostOf(8), options)];
    expect(many.length).toBeLessThan(4 * few.length);
  });

  it('state the mark that a packet is given, and that others keep theirs', () => {
    const all = classes(hostOf(8), options);
    const markOf = (dport: number, mark: number): string | undefined =>
      all.find((one) => one.has(tcp({ dst: '127.0.0.1', src: '127.0.0.1', dport, mark })))?.fate
        .mark;
    expect(markOf(80, 0)).toBe('0x1/0x1');
    expect(markOf(87, 0)).toBe('0x80/0x80');
    expect(markOf(22, 0x1)).toBe('kept');
  });
});
