import type { Accounts } from '../../databases/accounts.js';
import type { NumberedNames } from '../../databases/databases.js';
import { parsePacketsWords, printPacketWords } from '../../packet/packet-words.js';
import { ParseError } from '../../parse-error.js';
import { CliError, USAGE_EXIT } from '../terminal/cli-error.js';
import { parseRequest, type Request } from './request.js';
import { showParseError } from '../print/show-parse-error.js';
import type { Terminal } from '../terminal/terminal.js';

/** One thing that a trace is asked: a packet in words, or a line of a file. */
export interface TraceInput {
  /** Where it stands, for messages. */
  readonly place: string;
  /** Its number, from 1. */
  readonly line: number;
  /** Reads it, for a host with these users and groups. @throws TypeError or RangeError that names what is wrong */
  readonly read: (accounts?: Accounts) => Request;
}

/**
 * Checks the words of a command line before there is a host: any name may be one of its users and groups. Returns the packets that they ask for.
 *
 * @throws CliError that shows the word that is wrong
 */
export function checkWords(words: readonly string[]): ReturnType<typeof parsePacketsWords> {
  return readWords(words.join(' '), NOT_YET_KNOWN);
}

const ANY_NAME: NumberedNames = { numberOf: () => 0, nameOf: () => undefined, names: () => [] };
const NOT_YET_KNOWN: Accounts = { users: ANY_NAME, groups: ANY_NAME };

/** What the words of a command line ask for: packets, or what comes of them when they ask to `connect` or `ping`. */
export interface AskedWords {
  /** The packets alone. */
  readonly words: readonly string[];
  /** The packets are followed to their end, and so are their answers. */
  readonly follows: boolean;
  /** They ask for connections, which need ports. */
  readonly connects: boolean;
}

/** Takes `tcp connect` and `icmp ping` out of the words of a command line. */
export function readAttempts(words: readonly string[]): AskedWords {
  const text = words.join(' ');
  const packets = text.replaceAll(ATTEMPT, '$1');
  const connects = CONNECT.test(text);
  return packets === text
    ? { words, follows: false, connects }
    : { words: [packets], follows: true, connects };
}

const CONNECT = /\btcp +connect\b/;
const ATTEMPT = /\b(tcp(?= +connect\b)|icmp(?:v6|6)?(?= +ping\b)) +(?:connect|ping)\b/g;

/** The packets that the words of a command line say. @param ns - the namespace that sends them; the first one when left out @throws CliError that shows the word that is wrong */
export function inputsFromWords(
  words: readonly string[],
  accounts?: Accounts,
  ns?: string,
): readonly TraceInput[] {
  const place = ns === undefined ? {} : { ns };
  const text = words.join(' ');
  return readWords(text, accounts).map((packet, index) => ({
    place: printPacketWords(packet),
    line: index + 1,
    read: () => ({ kind: 'packet', packet, ...place }),
  }));
}

/** The lines of a file; blank ones ask nothing. */
export async function* inputsFromFile(path: string, terminal: Terminal): AsyncIterable<TraceInput> {
  const name = path === '-' ? 'standard input' : path;
  let number = 0;
  for await (const text of terminal.readLines(path)) {
    const line = ++number;
    if (text.trim() === '') continue;
    yield { place: `${name}:${line}`, line, read: (accounts) => parseRequest(text, accounts) };
  }
}

function readWords(
  text: string,
  accounts: Accounts | undefined,
): ReturnType<typeof parsePacketsWords> {
  try {
    return parsePacketsWords(text, accounts);
  } catch (error) {
    if (error instanceof ParseError) throw new CliError(showParseError(text, error), USAGE_EXIT);
    if (error instanceof RangeError) throw new CliError(`${text}: ${error.message}`, USAGE_EXIT);
    throw error;
  }
}
