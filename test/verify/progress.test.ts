import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { classes } from '../../src/verify/ask/classes.js';
import { diff } from '../../src/verify/ask/diff.js';
import { packetSet } from '../../src/verify/packets/packet-set.js';
import type { Bounds } from '../../src/bound.js';
import { prove } from '../../src/verify/ask/prove.js';

const HOST = Host.fromCommands(['ip link set lo up']);

/** What is reported while work is done. */
function reportedBy(work: (bounds: Bounds) => void): readonly string[] {
  const reported: string[] = [];
  work({ clock: () => 0, progress: (done, all, what) => reported.push(`${done}/${all} ${what}`) });
  return reported;
}

describe('progress', () => {
  it('of classes is a step for each family and direction', () => {
    expect(reportedBy((bounds) => classes(HOST, bounds))).toEqual([
      '0/4 IPv4 sent',
      '1/4 IPv4 received',
      '2/4 IPv6 sent',
      '3/4 IPv6 received',
    ]);
    expect(reportedBy((bounds) => classes(HOST, { family: 6, ...bounds }))).toEqual([
      '0/2 IPv6 sent',
      '1/2 IPv6 received',
    ]);
  });

  it('of a difference is two', () => {
    expect(reportedBy((bounds) => diff(HOST, HOST, { direction: 'sent', ...bounds }))).toEqual([
      '0/4 IPv4 sent: both hosts',
      '1/4 IPv4 sent: what differs',
      '2/4 IPv6 sent: both hosts',
      '3/4 IPv6 sent: what differs',
    ]);
  });

  it('of a proof is one for each family and direction of its packets', () => {
    const set = packetSet({ dst: '127.0.0.1' }).or(packetSet({ dst: '::1', direction: 'sent' }));
    expect(reportedBy((bounds) => prove(HOST, bounds).every(set).leaves())).toEqual([
      '0/3 IPv4 sent',
      '1/3 IPv4 received',
      '2/3 IPv6 sent',
    ]);
  });
});
