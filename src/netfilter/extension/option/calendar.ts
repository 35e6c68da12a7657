import { XtablesError } from '../../xtables-error.js';

/** How long a day is. */
export const DAY_SECONDS = 86_400;
/** The last second that there is. Source: `INT_MAX`. */
export const LATEST = 0x7fffffff;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Parts of a date after the year: the most of each, and what stands before it. */
const DATE_PARTS = [
  { most: 12, before: '-' },
  { most: 31, before: '-' },
  { most: 23, before: 'T' },
  { most: 59, before: ':' },
  { most: 59, before: ':' },
] as const;

/** Reads `YYYY[-MM[-DD[Thh[:mm[:ss]]]]]` as seconds since 1970. @throws XtablesError */
export function readDate(text: string): number {
  const [, first = '', after = ''] = /^(\d*)(.*)$/s.exec(text) ?? [];
  const year = Number(first);
  let isDate = first !== '' && year >= 1970 && year <= 2038;
  let rest = after;
  const parts = DATE_PARTS.map(({ most, before }, index) => {
    const least = index < 2 ? 1 : 0;
    if (rest === '') return least;
    const [, digits = '', next = ''] = /^(\d*)(.*)$/s.exec(rest.slice(1)) ?? [];
    if (!rest.startsWith(before) || Number(digits) > most) isDate = false;
    rest = next;
    return Number(digits);
  });
  if (!isDate || rest !== '') {
    throw new XtablesError(
      'parameter',
      `Invalid date "${text}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`,
    );
  }
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** Writes a date with its time, and a character in between. */
export function printDate(seconds: number, between: string): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', between);
}

/** Reads `hh:mm[:ss]` as seconds of the day. @throws XtablesError */
export function readTime(text: string): number {
  const [hour, rest] = readTimePart(text, 23);
  const [minute, end] = readTimePart(rest ?? refuseTime(text), 59);
  if (end === undefined) return 3600 * hour + 60 * minute;
  const [second, after] = readTimePart(end, 59);
  return after === undefined ? 3600 * hour + 60 * minute + second : refuseTime(end);
}

/** A number, and what stands behind the colon after it. */
function readTimePart(text: string, most: number): readonly [number, string | undefined] {
  const [, digits, colon, rest = ''] = /^(\d*)(?:(:)(.*))?$/s.exec(text) ?? [];
  if (digits === undefined || Number(digits) > most) return refuseTime(text);
  return [Number(digits), colon === undefined ? undefined : rest];
}

function refuseTime(text: string): never {
  throw new XtablesError(
    'parameter',
    `invalid time "${text}" specified, should be hh:mm[:ss] format and within the boundaries`,
  );
}

/** Writes `hh:mm:ss`. */
export function printTime(seconds: number): string {
  return printDate(seconds, 'T').slice(11);
}

/** Reads days of the month, with commas between. @throws XtablesError */
export function readMonthdays(text: string): ReadonlySet<number> {
  return new Set(
    segments(text, 2).map((day) => {
      const number = /^\d*$/.test(day) ? Number(day) : Number.NaN;
      if (number <= 31) return number;
      throw new XtablesError('parameter', `${day} is not a valid day for --monthdays`);
    }),
  );
}

/** Writes days of the month as a listing has them. */
export function listMonthdays(days: readonly number[]): string {
  const endings = ['th', 'st', 'nd', 'rd'];
  return days.map((day) => `${day}${endings[day % 10] ?? 'th'}`).join(',');
}

/** Reads days of the week by number or by the first two letters of their names, with commas between. @throws XtablesError */
export function readWeekdays(text: string): ReadonlySet<number> {
  return new Set(
    segments(text, 3).map((day) => {
      if (/^\d*$/.test(day)) {
        if (Number(day) > 0) return Number(day);
        throw new XtablesError('parameter', 'No, the week does NOT begin with Sunday.');
      }
      const found = WEEKDAYS.findIndex((name) => name.slice(0, 2) === day.slice(0, 2));
      if (found >= 0) return found + 1;
      throw new XtablesError('parameter', `${day} is not a valid day specifier`);
    }),
  );
}

/** Writes days of the week by name. */
export function printWeekdays(days: readonly number[]): string {
  return days.map((day) => WEEKDAYS[day - 1]).join(',');
}

/** What stands between commas, of which so many characters are read; nothing behind the last comma. */
function segments(text: string, characters: number): readonly string[] {
  const parts = text.split(',');
  const all = parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  return all.map((part) => part.slice(0, characters));
}
