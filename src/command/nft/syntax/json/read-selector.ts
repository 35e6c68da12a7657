import { chunkFields } from '../expression/parse-sctp-chunk.js';
import { extensionHeaders } from '../../../../netfilter/nft/header/extension-header.js';
import { isExtensionHeader } from '../expression/parse-extension-header.js';
import { headerFields, isHeaderName } from '../expression/header-fields.js';
import { ipOptionField, ipOptionFields } from '../expression/parse-ip-option.js';
import { metaKey, unknownMetaKey } from '../expression/parse-meta.js';
import { tcpOptionWords } from '../expression/parse-tcp-option.js';
import type {
  ExtensionHeaderExpression,
  IpOptionExpression,
  MetaExpression,
  PayloadExpression,
  RawPayloadExpression,
  SctpChunkExpression,
  TcpOptionExpression,
  TunnelName,
} from '../tree/selector.js';
import { internalSpan } from '../tree/span.js';
import { integer, text, type Json, type JsonReader } from './json-reader.js';

const at = internalSpan;
const longest = 512;
const tunnels: readonly TunnelName[] = ['geneve', 'gre', 'gretap', 'vxlan'];
const bases: readonly RawPayloadExpression['base'][] = ['ll', 'nh', 'th', 'ih'];

/** Fields of headers under the names that JSON has for them. */
function fieldOf(header: string, name: string): string | undefined {
  if (!isHeaderName(header)) return undefined;
  const { fields } = headerFields[header];
  if (header === 'arp' && /^[sd]addr (?:ether|ip)$/.test(name)) return name;
  const kind = name === 'sequence' ? 'seq' : name;
  return fields.includes(kind) ? name : undefined;
}

function readRaw(
  r: JsonReader,
  base: string,
  offset: bigint,
  length: bigint,
): RawPayloadExpression {
  const known = bases.find((word) => word === base) ?? r.fail(`Invalid payload base '${base}'.`);
  const bits = BigInt.asIntN(32, length);
  if (bits <= 0 || bits > longest) {
    r.fail(`Payload length must be between 0 and ${longest}, got ${bits}`);
  }
  return { kind: 'raw-payload', base: known, offset, length, at };
}

/** `{ "protocol": "ip", "field": "saddr" }`. Source: libnftables-json(5), PAYLOAD. */
export function readPayload(r: JsonReader, value: Json): PayloadExpression | RawPayloadExpression {
  const base = text(value, 'base');
  const offset = integer(value, 'offset');
  const length = integer(value, 'len');
  if (base !== undefined && offset !== undefined && length !== undefined) {
    return readRaw(r, base, offset, length);
  }
  const protocol = text(value, 'protocol');
  const field = text(value, 'field');
  if (protocol === undefined || field === undefined) {
    return r.fail('Invalid payload expression properties.');
  }
  const tunnel = text(value, 'tunnel');
  const inner = tunnels.find((name) => name === tunnel);
  if (tunnel !== undefined && inner === undefined) {
    r.fail(`Unknown payload tunnel protocol '${tunnel}'.`);
  }
  if (!isHeaderName(protocol)) return r.fail(`Unknown payload protocol '${protocol}'.`);
  const known = fieldOf(protocol, field) ?? r.fail(`Unknown ${protocol} field '${field}'.`);
  const payload = { kind: 'payload', header: protocol, field: known, at } as const;
  return inner === undefined ? payload : { ...payload, inner };
}

/** `{ "name": "maxseg", "field": "size" }`. Source: libnftables-json(5), TCP OPTION. */
export function readTcpOption(r: JsonReader, value: Json): TcpOptionExpression {
  const base = integer(value, 'base');
  const offset = integer(value, 'offset');
  const length = integer(value, 'len');
  if (base !== undefined && offset !== undefined && length !== undefined) {
    const option = Number(BigInt.asIntN(32, base));
    const isWhole = offset === 0n && length === 8n;
    if (isWhole) return { kind: 'tcp-option', option, at };
    return { kind: 'tcp-option', option, raw: { offset, length }, at };
  }
  const name = text(value, 'name') ?? r.fail('Invalid tcp option expression properties.');
  const word = name === 'maxseg' ? 'mss' : name.replace(/^sack-perm$/, 'sack-permitted');
  const option = Object.hasOwn(tcpOptionWords, word) ? tcpOptionWords[word] : undefined;
  if (option === undefined) return r.fail(`Unknown tcp option name '${name}'.`);
  const field = text(value, 'field');
  if (field !== undefined && field !== 'length' && !option.fields.includes(field)) {
    r.fail(`Unknown tcp option field '${field}'.`);
  }
  return {
    kind: 'tcp-option',
    option: option.option,
    ...(option.block === undefined ? {} : { block: option.block }),
    ...(field === undefined ? {} : { field }),
    at,
  };
}

/** `{ "name": "lsrr", "field": "ptr" }`. Source: libnftables-json(5), IP OPTION. */
export function readIpOption(r: JsonReader, value: Json): IpOptionExpression {
  const name = r.string(value, 'name');
  const option = Object.keys(ipOptionFields).find((word) => word === name);
  if (option !== 'lsrr' && option !== 'rr' && option !== 'ssrr' && option !== 'ra') {
    return r.fail(`Unknown ip option name '${name}'.`);
  }
  const word = text(value, 'field');
  if (word === undefined) return { kind: 'ip-option', option, at };
  const field = ipOptionField(word);
  if (field === undefined || !ipOptionFields[option].includes(field)) {
    return r.fail(`Unknown ip option field '${word}'.`);
  }
  return { kind: 'ip-option', option, field, at };
}

/** `{ "name": "data", "field": "tsn" }`. Source: libnftables-json(5), SCTP CHUNK. */
export function readSctpChunk(r: JsonReader, value: Json): SctpChunkExpression {
  const chunk = r.string(value, 'name');
  if (!Object.hasOwn(chunkFields, chunk)) r.fail(`Unknown sctp chunk name '${chunk}'.`);
  const field = text(value, 'field');
  if (field === undefined) return { kind: 'sctp-chunk', chunk, at };
  const fields = ['type', 'flags', 'length', ...(chunkFields[chunk] ?? [])];
  if (!fields.includes(field)) r.fail(`Unknown sctp chunk field '${field}'.`);
  return { kind: 'sctp-chunk', chunk, field, at };
}

/** `{ "name": "frag", "field": "id" }`. Source: libnftables-json(5), EXTHDR. */
export function readExtensionHeader(r: JsonReader, value: Json): ExtensionHeaderExpression {
  const header = r.string(value, 'name');
  if (!isExtensionHeader(header)) return r.fail(`Invalid exthdr protocol '${header}'.`);
  const field = text(value, 'field');
  if (field === undefined) return { kind: 'exthdr', header, at };
  const { fields } = extensionHeaders[header];
  const place = fields.findIndex(({ name }) => name === field);
  if (place === -1) r.fail(`Unknown ${header} field ${field}.`);
  if (header !== 'rt0') return { kind: 'exthdr', header, field, at };
  // It is counted from the field that is named.
  const offset = r.integer(value, 'offset');
  const counted = fields[place + Number(offset)];
  return { kind: 'exthdr', header, field: counted?.name ?? `${field}[${offset}]`, at };
}

/** `{ "key": "mark" }`. Source: libnftables-json(5), META. */
export function readMeta(r: JsonReader, value: Json): MetaExpression {
  const word = r.string(value, 'key');
  const unknown = unknownMetaKey(word);
  if (unknown !== undefined) r.fail(unknown);
  return { kind: 'meta', key: metaKey(word), at };
}
