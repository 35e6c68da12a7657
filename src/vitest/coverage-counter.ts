import type { Host } from '../host/host.js';
import { programOf } from '../evaluate/program-of.js';
import type { Packet } from '../packet/packet.js';
import type { Program } from '../program/program.js';
import { coveredClasses } from '../verify/ask/coverage.js';
import { coveredItems } from '../verify/ask/covered-items.js';
import { printClass } from '../verify/ask/print-coverage.js';
import { Visits } from '../verify/ask/visits.js';
import type { FileCoverage, WantedCoverage } from './file-coverage.js';

/** A host that packets were sent through, and which. */
interface Visited {
  readonly host: Host;
  readonly packets: Packet[];
}

/** Counts what the packets of one test file exercise, on all its hosts. */
export class CoverageCounter {
  readonly #visits = new Visits();
  /** By program: what packets leave behind makes no other host. */
  readonly #visited = new Map<Program, Visited>();
  #packets = 0;

  /** A packet is about to be sent through a host. @throws RangeError when it names a device that the host doesn't have */
  add(host: Host, packet: Packet): void {
    this.#visits.send(host.namespace, packet);
    this.#packets += 1;
    const program = programOf(host.namespace, packet.dst.family);
    const visited = this.#visited.get(program) ?? { host, packets: [] };
    this.#visited.set(program, visited);
    visited.packets.push(packet);
  }

  /** What was exercised so far. */
  report({ classes }: WantedCoverage): FileCoverage {
    const visited = [...this.#visited.values()];
    const items = coveredItems(
      visited.map(({ host }) => host),
      this.#visits,
    );
    if (!classes) return { packets: this.#packets, ...items };
    const reported = visited.flatMap(({ host, packets }) =>
      coveredClasses(host, packets).map((one) => ({
        text: printClass(one.of),
        packets: one.packets,
      })),
    );
    return { packets: this.#packets, ...items, classes: reported };
  }
}
