import type { ExplainedLeg } from '../host/explain-journey.js';
import { visible } from '../visible-text.js';
import { printTrace } from './print-trace.js';
import type { TraceStyle } from './row.js';

/** Prints walks of packets through namespaces for a person, each below the packet's number and where it is. */
export function printLegs(legs: readonly ExplainedLeg[], style: TraceStyle): string {
  return legs
    .map(({ packet, ns, ...explanation }) => {
      const who = packet === null ? 'not sent' : `#${packet}`;
      const where = visible(ns ?? 'here');
      return `\n${style.paint('heading', `${who} in ${where}`)}\n${printTrace(explanation, style)}`;
    })
    .join('');
}
