import type { Map } from 'immutable';
import { RememberingChooser } from '../../src/evaluate/chooser.js';
import { keepersOf } from '../../src/evaluate/keepers.js';
import { ConnectionTracker } from '../../src/evaluate/connection-tracker.js';
import { beginWalk, walkFrom, type WalkState } from '../../src/evaluate/evaluate.js';
import { packetRegisters } from '../../src/evaluate/registers.js';
import type { Host } from '../../src/host/host.js';
import { describeAs } from '../../src/host/describe.js';
import { makeOutcome } from '../../src/host/make-outcome.js';
import { programOf } from '../../src/evaluate/program-of.js';
import { CONNECTIONS_KEY } from '../../src/evaluate/send-packet.js';
import { isField } from '../../src/packet/field.js';
import type { Packet } from '../../src/packet/packet.js';
import { KEEPABLE, keptCell, type Cell, type HostCell } from '../../src/program/cell.js';
import { stepAt } from '../../src/program/program.js';
import type { Step, StepId } from '../../src/program/step.js';

/** One step as the evaluator did it. */
export interface Done {
  readonly id: StepId;
  readonly step: Step;
  readonly read: ReadonlySet<Cell>;
  readonly written: ReadonlySet<Cell>;
  /** A packet did it that was emitted: of its own registers nothing is written down. */
  readonly emitted: boolean;
}

/** What stands in each property of a walk's state. */
const CELLS_OF: Readonly<Record<Exclude<keyof WalkState, 'registers'>, readonly Cell[]>> = {
  found: ['found', 'foundRule'],
  hit: ['hit'],
  rule: ['rule'],
  kept: KEEPABLE.map((what) => keptCell(what)),
  emitted: ['emitted'],
};

/** Writes down what is read and written between the steps of a walk. */
class Recorder {
  readonly done: (Done & { readonly read: Set<Cell>; readonly written: Set<Cell> })[] = [];

  /** The walk has ended: what is done with the host from then on is no step's doing. */
  ended = false;

  /** How many packets are on their way that were emitted, one by another. */
  #emitted = 0;

  begin(id: StepId, step: Step): void {
    const emitted = this.#emitted > 0;
    this.done.push({ id, step, read: new Set(), written: new Set(), emitted });
    if (step.kind === 'emit') this.#emitted += 1;
    else if (step.kind === 'end' && emitted) this.#emitted -= 1;
  }

  read(...cells: readonly Cell[]): void {
    for (const cell of cells) this.done.at(-1)?.read.add(cell);
  }

  write(...cells: readonly Cell[]): void {
    for (const cell of cells) this.done.at(-1)?.written.add(cell);
  }

  /** What the packet itself did last. */
  get #own() {
    return this.done.findLast(({ emitted }) => !emitted);
  }

  /** The same object, of which every access to some of its properties is written down. */
  watch<Watched extends object>(
    target: Watched,
    cellsOf: (key: string) => readonly Cell[],
  ): Watched {
    return new Proxy(target, {
      get: (of, key, receiver): unknown => {
        if (typeof key === 'string') for (const cell of cellsOf(key)) this.#own?.read.add(cell);
        return Reflect.get(of, key, receiver);
      },
      set: (of, key, value) => {
        if (typeof key === 'string') for (const cell of cellsOf(key)) this.#own?.written.add(cell);
        return Reflect.set(of, key, value);
      },
    });
  }

  /** Writes down every access to what an object keeps of the host. */
  watchHost<Key extends string, Value>(keeper: Record<Key, Value>, key: Key, cell: HostCell): void {
    let kept = keeper[key];
    Object.defineProperty(keeper, key, {
      get: () => {
        if (!this.ended) this.read(cell);
        return kept;
      },
      set: (value: Value) => {
        if (!this.ended) this.write(cell);
        kept = value;
      },
    });
  }
}

/** Sends a packet by the evaluator, which is watched; what it leaves behind in the host is not kept. */
export function recordWalk({ namespace, machine }: Host, packet: Packet): readonly Done[] {
  const { family } = packet.dst;
  const program = programOf(namespace, family);
  const recorder = new Recorder();
  const steps = new Proxy(program.steps, {
    get: (of, key, receiver): unknown => {
      if (typeof key === 'string' && /^\d+$/.test(key)) {
        recorder.begin(Number(key), stepAt(of, Number(key)));
      }
      return Reflect.get(of, key, receiver);
    },
  });
  const registers = recorder.watch(packetRegisters(packet, namespace), (key) =>
    isField(key) ? [key] : [],
  );
  const state = recorder.watch(beginWalk(registers), (key) =>
    isRemembered(key) ? CELLS_OF[key] : [],
  );
  const keepers = keepersOf(namespace.traffic);
  const { sockets, elements, lists, setEntries } = keepers;
  recorder.watchHost(sockets, 'table', 'sockets');
  recorder.watchHost(elements, 'table', 'elements');
  recorder.watchHost(lists, 'lists', 'lists');
  recorder.watchHost(setEntries, 'table', 'entries');
  const chooser = new RememberingChooser(namespace.traffic.choices, keepers);
  recorder.watchHost<'memory', Map<object, number>>(chooser, 'memory', 'choices');
  const tracker = new ConnectionTracker(namespace.traffic[CONNECTIONS_KEY[family]]);
  recorder.watchHost(tracker, 'table', 'connections');
  const evaluation = walkFrom(
    { family, steps },
    packet.iif === undefined ? program.output : program.input,
    state,
    { chooser, tracker, sockets },
    {
      count: () => {
        recorder.read('counters');
        recorder.write('counters');
      },
    },
  );
  makeOutcome(evaluation, namespace, describeAs(namespace, machine.files));
  recorder.ended = true;
  tracker.finish(registers);
  return recorder.done;
}

function isRemembered(key: string): key is keyof typeof CELLS_OF {
  return key in CELLS_OF;
}
