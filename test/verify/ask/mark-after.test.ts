import { describe, expect, it } from 'vitest';
import { printPacketWords } from '../../../src/packet/packet-words.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import type { NothingToProve, Proof } from '../../../src/verify/ask/proof.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { INPUT, judgeMarks, OUTPUT } from './mark-after.suite.js';

function nothing(proof: Proof): NothingToProve {
  if (proof.kind !== 'nothing') throw new Error(proof.kind);
  return proof;
}

describe('the mark after a hook', () => {
  it.each([
    ['OUTPUT', OUTPUT],
    ['INPUT', INPUT],
  ] as const)(
    'is proved as the trace states it, or a packet shows that it is another: %s',
    { timeout: 600_000 },
    (_, host) => {
      const seen = judgeMarks(host, 120);
      expect(Math.min(...Object.values(seen))).toBeGreaterThan(2);
    },
  );

  const mail = packetSet({
    family: 4,
    protocol: 'tcp',
    dport: 25,
    src: 'none',
    oif: 'none',
    mark: 0,
  });

  it('is that of the hook, whatever becomes of it later', () => {
    const every = prove(OUTPUT).every(mail);
    expect(every.hasMarkAfter('raw OUTPUT', 0).holds).toBe(true);
    expect(every.hasMarkAfter('mangle OUTPUT', 2).holds).toBe(true);
    expect(every.hasMarkAfter('mangle POSTROUTING', 7).holds).toBe(true);
    const wrong = every.hasMarkAfter('mangle OUTPUT', 7, 0xff);
    expect(wrong.statement).toBe(`every ${mail.toString()} has mark 0x7/0xff after mangle OUTPUT`);
    expect(wrong.counterexample && printPacketWords(wrong.counterexample.packet)).toBe(
      'tcp to 203.0.113.9:25',
    );
  });

  it('is the mark as it came where no command has touched the table', () => {
    const sent = packetSet({ family: 6, dst: '::1', src: 'none', oif: 'none', mark: 3 });
    const every = prove(OUTPUT).every(sent);
    expect(every.hasMarkAfter('mangle OUTPUT', 3).holds).toBe(true);
    const wrong = every.hasMarkAfter('mangle OUTPUT', 2);
    expect(wrong.holds).toBe(false);
    expect(wrong.failures).toBe(wrong.packets);
  });

  it('is nothing to prove where no packet comes out of the hook', () => {
    const arrived = packetSet({ family: 4, iif: 'wire', protocol: 'tcp' });
    const { kind, why } = nothing(prove(OUTPUT).every(arrived).hasMarkAfter('mangle OUTPUT', 2));
    expect([kind, why]).toEqual([
      'nothing',
      'there is no such packet that comes out of mangle OUTPUT',
    ]);
  });

  it('is not asked of what isn’t there', () => {
    const every = prove(OUTPUT).every(mail);
    expect(() => every.hasMarkAfter('nat OUTPUT', 2)).toThrow(
      'place: raw, mangle, filter, security',
    );
    expect(() => every.hasMarkAfter('raw INPUT', 2)).toThrow('place: raw is at PREROUTING, OUTPUT');
    expect(() => every.hasMarkAfter('mangle', 2)).toThrow(RangeError);
  });
});
