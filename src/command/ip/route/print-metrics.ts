import type { RouteMetric } from '../../../fib/route.js';
import type { JsonValue } from '../json-text.js';
import { FEATURE_BITS } from './read/metric-arguments.js';

/** How many of the kernel's units make a millisecond. */
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['rtt', 8],
  ['rttvar', 4],
  ['rto_min', 1],
]);

/** The metrics of a route as `ip route` lists them, each followed by a blank. */
export function printMetrics(metrics: readonly RouteMetric[]): string {
  return metrics
    .map((metric) => {
      const lock = metric.locked ? 'lock ' : '';
      return `${metric.name} ${lock}${printValue(metric)} `;
    })
    .join('');
}

function printValue({ name, value }: RouteMetric): string {
  const units = TIME_UNITS.get(name);
  if (typeof value === 'string') return value;
  if (name === 'features') return featureNames(value).join(' ');
  if (units === undefined) return String(value);
  const milliseconds = Math.floor(value / units);
  return milliseconds >= 1000 ? `${printSixDigits(milliseconds / 1000)}s` : `${milliseconds}ms`;
}

function featureNames(bits: number): readonly string[] {
  return Object.entries(FEATURE_BITS).flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name]));
}

/** As printf(3) writes `%g`. */
function printSixDigits(number: number): string {
  const [digits = '', exponent = '0'] = number.toExponential(5).split('e');
  if (Number(exponent) < 6) return String(Number(number.toPrecision(6)));
  return `${Number(digits)}e+${exponent.replace('+', '').padStart(2, '0')}`;
}

/** The metrics of a route as `ip -json route` has them, the locks left out. */
export function metricsJson(metrics: readonly RouteMetric[]): JsonValue {
  return Object.fromEntries(metrics.flatMap(metricJson));
}

function metricJson({ name, value }: RouteMetric): readonly (readonly [string, JsonValue])[] {
  if (name === 'congctl') return [['congestion', value]];
  if (name === 'features') return featureNames(Number(value)).map((feature) => [feature, null]);
  const units = TIME_UNITS.get(name);
  return [[name, units === undefined ? value : Math.floor(Number(value) / units)]];
}
