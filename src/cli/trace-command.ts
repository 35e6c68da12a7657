import type { Host } from '../host/host.js';
import { Bound } from '../bound.js';
import { ParseError } from '../parse-error.js';
import { answerRequest, type Answered } from './answer.js';
import { makeAnswerPrinter, type AnswerStyle } from './answer-printer.js';
import type { ListeningSocket, Request } from './request.js';
import { setUpHost } from './set-up-host.js';
import type { Terminal } from './terminal.js';
import { inputsFromFile, inputsFromWords, type TraceInput } from './trace-input.js';

/** What `nexthop trace` is asked to do. */
export interface TraceOptions extends AnswerStyle {
  /** The script that sets the host up. */
  readonly setup: string;
  /** Sockets that listen on it. */
  readonly listen: readonly ListeningSocket[];
  /** Packets in words, or a file of requests, one a line. */
  readonly packets: { readonly words: readonly string[] } | { readonly file: string };
  /** JSON answers have their steps. */
  readonly steps: boolean;
}

/**
 * Traces packets through the host that a script sets up, one after the other. Gives the exit status: 1 when something could not be
 * answered.
 *
 * @throws CliError when words are no packets, a file can't be read, or the script fails
 */
export async function traceCommand(options: TraceOptions, terminal: Terminal): Promise<number> {
  const { packets } = options;
  const inputs =
    'words' in packets ? inputsFromWords(packets.words) : inputsFromFile(packets.file, terminal);
  const printer = makeAnswerPrinter(options, terminal);
  let host = await setUpHost(options.setup, terminal, options.listen);
  let exit = 0;
  const bound = new Bound(terminal.bounds, 'requests');
  let done = 0;
  for await (const input of inputs) {
    bound.step(done++, Infinity, '');
    const result = await answerInput(host, input, options.steps || !options.json);
    if (result instanceof Error) {
      exit = 1;
      await printer.invalid(input, result.message);
    } else {
      host = result.host;
      await printer.answered(result);
    }
  }
  return exit;
}

/** The answer, or the error that says why there is none. */
async function answerInput(
  host: Host,
  { read }: TraceInput,
  withSteps: boolean,
): Promise<Answered | Error> {
  let request: Request;
  try {
    request = read();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error;
    throw error;
  }
  try {
    return await answerRequest(host, request, withSteps);
  } catch (error) {
    if (error instanceof RangeError || error instanceof ParseError) return error;
    throw error;
  }
}
