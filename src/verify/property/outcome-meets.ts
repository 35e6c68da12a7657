import { printAddress } from '../../address/address-text.js';
import { assertNever } from '../../assert-never.js';
import { namesPlace } from '../../host/host-names.js';
import type { Outcome } from '../../host/outcome.js';
import type { Packet } from '../../packet/packet.js';
import type { Condition } from './condition.js';

/**
 * Whether a packet's outcome meets a condition.
 *
 * @param packet - the packet as it set out; needed where a condition asks for its source
 */
export function outcomeMeets(condition: Condition, outcome: Outcome, packet?: Packet): boolean {
  switch (condition.kind) {
    case 'ends':
      return outcome.kind === condition.as;
    case 'place':
      return outcome.at !== null && namesPlace(outcome.at, condition.has);
    case 'gateway':
      return outcome.gateway === condition.is;
    case 'device':
      return outcome.dev === condition.is;
    case 'errno':
      return outcome.errno === condition.is;
    case 'table':
      return outcome.table === condition.is;
    case 'rule':
      return outcome.rule === condition.is;
    case 'source':
      return outcome.src === (condition.is ?? sourceOf(packet));
    case 'mark':
      return (outcome.mark & condition.mask) >>> 0 === (condition.value & condition.mask) >>> 0;
    case 'all':
      return condition.of.every((one) => outcomeMeets(one, outcome, packet));
    case 'not':
      return !outcomeMeets(condition.of, outcome, packet);
    default:
      return assertNever(condition);
  }
}

function sourceOf(packet: Packet | undefined): string | null {
  if (packet === undefined) throw new TypeError('packet: needed to ask for its source');
  return packet.src === undefined ? null : printAddress(packet.src);
}
