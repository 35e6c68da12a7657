import { Driver } from '../../../src/journey/driver.js';
import type { Traveller } from '../../../src/journey/traveller.js';
import type { Reply } from '../world.js';

/** Follows a packet in a world where all that a host answers by itself is swallowed before it leaves, as the judge's worlds have it. */
export class FollowingDriver extends Driver {
  readonly replies: Reply[] = [];

  override enter(traveller: Traveller): void {
    if (!this.#swallows(traveller)) super.enter(traveller);
  }

  override setOut(traveller: Traveller): void {
    if (!this.#swallows(traveller)) super.setOut(traveller);
  }

  #swallows({ cause, packet: { icmpType, icmpCode } }: Traveller): boolean {
    const isAnswer = cause === 'reply' || cause === 'icmp-error';
    if (isAnswer) this.replies.push({ dst: '', icmpType, icmpCode });
    return isAnswer;
  }
}
