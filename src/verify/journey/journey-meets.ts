import { addressBits } from '../../address/family.js';
import { parseAddress } from '../../address/address-text.js';
import { assertNever } from '../../assert-never.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { JourneyCondition } from '../property/journey-condition.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { isMasked } from '../engine/vector.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import type { Followed, JourneyEnd } from './leg.js';

/** The packets that meet a condition, those that don't, and those of which it is not known: each packet is in one of them. */
export interface Meeting {
  readonly yes: Node;
  readonly no: Node;
  readonly unknown: Node;
}

/** Divides packets that were followed by whether their journeys meet a condition. */
export function journeyMeets(
  diagram: Diagram,
  condition: JourneyCondition,
  followed: Followed,
  packets: Node,
): Meeting {
  switch (condition.kind) {
    case 'never': {
      const { yes, no, unknown } = journeyMeets(diagram, condition.of, followed, packets);
      return { yes: no, no: yes, unknown };
    }
    case 'reaches':
      return divided(
        diagram,
        packets,
        followed.notFollowed.filter(
          ({ stays }) =>
            stays === undefined || condition.namespace === null || stays === condition.namespace,
        ),
        followed.ends.map((end) => reaches(diagram, end, condition)),
      );
    case 'leaves-unencrypted':
      return divided(
        diagram,
        packets,
        followed.notFollowed.filter(({ stays }) => stays === undefined),
        followed.crossings.map(({ namespace, dev, sealed, packets: crossing }) => {
          const meets = !sealed && namespace === condition.namespace && dev === condition.dev;
          return meets ? crossing : FALSE;
        }),
      );
    default:
      return assertNever(condition);
  }
}

/** What is not followed any further may meet it yet. */
function divided(
  diagram: Diagram,
  packets: Node,
  notFollowed: Followed['notFollowed'],
  meeting: readonly Node[],
): Meeting {
  const yes = diagram.and(packets, diagram.any(meeting));
  const others = diagram.minus(packets, yes);
  const lost = diagram.any(notFollowed.map((one) => one.packets));
  return { yes, no: diagram.minus(others, lost), unknown: diagram.and(others, lost) };
}

function reaches(
  diagram: Diagram,
  { kind, family: own, namespace, packets, registers, wrapped }: JourneyEnd,
  wanted: Extract<JourneyCondition, { kind: 'reaches' }>,
): Node {
  if (kind !== 'deliver' || wrapped) return FALSE;
  if (wanted.namespace !== null && wanted.namespace !== namespace) return FALSE;
  if (wanted.address === null) return packets;
  const { family, words } = parseAddress(wanted.address);
  if (family !== own) return FALSE;
  return diagram.all([
    packets,
    ...ADDRESS_FIELDS.dst
      .slice(0, addressBits(family) / 32)
      .map((field, index) =>
        isMasked(diagram, registers[FIELD_INDEX[field]] ?? [], 0xffffffff, words[index] ?? 0),
      ),
  ]);
}
