import type { RouteMetric } from '../../../fib/route.js';
import { refuseByKernel } from '../arguments.js';

/** The metrics in the order of their numbers, in which they are listed. Source: `RTAX_` constants. */
const METRIC_NAMES = [
  'mtu',
  'window',
  'rtt',
  'rttvar',
  'ssthresh',
  'cwnd',
  'advmss',
  'reordering',
  'hoplimit',
  'initcwnd',
  'features',
  'rto_min',
  'initrwnd',
  'quickack',
  'congctl',
  'fastopen_no_cookie',
] as const;

/** The largest values that the kernel keeps; larger ones become these. Source: `ip_metrics_convert`. */
const LIMITS: Readonly<Record<string, number>> = { advmss: 65535 - 40, mtu: 65535 - 15 };

/** The congestion control algorithms of the reference kernel. */
const CONGESTION_CONTROLS: ReadonlySet<string> = new Set(['reno', 'cubic', 'bbr']);

/** The metrics that a route keeps of those asked for: limited, in order, without those that say nothing. @throws Refusal */
export function keptMetrics(asked: readonly RouteMetric[]): readonly RouteMetric[] {
  return METRIC_NAMES.flatMap((name) => {
    const metric = asked.find((candidate) => candidate.name === name);
    if (metric === undefined) return [];
    if (name === 'congctl' && !CONGESTION_CONTROLS.has(String(metric.value))) {
      refuseByKernel('Unknown tcp congestion algorithm');
    }
    const limit = LIMITS[name];
    const value = limit !== undefined && Number(metric.value) > limit ? limit : metric.value;
    return value === 0 && !metric.locked ? [] : [{ ...metric, value }];
  });
}
