import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { readInteger } from '../option/number/integer.js';
import { readLogPrefix } from './log-prefix.js';
import { quoteString } from '../option/quoted-string.js';

/** `-j NFLOG`. */
export interface NflogTarget extends TargetData {
  readonly name: 'NFLOG';
  readonly group: number;
  /** Empty when none was given. */
  readonly prefix: string;
  /** Bytes of each packet that are copied; undefined for all. */
  readonly size: number | undefined;
  readonly threshold: number;
}

/** The longest prefix that is kept, in bytes. Source: `NF_LOG_PREFIXLEN` less its final zero. */
const MAX_PREFIX = 127;

/** The `NFLOG` target: it changes nothing about the packet. Source: `xt_NFLOG.c`, iptables-extensions(8). */
export const nflogTarget: TargetExtension<NflogTarget> = {
  name: 'NFLOG',
  families: [4, 6],
  options: {
    initial: { name: 'NFLOG', group: 0, prefix: '', size: undefined, threshold: 0 },
    options: [
      {
        name: 'nflog-group',
        words: 1,
        read: (data, given) => ({ ...data, group: readInteger(given, 0, 0xffff) }),
      },
      {
        name: 'nflog-prefix',
        words: 1,
        read: (data, { argument }) => ({ ...data, prefix: readLogPrefix(argument, MAX_PREFIX) }),
      },
      {
        name: 'nflog-range',
        words: 1,
        excludes: ['nflog-size'],
        read(data, given) {
          // nf_tables doesn't keep it.
          readInteger(given, 0, 0xffffffff);
          given.notice(
            'warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead',
          );
          return data;
        },
      },
      {
        name: 'nflog-size',
        words: 1,
        excludes: ['nflog-range'],
        read: (data, given) => ({ ...data, size: readInteger(given, 0, 0xffffffff) }),
      },
      {
        name: 'nflog-threshold',
        words: 1,
        read: (data, given) => ({ ...data, threshold: readInteger(given, 0, 0xffff) }),
      },
    ],
  },
  print: (data) =>
    parts(data)
      .map((part) => `--${part}`)
      .join(' '),
  list: (data) => parts(data).join(' '),
  statements: ({ group, prefix, size, threshold }) => [
    {
      kind: 'log',
      prefix: prefix === '' ? undefined : prefix,
      group,
      snaplen: size,
      queueThreshold: threshold === 0 ? undefined : threshold,
      level: undefined,
      flags: [],
    },
  ],
  effect: () => continueWith([]),
};

function parts({ group, prefix, size, threshold }: NflogTarget): readonly string[] {
  return [
    ...(prefix === '' ? [] : [`nflog-prefix ${quoteString(prefix)}`]),
    ...(group === 0 ? [] : [`nflog-group ${group}`]),
    ...(size === undefined ? [] : [`nflog-size ${size}`]),
    ...(threshold === 0 ? [] : [`nflog-threshold ${threshold}`]),
  ];
}
