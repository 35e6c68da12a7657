import { printProof } from '../verify/ask/print-proof.js';
import type { Proof } from '../verify/ask/proof.js';
import type { MatcherResult } from './claim.js';
import { sayReceived } from './say-received.js';

/**
 * What can be expected of a proof. A failure prints the packet for which the claim is wrong, with its trace.
 *
 * @example
 * ```ts
 * import { expect } from 'vitest';
 * import { Host } from 'nexthop';
 * import { packetSet, prove } from 'nexthop/verify';
 * import 'nexthop/vitest';
 * const claims = prove(Host.fromCommands('ip link set lo up')).every(packetSet({ dst: '8.8.8.8' }));
 * expect(claims.neverLeaves()).toHold();
 * expect(claims.leaves()).not.toHold();
 * ```
 */
export interface ProofMatchers {
  /** The claim is proved; with `.not` there is a packet for which it is wrong. A claim that is about no packet, or undecided, is neither. */
  toHold(): void;
}

/**
 * Holds when a claim is proved.
 *
 * @throws Error when it is neither proved nor wrong, so that its negation doesn't hold either; TypeError when what was handed to `expect` is no proof
 */
export function toHold(received: unknown): MatcherResult {
  if (!isProof(received)) {
    throw new TypeError(
      `toHold: expects a proof, as prove(host).every(set).leaves() returns it, got ${sayReceived(received)}`,
    );
  }
  if (received.holds === undefined) {
    throw new Error(`expected a claim that is proved or wrong\n\n${printProof(received)}`);
  }
  const { holds } = received;
  const sentence = holds ? 'expected the claim not to hold' : 'expected the claim to hold';
  return { pass: holds, message: () => `${sentence}\n\n${printProof(received)}` };
}

function isProof(value: unknown): value is Proof {
  return typeof value === 'object' && value !== null && 'holds' in value && 'assumed' in value;
}
