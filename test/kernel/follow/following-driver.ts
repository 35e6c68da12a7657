import { Driver } from '../../../src/journey/driver.js';
import type { Traveller } from '../../../src/journey/traveller.js';
import type { Reply } from '../world.js';

/** Follows a packet in a world where all that a host answers by itself is swallowed before it leaves, as the judge's worlds have it. */
export class FollowingDriver extends Driver {
  readonly replies: Reply[] = [];

  override enter(traveller: Traveller): void {
    const { cause, packet } = traveller;
    if (cause !== 'reply' && cause !== 'icmp-error') {
      super.enter(traveller);
      return;
    }
    const { icmpType, icmpCode } = packet;
    this.replies.push({ dst: '', icmpType, icmpCode });
  }
}
