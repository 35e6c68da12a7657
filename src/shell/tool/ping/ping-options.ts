import type { Family } from '../../../address/family.js';
import { readOptions } from '../read-options.js';
import { refuse } from '../shell-tool.js';
import type { ToolAnswer } from '../../session.js';

/** What one call of ping(8) asks for. Times are in seconds. */
export interface PingOptions {
  /** Undefined: the destination's. */
  readonly family: Family | undefined;
  readonly to: string;
  /** Undefined: until the deadline, or for ever. */
  readonly count: number | undefined;
  /** 0: none. */
  readonly deadline: number;
  readonly interval: number;
  /** How long the last answer is waited for. */
  readonly linger: number;
  readonly quiet: boolean;
  /** Name of a device, or an address. */
  readonly from: string | undefined;
  readonly mark: number | undefined;
  readonly tos: number;
  readonly ttl: number | undefined;
  /** Bytes of data in each packet. */
  readonly size: number;
}

/** Options, a mistake in ping's words, or nothing: they ask for something that is not simulated. */
export type ReadPing = PingOptions | { readonly refusal: ToolAnswer } | undefined;

const LETTERS = 'h?4bRT:6F:N:aABc:CdDe:fHi:I:l:Lm:M:nOp:qQ:rs:S:t:UvVw:W:3';

/** The options that are simulated. Without names to look up `-n` changes nothing, `-b` nothing but for broadcasts. */
const SIMULATED: ReadonlySet<string> = new Set('46bcIimnqQstWw');

/** Exit statuses of ping(8): a number that is wrong; any other mistake. */
const EXIT = { number: 1, mistake: 2 } as const;

/** A wrong option. */
class Mistake extends Error {
  constructor(
    readonly exit: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads the words of a call. Source: ping(8), iputils 20240905. */
export function readPingOptions(name: string, argv: readonly string[]): ReadPing {
  const read = readOptions(argv, { short: LETTERS });
  if ('mistake' in read || !read.options.every(({ letter }) => SIMULATED.has(letter))) {
    return undefined;
  }
  const [to, ...more] = read.words;
  if (more.length > 0) return undefined;
  const given = new Map(read.options.map(({ letter, argument }) => [letter, argument]));
  try {
    if (given.has('4') && given.has('6')) {
      throw new Mistake(EXIT.mistake, 'only one -4 or -6 option may be specified');
    }
    const numbers = {
      count: numberOf(given.get('c'), 1, 2n ** 63n - 1n),
      mark: numberOf(given.get('m'), 0, 2n ** 32n - 1n),
      tos: tosOf(given.get('Q')),
      size: sizeOf(given.get('s')),
      ttl: numberOf(given.get('t'), 0, 255n),
      deadline: numberOf(given.get('w'), 0, 2n ** 31n - 1n) ?? 0,
      interval: secondsOf(given.get('i'), 'bad timing interval') ?? 1,
      linger: secondsOf(given.get('W'), 'bad linger time') ?? 10,
    };
    if (to === undefined) {
      throw new Mistake(EXIT.mistake, 'usage error: Destination address required');
    }
    const isWhole = numbers.ttl !== 0 && !Number.isNaN(numbers.interval + numbers.linger);
    if (!isWhole) return undefined;
    return {
      ...numbers,
      family: familyOf(name, given),
      to,
      from: given.get('I'),
      quiet: given.has('q'),
    };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { refusal: refuse(error.exit, `${name}: ${error.message}`) };
  }
}

function familyOf(name: string, given: ReadonlyMap<string, unknown>): Family | undefined {
  if (given.has('6') || name === 'ping6') return 6;
  return given.has('4') || name === 'ping4' ? 4 : undefined;
}

function numberOf(text: string | undefined, least: number, most: bigint): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\s*[-+]?\d+$/.test(text)) {
    throw new Mistake(EXIT.number, `invalid argument: '${text}'`);
  }
  const value = BigInt(text.trim().replace(/^\+/, ''));
  if (value < BigInt(least) || value > most) {
    const range = `${least} <= value <= ${most}`;
    throw new Mistake(EXIT.number, `invalid argument: '${text}': out of range: ${range}`);
  }
  return Number(value);
}

const MOST_DATA = 65_507;

function sizeOf(text: string | undefined): number {
  const size = numberOf(text, 0, 2n ** 31n - 1n) ?? 56;
  if (size <= MOST_DATA) return size;
  const range = `0 <= value <= ${MOST_DATA}`;
  throw new Mistake(EXIT.number, `invalid -s value: '${size}': out of range: ${range}`);
}

function tosOf(text = '0'): number {
  if (!/^(?:0x[\da-f]+|\d+)$/i.test(text)) {
    throw new Mistake(EXIT.mistake, `bad TOS value: ${text}`);
  }
  const tos = Number(text);
  if (tos <= 255) return tos;
  const words = 'the decimal value of TOS bits must be in range 0-255';
  throw new Mistake(EXIT.mistake, `${words}: ${tos}`);
}

/** NaN for what ping takes with a warning. */
function secondsOf(text: string | undefined, complaint: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number.NaN;
  if (Number(text) < 0) throw new Mistake(EXIT.mistake, `${complaint}: ${text}`);
  return Number(text);
}
