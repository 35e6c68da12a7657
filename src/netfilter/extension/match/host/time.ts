import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { openChoice } from '../../option/open-choice.js';
import {
  DAY_SECONDS,
  listMonthdays,
  LATEST,
  printDate,
  printTime,
  printWeekdays,
  readDate,
  readMonthdays,
  readTime,
  readWeekdays,
} from '../../option/calendar.js';
import type { ExtensionOption } from '../../option/option.js';
import { nftWords } from '../../option/nft-words.js';

/** `-m time`. */
export interface TimeMatch extends MatchData {
  readonly name: 'time';
  /** In seconds since 1970. */
  readonly dateStart: number;
  readonly dateStop: number;
  /** In seconds of the day. */
  readonly timeStart: number;
  readonly timeStop: number;
  /** 1 to 31. */
  readonly monthdays: readonly number[];
  /** 1, Monday, to 7. */
  readonly weekdays: readonly number[];
  readonly contiguous: boolean;
  readonly kernelZone: boolean;
}

const MONTHDAYS = Array.from({ length: 31 }, (_, index) => index + 1);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const LAST_SECOND = DAY_SECONDS - 1;
const LOCAL_WARNING =
  'WARNING: --localtz is being replaced by --kerneltz, since "local" is ambiguous. Note the kernel timezone has caveats - see manpage for details.';

/**
 * The `time` match: on when a packet comes. There is no clock here: a single packet comes at midnight on 1 January 1970, a Thursday. Source:
 * `xt_time.c`, iptables-extensions(8).
 */
export const timeMatch: MatchExtension<TimeMatch> = {
  name: 'time',
  families: [4, 6],
  options: {
    initial: {
      name: 'time',
      dateStart: 0,
      dateStop: LATEST,
      timeStart: 0,
      timeStop: LAST_SECOND,
      monthdays: MONTHDAYS,
      weekdays: WEEKDAYS,
      contiguous: false,
      kernelZone: false,
    },
    options: [
      option('datestart', (data, text) => ({ ...data, dateStart: readDate(text) })),
      option('datestop', (data, text) => ({ ...data, dateStop: readDate(text) })),
      option('timestart', (data, text) => ({ ...data, timeStart: readTime(text) })),
      option('timestop', (data, text) => ({ ...data, timeStop: readTime(text) })),
      { name: 'contiguous', words: 0, read: (data) => ({ ...data, contiguous: true }) },
      {
        name: 'weekdays',
        words: 1,
        invertible: true,
        read(data, { argument, inverted }) {
          const days = readWeekdays(argument);
          return { ...data, weekdays: WEEKDAYS.filter((day) => days.has(day) !== inverted) };
        },
      },
      {
        name: 'monthdays',
        words: 1,
        invertible: true,
        read(data, { argument, inverted }) {
          const days = readMonthdays(argument);
          return { ...data, monthdays: MONTHDAYS.filter((day) => days.has(day) !== inverted) };
        },
      },
      {
        name: 'localtz',
        words: 0,
        excludes: ['utc'],
        read(data, given) {
          given.notice(LOCAL_WARNING);
          return { ...data, kernelZone: true };
        },
      },
      { name: 'utc', words: 0, excludes: ['localtz', 'kerneltz'], read: (data) => data },
      {
        name: 'kerneltz',
        words: 0,
        excludes: ['utc'],
        read: (data) => ({ ...data, kernelZone: true }),
      },
    ],
    finish(data) {
      if (!data.contiguous || data.timeStart >= data.timeStop) return data;
      throw new XtablesError(
        'parameter',
        'time: --contiguous only makes sense when stoptime is smaller than starttime',
      );
    },
  },
  print: (data) =>
    [
      ...(isAnyTime(data)
        ? []
        : [`--timestart ${printTime(data.timeStart)} --timestop ${printTime(data.timeStop)}`]),
      ...(isAll(data.monthdays, MONTHDAYS) ? [] : [`--monthdays ${data.monthdays.join(',')}`]),
      ...(isAll(data.weekdays, WEEKDAYS) ? [] : [`--weekdays ${printWeekdays(data.weekdays)}`]),
      ...(data.dateStart === 0 ? [] : [`--datestart ${printDate(data.dateStart, 'T')}`]),
      ...(data.dateStop === 0 ? [] : [`--datestop ${printDate(data.dateStop, 'T')}`]),
      ...(data.kernelZone ? ['--kerneltz'] : []),
      ...(data.contiguous ? ['--contiguous'] : []),
    ].join(' '),
  list: (data) =>
    [
      'TIME',
      ...(isAnyTime(data)
        ? []
        : [`from ${printTime(data.timeStart)} to ${printTime(data.timeStop)}`]),
      ...(isAll(data.weekdays, WEEKDAYS) ? [] : [`on ${printWeekdays(data.weekdays)}`]),
      ...(isAll(data.monthdays, MONTHDAYS) ? [] : [`on ${listMonthdays(data.monthdays)}`]),
      ...(data.dateStart === 0 ? [] : [`starting from ${printDate(data.dateStart, ' ')}`]),
      ...(data.dateStop === LATEST ? [] : [listStop(data.dateStop)]),
      ...(data.kernelZone ? [] : ['UTC']),
      ...(data.contiguous ? ['contiguous'] : []),
    ].join(' '),
  translate(data) {
    const { dateStart, dateStop, timeStart, timeStop, monthdays, weekdays } = data;
    if (!isAll(monthdays, MONTHDAYS)) return undefined;
    // nft counts days from Sunday.
    const days = weekdays.map((day) => day % 7).join(', ');
    return nftWords(
      dateStart === 0 && dateStop === LATEST
        ? ''
        : `meta time ${quotedDate(dateStart)}-${quotedDate(dateStop)}`,
      isAnyTime(data) ? '' : ` meta hour "${printTime(timeStart)}"-"${printTime(timeStop)}"`,
      isAll(weekdays, WEEKDAYS) ? '' : ` meta day ${weekdays.length > 1 ? `{ ${days} }` : days}`,
    );
  },
  predicate: () => ALWAYS,
  choice: (data) => openChoice(isMetAtFirst(data)),
};

function option(
  name: string,
  read: (data: TimeMatch, text: string) => TimeMatch,
): ExtensionOption<TimeMatch> {
  return { name, words: 1, read: (data, { argument }) => read(data, argument) };
}

function isAnyTime({ timeStart, timeStop }: TimeMatch): boolean {
  return timeStart === 0 && timeStop === LAST_SECOND;
}

function isAll(days: readonly number[], every: readonly number[]): boolean {
  return days.length === every.length;
}

/** 0 stands for no date, and is one all the same. */
function listStop(stop: number): string {
  return stop === 0 ? 'until date' : `until date ${printDate(stop, ' ')}`;
}

/** Whether a packet of second 0 meets it. Source: `time_mt`. */
function isMetAtFirst(data: TimeMatch): boolean {
  const { dateStart, timeStart, timeStop, contiguous, monthdays, weekdays } = data;
  if (dateStart > 0 || (timeStart < timeStop && timeStart > 0)) return false;
  // The night that began on the day before, the 31st, a Wednesday.
  const before = timeStart >= timeStop && timeStart > 0 && contiguous;
  return monthdays.includes(before ? 31 : 1) && weekdays.includes(before ? 3 : 4);
}

function quotedDate(seconds: number): string {
  return `"${printDate(seconds, ' ')}"`;
}
