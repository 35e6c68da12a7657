import { inRange, invertedIf, type Predicate } from '../../../predicate/predicate.js';
import type { Services } from '../../../databases/databases.js';
import { XtablesError } from '../../xtables-error.js';
import type { ListStyle } from '../extension.js';
import type { GivenOption } from './option.js';
import { readNumber } from './number/number.js';

/** Ports `from` to `to`, both included, possibly inverted. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

/** The largest port. */
export const MAX_PORT = 0xffff;

/** The range that puts no condition on a port. */
export const ANY_PORT: PortRange = { from: 0, to: MAX_PORT, inverted: false };

/** Reports whether a range puts no condition on a port. */
export function isAnyPort({ from, to, inverted }: PortRange): boolean {
  return from === 0 && to === MAX_PORT && !inverted;
}

/** A protocol whose ports extensions write by names of its own. */
export type ServiceProtocol = 'tcp' | 'udp' | 'sctp';

/** Reads a port by number or by name. @throws XtablesError */
export function readPort(
  text: string,
  protocol: ServiceProtocol | undefined,
  services: Services,
): number {
  const named = protocol === undefined ? undefined : services.portOf(text, protocol);
  const port = readNumber(text, 0, MAX_PORT) ?? named;
  if (port !== undefined) return port;
  throw new XtablesError('parameter', `invalid port/service \`${text}' specified`);
}

/** Reads `FROM[:TO]`; an end that is left out is the first or the last port. @throws XtablesError */
export function readPortRange(
  { argument: text, inverted, databases: { services } }: GivenOption,
  protocol: ServiceProtocol,
): PortRange {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const port = readPort(text, protocol, services);
    return { from: port, to: port, inverted };
  }
  const [low, high] = [text.slice(0, colon), text.slice(colon + 1)];
  const from = low === '' ? 0 : readPort(low, protocol, services);
  const to = high === '' ? MAX_PORT : readPort(high, protocol, services);
  if (from > to) throw new XtablesError('parameter', 'invalid portrange (min > max)');
  return { from, to, inverted };
}

/** Writes a range as an option: `! --dport 80:90`; empty when it puts no condition on the port. */
export function printPortRange(option: string, range: PortRange): string {
  if (isAnyPort(range)) return '';
  const { from, to, inverted } = range;
  return `${inverted ? '! ' : ''}--${option} ${from === to ? from : `${from}:${to}`}`;
}

/** Writes a range as a listing has it: `dpts:!80:90`; empty when it puts no condition on the port. */
export function listPortRange(
  label: string,
  range: PortRange,
  protocol: ServiceProtocol,
  { numeric, databases: { services } }: ListStyle,
): string {
  if (isAnyPort(range)) return '';
  const { from, to, inverted } = range;
  const name = (port: number) => (numeric ? undefined : services.nameAt(port, protocol)) ?? port;
  const not = inverted ? '!' : '';
  return from === to ? `${label}:${not}${name(from)}` : `${label}s:${not}${name(from)}:${name(to)}`;
}

/** When a port lies in the range, or out of it when inverted. */
export function portInRange(
  field: 'sport' | 'dport',
  { from, to, inverted }: PortRange,
): Predicate {
  return invertedIf(inverted, inRange(field, from, to));
}
