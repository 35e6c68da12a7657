import { makeConnectionTable } from '../../../src/connection/connection.js';
import { ConnectionTracker } from '../../../src/evaluate/connection-tracker.js';
import { SocketKeeper } from '../../../src/evaluate/socket-keeper.js';
import { evaluate } from '../../../src/evaluate/evaluate.js';
import { packetRegisters } from '../../../src/evaluate/registers.js';
import { describeAs } from '../../../src/host/describe.js';
import type { Host } from '../../../src/host/host.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import type { Outcome } from '../../../src/host/outcome.js';
import { programOf } from '../../../src/evaluate/program-of.js';
import type { Packet } from '../../../src/packet/packet.js';

/** More ways than a packet's choices go in any test. */
const MOST_WAYS = 1000;

/** What the evaluator says of a packet that belongs to no connection, for every way that its choices can go. */
export function possibleOutcomes(host: Host, packet: Packet): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  // The options taken at the choice points that were met, in order; the next way differs in the last that has options left.
  let taken: { option: number; readonly options: number }[] = [];
  do {
    let met = 0;
    const { namespace, machine } = host;
    const program = programOf(namespace, packet.dst.family);
    const evaluation = evaluate(
      program,
      packet.iif === undefined ? program.output : program.input,
      packetRegisters(packet, namespace),
      {
        chooser: {
          choose: ({ meanings }) =>
            (taken[met++] ??= { option: 0, options: meanings.length }).option,
        },
        tracker: new ConnectionTracker(makeConnectionTable()),
        sockets: new SocketKeeper(namespace.traffic.sockets),
      },
    );
    outcomes.push(makeOutcome(evaluation, namespace, describeAs(namespace, machine.files)));
    const last = taken.findLastIndex(({ option, options }) => option + 1 < options);
    taken = taken.slice(0, last + 1);
    const next = taken.at(-1);
    if (next !== undefined) next.option += 1;
  } while (taken.length > 0 && outcomes.length < MOST_WAYS);
  return outcomes;
}
