import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { ParseError } from '../../../src/parse-error.js';
import { UnknownName } from '../../../src/unknown-name.js';
import { proveClaim } from '../../../src/verify/ask/claim.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { BRIDGE_LOOP } from '../../journey/bridge-loop.js';
import { few } from '../../sample.js';
import { testClaims } from './claims.suite.js';
import { LAYERS, TUNNELS } from './tunnels.js';

const DNS = 'every ipv4 unbound mark 0 ttl 0 length 28-500 udp dport 53';
const { split, loop } = TUNNELS;

describe('a claim about the end of journeys', () => {
  testClaims(few(4));

  it('is of frames through devices that lie on others, too', () => {
    const proof = proveClaim(LAYERS, `${DNS} to 10.10.0.5,10.2.0.7 reaches in namespace far`);
    expect(proof).toMatchObject({ kind: 'wrong' });
    expect(proveClaim(LAYERS, `${DNS} to 10.10.0.5 reaches in namespace far`).kind).toBe('proved');
    expect(proveClaim(LAYERS, `${DNS} to 10.2.0.7 reaches in namespace third`).kind).toBe('proved');
  });

  it('is wrong for a packet whose journey shows it', () => {
    const { counterexample } = proveClaim(
      split,
      `${DNS} to 203.0.113.9 never leaves by eth0 unencrypted`,
    );
    expect(counterexample?.journey?.journey[0]).toMatchObject({ kind: 'transmit', dev: 'eth0' });
  });

  it('names what is not followed, with a packet', () => {
    const proof = proveClaim(loop, `${DNS} to 198.51.100.2 never reaches in namespace lan`);
    expect(proof).toMatchObject({
      holds: undefined,
      notFollowed: ['packets of wg0 that are put into wg0 again'],
      example: { dport: 53 },
    });
  });

  it('names a loop of bridges', () => {
    const claim = `${DNS} to 10.0.0.255 never reaches in namespace sw`;
    expect(proveClaim(Host.fromCommands(BRIDGE_LOOP), claim)).toMatchObject({
      kind: 'undecided',
      notFollowed: expect.arrayContaining(['frames in a loop of bridges']) as unknown,
    });
  });

  it('asks for the packets of one family at its addresses only', () => {
    const every = prove(split).every(packetSet({ dst: '192.168.77.5', src: 'none', oif: 'none' }));
    expect(every.reaches('c0a8:4d05::').holds).toBe(false);
  });

  it('is of what the machine has', () => {
    expect(() => proveClaim(split, 'every udp reaches in namespace lam')).toThrow(ParseError);
    expect(() => prove(split).every(packetSet()).reaches(null, 'lam')).toThrow(UnknownName);
    expect(() => prove(split).every(packetSet()).neverLeavesUnencryptedBy('l0')).toThrow(
      UnknownName,
    );
    expect(() => proveClaim(split, 'every udp reaches')).toThrow('an address or in namespace');
  });

  it('is not made of packets of known connections', () => {
    const claims = prove(split, { connections: 'any' }).every(packetSet({ protocol: 'udp' }));
    expect(() => claims.reaches('192.168.77.5')).toThrow(RangeError);
  });
});
