import { TCP_FLAG } from '../packet/tcp-flags.js';

/**
 * The states of a tracked TCP connection; `SYN_SENT2` is a simultaneous open. Source: `enum tcp_conntrack`.
 *
 * @example
 * ```ts
 * import { TCP_STATES } from 'nexthop';
 * TCP_STATES.includes('SYN_SENT'); // true
 * ```
 */
export const TCP_STATES = Object.freeze([
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
] as const);

/** The state of a tracked TCP connection. */
export type TcpState = (typeof TCP_STATES)[number];

/** What a segment does to a connection: a new state, or nothing (`ignore`), or it's no part of it (`invalid`). */
export type TcpMove = TcpState | 'ignore' | 'invalid';

const { FIN, SYN, RST, ACK, URG } = TCP_FLAG;

/** The kinds of segment that count, from the one that overrides the others. */
export type TcpSegment = 'rst' | 'syn' | 'synack' | 'fin' | 'ack' | 'none';

/** Flag combinations that make sense; PSH, ECE and CWR don't matter. Source: RFC 793; `tcp_valid_flags`. */
const VALID_FLAGS: ReadonlySet<number> = new Set([
  SYN,
  SYN | URG,
  SYN | ACK,
  RST,
  RST | ACK,
  FIN | ACK,
  FIN | ACK | URG,
  ACK,
  ACK | URG,
]);

const LETTERS: Readonly<Record<string, TcpMove>> = {
  s: 'SYN_SENT',
  r: 'SYN_RECV',
  e: 'ESTABLISHED',
  f: 'FIN_WAIT',
  w: 'CLOSE_WAIT',
  l: 'LAST_ACK',
  t: 'TIME_WAIT',
  c: 'CLOSE',
  S: 'SYN_SENT2',
  '-': 'ignore',
};

/** One letter for each state before, in the order of {@link TCP_STATES}; a dot is invalid. Observed of `nf_conntrack`. */
const MOVES: Readonly<Record<'original' | 'reply', Readonly<Record<TcpSegment, string>>>> = {
  original: {
    syn: 'ss-----ssS',
    synack: '..r......r',
    fin: '..ffllltc.',
    ack: 'e.eewwttc.',
    rst: '.ccccccccc',
    none: '..........',
  },
  reply: {
    syn: '.S.....s.S',
    synack: '.r-------r',
    fin: '..ffllltc.',
    ack: '.-rewwttc-',
    rst: '.ccccccccc',
    none: '..........',
  },
};

/** What a segment with these flags does to a connection in a state; a segment without a connection meets `NONE`. */
export function moveTcp(state: TcpState, flags: number, reply: boolean): TcpMove {
  if (!VALID_FLAGS.has(flags & (FIN | SYN | RST | ACK | URG))) return 'invalid';
  const row = MOVES[reply ? 'reply' : 'original'][tcpSegment(flags)];
  return LETTERS[row.charAt(TCP_STATES.indexOf(state))] ?? 'invalid';
}

/** Returns of what kind a segment with these flags is. */
export function tcpSegment(flags: number): TcpSegment {
  if ((flags & RST) !== 0) return 'rst';
  if ((flags & SYN) !== 0) return (flags & ACK) === 0 ? 'syn' : 'synack';
  if ((flags & FIN) !== 0) return 'fin';
  return (flags & ACK) === 0 ? 'none' : 'ack';
}
