import { parsePacketsWords, printPacketWords } from '../packet/packet-words.js';
import { ParseError } from '../parse-error.js';
import { CliError, USAGE_EXIT } from './cli-error.js';
import { parseRequest, type Request } from './request.js';
import { showParseError } from './show-parse-error.js';
import type { Terminal } from './terminal.js';

/** One thing that a trace is asked: a packet in words, or a line of a file. */
export interface TraceInput {
  /** Where it stands, for messages. */
  readonly place: string;
  /** Its number, from 1. */
  readonly line: number;
  /** Reads it. @throws TypeError or RangeError that names what is wrong */
  readonly read: () => Request;
}

/** The packets that the words of a command line say. @throws CliError that shows the word that is wrong */
export function inputsFromWords(words: readonly string[]): readonly TraceInput[] {
  const text = words.join(' ');
  return readWords(text).map((packet, index) => ({
    place: printPacketWords(packet),
    line: index + 1,
    read: () => ({ kind: 'packet', packet }),
  }));
}

/** The lines of a file; blank ones ask nothing. */
export async function* inputsFromFile(path: string, terminal: Terminal): AsyncIterable<TraceInput> {
  const name = path === '-' ? 'standard input' : path;
  let number = 0;
  for await (const text of terminal.readLines(path)) {
    const line = ++number;
    if (text.trim() === '') continue;
    yield { place: `${name}:${line}`, line, read: () => parseRequest(text) };
  }
}

function readWords(text: string): ReturnType<typeof parsePacketsWords> {
  try {
    return parsePacketsWords(text);
  } catch (error) {
    if (error instanceof ParseError) throw new CliError(showParseError(text, error), USAGE_EXIT);
    if (error instanceof RangeError) throw new CliError(`${text}: ${error.message}`, USAGE_EXIT);
    throw error;
  }
}
