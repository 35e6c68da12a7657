import { printAddress } from '../../../../address/address-text.js';
import type { Address } from '../../../../address/address.js';
import type { Family } from '../../../../address/family.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import { addressKey, type ListQuestion } from '../../list-question.js';
import type { MatchData, MatchExtension, MatchScope, Restriction } from '../../extension.js';
import { cutText } from '../../option/cut-text.js';
import { lengthMask, readHostAddress } from '../../option/host-address.js';
import { readInteger } from '../../option/number/integer.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';
import { isProcName } from '../../option/proc-name.js';

/** `-m recent`. */
export interface RecentMatch extends MatchData {
  readonly name: 'recent';
  readonly operation: 'set' | 'rcheck' | 'update' | 'remove' | undefined;
  readonly inverted: boolean;
  /** 0 when not given. */
  readonly seconds: number;
  readonly reap: boolean;
  /** 0 when not given. */
  readonly hitcount: number;
  readonly rttl: boolean;
  readonly list: string;
  readonly side: 'source' | 'dest';
  /** Undefined when all bits count. */
  readonly mask: Address | undefined;
}

const OPERATIONS = ['set', 'rcheck', 'update', 'remove'] as const;
const LISTED = { set: 'SET', rcheck: 'CHECK', update: 'UPDATE', remove: 'REMOVE' } as const;
const U32_MAX = 0xffffffff;
/** Source: `XT_RECENT_NAME_LEN`, with its end. */
const LONGEST_NAME = 199;
/** Source: `XT_RECENT_MAX_NSTAMPS`. */
const MOST_HITS = 0xffff;

/**
 * The `recent` match: whether an address is in a list of those that were seen, as packets have left it. No time passes, so that what was seen was seen
 * just now; with `--rttl` a single packet finds the list empty. Source: `recent_mt`, iptables-extensions(8).
 */
export const recentMatch: MatchExtension<RecentMatch> = {
  name: 'recent',
  families: [4, 6],
  options: {
    initial: {
      name: 'recent',
      operation: undefined,
      inverted: false,
      seconds: 0,
      reap: false,
      hitcount: 0,
      rttl: false,
      list: 'DEFAULT',
      side: 'source',
      mask: undefined,
    },
    options: [
      ...OPERATIONS.map((operation): ExtensionOption<RecentMatch> => ({
        name: operation,
        words: 0,
        invertible: true,
        excludes: OPERATIONS,
        read: (data, { inverted }) => ({
          ...data,
          operation,
          inverted: data.inverted || inverted,
        }),
      })),
      {
        name: 'seconds',
        words: 1,
        read: (data, given) => ({ ...data, seconds: readInteger(given, 1, U32_MAX) }),
      },
      { name: 'reap', words: 0, requires: ['seconds'], read: (data) => ({ ...data, reap: true }) },
      {
        name: 'hitcount',
        words: 1,
        read: (data, given) => ({ ...data, hitcount: readInteger(given, 0, U32_MAX) }),
      },
      {
        name: 'rttl',
        words: 0,
        excludes: ['set', 'remove'],
        read: (data) => ({ ...data, rttl: true }),
      },
      {
        name: 'name',
        words: 1,
        read: (data, { argument }) => ({ ...data, list: cutText(argument, LONGEST_NAME) }),
      },
      { name: 'rsource', words: 0, read: (data) => ({ ...data, side: 'source' }) },
      { name: 'rdest', words: 0, read: (data) => ({ ...data, side: 'dest' }) },
      {
        name: 'mask',
        words: 1,
        read: (data, given) => ({ ...data, mask: readHostAddress(given.argument, given) }),
      },
    ],
    finish(data) {
      if (data.operation !== undefined) return masksAll(data) ? { ...data, mask: undefined } : data;
      throw new XtablesError(
        'parameter',
        "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'",
      );
    },
  },
  print: (data, family) =>
    [
      `${data.inverted ? '! ' : ''}--${data.operation}`,
      ...(data.seconds === 0 ? [] : [`--seconds ${data.seconds}`]),
      ...(data.reap ? ['--reap'] : []),
      ...(data.hitcount === 0 ? [] : [`--hitcount ${data.hitcount}`]),
      ...(data.rttl ? ['--rttl'] : []),
      `--name ${data.list}`,
      `--mask ${printMask(data, family)}`,
      `--r${data.side}`,
    ].join(' '),
  list: (data, { family }) =>
    [
      `${data.inverted ? '! ' : ''}recent:`,
      ...(data.operation === undefined ? [] : [LISTED[data.operation]]),
      ...(data.seconds === 0 ? [] : [`seconds: ${data.seconds}`]),
      ...(data.reap ? ['reap'] : []),
      ...(data.hitcount === 0 ? [] : [`hit_count: ${data.hitcount}`]),
      ...(data.rttl ? ['TTL-Match'] : []),
      `name: ${data.list}`,
      `side: ${data.side}`,
      `mask: ${printMask(data, family)}`,
    ].join(' '),
  restrict: (data): Restriction => (isTaken(data) ? {} : { refused: 'EINVAL' }),
  predicate: () => ALWAYS,
  listOf,
  choice: (data, scope) =>
    data.rttl ? openChoice(data.inverted) : { list: questionOf(data, scope) },
};

function isRecent(match: MatchData): match is RecentMatch {
  return match.name === recentMatch.name;
}

const DOES = { set: 'note', rcheck: 'find', update: 'refresh', remove: 'drop' } as const;

function listOf({ list }: Pick<RecentMatch, 'list'>): string {
  return `recent ${list}`;
}

function questionOf(data: RecentMatch, scope: MatchScope): ListQuestion {
  const { family } = scope;
  const { operation, side, hitcount, inverted } = data;
  const owner = scope.listOwner(listOf(data));
  const { mask } = owner !== undefined && isRecent(owner) ? owner : data;
  const masks = (mask ?? lengthMask({ family }, family === 4 ? 32 : 128)).words;
  return {
    does: DOES[operation ?? 'set'],
    list: listOf(data),
    key: addressKey(side === 'source' ? 'src' : 'dst', masks),
    times: Math.max(hitcount, 1),
    inverted,
  };
}

function masksAll({ mask }: RecentMatch): boolean {
  return mask?.words.every((word) => word === 0xffffffff) === true;
}

function printMask({ mask }: RecentMatch, family: Family): string {
  return printAddress(mask ?? lengthMask({ family }, family === 4 ? 32 : 128));
}

/** Source: `recent_mt_check`. */
function isTaken({ operation, seconds, hitcount, reap, rttl, list }: RecentMatch): boolean {
  const asksForTimes = seconds > 0 || hitcount > 0 || reap || rttl;
  if ((operation === 'set' || operation === 'remove') && asksForTimes) return false;
  return hitcount <= MOST_HITS && isProcName(list);
}
