import { describe, expect, it } from 'vitest';
import { printPacketWords } from '../../src/packet/packet-words.js';
import { packetSet } from '../../src/verify/packet-set.js';
import { prove } from '../../src/verify/prove.js';
import { FOUNDING } from './hosts.js';

const FREE = { src: 'none', oif: 'none' } as const;
/** What no packet is sent to by way of a gateway. */
const NOT_OUTSIDE = [
  '0.0.0.0',
  '127.0.0.0/8',
  '192.168.1.23',
  '192.168.1.255',
  '224.0.0.0/4',
  '255.255.255.255',
];
const mail = packetSet({ ...FREE, protocol: 'tcp', dport: 25 });

describe('proofs about the founding example', () => {
  const every = prove(FOUNDING).every.bind(prove(FOUNDING));

  it('hold for every packet of the set', () => {
    const own = packetSet({ ...FREE, dst: NOT_OUTSIDE });
    const proof = every(mail.except(own)).leavesVia('192.168.1.2');
    expect(proof.holds).toBe(true);
    expect(proof.failures).toBe(0n);
    expect(proof.counterexample).toBeUndefined();
    // Every destination but those; mark, TOS byte without ECN, TTL, uid, gid, length, flags; a source port, or none chosen.
    const destinations = 2n ** 32n - (2n ** 24n + 2n ** 28n + 4n);
    const rest = 2n ** (32n + 6n + 8n + 32n + 32n + 16n + 8n) * 2n ** 16n;
    expect(proof.packets).toBe(destinations * rest);
    const outside = packetSet({ ...FREE, protocol: 'tcp', dport: 25, dst: '203.0.113.0/24' });
    expect(every(outside).takesRule(32765).holds).toBe(true);
    expect(every(outside).hasMark(2).holds).toBe(true);
    expect(every(outside).neverLeavesBy('wire').holds).toBe(true);
    expect(every(packetSet({ src: '1.2.3.4' })).failsWith('EADDRNOTAVAIL').holds).toBe(true);
    expect(every(packetSet({ iif: 'any' })).neverLeaves().holds).toBe(true);
  });

  it('fail with the most readable packet', () => {
    const all = every(mail).leavesVia('192.168.1.2');
    expect(all.holds).toBe(false);
    expect(all.statement).toBe(
      'every IPv4 sent src none, oif none, protocol tcp, dport 25 leaves via 192.168.1.2',
    );
    expect(all.counterexample && printPacketWords(all.counterexample.packet)).toBe(
      'tcp to 127.0.0.1:25',
    );
    expect(all.counterexample?.trace.outcome.kind).toBe('deliver');
    const web = every(packetSet({ ...FREE, dst: '203.0.113.0/24' })).leavesVia('192.168.1.1');
    expect(web.counterexample && printPacketWords(web.counterexample.packet)).toBe(
      'tcp to 203.0.113.9:25',
    );
    const kill = every(packetSet({ protocol: 'udp' })).neverLeavesBy('eth0');
    expect(kill.counterexample && printPacketWords(kill.counterexample.packet)).toBe(
      'udp to 203.0.113.9:80',
    );
  });

  it('refuse what no packet can have', () => {
    expect(() => packetSet({ dport: 70_000 })).toThrow(RangeError);
    expect(() => packetSet({ dst: '10.0.0.0/33' })).toThrow('dst: an IPv4 address or prefix');
    expect(() => packetSet({ protocol: 'smtp' })).toThrow('protocol: 0..255');
  });
});
