import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printAddress } from '../../../src/address/address-text.js';
import { packetsFor } from '../../../src/fast-check/packets-for.js';
import { GaveUp } from '../../../src/bound.js';
import type { Host } from '../../../src/host/host.js';
import type { Packet } from '../../../src/packet/packet.js';
import type { PacketFilter } from '../../../src/verify/packets/packet-filter.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { outcomeMeets } from '../../../src/verify/property/outcome-meets.js';
import { generatedHosts } from '../hosts.js';
import { claimsAbout } from './claims-about.js';
import { possibleOutcomes } from './possible-outcomes.js';

/** The parts of a packet by which sets are narrowed here, as far as the packet has them. */
const NARROWED = ['protocol', 'dst', 'src', 'sport', 'dport', 'mark', 'iif', 'oif'] as const;
type Part = (typeof NARROWED)[number];

/** The set of packets that have some parts of one. */
function setLike(packet: Packet, parts: readonly Part[]): PacketFilter {
  const { family } = packet.dst;
  const direction = packet.iif === undefined ? 'sent' : 'received';
  const values = parts.map((part): readonly [Part, string | number | undefined] => {
    const value = packet[part];
    if (typeof value === 'object') return [part, printAddress(value)];
    return [part, value ?? (direction === 'sent' && isLeftOut(part) ? 'none' : undefined)];
  });
  return { family, direction, ...Object.fromEntries(values) };
}

function isLeftOut(part: Part): boolean {
  return part === 'src' || part === 'oif';
}

/** A packet with some parts of another of the same protocol and direction. */
function withParts(packet: Packet, other: Packet, parts: readonly Part[]): Packet {
  return { ...packet, ...Object.fromEntries(parts.map((part) => [part, other[part]])) };
}

function hasParts(packet: Packet, other: Packet, parts: readonly Part[]): boolean {
  return JSON.stringify(withParts(packet, other, parts)) === JSON.stringify({ ...packet });
}

/** More nodes than this are left to the proofs of other suites. */
const MOST_NODES = 400_000;

/**
 * Puts claims about a set that is made of parts of one packet to the proof. What is proved must be true of packets that have these parts, whichever way
 * choices go; of what is wrong the counterexample must have them, and deny the claim.
 */
function judge(host: Host, seed: number): { proved: number; wrong: number } {
  const counts = { proved: 0, wrong: 0 };
  const family = seed % 2 === 0 ? 4 : 6;
  const [first, ...others] = fc.sample(packetsFor(host, family), { numRuns: 60, seed });
  if (first === undefined) throw new Error('packets: none drawn');
  const [drawn = []] = fc.sample(fc.subarray([...NARROWED]), { numRuns: 1, seed });
  // Ports are of packets that have a protocol.
  const parts: readonly Part[] = ['protocol', ...drawn.filter((part) => part !== 'protocol')];
  const like = others
    .filter(
      ({ protocol, iif }) =>
        protocol === first.protocol && (iif === undefined) === (first.iif === undefined),
    )
    .map((packet) => withParts(packet, first, parts));
  const set = packetSet(setLike(first, parts));
  const every = prove(host, { maxNodes: MOST_NODES }).every(set);
  const claims = claimsAbout(host);
  const step = Math.ceil(claims.length / 24);
  const untrue: (readonly [claim: string, packet: Packet])[] = [];
  const outcomes = [first, ...like].map((packet) => possibleOutcomes(host, packet));
  for (const claim of claims.filter((_, index) => index % step === seed % step)) {
    const proof = every.prove(claim);
    if (proof.kind === 'nothing' || proof.kind === 'undecided') {
      throw new Error(`${proof.statement}: ${proof.kind}`);
    }
    counts[proof.kind] += 1;
    if (proof.kind === 'wrong') {
      const { packet, trace } = proof.counterexample;
      const isOne = !outcomeMeets(claim.condition, trace.outcome, packet);
      if (!isOne || !hasParts(packet, first, parts)) untrue.push([proof.statement, packet]);
      continue;
    }
    for (const [at, packet] of [first, ...like].entries()) {
      const isTrue = outcomes[at]?.every((one) => outcomeMeets(claim.condition, one, packet));
      if (isTrue !== true) untrue.push([proof.statement, packet]);
    }
  }
  expect(untrue).toEqual([]);
  return counts;
}

/** Judges a host; undefined where its proofs take more nodes than they may. */
function judgeWithin(host: Host, seed: number): ReturnType<typeof judge> | undefined {
  try {
    return judge(host, seed);
  } catch (error) {
    if (error instanceof GaveUp) return undefined;
    throw error;
  }
}

/** Run in a small form by default, and whole in the thorough run. */
export function testNarrowSets(runs: number): void {
  it(
    'what is proved of a narrow set is true of its packets, and what is wrong of one',
    { timeout: 600_000 },
    () => {
      const all = { proved: 0, wrong: 0, gaveUp: 0 };
      fc.assert(
        fc.property(generatedHosts, fc.nat(1000), (host, seed) => {
          const judged = judgeWithin(host, seed);
          all.proved += judged?.proved ?? 0;
          all.wrong += judged?.wrong ?? 0;
          if (judged === undefined) all.gaveUp += 1;
        }),
        { seed: 1, endOnFailure: true, numRuns: runs },
      );
      expect(all.proved).toBeGreaterThan(runs);
      expect(all.wrong).toBeGreaterThan(runs);
      expect(all.gaveUp).toBeLessThan(Math.max(1, runs / 20));
    },
  );
}
