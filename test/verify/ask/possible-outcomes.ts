import { makeConnectionTable } from '../../../src/connection/connection.js';
import { ConnectionTracker } from '../../../src/evaluate/connection-tracker.js';
import { SocketKeeper } from '../../../src/evaluate/socket-keeper.js';
import { evaluate, type Chooser, type Observer } from '../../../src/evaluate/evaluate.js';
import { packetRegisters } from '../../../src/evaluate/registers.js';
import { describeAs } from '../../../src/host/describe.js';
import { Tracer } from '../../../src/host/explain-packet.js';
import type { Explanation } from '../../../src/host/explanation.js';
import type { Host } from '../../../src/host/host.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import type { Outcome } from '../../../src/host/outcome.js';
import { programOf } from '../../../src/evaluate/program-of.js';
import type { Packet } from '../../../src/packet/packet.js';

/** More ways than a packet's choices go in any test. */
const MOST_WAYS = 1000;

/** What the evaluator says of a packet that belongs to no connection, for every way that its choices can go. */
export function possibleOutcomes(host: Host, packet: Packet): readonly Outcome[] {
  return Array.from(ways(), (chooser) => outcomeOf(host, packet, chooser));
}

/** How a packet that belongs to no connection is explained, for every way that its choices can go. */
export function* possibleExplanations(host: Host, packet: Packet): Generator<Explanation> {
  const { namespace, machine } = host;
  for (const chooser of ways()) {
    const tracer = new Tracer(namespace, describeAs(namespace, machine.files), packet.dst.family);
    const observer: Observer = {
      step: (event) => tracer.add(event),
      emitted: ({ ending }) => tracer.end(ending),
    };
    const outcome = outcomeOf(host, packet, chooser, observer);
    yield { outcome, steps: tracer.steps };
  }
}

/** Each goes another way. */
function* ways(): Generator<Chooser> {
  // The options taken at the choice points that were met, in order; the next way differs in the last that has options left.
  let taken: { option: number; readonly options: number }[] = [];
  let count = 0;
  do {
    let met = 0;
    yield {
      choose: ({ meanings }) => (taken[met++] ??= { option: 0, options: meanings.length }).option,
    };
    const last = taken.findLastIndex(({ option, options }) => option + 1 < options);
    taken = taken.slice(0, last + 1);
    const next = taken.at(-1);
    if (next !== undefined) next.option += 1;
    count += 1;
  } while (taken.length > 0 && count < MOST_WAYS);
}

function outcomeOf(
  { namespace, machine }: Host,
  packet: Packet,
  chooser: Chooser,
  observer: Observer = {},
): Outcome {
  const program = programOf(namespace, packet.dst.family);
  const evaluation = evaluate(
    program,
    packet.iif === undefined ? program.output : program.input,
    packetRegisters(packet, namespace),
    {
      chooser,
      tracker: new ConnectionTracker(makeConnectionTable()),
      sockets: new SocketKeeper(namespace.traffic.sockets),
    },
    observer,
  );
  return makeOutcome(evaluation, namespace, describeAs(namespace, machine.files));
}
