import { availableParallelism } from 'node:os';
import { GaveUp } from '../../bound.js';
import { ParseError } from '../../parse-error.js';
import { CaptureError } from '../../replay/capture/frame.js';
import { foreignFormat, guessFormat, type FlowFormat } from '../../replay/flows/flow-format.js';
import { CliError } from '../terminal/cli-error.js';
import { Replay } from '../replay/replay.js';
import { knownFilter } from './known-filter.js';
import type { ReplayRequest } from '../replay/replay-options.js';
import { openPool } from '../replay/replay-pool.js';
import { hostFromScript } from '../set-up/set-up-host.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * Sends the packets of a file through the host that a script sets up. Gives the exit status: 1 when a line or a frame was meant to be a packet and was
 * not sent, or the end of the file could not be read.
 *
 * @throws CliError when a file can't be read or is in no form that can be, the script fails, or what is asked for isn't there
 */
export async function replayCommand(request: ReplayRequest, terminal: Terminal): Promise<number> {
  const script = await terminal.readText(request.setup);
  const host = await hostFromScript(script, request.setup, terminal, request.host);
  const { iif } = request;
  const packets = request.packets && knownFilter(request.packets, host);
  if (iif !== undefined && !host.namespace.links.some(({ name }) => name === iif)) {
    throw new CliError(`${request.setup}: sets up no device ${iif}`);
  }
  const size = await terminal.sizeOf(request.flows);
  const replay = new Replay(request, terminal, size, host.missing, (format) =>
    openPool(host, request.workers ?? suitableWorkers(size, format), { iif, packets }),
  );
  try {
    return await readFile(replay, request, terminal);
  } finally {
    await replay.end();
  }
}

/** Reads the file to its end, or as far as it goes: what came before is reported in any case. */
async function readFile(
  replay: Replay,
  { flows, format }: ReplayRequest,
  terminal: Terminal,
): Promise<number> {
  try {
    // What has come, until it shows how the file is written.
    let start: Uint8Array | undefined = new Uint8Array(0);
    for await (const chunk of terminal.readBytes(flows)) {
      const bytes: Uint8Array = start === undefined ? chunk : joined(start, chunk);
      if (start !== undefined && !begin(replay, bytes, format, false)) {
        start = bytes;
        continue;
      }
      start = undefined;
      await replay.read(bytes);
    }
    if (start !== undefined) {
      begin(replay, start, format, true);
      await replay.read(start);
    }
    replay.endOfFile();
  } catch (error) {
    const isForm = error instanceof CaptureError || error instanceof ParseError;
    if (!isForm && !(error instanceof GaveUp)) replay.endOfFile();
    if (replay.hasBegun) await replay.finish();
    throw isForm ? new CliError(`${flows}: ${error.message}`) : error;
  }
  await replay.finish();
  return replay.report.isWhole ? 0 : 1;
}

/** Begins when the bytes that have come show how the file is written; else false. @throws CliError when it's in a form that isn't read */
function begin(
  replay: Replay,
  start: Uint8Array,
  given: FlowFormat | undefined,
  atEnd: boolean,
): boolean {
  const format = guessFormat(start, atEnd);
  if (format === undefined) return false;
  const foreign = foreignFormat(start);
  if (foreign !== undefined) throw new CliError(`${replay.name}: written in ${foreign}`);
  replay.begin(given ?? format);
  return true;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Files below this are answered before a worker has made its host and met the code often enough: bytes of a capture are soon read, lines of text are not. */
const WORTH_WORKERS_BYTES = { capture: 1 << 28, text: 1 << 22 };

/** One thread cuts; the other processors read and send, if there is enough to send. */
function suitableWorkers(size: number | undefined, format: FlowFormat): number {
  const worth = WORTH_WORKERS_BYTES[format === 'capture' ? 'capture' : 'text'];
  return size === undefined || size < worth ? 0 : availableParallelism() - 1;
}
