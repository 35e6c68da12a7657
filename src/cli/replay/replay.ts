import { Bound } from '../../bound.js';
import type { Missing } from '../../machine/missing.js';
import { cutFlows } from '../../replay/flows/cut-flows.js';
import type { FlowFormat } from '../../replay/flows/flow-format.js';
import type { FlowCutter, FlowPiece } from '../../replay/flows/flow-piece.js';
import type { PieceAnswer } from '../../replay/piece-replayer.js';
import { visible } from '../../visible-text.js';
import { choosePaint } from '../print/paint.js';
import type { ReplayRequest } from './replay-options.js';
import { printEach } from './replay-each.js';
import type { ReplayPool } from './replay-pool.js';
import { showProgress } from './replay-progress.js';
import { printAccount, printReportJson, printReportText, ReplayReport } from './replay-report.js';
import type { Terminal } from '../terminal/terminal.js';

/** One message to a worker. */
const PIECE_BYTES = 1 << 19;

/** The packets of one piece of the file, on their way. */
interface Job {
  readonly answer: Promise<PieceAnswer>;
  /** How many bytes of the file were read before and with it. */
  readonly bytes: number;
}

/** A replay under way: pieces of the file go to the pool, answers come back in the order of the file. */
export class Replay {
  readonly report: ReplayReport;
  readonly #jobs: Job[] = [];
  readonly #bound: Bound;
  readonly #progress: ReturnType<typeof showProgress> | undefined;
  #pool: ReplayPool | undefined;
  #cutter: FlowCutter | undefined;
  #hasBegun = false;
  #bytes = 0;
  #packets = 0;

  constructor(
    private readonly request: ReplayRequest,
    private readonly terminal: Terminal,
    size: number | undefined,
    missing: readonly Missing[],
    private readonly poolFor: (format: FlowFormat) => ReplayPool,
  ) {
    this.#bound = new Bound(terminal.bounds, 'packets');
    this.report = new ReplayReport(missing);
    const { progress } = terminal;
    this.#progress =
      request.progress && progress !== undefined ? showProgress(progress, size) : undefined;
  }

  /** What the file is called. */
  get name(): string {
    return this.request.flows;
  }

  /** Whether a piece of the file has been handed on. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Sets how the file is written; before `read`. */
  begin(format: FlowFormat): void {
    this.report.begin(format);
    this.#pool = this.poolFor(format);
    // Who gets each packet may wait for the answer before the next one is asked.
    this.#cutter = cutFlows(format, this.request.packets === undefined ? PIECE_BYTES : 0);
  }

  /** @throws CaptureError or ParseError when the file is nothing that can be read */
  async read(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    for (const piece of this.#cutter?.push(chunk) ?? []) this.#start(piece);
    this.#bound.at(this.#packets, Infinity, '');
    this.#bound.look();
    while (this.#jobs.length > (this.#pool?.width ?? 0) || this.request.packets !== undefined) {
      if (!(await this.#settle())) break;
    }
  }

  /** @throws CaptureError or ParseError when the file is nothing that can be read */
  endOfFile(): void {
    for (const piece of this.#cutter?.end() ?? []) this.#start(piece);
  }

  /** Reports what became of all that was read. */
  async finish(): Promise<void> {
    while (await this.#settle());
    this.#progress?.end();
    this.report.in = this.#cutter?.count ?? 0;
    this.report.unread = this.#cutter?.unread;
    const { json, packets, color, flows } = this.request;
    const { stdout, stderr, env, isTerminal } = this.terminal;
    if (packets === undefined) {
      const paint = choosePaint(color, env, isTerminal);
      await stdout(json ? printReportJson(this.report) : printReportText(this.report, paint));
    } else if (!this.report.isWhole) {
      await stderr(`nexthop: ${visible(flows)}: ${printAccount(this.report)}`);
    }
  }

  /** Ends it, finished or not. */
  async end(): Promise<void> {
    this.#progress?.end();
    await this.#pool?.end();
  }

  #start(piece: FlowPiece): void {
    if (this.#pool === undefined) throw new Error('a piece before the format is known');
    this.#hasBegun = true;
    const answer = this.#pool.answer(piece);
    // A failure is met when the job is settled.
    answer.catch(() => {});
    this.#jobs.push({ answer, bytes: this.#bytes });
  }

  /** Waits for the oldest job; false when there is none. */
  async #settle(): Promise<boolean> {
    const job = this.#jobs.shift();
    if (job === undefined) return false;
    const answer = await job.answer;
    this.report.add(answer);
    this.#packets += answer.groups.reduce((sum, { packets }) => sum + packets, 0);
    const { packets } = this.request;
    if (packets !== undefined) await this.terminal.stdout(printEach(answer, packets));
    this.#progress?.at(job.bytes, this.#packets);
    return true;
  }
}
