import type { Map } from 'immutable';
import { RememberingChooser } from '../evaluate/chooser.js';
import { ConnectionTracker } from '../evaluate/connection-tracker.js';
import { evaluate, type Evaluation, type Observer } from '../evaluate/evaluate.js';
import { packetRegisters } from '../evaluate/registers.js';
import { SocketKeeper } from '../evaluate/socket-keeper.js';
import type { Namespace } from '../namespace/namespace.js';
import { ZERO_COUNTER, type Counter } from '../namespace/traffic.js';
import type { Packet } from '../packet/packet.js';
import { programOf, sharePrograms } from './program-of.js';

/** A packet's walk, and the namespace that it leaves behind. */
export interface Sent {
  readonly evaluation: Evaluation;
  readonly namespace: Namespace;
}

/**
 * Sends one packet through a namespace: its counters and its choice among equal default routes move on.
 *
 * @throws RangeError when the packet names a device that isn't there
 */
export function sendPacket(namespace: Namespace, packet: Packet, observer: Observer = {}): Sent {
  const { family } = packet.dst;
  const program = programOf(namespace, family);
  const connections = CONNECTIONS_KEY[family];
  const sockets = new SocketKeeper(namespace.traffic.sockets);
  const chooser = new RememberingChooser(namespace.traffic.choices, sockets);
  const tracker = new ConnectionTracker(namespace.traffic[connections]);
  let counters = namespace.traffic.counters;
  const evaluation = evaluate(
    program,
    packet.iif === undefined ? program.output : program.input,
    packetRegisters(packet, namespace),
    { chooser, tracker, sockets },
    {
      ...observer,
      count: (counter, bytes) => {
        counters = counted(counters, counter, bytes);
      },
    },
  );
  tracker.finish(evaluation.registers);
  const traffic = namespace.traffic.merge({
    counters,
    choices: chooser.memory,
    sockets: sockets.table,
    [connections]: tracker.table,
  });
  const after = namespace.set('traffic', traffic);
  sharePrograms(namespace, after);
  return { evaluation, namespace: after };
}

/** Where the connections of a family are kept in the traffic. */
export const CONNECTIONS_KEY = { 4: 'connections4', 6: 'connections6' } as const;

function counted(
  counters: Map<number, Counter>,
  counter: number,
  bytes: number,
): Map<number, Counter> {
  return counters.update(counter, ZERO_COUNTER, ({ packets, bytes: before }) =>
    Object.freeze({ packets: packets + 1, bytes: before + bytes }),
  );
}
