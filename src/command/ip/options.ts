import type { Family } from '../../address/family.js';
import {
  EXIT_USAGE,
  matches,
  refuseMissing,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  type Words,
} from './arguments.js';
import { Refusal } from '../refusal.js';
import { readU32 } from './number-arguments.js';
import { IP_USAGE } from './usage.js';

/** What the options before the object's name say. */
export interface IpOptions {
  readonly family: Family | undefined;
  readonly linkLayer: boolean;
  readonly json: boolean;
  readonly pretty: boolean;
  readonly details: boolean;
  readonly oneline: boolean;
  readonly brief: boolean;
  readonly statistics: boolean;
  /** -statistics twice: a flush lists what it deletes. */
  readonly listsFlushed: boolean;
  readonly numeric: boolean;
  readonly colour: boolean;
  readonly all: boolean;
  /** -Version: print it and stop. */
  readonly version: boolean;
  /** -force: go on with a batch after a failure. */
  readonly force: boolean;
  /** -batch: the file, `-` for standard input. */
  readonly batch: string | undefined;
  /** -netns: the namespace to run in. */
  readonly netns: string | undefined;
}

/** No option given. */
const NO_OPTIONS: IpOptions = {
  family: undefined,
  linkLayer: false,
  json: false,
  pretty: false,
  details: false,
  oneline: false,
  brief: false,
  statistics: false,
  listsFlushed: false,
  numeric: false,
  colour: false,
  all: false,
  version: false,
  force: false,
  batch: undefined,
  netns: undefined,
};

/** What one option changes of those before it. It may take the next word. */
type Effect = (words: Words, options: IpOptions) => Partial<IpOptions>;

const ignored: Effect = () => ({});

/** Said again, it asks for more. Source: `show_stats` of iproute2 */
function moreStatistics(_words: Words, { statistics }: IpOptions): Partial<IpOptions> {
  return { statistics: true, listsFlushed: statistics };
}

/** The options in the order in which the tool tries them: the first that a word abbreviates is meant. */
const OPTIONS: readonly (readonly [name: string, effect: Effect])[] = [
  ['-loops', (words) => ignore(words.take() ?? refuseMissing('loop count'))],
  ['-family', (words) => readFamily(words.take() ?? refuseMissing('family type'))],
  // These change how counters and times are written, and the simulated ones are shown without.
  ['-human', ignored],
  ['-human-readable', ignored],
  ['-iec', ignored],
  ['-stats', moreStatistics],
  ['-statistics', moreStatistics],
  ['-details', () => ({ details: true })],
  ['-resolve', () => refuseNotSimulated('ip -resolve')],
  ['-oneline', () => ({ oneline: true })],
  ['-timestamp', ignored],
  ['-tshort', ignored],
  ['-Version', () => ({ version: true })],
  ['-force', () => ({ force: true })],
  ['-batch', (words) => ({ batch: words.take() ?? refuseMissing('batch file') })],
  ['-brief', () => ({ brief: true })],
  ['-json', () => ({ json: true })],
  ['-pretty', () => ({ pretty: true })],
  ['-rcvbuf', (words) => readBufferSize(words.take() ?? refuseMissing('rcvbuf size'))],
  ['-color', () => ({ colour: true })],
  ['-help', () => refuseWithUsage(IP_USAGE)],
  ['-netns', (words) => ({ netns: words.take() ?? '(null)' })],
  ['-Numeric', () => ({ numeric: true })],
  ['-all', () => ({ all: true })],
];

/** Options that are taken as a whole only. */
const WHOLE: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['-4', () => ({ family: 4, linkLayer: false })],
  ['-6', () => ({ family: 6, linkLayer: false })],
  ['-0', () => ({ family: undefined, linkLayer: true })],
  ['-M', () => refuseNotSimulated('ip -M')],
  ['-B', () => refuseNotSimulated('ip -B')],
  ['-echo', () => refuseNotSimulated('ip -echo')],
]);

/** Takes the options in front of the object's name. @throws Refusal in the tool's words for one that it doesn't know */
export function takeOptions(words: Words): IpOptions {
  const options = { ...NO_OPTIONS };
  while (words.peek?.startsWith('-') && !options.version) {
    const word = words.next();
    if (word === '--') break;
    const option = word.startsWith('--') ? word.slice(1) : word;
    Object.assign(options, effectOf(option)(words, options));
  }
  return options;
}

function effectOf(option: string): Effect {
  const known =
    WHOLE.get(option) ??
    OPTIONS.find(([name]) => matches(option, name))?.[1] ??
    colourEffect(option);
  if (known !== undefined) return known;
  throw new Refusal(EXIT_USAGE, `Option "${option}" is unknown, try "ip -help".\n`);
}

/** `-color=WHEN`; standard output is no terminal here. */
function colourEffect(option: string): Effect | undefined {
  const [, name, when] = /^(-[^=]*)=(.*)$/.exec(option) ?? [];
  if (name === undefined || !matches(name, '-color')) return undefined;
  if (when === '' || when === 'always') return () => ({ colour: true });
  return when === 'auto' || when === 'never' ? () => ({ colour: false }) : undefined;
}

function ignore(_value: string): Partial<IpOptions> {
  return {};
}

function readFamily(word: string): Partial<IpOptions> {
  switch (word) {
    case 'inet':
      return { family: 4, linkLayer: false };
    case 'inet6':
      return { family: 6, linkLayer: false };
    case 'link':
      return { family: undefined, linkLayer: true };
    case 'mpls':
    case 'bridge':
      return refuseNotSimulated(`ip -family ${word}`);
    case 'help':
      return refuseWithUsage(IP_USAGE);
    default:
      return refuseValue(word, 'invalid protocol family');
  }
}

function readBufferSize(word: string): Partial<IpOptions> {
  if (readU32(word) !== undefined) return {};
  throw new Refusal(EXIT_USAGE, `Invalid rcvbuf size '${word}'\n`);
}
