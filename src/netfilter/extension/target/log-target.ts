import { XtablesError } from '../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { readLogPrefix } from './log-prefix.js';
import { readNumber } from '../option/number/number.js';
import type { ExtensionOption } from '../option/option.js';
import { quoteString } from '../option/quoted-string.js';
import { nftWords } from '../option/nft-words.js';

/** `-j LOG`. */
export interface LogTarget extends TargetData {
  readonly name: 'LOG';
  /** Level of syslog(3), 0 to 7. */
  readonly level: number;
  /** Empty when none was given. */
  readonly prefix: string;
  /** What else is to be logged, as bits. */
  readonly flags: number;
}

const DEFAULT_LEVEL = 4;

/** The longest prefix that is kept, in bytes. */
const MAX_PREFIX = 29;

/** The names of levels as they're listed, by number. */
const LISTED = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** The names of levels as they're read; two are older ones. */
const READ: ReadonlyMap<string, number> = new Map([
  ['alert', 1],
  ['crit', 2],
  ['debug', 7],
  ['emerg', 0],
  ['error', 3],
  ['info', 6],
  ['notice', 5],
  ['panic', 0],
  ['warning', 4],
]);

/** What else can be logged, with its bit. */
const FLAGS: readonly (readonly [string, number])[] = [
  ['tcp-sequence', 1],
  ['tcp-options', 2],
  ['ip-options', 4],
  ['uid', 8],
  ['macdecode', 32],
];

/** All that can be logged. */
const ALL_FLAGS = FLAGS.reduce((all, [, bit]) => all | bit, 0);

/** The names of levels in nft, by number. */
const NFT_LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** What else can be logged, besides the parts of TCP's header, as nft names it. */
const NFT_FLAGS: readonly (readonly [number, string])[] = [
  [4, 'ip options'],
  [8, 'skuid'],
  [32, 'ether'],
];

/** The `LOG` target: it changes nothing about the packet. Source: `xt_LOG.c`, iptables-extensions(8). */
export const logTarget: TargetExtension<LogTarget> = {
  name: 'LOG',
  families: [4, 6],
  options: {
    initial: { name: 'LOG', level: DEFAULT_LEVEL, prefix: '', flags: 0 },
    options: [
      {
        name: 'log-level',
        words: 1,
        read: (data, { argument }) => ({ ...data, level: readLevel(argument) }),
      },
      {
        name: 'log-prefix',
        words: 1,
        read: (data, { argument }) => ({ ...data, prefix: readLogPrefix(argument, MAX_PREFIX) }),
      },
      ...FLAGS.map(([name, bit]): ExtensionOption<LogTarget> => ({
        name: `log-${name}`,
        words: 0,
        read: (data) => ({ ...data, flags: data.flags | bit }),
      })),
    ],
  },
  print: ({ level, prefix, flags }) =>
    [
      ...(prefix === '' ? [] : [`--log-prefix ${quoteString(prefix)}`]),
      ...(level === DEFAULT_LEVEL ? [] : [`--log-level ${level}`]),
      ...namesOf(flags).map((name) => `--log-${name}`),
    ].join(' '),
  list: ({ level, prefix, flags }, { numeric }) =>
    [
      ...(numeric
        ? [`LOG flags ${flags} level ${level}`]
        : [`LOG level ${LISTED[level] ?? level}`, ...namesOf(flags)]),
      ...(prefix === '' ? [] : [`prefix "${prefix}"`]),
    ].join(' '),
  translate({ level, prefix, flags }) {
    const tcp = namesOf(flags & 3).map((name) => name.slice('tcp-'.length));
    const wanted =
      flags === ALL_FLAGS
        ? [' flags all']
        : [
            ...(tcp.length === 0 ? [] : [` flags tcp ${tcp.join(',')}`]),
            ...NFT_FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => ` flags ${name}`),
          ];
    return nftWords(
      'log',
      prefix === '' ? '' : ` prefix "${prefix}"`,
      level === DEFAULT_LEVEL ? '' : ` level ${NFT_LEVELS[level] ?? level}`,
      ...wanted,
    );
  },
  effect: () => continueWith([]),
};

function readLevel(text: string): number {
  const level = readNumber(text, 0, 7) ?? READ.get(text);
  if (level === undefined) throw new XtablesError('parameter', `log level "${text}" unknown\n`);
  return level;
}

function namesOf(flags: number): readonly string[] {
  return FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
}
