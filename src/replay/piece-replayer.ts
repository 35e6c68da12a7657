import type { Host } from '../host/host.js';
import { addGroups } from './flow-group.js';
import { flowScope } from './flow-scope.js';
import type { FlowPiece } from './flows/flow-piece.js';
import type { FlowScope, Unsent } from './flows/flow-scope.js';
import { readFlows } from './flows/read-flows.js';
import { Replayer, type BatchAnswer, type ReplayOptions } from './replayer.js';

/** How pieces are read and what is reported of them. */
export interface PieceOptions extends ReplayOptions {
  /** The device on which captured packets arrive; undefined when the capture names it. */
  readonly iif: string | undefined;
}

/** What became of a piece: each of its lines or frames is in a group, or unsent. Numbers are those of the file. */
export interface PieceAnswer extends BatchAnswer {
  /** In the order of the file. */
  readonly unsent: readonly Unsent[];
}

/** Reads pieces and sends their packets through a host, one piece after the other: each finds the host as the one before it left it. */
export class PieceReplayer {
  readonly #replayer: Replayer;
  readonly #scope: FlowScope;
  #unsent: Unsent[] = [];

  constructor(
    host: Host,
    private readonly options: PieceOptions,
  ) {
    this.#replayer = new Replayer(host, options);
    this.#scope = flowScope(host, (record) => this.#unsent.push(record));
  }

  /** @throws CaptureError or ParseError when the piece is nothing that can be read */
  answer(piece: FlowPiece): PieceAnswer {
    const answers: BatchAnswer[] = [];
    this.#unsent = [];
    for (const batch of readFlows(piece, this.#scope, this.options.iif))
      answers.push(this.#replayer.answer(batch));
    return {
      groups: addGroups(answers.flatMap(({ groups }) => groups)),
      packets: answers.flatMap(({ packets }) => packets),
      unsent: this.#unsent,
    };
  }
}
