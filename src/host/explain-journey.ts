import type { Bounds } from '../bound.js';
import { withinBounds } from '../bound.js';
import { frozen } from '../frozen.js';
import type { Cause } from '../journey/hop.js';
import { runJourney, type Journey } from '../journey/journey.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import type { Bridged } from '../journey/traveller.js';
import type { BridgedStage } from '../program/ending.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import type { Packet } from '../packet/packet.js';
import { describeAs } from './describe.js';
import { Tracer } from './explain-packet.js';
import type { Explanation } from './explanation.js';
import type { Host } from './host.js';
import { makeOutcome } from './make-outcome.js';

/**
 * The frame of a bridge that netfilter sees on a walk: once when it has come by a port, and once for each port by which the bridge sends it on. With a `stage`,
 * an outcome `transmit` says that the bridge goes on with the frame, and not that the host sends the packet.
 */
export interface FrameLeg {
  /** Name of the port by which it came. */
  readonly iif: string;
  /** Name of the port by which the bridge sends it; null before the bridge has looked for one. */
  readonly dev: string | null;
  /** How far netfilter has let it come; null when it has left the bridge or ended. */
  readonly stage: BridgedStage | null;
}

/** One packet's walk through one namespace, on a journey, step by step. */
export interface ExplainedLeg extends Explanation {
  /** Number of the packet, as the journey has it; null for one that was never made. */
  readonly packet: number | null;
  readonly cause: Cause;
  /** Name of the namespace; null for the machine's first one. */
  readonly ns: string | null;
  /** The frame that it is in, of a bridge; absent when it is in none. */
  readonly bridge?: FrameLeg;
}

/** A journey, and how each packet of it fared in each namespace, in the order in which they entered. */
export interface ExplainedJourney extends Journey {
  readonly legs: readonly ExplainedLeg[];
}

/** Follows a packet that a host sends to its end, and writes down every step of it and of all that comes of it. */
export function explainJourney(host: Host, packet: Packet, bounds?: Bounds): ExplainedJourney {
  const { machine, namespaceName } = host;
  const legs: ExplainedLeg[] = [];
  const { journey } = withinBounds(bounds, 'packets', 'the packet', () =>
    runJourney(machine, namespaceName, packet, {
      watch: ({ cause, namespace: name, packet: { dst }, bridged }, namespace) => {
        const describe = describeAs(namespace, machine.files);
        const tracer = new Tracer(namespace, describe, dst.family);
        const ns = name === ROOT_NAMESPACE ? null : name;
        return {
          step: (event) => tracer.add(event),
          ended: (evaluation, number) => {
            const outcome = makeOutcome(evaluation, namespace, describe);
            const leg = { packet: number ?? null, cause, ns, outcome, steps: tracer.steps };
            legs.push(
              bridged === undefined ? leg : { ...leg, bridge: frameLeg(bridged, evaluation) },
            );
          },
        };
      },
    }),
  );
  return frozen({ ...journey, legs });
}

function frameLeg({ port, out }: Bridged, { ending }: Evaluation): FrameLeg {
  const stage = (ending.kind === 'transmit' ? ending.bridged : undefined) ?? null;
  return { iif: port.name, dev: out?.port.name ?? null, stage };
}
