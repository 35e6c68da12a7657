import { moveTcp, tcpSegment, type TcpSegment, type TcpState } from './tcp-state.js';

/** How far a TCP connection has come. */
export interface TcpProgress {
  /** `NONE` for other protocols. */
  readonly tcpState: TcpState;
  /** One side has said that it has sent all: a SYN may then begin the connection anew. */
  readonly closing: boolean;
  /** The last segment that was not invalid, as far as it matters to the next one; `challenged` is a SYN that an ACK has answered. */
  readonly lastSegment: 'syn' | 'challenged' | 'rst' | 'other';
  /** The answering side sent it. */
  readonly lastReply: boolean;
  /** The answering side's sequence numbers are known. Source: `td_maxwin`. */
  readonly answered: boolean;
  /** Both sides have sent a SYN. Source: `IP_CT_TCP_SIMULTANEOUS_OPEN`. */
  readonly simultaneous: boolean;
}

/** States in which a SYN may begin a new connection in the place of the old. */
const OVER: ReadonlySet<TcpState> = new Set(['TIME_WAIT', 'CLOSE'] as const);

/** A connection that its first packet has brought into this state. One that is met midway takes all numbers. Source: `tcp_new`. */
export function beginTcp(tcpState: TcpState): TcpProgress {
  const opened = tcpState === 'SYN_SENT';
  return {
    tcpState,
    closing: false,
    lastSegment: opened ? 'syn' : 'other',
    lastReply: false,
    answered: !opened,
    simultaneous: false,
  };
}

/**
 * What a segment makes of a connection; `reopen` is a new one in its place. A segment is taken to acknowledge what last came from
 * the other side. Source: `nf_conntrack_tcp_packet`.
 */
export function advanceTcp(
  before: TcpProgress,
  flags: number,
  reply: boolean,
): TcpProgress | 'invalid' | 'reopen' {
  const { tcpState, lastSegment, lastReply } = before;
  const move = moveTcp(tcpState, flags, reply);
  if (move === 'invalid') return 'invalid';
  const segment = tcpSegment(flags);
  const reopens = move === 'SYN_SENT' && OVER.has(tcpState);
  if (reopens && (before.closing || (lastSegment === 'rst' && lastReply === reply)))
    return 'reopen';
  if (move === 'ignore' || reopens) return ignoreSegment(before, segment, reply);
  // An ACK that answers an ignored SYN says nothing of the last FIN. Source: RFC 5961; `IP_CT_EXP_CHALLENGE_ACK`.
  if (tcpState === 'LAST_ACK' && segment === 'ack' && lastSegment === 'syn' && reply) {
    return { ...before, lastSegment: 'challenged' };
  }
  // It acknowledges what was never seen.
  if (!before.answered && !reply && (segment === 'ack' || segment === 'fin')) return 'invalid';
  const answers = segment !== 'rst' || (tcpState === 'SYN_SENT' && lastSegment === 'syn');
  const bothOpened = segment === 'ack' && reply && before.simultaneous;
  return {
    tcpState: move === 'SYN_RECV' && bothOpened ? 'ESTABLISHED' : move,
    closing: before.closing || (move !== tcpState && move === 'FIN_WAIT'),
    ...asLast(segment, reply),
    answered: before.answered || (reply && answers),
    simultaneous: before.simultaneous || move === 'SYN_SENT2',
  };
}

/** What is left alone may still show that the two sides have begun anew: a SYN that is ignored, and the SYN,ACK for it. */
function ignoreSegment(before: TcpProgress, segment: TcpSegment, reply: boolean): TcpProgress {
  const { lastSegment, lastReply } = before;
  const last = asLast(segment, reply);
  const ofSyn = lastSegment === 'syn' || lastSegment === 'challenged';
  if (segment === 'synack' && ofSyn && lastReply !== reply) {
    return { ...before, ...last, tcpState: 'SYN_RECV', closing: false, answered: true };
  }
  return { ...before, ...last, simultaneous: before.simultaneous && segment !== 'syn' };
}

function asLast(
  segment: TcpSegment,
  reply: boolean,
): Pick<TcpProgress, 'lastSegment' | 'lastReply'> {
  const lastSegment = segment === 'syn' || segment === 'rst' ? segment : 'other';
  return { lastSegment, lastReply: reply };
}
