import { XtablesError } from '../../xtables-error.js';

/** A rate as `hashlimit` keeps it. */
export interface HashRate {
  /** Time between two packets, in millionths of a second; or what 16 bytes cost. */
  readonly average: number;
  /** The unit that was given, or what stands for bytes. */
  readonly unitSeconds: number;
  /** It's a rate of bytes. */
  readonly bytes: boolean;
}

/** How long a group is remembered when bytes may come at once. */
export const BURST_EXPIRE_MS = 60_000;

/** Source: `XT_HASHLIMIT_SCALE_v2`. */
const SCALE = 1_000_000;
/** Source: `XT_HASHLIMIT_BYTE_EXPIRE`. */
const BYTE_EXPIRE_SECONDS = 15;
const U32 = 0x1_0000_0000;

/** The longest first, as they're printed. */
const UNITS = [
  { name: 'day', long: 'day', seconds: 86_400 },
  { name: 'hour', long: 'hour', seconds: 3600 },
  { name: 'min', long: 'minute', seconds: 60 },
  { name: 'sec', long: 'second', seconds: 1 },
] as const;

const BYTE_UNITS = [
  ['m', 1024 * 1024],
  ['k', 1024],
  ['', 1],
] as const;

/** What `m` and `k` behind a number of bytes stand for. */
export function factorOf(letter: string): number {
  return BYTE_UNITS.find(([name]) => name === letter)?.[1] ?? 1;
}

/** Reads `NUMBER[/UNIT]`, or `NUMBERb/s` with `k` or `m` before the `b`; undefined when it's neither. @throws XtablesError */
export function readHashRate(text: string): HashRate | undefined {
  const number = Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
  const mark = text.indexOf('b/s');
  if (mark > 0 && number !== 0) return readByteRate(text, number * factorOf(text[mark - 1] ?? ''));
  const slash = text.indexOf('/');
  const word = text.slice(slash + 1).toLowerCase();
  const unit =
    slash < 0 ? UNITS[3] : UNITS.findLast(({ long }) => word !== '' && long.startsWith(word));
  if (unit === undefined || number === 0) return undefined;
  // A negative number is a very large one.
  const average = number < 0 ? 0 : Math.floor((SCALE * unit.seconds) / number);
  if (average === 0) throw new XtablesError('parameter', `Rate too fast "${text}"`);
  return { average, unitSeconds: unit.seconds, bytes: false };
}

function readByteRate(text: string, bytes: number): HashRate {
  const average = costOfBytes(bytes);
  if (average === 0) throw new XtablesError('parameter', `Rate too high "${text}"`);
  return { average, unitSeconds: BYTE_EXPIRE_SECONDS, bytes: true };
}

function costOfBytes(bytes: number): number {
  return Math.floor((U32 - 1) / ((Math.floor(bytes / 16) % U32) + 1));
}

/** How many bytes a second a cost stands for. */
export function bytesOfCost(cost: number): number {
  return (Math.floor((U32 - 1) / cost) - 1) * 16;
}

/** Writes a rate, with its burst if it's one of bytes, and for how long its groups are remembered unless it's said. */
export function listHashRate(
  { bytes }: HashRate,
  average: number,
  burst: number,
  dashes: string,
): { readonly text: string; readonly expireMs: number } {
  if (bytes) return listByteRate(average, burst, dashes);
  if (average === 0) return { text: 'inf', expireMs: 0 };
  const { name, seconds } = unitOf(average);
  return {
    text: `${Math.floor((seconds * SCALE) / average)}/${name}`,
    expireMs: seconds * 1000,
  };
}

/** Writes a rate as nft lists it: of packets without its burst, of bytes with it. */
export function translateHashRate({ bytes }: HashRate, average: number, burst: number): string {
  if (bytes) {
    const { rate, most } = byteRate(average, burst);
    const burstText = most === undefined ? '' : ` burst ${most.number} ${most.unit}bytes`;
    return `${rate.number} ${rate.unit}bytes/second${burstText}`;
  }
  const { long, seconds } = unitOf(average);
  return `${Math.floor((seconds * SCALE) / average)}/${long}`;
}

/** The longest unit in which a rate is a whole number, or nearly. */
function unitOf(average: number): (typeof UNITS)[number] {
  const next = UNITS.findIndex(({ seconds }, index) => {
    const parts = seconds * SCALE;
    return index > 0 && (average > parts || Math.floor(parts / average) < parts % average);
  });
  return UNITS[next < 0 ? UNITS.length - 1 : next - 1] ?? UNITS[0];
}

function listByteRate(
  cost: number,
  burst: number,
  dashes: string,
): { readonly text: string; readonly expireMs: number } {
  const { rate, most } = byteRate(cost, burst);
  const text = `${rate.number}${rate.unit}b/s`;
  if (most === undefined) return { text, expireMs: BYTE_EXPIRE_SECONDS * 1000 };
  return {
    text: `${text} ${dashes}burst ${most.number}${most.unit}b`,
    expireMs: BURST_EXPIRE_MS,
  };
}

/** A number of bytes in the largest unit that it fills. */
interface Bytes {
  readonly number: number;
  readonly unit: string;
}

/** The rate that a cost stands for, and how many bytes may come at once. */
function byteRate(
  cost: number,
  burst: number,
): { readonly rate: Bytes; readonly most: Bytes | undefined } {
  const bytes = bytesOfCost(cost);
  const [unit, size] =
    BYTE_UNITS.find(
      ([, factor]) =>
        factor === 1 || (bytes >= factor && costOfBytes(bytes - (bytes % factor)) === cost),
    ) ?? BYTE_UNITS[2];
  const rate = { number: Math.floor(bytes / size), unit };
  if (burst === 0) return { rate, most: undefined };
  const most = bytes * burst;
  const [burstUnit, burstSize] =
    BYTE_UNITS.find(([, factor]) => factor === 1 || most >= factor) ?? BYTE_UNITS[2];
  return { rate, most: { number: Math.floor(most / burstSize), unit: burstUnit } };
}
