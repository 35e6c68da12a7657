import type { Family } from '../../address/family.js';
import type { PortSpan } from '../../ipset/entry-request.js';
import { hasEntryPorts } from '../../ipset/expand-request.js';
import { readNumber } from '../../netfilter/extension/option/number/number.js';
import { INSTALLED_DATABASES } from '../../databases/databases.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { protocolName, protocolNumber } from '../protocol-names.js';
import { icmpOfName } from './icmp-names.js';
import { IpsetMistake, syntaxMistake } from './mistake.js';
import { readInteger } from './read-number.js';

/**
 * Reads `[PROTOCOL:]PORT[-PORT]`; without a protocol it's TCP's.
 *
 * @param command - what the tool calls the command, for one of its error texts
 * @param form - `single`: a port alone
 * @throws IpsetMistake
 */
export function readPort(
  text: string,
  family: Family | undefined,
  command: string,
  form: 'range' | 'single' = 'range',
): PortSpan {
  if (form === 'single') {
    return { protocol: PROTOCOL.tcp, from: readOne(text, PROTOCOL.tcp), to: undefined };
  }
  const [, named, rest] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (named === undefined || rest === undefined) return readRange(text, PROTOCOL.tcp);
  const protocol = readProtocol(named);
  if (hasEntryPorts(protocol)) return readRange(rest, protocol);
  if (protocol === PROTOCOL.icmp) return readIcmp(rest, protocol, family === 6, 4, command);
  if (protocol === PROTOCOL.icmpv6) return readIcmp(rest, protocol, family === 4, 6, command);
  if (rest !== '0') {
    throw syntaxMistake(`Protocol ${named} can be used with pseudo port value 0 only.`);
  }
  return { protocol, from: 0, to: undefined };
}

/** Reads a protocol by name or number; one above 255 is cut to what a header holds. */
function readProtocol(text: string): number {
  const number =
    text === 'icmpv6' ? PROTOCOL.icmpv6 : (protocolNumber(text) ?? readNumber(text, 0, 255));
  if (number === undefined) throw syntaxMistake(`cannot parse '${text}' as a protocol`);
  if (number === 0 && !/^\d/.test(text)) throw syntaxMistake(`Unsupported protocol '${text}'`);
  return number & 0xff;
}

function readRange(text: string, protocol: number): PortSpan {
  const dash = text.indexOf('-');
  if (dash <= 0 || dash === text.length - 1) {
    return { protocol, from: readOne(text, protocol), to: undefined };
  }
  const from = readOne(text.slice(0, dash), protocol);
  return { protocol, from, to: readOne(text.slice(dash + 1), protocol) };
}

function readOne(text: string, protocol: number): number {
  const name = protocolName(protocol) ?? `${protocol}`;
  const service = name === 'tcp' || name === 'udp' || name === 'sctp' ? name : undefined;
  const known =
    service === undefined ? undefined : INSTALLED_DATABASES.services.portOf(text, service);
  if (known !== undefined) return known;
  try {
    return readInteger(text, 0, 65535);
  } catch (error) {
    if (!(error instanceof IpsetMistake)) throw error;
    // The tool has tried the name of the protocol as a number too, and says so.
    throw new IpsetMistake(
      'other',
      `${error.message}\nSyntax error: '${name}' is invalid as number\ncannot parse '${text}' as a ${name} port`,
    );
  }
}

/** What the tool says instead when it doesn't add. */
const MISSING_FLAGS =
  "There are missing mandatory flags but can't check them. It's a bug, please report the problem.";

function readIcmp(
  text: string,
  protocol: number,
  isForeign: boolean,
  family: Family,
  command: string,
): PortSpan {
  const label = family === 4 ? 'ICMP' : 'ICMPv6';
  if (isForeign) {
    if (command !== 'add') throw new IpsetMistake('other', MISSING_FLAGS);
    throw syntaxMistake(
      `Protocol ${label} can be used with family ${family === 4 ? 'inet' : 'inet6'} only\nInvalid add command: missing setname`,
    );
  }
  const named = icmpOfName(text, family);
  if (named !== undefined) return { protocol, from: named, to: undefined };
  const [, type, code] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (type === undefined || code === undefined) {
    throw new IpsetMistake('other', `Cannot parse ${text} as an ${label} type/code.`);
  }
  const from = (readInteger(type, 0, 255) << 8) | readInteger(code, 0, 255);
  return { protocol, from, to: undefined };
}
