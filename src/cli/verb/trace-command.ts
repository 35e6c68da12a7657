import type { Host } from '../../host/host.js';
import { Bound, GaveUp } from '../../bound.js';
import { IncompleteHostError } from '../../host/incomplete-host-error.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { ParseError } from '../../parse-error.js';
import { answerRequest, type Answered, type AnswerOptions } from '../print/answer.js';
import { makeAnswerPrinter, type AnswerStyle } from '../print/answer-printer.js';
import { makePicturePrinter, type PictureForm } from '../print/picture-printer.js';
import { namedHost } from '../set-up/host-at.js';
import { CliError, INCOMPLETE_EXIT, USAGE_EXIT } from '../terminal/cli-error.js';
import type { ListeningSocket, Request } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
import { setUpHost } from '../set-up/set-up-host.js';
import type { Terminal } from '../terminal/terminal.js';
import {
  checkWords,
  inputsFromFile,
  inputsFromWords,
  readAttempts,
  type TraceInput,
} from '../input/trace-input.js';

/** What `nexthop trace` is asked to do. */
export interface TraceOptions extends AnswerStyle {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Sockets that listen on it. */
  readonly listen: readonly ListeningSocket[];
  /** Packets in words, or a file of requests, one a line. */
  readonly packets: { readonly words: readonly string[] } | { readonly file: string };
  /** JSON answers have their steps. */
  readonly steps: boolean;
  /** Packets are followed to their end. */
  readonly journey: boolean;
  /** The namespace that sends packets in words; the first one when left out. */
  readonly ns?: string;
  /** The answer is a picture: of the only packet in words, or of the network alone when there is none. */
  readonly picture?: PictureForm;
}

/**
 * Traces packets through the host that a script sets up, one after the other. Gives the exit status: 1 when something could not be
 * answered, 4 when that was because commands made the host incomplete.
 *
 * @throws CliError when words are no packets, a file can't be read, or the script fails
 */
export async function traceCommand(options: TraceOptions, terminal: Terminal): Promise<number> {
  const asked = 'words' in options.packets ? readAttempts(options.packets.words) : undefined;
  const packets: TraceOptions['packets'] =
    asked === undefined ? options.packets : { words: asked.words };
  const pictures =
    options.picture === undefined ? undefined : await makePicturePrinter(options.picture, terminal);
  const printer = pictures ?? makeAnswerPrinter(options, terminal);
  const alone = 'words' in packets && packets.words.length === 0;
  if ('words' in packets && !alone) {
    const checked = checkWords(packets.words);
    if (pictures !== undefined && checked.length > 1) {
      throw new CliError('a picture shows the way of one packet', USAGE_EXIT);
    }
    const isPortless = checked.some(
      ({ protocol, dport }) => protocol === PROTOCOL.tcp && dport === 0,
    );
    if (asked?.connects === true && isPortless) {
      throw new CliError('tcp connect: expected a port, as in 192.0.2.1:443', USAGE_EXIT);
    }
  }
  let host = await setUpHost(options.setup, terminal, options.host, options.listen);
  if (alone) {
    await pictures?.network(namedHost(host, options.ns));
    return 0;
  }
  const inputs =
    'words' in packets
      ? inputsFromWords(packets.words, host.accounts, options.ns)
      : inputsFromFile(packets.file, terminal);
  let exit = 0;
  const bound = new Bound(terminal.bounds, 'requests');
  let done = 0;
  for await (const input of inputs) {
    bound.step(done++, Infinity, '');
    const result = await answerInput(host, input, {
      withSteps: pictures === undefined && (options.steps || !options.json),
      withJourney: pictures !== undefined || options.journey || asked?.follows === true,
      ignore: options.host.ignore,
      bounds: terminal.bounds,
    });
    if (result instanceof GaveUp) throw bound.gaveUp(result.reason);
    if (result instanceof IncompleteHostError) {
      exit = INCOMPLETE_EXIT;
      await printer.incomplete(input, result);
    } else if (result instanceof Error) {
      if (exit === 0) exit = 1;
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
  options: AnswerOptions,
): Promise<Answered | Error> {
  let request: Request;
  try {
    request = read(host.accounts);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error;
    throw error;
  }
  try {
    return await answerRequest(host, request, options);
  } catch (error) {
    if (error instanceof RangeError || error instanceof ParseError) return error;
    if (error instanceof IncompleteHostError || error instanceof GaveUp) return error;
    throw error;
  }
}
