import { Map } from 'immutable';
import { RememberingChooser } from '../evaluate/chooser.js';
import { ConnectionTracker } from '../evaluate/connection-tracker.js';
import { evaluate, type Evaluation, type Observer } from '../evaluate/evaluate.js';
import { packetRegisters } from '../evaluate/registers.js';
import type { Namespace } from '../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../namespace/traffic.js';
import type { Packet } from '../packet/packet.js';
import { programOf, shareProgram } from './program-of.js';

/** A packet's walk, and the namespace that it leaves behind. */
export interface Sent {
  readonly evaluation: Evaluation;
  readonly namespace: Namespace;
}

/**
 * Sends one packet through a namespace: its counters and its choice among equal default routes move on.
 *
 * @throws RangeError when the packet names a device that isn't there, or is of IPv6, whose path isn't simulated yet
 */
export function sendPacket(namespace: Namespace, packet: Packet, observer: Observer = {}): Sent {
  if (packet.dst.family === 6) throw new RangeError('dst: the path of IPv6 is not simulated');
  const program = programOf(namespace);
  const chooser = new RememberingChooser(namespace.traffic.lastDefault);
  const tracker = new ConnectionTracker(namespace.traffic.connections4);
  let counters = namespace.traffic.counters4;
  const evaluation = evaluate(
    program,
    packet.iif === undefined ? program.output : program.input,
    packetRegisters(packet, namespace),
    { chooser, tracker },
    {
      ...observer,
      count: (counter, bytes) => {
        counters = counted(counters, counter, bytes);
      },
    },
  );
  tracker.finish(evaluation.registers);
  const traffic = namespace.traffic.merge({
    counters4: counters,
    lastDefault: chooser.memory,
    connections4: tracker.table,
  });
  const after = namespace.set('traffic', traffic);
  shareProgram(namespace, after);
  return { evaluation, namespace: after };
}

function counted(
  counters: Map<number, Counter>,
  counter: number,
  bytes: number,
): Map<number, Counter> {
  return counters.update(counter, ZERO_COUNTER, ({ packets, bytes: before }) => ({
    packets: packets + 1,
    bytes: before + bytes,
  }));
}
