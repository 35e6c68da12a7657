import type { Host } from '../host/host.js';
import { addGroups } from './flow-group.js';
import { flowScope } from './flow-scope.js';
import type { FlowPiece } from './flows/flow-piece.js';
import type { FlowBatch } from './flows/flow-batch.js';
import type { FlowReader, FlowScope, Unsendable } from './flows/flow-reader.js';
import { readFlows } from './flows/read-flows.js';
import { Replayer, type BatchAnswer, type ReplayOptions } from './replayer.js';

/** How pieces are read and what is told of them. */
export interface PieceOptions extends ReplayOptions {
  /** The device on which captured packets arrive; undefined when the capture tells. */
  readonly iif: string | undefined;
}

/** What became of a piece: numbers are those of the file. */
export interface PieceAnswer extends BatchAnswer {
  readonly unsendable: readonly Unsendable[];
}

/** Reads pieces and sends their packets through a host, one piece after the other: each finds the host as the one before it left it. */
export class PieceReplayer {
  readonly #replayer: Replayer;
  readonly #scope: FlowScope;
  #unsendable: Unsendable[] = [];

  constructor(
    host: Host,
    private readonly options: PieceOptions,
  ) {
    this.#replayer = new Replayer(host, options);
    this.#scope = flowScope(host, (packet) => this.#unsendable.push(packet));
  }

  /** @throws CaptureError or ParseError when the piece is none */
  answer({ format, head, bytes, before }: FlowPiece): PieceAnswer {
    const reader = readFlows(format, this.#scope, this.options.iif);
    const answers: BatchAnswer[] = [];
    this.#unsendable = [];
    for (const batch of batchesOf(reader, [head, bytes]))
      answers.push(this.#replayer.answer(batch));
    return {
      groups: addGroups(answers.flatMap(({ groups }) => groups)),
      packets: answers.flatMap(({ packets }) => packets.map((one) => counted(one, before))),
      unsendable: this.#unsendable.map((one) => counted(one, before)),
    };
  }
}

function* batchesOf(reader: FlowReader, parts: readonly Uint8Array[]): Iterable<FlowBatch> {
  for (const part of parts) yield* reader.push(part);
  yield* reader.end();
}

function counted<T extends { readonly number: number }>(one: T, before: number): T {
  return { ...one, number: one.number + before };
}
