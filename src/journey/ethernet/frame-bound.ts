import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';
import { moveFrame } from './frame.js';
import type { Move } from './move.js';

/** A frame that more bridges than these have sent on goes round in a loop of them: no network is that deep. */
const MOST_BRIDGES = 128;

/** Moves frames within a bound: in a loop of bridges those for all would go on and on. */
export class FrameBound {
  #moves = 0;
  #depth = 0;
  #reached = false;

  /** @param most - how often frames may be sent on, of all packets together */
  constructor(private readonly most: number) {}

  /** Whether some frame was not moved any further. */
  get reached(): boolean {
    return this.#reached;
  }

  /** Carries out what happens to a frame, unless the bound is reached. */
  move(network: Network, traveller: Traveller, moves: readonly Move[]): void {
    this.#moves += 1;
    if (this.#moves > this.most || this.#depth >= MOST_BRIDGES) {
      this.#reached = true;
      return;
    }
    this.#depth += 1;
    moveFrame(network, traveller, moves);
    this.#depth -= 1;
  }
}
