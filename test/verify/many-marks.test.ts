import { describe, expect, it } from 'vitest';
import { tcp } from '../../src/packet/make-packet.js';
import { Host } from '../../src/host/host.js';
import { classes } from '../../src/verify/classes.js';

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

describe('classes of a host that gives many marks', () => {
  const options = { family: 4, direction: 'sent' } as const;

  it('are not one for each mark that a socket can have', () => {
    const [few, many] = [classes(hostOf(2), options), classes(hostOf(8), options)];
    expect(many.length).toBeLessThan(4 * few.length);
  });

  it('tell the mark that a packet is given, and that others keep theirs', () => {
    const all = classes(hostOf(8), options);
    const markOf = (dport: number, mark: number): string | undefined =>
      all.find((one) => one.has(tcp({ dst: '127.0.0.1', src: '127.0.0.1', dport, mark })))?.fate
        .mark;
    expect(markOf(80, 0)).toBe('0x1/0x1');
    expect(markOf(87, 0)).toBe('0x80/0x80');
    expect(markOf(22, 0x1)).toBe('kept');
  });
});
