import { readAddress } from '../../address/address-text.js';
import type { Accounts } from '../../databases/accounts.js';
import { suggestWord } from '../../nearest-word.js';
import { parseJsonText } from '../../packet/json-text.js';
import { PACKET_JSON_FIELDS, parsePacketJson } from '../../packet/packet-json.js';
import type { Packet } from '../../packet/packet.js';

/** A socket that listens. */
export interface ListeningSocket {
  /** Its namespace; the first one when left out. */
  readonly ns?: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** The address that it is bound to; all when left out. */
  readonly address?: string;
  /** Takes packets for any address (IP_TRANSPARENT). */
  readonly transparent: boolean;
  /** A UDP socket that answers each datagram; it doesn't when left out. */
  readonly answers?: boolean;
}

/** What one input line of a trace asks for. `ns` names the namespace; the first one when left out. */
export type Request =
  | { readonly kind: 'packet'; readonly packet: Packet; readonly ns?: string }
  | { readonly kind: 'run'; readonly script: string }
  | { readonly kind: 'listen'; readonly socket: ListeningSocket };

/** Reads one line, for a host with these users and groups. @throws TypeError or RangeError that names what is wrong */
export function parseRequest(line: string, accounts?: Accounts): Request {
  const value = parseJsonText(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`an object with a packet, run or listen, got ${JSON.stringify(value)}`);
  }
  if ('run' in value) return { kind: 'run', script: readRun(value) };
  const place = readPlace(value);
  if ('listen' in value) return { kind: 'listen', socket: { ...place, ...readListen(value) } };
  refuseOthers(value, [...PACKET_JSON_FIELDS, 'ns', 'run', 'listen']);
  const { ns: _, ...packet } = { ns: undefined, ...value };
  return { kind: 'packet', packet: parsePacketJson(packet, accounts), ...place };
}

/** The namespace that a request is about; nothing where it is the first one. */
function readPlace(value: object): { readonly ns?: string } {
  const ns: unknown = 'ns' in value ? value.ns : null;
  if (ns === null) return {};
  if (typeof ns !== 'string' || ns === '') {
    throw wrongType('ns', 'the name of a namespace, or null', ns);
  }
  return { ns };
}

function readRun(value: { readonly run: unknown }): string {
  refuseOthers(value, ['run']);
  if (typeof value.run !== 'string') throw wrongType('run', 'commands as one text', value.run);
  return value.run;
}

const SOCKET_FIELDS = ['protocol', 'port', 'address', 'transparent', 'answers'] as const;

function readListen(value: { readonly listen: unknown }): ListeningSocket {
  refuseOthers(value, ['ns', 'listen']);
  const { listen } = value;
  if (typeof listen !== 'object' || listen === null || Array.isArray(listen)) {
    throw wrongType('listen', 'an object', listen);
  }
  refuseOthers(listen, SOCKET_FIELDS);
  const fields = new Map<string, unknown>(Object.entries(listen));
  const protocol = fields.get('protocol');
  if (protocol !== 'tcp' && protocol !== 'udp') throw wrongType('protocol', 'tcp or udp', protocol);
  const port = fields.get('port');
  if (typeof port !== 'number') throw wrongType('port', 'a number', port);
  if (!Number.isInteger(port) || port < 1 || port > 0xffff) {
    throw new RangeError(`port: 1..65535, got ${port}`);
  }
  const answers = readFlag(fields, 'answers');
  const socket: Omit<ListeningSocket, 'address'> = {
    protocol,
    port,
    transparent: readFlag(fields, 'transparent'),
    ...(answers ? { answers } : {}),
  };
  if (answers && protocol === 'tcp') throw new RangeError('answers: a UDP socket does');
  const address = fields.get('address');
  if (address === undefined || address === null) return socket;
  if (typeof address !== 'string' || readAddress(address) === undefined) {
    throw wrongType('address', 'an IPv4 or IPv6 address', address);
  }
  return { ...socket, address };
}

function readFlag(fields: ReadonlyMap<string, unknown>, name: string): boolean {
  const flag = fields.get(name) ?? false;
  if (typeof flag !== 'boolean') throw wrongType(name, 'true or false', flag);
  return flag;
}

function refuseOthers(value: object, known: readonly string[]): void {
  const other = Object.keys(value).find((name) => !known.includes(name));
  if (other === undefined) return;
  const help = suggestWord(other, known) ?? `known: ${known.join(', ')}`;
  throw new TypeError(`${other}: no such field; ${help}`);
}

function wrongType(name: string, wanted: string, got: unknown): TypeError {
  return new TypeError(`${name}: ${wanted}, got ${JSON.stringify(got)}`);
}
