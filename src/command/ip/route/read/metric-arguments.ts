import type { RouteMetric } from '../../../../fib/route.js';
import { matches, refuseValue, type Words } from '../../arguments.js';
import { readU32 } from '../../number-arguments.js';
import { readTime } from './time-argument.js';

/** One of the metrics of a route: how its word is taken, what its value may be. */
export interface MetricOption {
  /** The name under which ip(8) takes and lists it. */
  readonly name: string;
  /** The word may be shortened. */
  readonly abbreviates: boolean;
  /** The word `lock` may stand before the value. */
  readonly lockable: boolean;
  /** Reads the value. @throws Refusal in the tool's words. */
  readonly read: (word: string) => number | string;
}

/** Bits of the metric `features`, in the order in which they are listed. Source: `RTAX_FEATURE_` constants. */
export const FEATURE_BITS = { ecn: 1, tcp_usec_ts: 16 } as const;

function number(name: string, max = 0xffffffff): MetricOption['read'] {
  return (word) => {
    const value = readU32(word);
    if (value === undefined || value > max) refuseValue(word, `"${name}" value is invalid\n`);
    return value;
  };
}

function flag(name: string): MetricOption['read'] {
  const read = number(name);
  return (word) => {
    const value = read(word);
    if (value !== 0 && value !== 1) refuseValue(word, `"${name}" value should be 0 or 1\n`);
    return value;
  };
}

/** @param units - how many of the kernel's units make a millisecond; a number without a unit is taken as the kernel's. */
function time(name: string, units: number): MetricOption['read'] {
  return (word) => {
    const read = readTime(word);
    if (read === undefined) return refuseValue(word, `"${name}" value is invalid\n`);
    return read.unitGiven ? (read.value * units) >>> 0 : read.value;
  };
}

function feature(word: string): number {
  if (word === 'ecn' || word === 'tcp_usec_ts') return FEATURE_BITS[word];
  return refuseValue(word, '"features" value not valid\n');
}

/** The metrics in the order in which ip(8) looks for their words. Source: ip-route(8), `iproute_modify`. */
const METRIC_OPTIONS: readonly MetricOption[] = [
  { name: 'mtu', abbreviates: false, lockable: true, read: number('mtu') },
  { name: 'hoplimit', abbreviates: false, lockable: true, read: number('hoplimit', 255) },
  { name: 'advmss', abbreviates: false, lockable: true, read: number('mss') },
  { name: 'reordering', abbreviates: true, lockable: true, read: number('reordering') },
  { name: 'rtt', abbreviates: false, lockable: true, read: time('rtt', 8) },
  { name: 'rto_min', abbreviates: false, lockable: false, read: time('rto_min', 1) },
  { name: 'window', abbreviates: true, lockable: true, read: number('window') },
  { name: 'cwnd', abbreviates: true, lockable: true, read: number('cwnd') },
  { name: 'initcwnd', abbreviates: true, lockable: true, read: number('initcwnd') },
  { name: 'initrwnd', abbreviates: true, lockable: true, read: number('initrwnd') },
  { name: 'features', abbreviates: true, lockable: false, read: feature },
  { name: 'quickack', abbreviates: true, lockable: false, read: flag('quickack') },
  { name: 'congctl', abbreviates: true, lockable: true, read: (word) => word },
  { name: 'rttvar', abbreviates: true, lockable: true, read: time('rttvar', 4) },
  { name: 'ssthresh', abbreviates: true, lockable: true, read: number('ssthresh') },
  {
    name: 'fastopen_no_cookie',
    abbreviates: true,
    lockable: false,
    read: flag('fastopen_no_cookie'),
  },
];

/** The metric that a word names; undefined when it names none. */
export function metricOption(word: string): MetricOption | undefined {
  return METRIC_OPTIONS.find(({ name, abbreviates }) =>
    abbreviates ? matches(word, name) : word === name,
  );
}

/** Reads the value of a metric, with `lock` before it where that may stand. `rto_min` is always locked. */
export function parseMetric(option: MetricOption, words: Words): RouteMetric {
  let word = words.next();
  let locked = option.name === 'rto_min';
  if (option.lockable && word === 'lock') {
    locked = true;
    word = words.next();
  }
  return { name: option.name, value: option.read(word), locked };
}
