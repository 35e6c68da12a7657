import { availableParallelism } from 'node:os';
import { ParseError } from '../parse-error.js';
import { CaptureError } from '../replay/capture/frame.js';
import { cutFlows } from '../replay/flows/cut-flows.js';
import type { FlowCutter, FlowPiece } from '../replay/flows/flow-piece.js';
import { guessFormat, type FlowFormat } from '../replay/flows/read-flows.js';
import type { PieceAnswer } from '../replay/piece-replayer.js';
import type { ReplayedPacket } from '../replay/replayer.js';
import { CliError } from './cli-error.js';
import { choosePaint } from './paint.js';
import type { ReplayRequest } from './replay-options.js';
import { openPool, type ReplayPool } from './replay-pool.js';
import { showProgress } from './replay-progress.js';
import { printReportJson, printReportText, ReplayReport } from './replay-report.js';
import { hostFromScript } from './set-up-host.js';
import type { Terminal } from './terminal.js';
import { jsonLine } from './json-line.js';

/** The packets of one piece of the file, on their way. */
interface Job {
  readonly answer: Promise<PieceAnswer>;
  /** How many bytes of the file were read before and with it. */
  readonly bytes: number;
}

/**
 * Sends the packets of a file through the host that a script sets up. Gives the exit status: 1 when a line was no packet.
 *
 * @throws CliError when a file can't be read or is broken, the script fails, or a device isn't there
 */
export async function replayCommand(request: ReplayRequest, terminal: Terminal): Promise<number> {
  const script = await terminal.readText(request.setup);
  const host = await hostFromScript(script, request.setup, terminal);
  const { iif, packets } = request;
  if (iif !== undefined && !host.namespace.links.some(({ name }) => name === iif)) {
    throw new CliError(`${request.setup}: sets up no device ${iif}`);
  }
  const size = await terminal.sizeOf(request.flows);
  const replay = new Replay(request, terminal, size, (format) =>
    openPool(
      host,
      request.workers ?? suitableWorkers(size, format),
      { script, name: request.setup, cwd: terminal.cwd, mounts: terminal.mounts },
      { iif, packets },
    ),
  );
  try {
    let format: FlowFormat | undefined;
    let cutter: FlowCutter | undefined;
    for await (const chunk of terminal.readBytes(request.flows)) {
      if (format === undefined) {
        format = request.format ?? guessFormat(chunk);
        replay.begin(format);
      }
      // Who is told of each packet may wait for the answer before the next one is asked.
      cutter ??= cutFlows(format, packets === undefined ? PIECE_BYTES : 0);
      await replay.read(cutter, chunk);
    }
    await replay.finish(cutter);
    return format !== 'capture' && replay.report.unsendable.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CaptureError || error instanceof ParseError)) throw error;
    throw new CliError(`${request.flows}: ${error.message}`);
  } finally {
    await replay.end();
  }
}

/** Files below this are answered before a worker has set up its host and met the code often enough: bytes of a capture are soon read, lines of text are not. */
const WORTH_WORKERS_BYTES = { capture: 1 << 28, text: 1 << 22 };

/** One message to a worker. */
const PIECE_BYTES = 1 << 19;

/** One thread cuts; the other processors read and send, if there is enough to send. */
function suitableWorkers(size: number | undefined, format: FlowFormat): number {
  const worth = WORTH_WORKERS_BYTES[format === 'capture' ? 'capture' : 'text'];
  return size === undefined || size < worth ? 0 : availableParallelism() - 1;
}

/** A replay under way: pieces of the file go to the pool, answers come back in the order of the file. */
class Replay {
  readonly report = new ReplayReport();
  readonly #jobs: Job[] = [];
  readonly #progress: ReturnType<typeof showProgress> | undefined;
  #pool: ReplayPool | undefined;
  #bytes = 0;
  #packets = 0;

  constructor(
    private readonly request: ReplayRequest,
    private readonly terminal: Terminal,
    size: number | undefined,
    private readonly poolFor: (format: FlowFormat) => ReplayPool,
  ) {
    const { progress } = terminal;
    this.#progress =
      request.progress && progress !== undefined ? showProgress(progress, size) : undefined;
  }

  /** Takes who answers the pieces, once the format is known; before `read`. */
  begin(format: FlowFormat): void {
    this.#pool = this.poolFor(format);
  }

  async end(): Promise<void> {
    this.hideProgress();
    await this.#pool?.end();
  }

  async read(cutter: FlowCutter, chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    for (const piece of cutter.push(chunk)) this.#start(piece);
    while (this.#jobs.length > (this.#pool?.width ?? 0) || this.request.packets !== undefined) {
      if (!(await this.#settle())) break;
    }
  }

  /** @throws CaptureError when the file ends within a packet: what came before it is told all the same */
  async finish(cutter: FlowCutter | undefined): Promise<void> {
    const { json, packets, color } = this.request;
    try {
      for (const piece of cutter?.end() ?? []) this.#start(piece);
    } finally {
      while (await this.#settle());
      this.hideProgress();
      if (packets === undefined) {
        const { stdout, env, isTerminal } = this.terminal;
        const paint = choosePaint(color, env, isTerminal);
        await stdout(json ? printReportJson(this.report) : printReportText(this.report, paint));
      }
    }
  }

  hideProgress(): void {
    this.#progress?.end();
  }

  #start(piece: FlowPiece): void {
    if (this.#pool === undefined) throw new Error('a piece before the format is known');
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
    this.report.add(answer.groups);
    this.#packets += answer.groups.reduce((sum, { packets }) => sum + packets, 0);
    for (const packet of answer.unsendable) this.report.addUnsendable(packet);
    if (this.request.packets !== undefined) await this.#tell(answer);
    this.#progress?.at(job.bytes, this.#packets);
    return true;
  }

  async #tell({ packets, unsendable }: PieceAnswer): Promise<void> {
    // Who chose some packets wants no others.
    const invalid = this.request.packets?.size === 0 ? unsendable : [];
    const lines: readonly (ReplayedPacket | InvalidLine)[] = [
      ...packets,
      ...invalid.map(({ number, why }) => ({ number, kind: 'invalid', message: why }) as const),
    ];
    const text = lines.toSorted((a, b) => a.number - b.number).map((line) => jsonLine(line));
    await this.terminal.stdout(text.join(''));
  }
}

/** A line that is no packet. */
interface InvalidLine {
  readonly number: number;
  readonly kind: 'invalid';
  readonly message: string;
}
