import { field, type HeaderField } from './field.js';

/** An option behind a header, or a chunk: the number that it begins with, and what is in it. */
export interface HeaderOption {
  readonly type: number;
  readonly fields: readonly HeaderField[];
}

const kind = field('kind', 0, 8);
const length = field('length', 8, 8);
const kindAndLength = [kind, length];

const sackEdges = [0, 1, 2, 3].flatMap((block) => [
  field(block === 0 ? 'left' : `left${block}`, 16 + 64 * block, 32),
  field(block === 0 ? 'right' : `right${block}`, 48 + 64 * block, 32),
]);

/** Options of TCP by name; `sack0` to `sack3` of the language are blocks of `sack`. Source: nft(8), TCP OPTION. */
export const tcpOptions: { readonly [name: string]: HeaderOption } = {
  eol: { type: 0, fields: [kind] },
  nop: { type: 1, fields: [kind] },
  maxseg: { type: 2, fields: [...kindAndLength, field('size', 16, 16)] },
  window: { type: 3, fields: [...kindAndLength, field('count', 16, 8)] },
  'sack-perm': { type: 4, fields: kindAndLength },
  sack: { type: 5, fields: [...kindAndLength, ...sackEdges] },
  timestamp: {
    type: 8,
    fields: [...kindAndLength, field('tsval', 16, 32), field('tsecr', 48, 32)],
  },
  md5sig: { type: 19, fields: kindAndLength },
  mptcp: { type: 30, fields: [...kindAndLength, field('subtype', 16, 4, 'mptcp_subtype')] },
  fastopen: { type: 34, fields: kindAndLength },
};

const ipv4OptionFields = [field('type', 0, 8), field('length', 8, 8)];
const recordedRoute = [
  ...ipv4OptionFields,
  field('ptr', 16, 8),
  field('addr', 24, 32, 'ipv4_addr'),
];

/** Options of IPv4 by name. Source: nft(8), IP OPTION. */
export const ipOptions: { readonly [name: string]: HeaderOption } = {
  lsrr: { type: 131, fields: recordedRoute },
  rr: { type: 7, fields: recordedRoute },
  ssrr: { type: 137, fields: recordedRoute },
  ra: { type: 148, fields: [...ipv4OptionFields, field('value', 16, 16)] },
};

const chunk = [field('type', 0, 8), field('flags', 8, 8), field('length', 16, 16)];
const initialChunk = [
  ...chunk,
  field('init-tag', 32, 32),
  field('a-rwnd', 64, 32),
  field('num-outbound-streams', 96, 16),
  field('num-inbound-streams', 112, 16),
  field('initial-tsn', 128, 32),
];

/** Chunks of SCTP by name. Source: nft(8), SCTP CHUNK. */
export const sctpChunks: { readonly [name: string]: HeaderOption } = {
  data: {
    type: 0,
    fields: [
      ...chunk,
      field('tsn', 32, 32),
      field('stream', 64, 16),
      field('ssn', 80, 16),
      field('ppid', 96, 32),
    ],
  },
  init: { type: 1, fields: initialChunk },
  'init-ack': { type: 2, fields: initialChunk },
  sack: {
    type: 3,
    fields: [
      ...chunk,
      field('cum-tsn-ack', 32, 32),
      field('a-rwnd', 64, 32),
      field('num-gap-ack-blocks', 96, 16),
      field('num-dup-tsns', 112, 16),
    ],
  },
  heartbeat: { type: 4, fields: chunk },
  'heartbeat-ack': { type: 5, fields: chunk },
  abort: { type: 6, fields: chunk },
  shutdown: { type: 7, fields: [...chunk, field('cum-tsn-ack', 32, 32)] },
  'shutdown-ack': { type: 8, fields: chunk },
  error: { type: 9, fields: chunk },
  'cookie-echo': { type: 10, fields: chunk },
  'cookie-ack': { type: 11, fields: chunk },
  ecne: { type: 12, fields: [...chunk, field('lowest-tsn', 32, 32)] },
  cwr: { type: 13, fields: [...chunk, field('lowest-tsn', 32, 32)] },
  'shutdown-complete': { type: 14, fields: chunk },
  'asconf-ack': { type: 0x80, fields: [...chunk, field('seqno', 32, 32)] },
  'forward-tsn': { type: 0xc0, fields: [...chunk, field('new-cum-tsn', 32, 32)] },
  asconf: { type: 0xc1, fields: [...chunk, field('seqno', 32, 32)] },
};
