import { XtablesError } from '../../../xtables-error.js';
import { HAS_CONNECTION } from '../../../connection.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  compareLong,
  LONG_MAX,
  readLongRange,
  type LongInteger,
} from '../../option/number/long-integer.js';
import { openChoice } from '../../option/open-choice.js';
import { nftNot, nftWords } from '../../option/nft-words.js';

/** `-m connbytes`. */
export interface ConnbytesMatch extends MatchData {
  readonly name: 'connbytes';
  /** Turned round when it's inverted. */
  readonly from: LongInteger;
  readonly to: LongInteger;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly mode: (typeof MODES)[number];
}

const DIRECTIONS = ['original', 'reply', 'both'] as const;
const MODES = ['packets', 'bytes', 'avgpkt'] as const;

/**
 * The `connbytes` match: on how much a connection has transferred. It isn't counted here: of a single packet's connection nothing has come before,
 * and the packet itself counts as a packet. Without a connection it never holds. Source: `connbytes_mt`, iptables-extensions(8).
 */
export const connbytesMatch: MatchExtension<ConnbytesMatch> = {
  name: 'connbytes',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: {
      name: 'connbytes',
      from: '0',
      to: LONG_MAX,
      direction: 'original',
      mode: 'packets',
    },
    options: [
      {
        name: 'connbytes',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const [from = '0', to = LONG_MAX] = readLongRange(given);
          return given.inverted ? { ...data, from: to, to: from } : { ...data, from, to };
        },
      },
      {
        name: 'connbytes-dir',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          const direction = DIRECTIONS.find((one) => one === argument);
          if (direction !== undefined) return { ...data, direction };
          throw new XtablesError('parameter', `Unknown --connbytes-dir \`${argument}'`);
        },
      },
      {
        name: 'connbytes-mode',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          const mode = MODES.find((one) => one === argument);
          if (mode !== undefined) return { ...data, mode };
          throw new XtablesError('parameter', `Unknown --connbytes-mode \`${argument}'`);
        },
      },
    ],
  },
  print: (data) =>
    `${printRange(data, '--')} --connbytes-mode ${data.mode} --connbytes-dir ${data.direction}`,
  list: (data) =>
    `${printRange(data, '')} connbytes mode ${data.mode} connbytes direction ${data.direction}`,
  translate({ from, to, direction, mode }) {
    const turned = compareLong(from, to) > 0;
    const [low, high] = turned ? [to, from] : [from, to];
    const range =
      low === high
        ? low
        : high === LONG_MAX
          ? `${turned ? 'lt' : 'ge'} ${low}`
          : `${nftNot({ inverted: turned })}${low}-${high}`;
    return nftWords('ct ', direction === 'both' ? '' : `${direction} `, `${mode} `, range);
  },
  predicate: () => HAS_CONNECTION,
  choice: (data) =>
    openChoice(contains(data, data.mode === 'packets' && data.direction !== 'reply' ? '1' : '0')),
};

function printRange({ from, to }: ConnbytesMatch, dashes: string): string {
  const turned = compareLong(from, to) > 0;
  const [low, high] = turned ? [to, from] : [from, to];
  const end = high === '0' || high === LONG_MAX ? '' : `:${high}`;
  return `${turned ? '! ' : ''}${dashes}connbytes ${low}${end}`;
}

function contains({ from, to }: ConnbytesMatch, count: LongInteger): boolean {
  const turned = compareLong(from, to) > 0;
  const [low, high] = turned ? [to, from] : [from, to];
  return (compareLong(count, low) >= 0 && compareLong(count, high) <= 0) !== turned;
}
