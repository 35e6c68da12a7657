import type { Parser } from '../parser/parser.js';
import type { SctpChunkExpression } from '../tree/selector.js';

const initFields = [
  'init-tag',
  'a-rwnd',
  'num-outbound-streams',
  'num-inbound-streams',
  'initial-tsn',
];

/** Fields of the chunks besides `type`, `flags` and `length`. Source: nft(8), EXTENSION HEADER EXPRESSIONS. */
export const chunkFields: Readonly<Record<string, readonly string[]>> = {
  data: ['tsn', 'stream', 'ssn', 'ppid'],
  init: initFields,
  'init-ack': initFields,
  sack: ['cum-tsn-ack', 'a-rwnd', 'num-gap-ack-blocks', 'num-dup-tsns'],
  heartbeat: [],
  'heartbeat-ack': [],
  abort: [],
  shutdown: ['cum-tsn-ack'],
  'shutdown-ack': [],
  error: [],
  'cookie-echo': [],
  'cookie-ack': [],
  ecne: ['lowest-tsn'],
  cwr: ['lowest-tsn'],
  'shutdown-complete': [],
  'asconf-ack': ['seqno'],
  'forward-tsn': ['new-cum-tsn'],
  asconf: ['seqno'],
};

/** `sctp chunk data tsn` behind `sctp`: messages mark `data tsn` of it. */
export function parseSctpChunk(p: Parser): SctpChunkExpression {
  p.take();
  const { kind: chunk, at: start } = p.acceptOf(Object.keys(chunkFields)) ?? p.fail();
  const field = p.acceptOf(['type', 'flags', 'length', ...(chunkFields[chunk] ?? [])])?.kind;
  if (field === 'type') p.closeScope('type');
  p.closeScope('chunk');
  p.closeScope('sctp');
  const at = p.spanFrom(start);
  return { kind: 'sctp-chunk', chunk, ...(field === undefined ? {} : { field }), at };
}
