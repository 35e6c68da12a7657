import type { Bounds } from '../bound.js';
import { withinBounds } from '../bound.js';
import { frozen } from '../frozen.js';
import type { Cause } from '../journey/hop.js';
import { runJourney, type Journey } from '../journey/journey.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import type { Packet } from '../packet/packet.js';
import { describeAs } from './describe.js';
import { Tracer } from './explain-packet.js';
import type { Explanation } from './explanation.js';
import type { Host } from './host.js';
import { makeOutcome } from './make-outcome.js';

/** One packet's walk through one namespace, on a journey, step by step. */
export interface ExplainedLeg extends Explanation {
  /** Number of the packet, as the journey has it; null for one that was never made. */
  readonly packet: number | null;
  readonly cause: Cause;
  /** Name of the namespace; null for the machine's first one. */
  readonly ns: string | null;
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
      watch: ({ cause, namespace: name, packet: { dst } }, namespace) => {
        const describe = describeAs(namespace, machine.files);
        const tracer = new Tracer(namespace, describe, dst.family);
        const ns = name === ROOT_NAMESPACE ? null : name;
        return {
          step: (event) => tracer.add(event),
          ended: (evaluation, number) => {
            const outcome = makeOutcome(evaluation, namespace, describe);
            legs.push({ packet: number ?? null, cause, ns, outcome, steps: tracer.steps });
          },
        };
      },
    }),
  );
  return frozen({ ...journey, legs });
}
