import { maskWords } from '../../../../address/prefix.js';
import type { Family } from '../../../../address/family.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import { ALWAYS, any, equals, not } from '../../../../predicate/predicate.js';
import { fieldWord, type Word } from '../../../nft/meaning/value/value.js';
import { XtablesError } from '../../../xtables-error.js';
import { addressKey, type ListQuestion } from '../../list-question.js';
import type { MatchData, MatchExtension, MatchList, Restriction } from '../../extension.js';
import { cutText } from '../../option/cut-text.js';
import { prefixLength, readPrefixMask } from '../../option/host-address.js';
import { readWord } from '../../option/mark-mask.js';
import { readLeadingNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';
import { isProcName } from '../../option/proc-name.js';
import {
  BURST_EXPIRE_MS,
  bytesOfCost,
  factorOf,
  listHashRate,
  readHashRate,
  translateHashRate,
  type HashRate,
} from '../../option/hash-rate.js';

/** `-m hashlimit`. */
export interface HashlimitMatch extends MatchData, HashRate {
  readonly name: 'hashlimit';
  readonly kind: 'upto' | 'above' | undefined;
  readonly burst: number;
  readonly modes: readonly (typeof MODES)[number][];
  readonly table: string;
  readonly size: number;
  readonly max: number;
  readonly gcInterval: number;
  /** In milliseconds; undefined when it's the rate's own. */
  readonly expire: number | undefined;
  /** Undefined when all bits count. */
  readonly srcmask: number | undefined;
  readonly dstmask: number | undefined;
  readonly rateMatch: boolean;
  /** In seconds; 0 when not given. */
  readonly interval: number;
}

/** In the order in which they're written. */
const MODES = ['srcip', 'srcport', 'dstip', 'dstport'] as const;
const DEFAULT_BURST = 5;
const MOST_BURST = 1_000_000;
const DEFAULT_GC = 1000;
/** Source: `NAME_MAX`, with its end. */
const LONGEST_NAME = 254;
/** With which a timer that ticks 250 or 1000 times a second counts. Source: `CREDITS_PER_JIFFY`. */
const CREDITS_PER_MICRO = 137_438_953n;
const U32_MAX = 0xffffffff;

/** Milliseconds for which nft takes a group to be remembered. */
const DEFAULT_EXPIRE = 1000;
/** What the tool writes for a part of the key that it has no name for. */
const NO_NAME = '(null)';
/** The parts of a group in the order in which nft lists them. */
const NFT_KEYS = [
  { mode: 'dstip', field: 'daddr', mask: 'dstmask' },
  { mode: 'dstport', field: 'tcp dport', mask: undefined },
  { mode: 'srcip', field: 'saddr', mask: 'srcmask' },
  { mode: 'srcport', field: 'tcp sport', mask: undefined },
] as const;

/**
 * The `hashlimit` match: a rate for each group of packets. They aren't counted here: a single packet is the first of its group. Source:
 * `xt_hashlimit.c`, iptables-extensions(8).
 */
export const hashlimitMatch: MatchExtension<HashlimitMatch> = {
  name: 'hashlimit',
  families: [4, 6],
  options: {
    initial: {
      name: 'hashlimit',
      kind: undefined,
      average: 0,
      unitSeconds: 1,
      bytes: false,
      burst: DEFAULT_BURST,
      modes: [],
      table: '',
      size: 0,
      max: 0,
      gcInterval: DEFAULT_GC,
      expire: undefined,
      srcmask: undefined,
      dstmask: undefined,
      rateMatch: false,
      interval: 0,
    },
    options: [
      rateOption('hashlimit-upto', ['hashlimit'], 'upto', 'above'),
      rateOption('hashlimit-above', [], 'above', 'upto'),
      maskOption('srcmask'),
      maskOption('dstmask'),
      {
        name: 'hashlimit-burst',
        words: 1,
        read: (data, { argument }) => ({ ...data, burst: readBurst(argument) }),
      },
      wordOption('hashlimit-htable-size', 'size'),
      wordOption('hashlimit-htable-max', 'max'),
      wordOption('hashlimit-htable-gcinterval', 'gcInterval'),
      wordOption('hashlimit-htable-expire', 'expire'),
      {
        name: 'hashlimit-mode',
        words: 1,
        read: (data, { argument }) => ({ ...data, modes: readModes(argument) }),
      },
      {
        name: 'hashlimit-name',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          if (argument !== '') return { ...data, table: cutText(argument, LONGEST_NAME) };
          throw parameter('Argument must have a minimum length of 1 characters\n');
        },
      },
      {
        name: 'hashlimit-rate-match',
        words: 0,
        read: (data) => ({ ...data, rateMatch: true }),
      },
      {
        name: 'hashlimit-rate-interval',
        words: 1,
        read(data, { argument }) {
          const interval = Number(/^\s*\+?(\d+)/.exec(argument)?.[1] ?? 0);
          if (interval > 0) return { ...data, interval };
          throw badValue('hashlimit-rate-interval', argument);
        },
      },
    ],
    finish,
  },
  print: (data, family) => {
    const rate = listHashRate(data, data.average, data.burst, '--hashlimit-');
    return [
      `--hashlimit-${data.kind} ${rate.text}`,
      ...(data.bytes ? [] : [`--hashlimit-burst ${data.burst}`]),
      ...(data.modes.length === 0 ? [] : [`--hashlimit-mode ${data.modes.join(',')}`]),
      `--hashlimit-name ${data.table}`,
      ...printTable(data, family, rate.expireMs, '--hashlimit-'),
    ].join(' ');
  },
  list: (data, { family }) => {
    const period = data.average * (data.interval === 0 ? 1 : data.interval);
    const rate = listHashRate(data, data.bytes ? data.average : period, data.burst, '');
    return [
      `limit: ${data.kind === 'above' ? 'above' : 'up to'} ${rate.text}`,
      ...(data.bytes ? [] : [`burst ${data.burst}`]),
      ...(data.modes.length === 0 ? [] : [`mode ${data.modes.join('-')}`]),
      ...printTable(data, family, rate.expireMs, ''),
    ].join(' ');
  },
  translate(data, { family }) {
    const keys = [
      ...NFT_KEYS.filter(({ mode }) => data.modes.includes(mode)).map((key) =>
        translateKey(key, data, family),
      ),
      ...(data.rateMatch ? [NO_NAME] : []),
    ];
    if (keys.length === 0) return undefined;
    const expire =
      data.expire === DEFAULT_EXPIRE ? '' : ` timeout ${Math.floor((data.expire ?? 0) / 1000)}s`;
    const over = data.kind === 'above' ? ' over' : '';
    const rate = translateHashRate(data, data.average, data.burst);
    const burst = data.bytes || data.burst === DEFAULT_BURST ? '' : ` burst ${data.burst} packets`;
    return `meter ${data.table} { ${keys.join(' . ')}${expire} limit rate${over} ${rate}${burst} }`;
  },
  restrict: (data, family): Restriction => {
    const longest = family === 4 ? 32 : 128;
    const masks = [data.srcmask ?? 0, data.dstmask ?? 0];
    if (data.gcInterval === 0 || data.expire === 0 || masks.some((mask) => mask > longest)) {
      return { refused: 'EINVAL' };
    }
    if (!data.bytes && !isCountable(data)) return { refused: 'ERANGE' };
    return isProcName(data.table) ? {} : { refused: 'EINVAL' };
  },
  predicate: () => ALWAYS,
  listOf,
  choice: (own, scope) => {
    const { family } = scope;
    const owner = scope.listOwner(listOf(own, family));
    // The settings of a table are those that it was made with.
    const data = { ...(owner !== undefined && isHashlimit(owner) ? owner : own), kind: own.kind };
    // Bytes are not added up.
    if (data.bytes || data.rateMatch) return openChoice(data.kind === 'upto');
    const asked = [true, false].map((ported): MatchList => {
      const list = questionOf(data, family, ported);
      return { list, open: ported ? HAS_PORTS : not(HAS_PORTS) };
    });
    return data.modes.some((mode) => mode === 'srcport' || mode === 'dstport')
      ? asked
      : { list: questionOf(data, family, false) };
  },
};

function listOf({ table }: Pick<HashlimitMatch, 'table'>, family: Family): string {
  return `hashlimit ${family} ${table}`;
}

function isHashlimit(match: MatchData): match is HashlimitMatch {
  return match.name === hashlimitMatch.name;
}

/** Source: `hashlimit_init_dst`. */
const HAS_PORTS = any(
  [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.sctp, PROTOCOL.dccp].map((protocol) =>
    equals('protocol', protocol),
  ),
);

/** Packets of a group share what they may come as. Source: `hashlimit_mt_common`. */
function questionOf(data: HashlimitMatch, family: Family, ported: boolean): ListQuestion {
  const { modes, srcmask, dstmask, kind } = data;
  const all = family === 4 ? 32 : 128;
  const masked = (end: 'src' | 'dst', length = all): readonly Word[] =>
    addressKey(end, modes.includes(`${end}ip`) ? maskWords(family, length) : []);
  const port = (end: 'src' | 'dst'): Word =>
    ported && modes.includes(`${end}port`)
      ? fieldWord(end === 'src' ? 'sport' : 'dport', 16)
      : NO_PORT;
  return {
    does: 'spend',
    list: listOf(data, family),
    key: [...masked('src', srcmask), port('src'), ...masked('dst', dstmask), port('dst')],
    times: packetsAtOnce(data),
    inverted: kind === 'above',
  };
}

const NO_PORT: Word = { bits: 16, constant: 0, terms: [] };

/** Source: `user2credits`. */
function credits(micros: bigint): bigint {
  return BigInt.asUintN(64, micros * CREDITS_PER_MICRO);
}

/** How many packets pass without time going by: less than the burst where its credits are more than 64 bits hold. Source: `rateinfo_init`. */
function packetsAtOnce({ average, burst }: HashlimitMatch): number {
  const one = BigInt(average);
  return Number(credits(one * BigInt(burst)) / credits(one));
}

/** Source: `hashlimit_mt_check_common`. */
function isCountable({ average, burst, rateMatch }: HashlimitMatch): boolean {
  if (rateMatch) return average > 0 && average <= U32_MAX;
  const one = BigInt(average);
  return credits(one * BigInt(burst)) >= credits(one);
}

function rateOption(
  name: string,
  aliases: readonly string[],
  kind: 'upto' | 'above',
  other: 'upto' | 'above',
): ExtensionOption<HashlimitMatch> {
  return {
    name,
    aliases,
    words: 1,
    invertible: true,
    excludes: [`hashlimit-${other}`],
    read(data, { argument, inverted }) {
      const rate = readHashRate(argument);
      if (rate === undefined) throw badValue(name, argument);
      return { ...data, ...rate, kind: inverted ? other : kind };
    },
  };
}

function maskOption(key: 'srcmask' | 'dstmask'): ExtensionOption<HashlimitMatch> {
  return {
    name: `hashlimit-${key}`,
    words: 1,
    read(data, given) {
      // A mask with a gap counts as one of 255 bits.
      const length = prefixLength(readPrefixMask(given.argument, given)) & 0xff;
      return { ...data, [key]: length === (given.family === 4 ? 32 : 128) ? undefined : length };
    },
  };
}

function wordOption(
  name: string,
  key: 'size' | 'max' | 'gcInterval' | 'expire',
): ExtensionOption<HashlimitMatch> {
  return { name, words: 1, read: (data, given) => ({ ...data, [key]: readWord(given) }) };
}

function finish(data: HashlimitMatch, given: ReadonlySet<string>): HashlimitMatch {
  if (data.kind === undefined) throw parameter('You have to specify --hashlimit');
  const { bytes, unitSeconds } = data;
  let { burst, average, interval } = data;
  let ownExpire = unitSeconds * 1000;
  if (bytes) {
    const least = bytesOfCost(average);
    if (given.has('hashlimit-burst')) {
      if (burst < least) throw parameter(`burst cannot be smaller than ${least}b`);
      burst = Math.ceil(burst / least);
      ownExpire = BURST_EXPIRE_MS;
    } else {
      burst = 0;
    }
  } else if (burst > MOST_BURST) {
    throw burstError();
  }
  if (data.rateMatch) {
    if (!bytes) average = Math.floor(average / unitSeconds);
    if (interval === 0) interval = bytes ? 1 : unitSeconds;
  }
  return { ...data, burst, average, interval, expire: data.expire ?? ownExpire };
}

function printTable(
  data: HashlimitMatch,
  family: Family,
  ownExpire: number,
  dashes: string,
): readonly string[] {
  const all = family === 4 ? 32 : 128;
  const word = (name: string, value: number | undefined, unsaid: number) =>
    value === undefined || value === unsaid ? [] : [`${dashes}${name} ${value}`];
  return [
    ...word('htable-size', data.size, 0),
    ...word('htable-max', data.max, 0),
    ...word('htable-gcinterval', data.gcInterval, DEFAULT_GC),
    ...word('htable-expire', data.expire, ownExpire),
    ...word('srcmask', data.srcmask, all),
    ...word('dstmask', data.dstmask, all),
    ...(data.rateMatch ? [`${dashes}rate-match`] : []),
    ...(data.rateMatch ? word('rate-interval', data.interval, 1) : []),
  ];
}

function readModes(text: string): HashlimitMatch['modes'] {
  const given = text.split(/[,|]/).filter((mode) => mode !== '');
  if (given.some((mode) => !MODES.some((known) => known === mode))) {
    throw badValue('hashlimit-mode', text);
  }
  return MODES.filter((mode) => given.includes(mode));
}

/** A number of packets or of bytes, with `k` or `m` behind it. @throws XtablesError */
function readBurst(text: string): number {
  const found = readLeadingNumber(text, 1, Number.MAX_SAFE_INTEGER);
  if (found === undefined || (found.rest === '' && found.value > MOST_BURST)) throw burstError();
  return found.value * factorOf(found.rest.slice(0, 1));
}

function burstError(): XtablesError {
  return parameter(`bad value for option "--hashlimit-burst", or out of range (1-${MOST_BURST}).`);
}

function badValue(option: string, value: string): XtablesError {
  return parameter(`hashlimit: Bad value for "--${option}" option: "${value}"`);
}

function parameter(message: string): XtablesError {
  return new XtablesError('parameter', message);
}

function translateKey(
  { field, mask }: (typeof NFT_KEYS)[number],
  data: HashlimitMatch,
  family: Family,
): string {
  if (mask === undefined) return field;
  const name = `${family === 4 ? 'ip' : 'ip6'} ${field}`;
  const length = data[mask];
  if (length === undefined) return name;
  const bits = maskWords(family, length);
  const blocks =
    family === 4
      ? bits.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff))
      : bits.flatMap((word) => [word >>> 16, word & 0xffff]);
  const text =
    family === 4
      ? blocks.join('.')
      : blocks.map((block) => block.toString(16).padStart(4, '0')).join(':');
  return `${name} and ${text}`;
}
