import type { ExplainedLeg, FrameLeg } from '../host/explain-journey.js';
import { visible } from '../visible-text.js';
import { printTrace } from './print-trace.js';
import type { TraceStyle } from './row.js';

/** Prints walks of packets through namespaces for a person, each below the packet's number and where it is. */
export function printLegs(legs: readonly ExplainedLeg[], style: TraceStyle): string {
  return legs
    .map(({ packet, ns, ...explanation }) => {
      const who = packet === null ? 'not sent' : `#${packet}`;
      const where = `${visible(ns ?? 'here')}${printPorts(explanation.bridge)}`;
      return `\n${style.paint('heading', `${who} in ${where}`)}\n${printTrace(explanation, style)}`;
    })
    .join('');
}

/** The ports of the frame that a packet is in. */
function printPorts(frame: FrameLeg | undefined): string {
  if (frame === undefined) return '';
  const to = frame.dev === null ? '' : ` to port ${visible(frame.dev)}`;
  return `, from port ${visible(frame.iif)}${to}`;
}
