import { frozen } from '../../frozen.js';
import { describeAs } from '../../host/describe.js';
import { explainPacket } from '../../host/explain-packet.js';
import type { Explanation } from '../../host/explanation.js';
import type { Host } from '../../host/host.js';
import { carryMissing } from '../../host/incomplete-host-error.js';
import type { Packet } from '../../packet/packet.js';
import { steerBy, type TakenChoice } from '../fate/choices-at.js';

/** What a host does with a packet where choices go as they were taken, the others as the host's memory says. */
export function traceOfChoices(
  { namespace, machine, missing }: Host,
  packet: Packet,
  taken: readonly TakenChoice[],
): Explanation {
  const names = describeAs(namespace, machine.files);
  const { outcome, steps } = explainPacket(namespace, names, packet, steerBy(taken));
  return frozen({ outcome: carryMissing(outcome, missing), steps });
}
