import { expect } from 'vitest';
import type { Host } from '../../../src/host/host.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { outcomeMeets } from '../../../src/verify/property/outcome-meets.js';
import type { Property } from '../../../src/verify/property/properties.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { claimsAbout } from './claims-about.js';

/** How many claims were proved and how many were wrong, by family and direction. */
export type Judged = Map<string, { proved: number; wrong: number }>;

/**
 * Puts claims about every packet of each family and direction to the proof, and has the evaluator judge each counterexample: what becomes of
 * it must be what the claim denies.
 */
export function judgeWitnesses(
  host: Host,
  judged: Judged,
  wanted: (claim: Property) => boolean = () => true,
): void {
  const claims = claimsAbout(host).filter(wanted);
  for (const family of [4, 6] as const) {
    for (const direction of ['sent', 'received'] as const) {
      const every = prove(host).every(packetSet({ family, direction }));
      const counts = judged.get(`${family} ${direction}`) ?? { proved: 0, wrong: 0 };
      judged.set(`${family} ${direction}`, counts);
      for (const claim of claims) {
        const proof = every.prove(claim);
        if (proof.kind === 'nothing' || proof.kind === 'undecided') {
          throw new Error(`${claim.text}: ${proof.kind}`);
        }
        counts[proof.kind]++;
        if (proof.kind === 'proved') continue;
        const { packet, trace } = proof.counterexample;
        expect([packet.dst.family, packet.iif === undefined]).toEqual([
          family,
          direction === 'sent',
        ]);
        const denies = !outcomeMeets(claim.condition, trace.outcome, packet);
        expect({ claim: claim.text, packet, denies }).toMatchObject({ denies: true });
      }
    }
  }
}
