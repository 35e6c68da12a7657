import { describe, expect, it } from 'vitest';
import { printPacketWords } from '../../../src/packet/packet-words.js';
import { UnknownName } from '../../../src/unknown-name.js';
import { printAssumptions } from '../../../src/verify/ask/assumptions.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { FOUNDING } from '../hosts.js';

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
const mail = packetSet({ ...FREE, family: 4, protocol: 'tcp', dport: 25 });

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
    const foreign = packetSet({ direction: 'sent', src: '1.2.3.4' });
    expect(every(foreign).failsWith('EADDRNOTAVAIL').holds).toBe(true);
    expect(every(packetSet({ iif: 'any' })).neverLeaves().holds).toBe(true);
  });

  it('fail with the most readable packet', () => {
    const all = every(mail).leavesVia('192.168.1.2');
    expect(all.holds).toBe(false);
    expect(all.statement).toBe('every ipv4 unbound tcp dport 25 leaves via 192.168.1.2');
    expect(all.counterexample && printPacketWords(all.counterexample.packet)).toBe(
      'tcp to 127.0.0.1:25',
    );
    expect(all.counterexample?.trace.outcome.kind).toBe('deliver');
    const web = every(packetSet({ ...FREE, dst: '203.0.113.0/24' })).leavesVia('192.168.1.1');
    expect(web.counterexample && printPacketWords(web.counterexample.packet)).toBe(
      'tcp to 203.0.113.9:25',
    );
    const kill = every(packetSet({ family: 4, direction: 'sent', protocol: 'udp' })).neverLeavesBy(
      'eth0',
    );
    expect(kill.counterexample && printPacketWords(kill.counterexample.packet)).toBe(
      'udp to 203.0.113.9:80',
    );
  });

  it('refuse what no packet can have', () => {
    expect(() => packetSet({ dport: 70_000 })).toThrow(RangeError);
    expect(() => packetSet({ dst: '10.0.0.0/33' })).toThrow('dst: an IPv4 address or prefix');
    expect(() => packetSet({ protocol: 'smtp' })).toThrow('protocol: 0..255');
    expect(() => packetSet({ mark: '0x12/0xf' })).toThrow('mark: no bits outside of the mask');
    expect(() => packetSet({ dport: '30-20' })).toThrow('dport: no number is in 30-20');
    expect(() => packetSet({ dst: [] })).toThrow('dst: one value or more');
  });

  it('are of no packet when the set has none', () => {
    const proof = every(packetSet({ protocol: 'icmp', dport: 80 })).neverLeavesBy('eth0');
    expect(proof).toMatchObject({
      kind: 'nothing',
      holds: undefined,
      why: 'there is no such packet',
      packets: 0n,
      failures: 0n,
      counterexample: undefined,
    });
    const shortest = packetSet({ dst: '10.0.0.0/8' }).except(packetSet({ dst: '10.0.0.0/7' }));
    expect(every(shortest).leaves().kind).toBe('nothing');
  });

  it('refuse names that the host does not have', () => {
    const all = every(packetSet());
    expect(() => every(packetSet({ iif: 'eth1' }))).toThrow('did you mean eth0?');
    expect(() => every(packetSet({ oif: ['eth0', '!wier'] }))).toThrow('did you mean wire?');
    expect(() => all.neverLeavesBy('eht0')).toThrow(UnknownName);
    expect(() => all.leavesVia('192.168.1.3')).toThrow('did you mean 192.168.1.1?');
    expect(() => all.neverLeavesVia('2001:db8::1')).toThrow('a gateway of the host');
    expect(() => all.takesTable('stmp')).toThrow('did you mean smtp?');
    expect(() => all.takesRule(32764)).toThrow('did you mean 32765?');
    expect(() => all.droppedAt('filter FORWRD')).toThrow('did you mean filter FORWARD?');
    expect(all.takesTable('100').statement).toBe(all.takesTable('smtp').statement);
  });

  it('take the names of another host when they are given', () => {
    const cut = FOUNDING.run('ip route del default via 192.168.1.2 table smtp');
    const outside = packetSet({ ...FREE, protocol: 'tcp', dport: 25, dst: '203.0.113.0/24' });
    expect(() => prove(cut).every(outside).leavesVia('192.168.1.2')).toThrow(UnknownName);
    const proof = prove(cut, { names: FOUNDING }).every(outside).leavesVia('192.168.1.2');
    expect(proof.kind).toBe('wrong');
  });

  it('state what they take for granted', () => {
    const near = packetSet({ ...FREE, dst: '127.0.0.1' });
    expect(every(near).delivered().assumed).toEqual({
      connections: 'first',
      sockets: [],
      choices: [],
    });
    const balanced = FOUNDING.listen({ protocol: 'udp', port: 53, address: '127.0.0.1' }).run(
      'ip route add 198.51.100.0/24 nexthop via 192.168.1.1 nexthop via 192.168.1.2',
    );
    const far = packetSet({ ...FREE, dst: '198.51.100.7' });
    const { assumed } = prove(balanced, { connections: 'any' }).every(far).leaves();
    expect(printAssumptions(assumed)).toBe(
      'packets belong to any connection, in any state; sockets listen: udp 53 127.0.0.1; choices go every way: "nexthops of route 1, output", "nexthops of 192.168.1.23 of route 1, output"',
    );
  });
});
