import { ALWAYS, NEVER } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchMemory, MatchData, MatchExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m statistic`. */
export interface StatisticMatch extends MatchData {
  readonly name: 'statistic';
  readonly mode: 'random' | 'nth' | undefined;
  /** `random`: out of 2^31. */
  readonly probability: number;
  /** `nth`: one packet in so many matches. */
  readonly every: number;
  /** `nth`: which of them, from 0. */
  readonly packet: number;
  readonly inverted: boolean;
}

const CERTAIN = 0x80000000;
const U32_MAX = 0xffffffff;
/** What is remembered of a cycle is written out, so it has to be of a size to write out. */
const LONGEST_CYCLE = 0x10000;

/** The `statistic` match: one packet in so many, or some of them by chance. Source: `xt_statistic.c`, iptables-extensions(8). */
export const statisticMatch: MatchExtension<StatisticMatch> = {
  name: 'statistic',
  families: [4, 6],
  options: {
    initial: {
      name: 'statistic',
      mode: undefined,
      probability: 0,
      every: 0,
      packet: 0,
      inverted: false,
    },
    options: [
      {
        name: 'mode',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          if (argument === 'random' || argument === 'nth') return { ...data, mode: argument };
          throw new XtablesError('parameter', `Bad mode "${argument}"`);
        },
      },
      {
        name: 'probability',
        words: 1,
        invertible: true,
        excludes: ['every', 'packet'],
        read(data, { argument, inverted }) {
          const value = argument.trim() === '' ? Number.NaN : Number(argument);
          if (value >= 0 && value <= 1) {
            return { ...data, probability: Math.round(value * CERTAIN), inverted };
          }
          throw new XtablesError(
            'parameter',
            'statistic: bad value for option "--probability", or out of range (0-1).\n',
          );
        },
      },
      {
        name: 'every',
        words: 1,
        invertible: true,
        requires: ['packet'],
        read: (data, given) => ({
          ...data,
          every: readInteger(given, 1, U32_MAX),
          inverted: given.inverted,
        }),
      },
      {
        name: 'packet',
        words: 1,
        read: (data, given) => ({ ...data, packet: readInteger(given, 0, U32_MAX) }),
      },
    ],
    finish(data, given) {
      if (data.mode === 'nth') return checkCycle(data, given);
      if (given.has('probability')) return data;
      throw new XtablesError('parameter', '--probability must be specified when using random mode');
    },
  },
  print: (data) => `--mode ${printMode(data, '--', true)}`,
  list: (data) => `statistic mode ${printMode(data, '', data.packet > 0)}`,
  translate({ mode, probability, every, packet, inverted }) {
    return mode === 'random'
      ? `meta random & ${CERTAIN - 1} ${inverted ? '>=' : '<'} ${probability}`
      : `numgen inc mod ${every} ${nftNot({ inverted })}${packet}`;
  },
  asNft(data, rule) {
    if (!isCertain(data)) return statisticMatch.translate?.(data, rule) ?? '';
    return isNever(data) ? 'meta mark != 0-0xffffffff' : '';
  },
  predicate: (data) => (isNever(data) ? NEVER : ALWAYS),
  choice(data) {
    if (isCertain(data)) return undefined;
    return data.mode === 'nth' ? cycle(data) : likelier(data);
  },
};

function checkCycle(data: StatisticMatch, given: ReadonlySet<string>): StatisticMatch {
  if (!given.has('every') && !given.has('packet')) {
    throw new XtablesError(
      'parameter',
      '--every and --packet must be specified when using nth mode',
    );
  }
  if (data.packet >= data.every && (given.has('packet') || data.every === 0)) {
    throw new XtablesError('parameter', 'the --packet p must be 0 <= p <= n-1');
  }
  if (data.every > LONGEST_CYCLE) {
    throw new XtablesError('unsimulated', `--every above ${LONGEST_CYCLE}`);
  }
  return data;
}

function printMode(data: StatisticMatch, dashes: string, withPacket: boolean): string {
  const not = data.inverted ? '! ' : '';
  if (data.mode === 'random') {
    return `random ${not}${dashes}probability ${(data.probability / CERTAIN).toFixed(11)}`;
  }
  const packet = withPacket ? ` ${dashes}packet ${data.packet}` : '';
  return `nth ${not}${dashes}every ${data.every}${packet}`;
}

/** Every packet that comes so far moves the cycle on. */
function cycle({ every, packet, inverted }: StatisticMatch): MatchMemory {
  const at = (position: number): MatchMemory['transitions'][number] => ({
    matches: (position === packet) !== inverted,
    state: (position + 1) % every,
  });
  // Nothing remembered is the beginning of the cycle.
  return { transitions: [at(0), ...Array.from({ length: every }, (_, position) => at(position))] };
}

/** Chance that leaves nothing to chance. */
function isCertain({ mode, probability }: StatisticMatch): boolean {
  return mode === 'random' && (probability === 0 || probability === CERTAIN);
}

function isNever(data: StatisticMatch): boolean {
  return isCertain(data) && (data.probability === 0) !== data.inverted;
}

/** Chance can't be foreseen: the likelier way is taken. */
function likelier({ probability, inverted }: StatisticMatch): MatchMemory {
  return { transitions: [{ matches: probability * 2 >= CERTAIN !== inverted, state: -1 }] };
}
