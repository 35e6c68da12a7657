import { PROTOCOL } from '../../../../packet/protocol.js';
import { TCP_FLAG } from '../../../../packet/tcp-flags.js';
import { masked } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { cutText } from '../../option/cut-text.js';
import { readInteger } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m osf`. */
export interface OsfMatch extends MatchData {
  readonly name: 'osf';
  readonly genre: string;
  readonly inverted: boolean;
  readonly ttl: number | undefined;
  readonly log: number | undefined;
}

/** Source: `MAXGENRELEN`, with its end. */
const LONGEST_GENRE = 31;
const MOST = 2;

/**
 * The `osf` match: on the operating system that sends such a SYN. Fingerprints of them aren't there: a single packet has none. Source: `xt_osf.c`,
 * iptables-extensions(8).
 */
export const osfMatch: MatchExtension<OsfMatch> = {
  name: 'osf',
  families: [4],
  options: {
    initial: { name: 'osf', genre: '', inverted: false, ttl: undefined, log: undefined },
    options: [
      {
        name: 'genre',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          genre: cutText(argument, LONGEST_GENRE),
          inverted,
        }),
      },
      {
        name: 'ttl',
        words: 1,
        read: (data, given) => ({ ...data, ttl: readInteger(given, 0, MOST) }),
      },
      {
        name: 'log',
        words: 1,
        read: (data, given) => ({ ...data, log: readInteger(given, 0, MOST) }),
      },
    ],
  },
  print: ({ genre, inverted, ttl, log }) =>
    [
      `${inverted ? '! ' : ''}--genre ${genre}`,
      ...(ttl === undefined ? [] : [`--ttl ${ttl}`]),
      ...(log === undefined ? [] : [`--log ${log}`]),
    ].join(' '),
  list: ({ genre, inverted }) => `OS fingerprint match ${inverted ? '! ' : ''}${genre}`,
  restrict: () => ({
    hooks: ['PREROUTING', 'INPUT', 'FORWARD'],
    protocols: [PROTOCOL.tcp],
  }),
  predicate: () => masked('tcpFlags', TCP_FLAG.SYN, TCP_FLAG.SYN),
  choice: () => openChoice(false),
};
