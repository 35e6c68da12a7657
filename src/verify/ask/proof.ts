import type { Family } from '../../address/family.js';
import type { Explanation } from '../../host/explanation.js';
import type { Journey } from '../../journey/journey.js';
import type { Missing } from '../../machine/missing.js';
import type { Packet } from '../../packet/packet.js';
import type { ChoicesTaken } from '../fate/choices-at.js';
import type { Direction } from '../packets/packet-space.js';
import type { Assumptions } from './assumptions.js';

/** A packet for which a claim is wrong. */
export interface Counterexample {
  /** The most readable one. */
  readonly packet: Packet;
  /** What the host does with it, step by step, with the choices that make the claim wrong. */
  readonly trace: Explanation;
  /** How choice points must go for the claim to be wrong; empty when none decides. */
  readonly choices: ChoicesTaken;
  /** What happens to it and to all that comes of it in all namespaces; absent where the claim is about its way through the host alone. */
  readonly journey?: Journey;
}

/** What every answer to a claim has. */
export interface Answer {
  /** The claim in words. */
  readonly statement: string;
  /** How many packets the set has that can be. */
  readonly packets: bigint;
  /** What the answer takes for granted. */
  readonly assumed: Assumptions;
  /** What the host lacks, so that this holds for what is simulated only; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** The claim is true of every packet of the set, whatever choice points do. */
export interface Proved extends Answer {
  readonly kind: 'proved';
  readonly holds: true;
  readonly failures: 0n;
  readonly counterexample: undefined;
}

/** The claim is wrong for some packets of the set. */
export interface Wrong extends Answer {
  readonly kind: 'wrong';
  readonly holds: false;
  /** For how many packets it is wrong, by some choice. */
  readonly failures: bigint;
  readonly counterexample: Counterexample;
}

/** The claim is about no packet, so that it is neither proved nor wrong. */
export interface NothingToProve extends Answer {
  readonly kind: 'nothing';
  readonly holds: undefined;
  /** What there is none of: `there is no such packet`. */
  readonly why: string;
  readonly failures: 0n;
  readonly counterexample: undefined;
}

/** Some packets can't be followed to their end, so that the claim is neither proved nor wrong: it is wrong for none that can. */
export interface Undecided extends Answer {
  readonly kind: 'undecided';
  readonly holds: undefined;
  /** What is not followed, each once: `vxlan device vx0`. */
  readonly notFollowed: readonly string[];
  /** For how many packets it is not known. */
  readonly unknown: bigint;
  /** The most readable one of them. */
  readonly example: Packet;
  readonly failures: 0n;
  readonly counterexample: undefined;
}

/** The answer to a claim about every packet of a set, by `kind`. */
export type Proof = Proved | Wrong | NothingToProve | Undecided;

/** What was certain of a claim when it was given up: of the packets of one family and direction that its set has. */
export interface ProvedPart {
  readonly family: Family;
  readonly direction: Direction;
  /** `proved`: the claim is true of them. `wrong`: it is wrong for some, and so is the whole claim. `nothing`: there are none. */
  readonly kind: Proof['kind'];
}
