import { makePacket } from '../../packet/make-packet.js';
import { loadAddress, zeroRegisters, type Registers as Values } from '../../evaluate/registers.js';
import type { Family } from '../../address/family.js';
import type { Ended } from '../../journey/ended.js';
import { packetOf } from '../../journey/header.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { FIELD_NAMES } from '../../packet/field.js';
import type { Packet } from '../../packet/packet.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { evaluateVector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import { zeroPoint, type Point } from '../packets/point.js';
import type { Leg } from './leg.js';

/** One of the packets for which a condition holds. @throws RangeError when there is none */
function somePoint(diagram: Diagram, condition: Node): Point {
  if (condition === FALSE) throw new RangeError('condition: no packet meets it');
  const point = zeroPoint();
  let at = condition;
  while (!diagram.isTerminal(at)) {
    const isLow = diagram.low(at) !== FALSE;
    if (!isLow) point[diagram.level(at)] = 1;
    at = isLow ? diagram.low(at) : diagram.high(at);
  }
  return point;
}

/** One of some packets whose walk through a namespace has ended. What holds for it must hold for all of them. */
export function representativeOf(
  diagram: Diagram,
  namespace: Namespace,
  family: Family,
  { leg, registers, packets }: { leg: Leg; registers: Registers; packets: Node },
): Ended {
  const point = somePoint(diagram, packets);
  const entered = valuesAt(diagram, leg.registers, point);
  const values = valuesAt(diagram, registers, point);
  const before = packetFrom(entered, namespace, family, leg);
  return {
    traveller: {
      namespace: leg.namespace,
      packet: before,
      cause: 'sent',
      number: 0,
      path: leg.path,
      socketless: leg.socketless,
      ...(leg.bridged === undefined ? {} : { bridged: leg.bridged }),
    },
    packet: packetOf(values, family, before),
    registers: values,
    tracked: undefined,
    following: () => undefined,
  };
}

/** What registers hold of one of some packets: always the same one. */
export function valuesOf(diagram: Diagram, registers: Registers, packets: Node): Values {
  return valuesAt(diagram, registers, somePoint(diagram, packets));
}

function valuesAt(diagram: Diagram, registers: Registers, point: Point): Values {
  const values = zeroRegisters();
  for (const field of FIELD_NAMES) {
    const vector = registers[FIELD_INDEX[field]] ?? [];
    values[field] = evaluateVector(diagram, vector, (level) => point[level] ?? 0);
  }
  return values;
}

function packetFrom(
  values: Values,
  namespace: Namespace,
  family: Family,
  { arrives }: Leg,
): Packet {
  const name = (index: number): string | undefined => linkByIndex(namespace, index)?.name;
  return packetOf(
    values,
    family,
    makePacket({
      dst: loadAddress(values, 'dst', family),
      protocol: values.protocol,
      ...(arrives ? { iif: name(values.iif), src: loadAddress(values, 'src', family) } : {}),
      ...(values.oif === 0 ? {} : { oif: name(values.oif) }),
      uid: values.uid,
      gid: values.gid,
    }),
  );
}
