import { describe, expect, it } from 'vitest';
import { udp } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { packetSet } from '../../src/verify/index.js';
import { prove } from '../../src/verify/ask/prove.js';
import { lab } from './lab.js';

/** What two sources send is translated to one port. Observed on Linux 6.18.44. */
const ONE_PORT = lab(
  'ip route add default via 10.0.1.254',
  'iptables -t nat -A POSTROUTING -p udp --dport 53 -j SNAT --to-source 10.0.1.1:5000',
  'iptables -t nat -A POSTROUTING -p udp --dport 54 -j SNAT --to-source 10.0.1.1',
);

const CLASH = { kind: 'drop', at: 'answers of another connection', errno: 'EPERM' };

function from(sport: number, dport: number): Packet {
  return udp({ dst: '192.0.2.9', sport, dport });
}

describe('a first packet whose answers would be another connection’s', () => {
  it('is dropped as it gets through, and its sender learns of it', () => {
    const first = ONE_PORT.send(from(4000, 53));
    expect(first).toMatchObject({ dev: 'e1', sport: 5000 });
    const second = first.host.send(from(4001, 53));
    expect(second).toMatchObject(CLASH);
    expect(second.host.send(from(4000, 53))).toMatchObject({ dev: 'e1', sport: 5000 });
    expect(second.host.send(from(4001, 53))).toMatchObject(CLASH);
  });

  it('is given another port where no rule names any', () => {
    const { host } = ONE_PORT.send(from(4000, 53)).host.send(from(5000, 54));
    expect(host.send(from(5000, 54)).sport).toBe(5000);
  });

  it('ends alike in the compiled form', () => {
    const compiled = ONE_PORT.compile();
    const columns = compiled.packetColumns(4, [from(4000, 53), from(4001, 53)]);
    const { outcomes } = compiled.sendBatch(columns);
    const fates = [0, 1].map((at) => compiled.outcomeAt(columns, outcomes, at));
    expect(fates).toMatchObject([{ dev: 'e1', sport: 5000 }, CLASH]);
  });

  it.each([
    ['first', 53, 'none'],
    ['any', 53, 'answers of another connection'],
    ['any', 54, 'none'],
  ] as const)('is met by a proof of %s connections to port %i: %s', (connections, dport, met) => {
    const packets = packetSet({
      family: 4,
      direction: 'sent',
      src: 'none',
      oif: 'none',
      protocol: 'udp',
      mark: 0,
      dst: '192.0.2.9',
      dport,
    });
    const { choices } = prove(ONE_PORT, { connections }).every(packets).leaves().assumed;
    expect(choices).toEqual(met === 'none' ? [] : [met]);
  });
});
