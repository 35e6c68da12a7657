import type { DatatypeText } from './datatype-text.js';
import { readTimeSpan } from './time-span.js';

const NANOSECONDS = 1_000_000_000n;

const two = (number: bigint | number): string => number.toString().padStart(2, '0');

const printDate = (value: bigint): string => {
  const date = new Date(Number(value / NANOSECONDS) * 1000);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day} ${time}`;
};

/** Moments, in nanoseconds since 1970. The host's zone is UTC. Source: nft's `date_type_parse`, strptime(3). */
export const dateText: DatatypeText = {
  read: (word) => {
    const [, year, month, day, hour, minute, second] =
      /^\s*(\d{1,4})-(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?/.exec(word) ??
      [];
    if (year === undefined) {
      return /^\d+$/.test(word) ? BigInt(word) * NANOSECONDS : { mistake: 'Cannot parse date' };
    }
    if (!isWithin(month, 1, 12) || !isWithin(day, 1, 31)) return { mistake: 'Cannot parse date' };
    const isTime = isWithin(hour, 0, 23) && isWithin(minute, 0, 59) && isWithin(second, 0, 61);
    const time = isTime ? [hour ?? 0, minute ?? 0, second ?? 0].map(Number) : [];
    const [hours = 0, minutes = 0, seconds = 0] = time;
    const moment = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds);
    return BigInt(moment / 1000) * NANOSECONDS;
  },
  print: (value) => `"${printDate(value)}"`,
  json: printDate,
};

const isWithin = (digits: string | undefined, least: number, most: number): boolean =>
  digits === undefined || (Number(digits) >= least && Number(digits) <= most);

const printHour = (value: bigint): string => {
  const seconds = value % 60n;
  const minutes = (value / 60n) % 60n;
  const text = `${two(value / 3600n)}:${two(minutes)}`;
  return seconds === 0n ? text : `${text}:${two(seconds)}`;
};

/** Times of a day, in seconds. Source: nft's `hour_type_parse`. */
export const hourText: DatatypeText = {
  read: (word) => {
    if (/^\d+$/.test(word)) return BigInt(word);
    const [all, hour, minute, second] = /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?/.exec(word) ?? [];
    const inRange = Number(hour) <= 23 && Number(minute) <= 59 && Number(second ?? 0) <= 61;
    if (all !== undefined && inRange) {
      if (all.length < word.length) {
        return { mistake: `Can't parse trailing input: "${word.slice(all.length)}"\n` };
      }
      return BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0));
    }
    const span = readTimeSpan(word);
    return typeof span === 'bigint' ? (span / 1000n) % 86_400n : span;
  },
  print: (value) => `"${printHour(value)}"`,
  json: printHour,
};
