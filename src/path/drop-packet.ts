import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import { PROTOCOL } from '../packet/protocol.js';
import { SYN } from '../packet/socket.js';
import { all, equals } from '../predicate/predicate.js';
import type { Ending, IcmpError } from '../program/ending.js';
import { icmpErrno } from '../program/icmp-errno.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';

/** What drops a packet, and who learns of it. */
export interface Dropping {
  readonly at: Place;
  /** What the call of a local sender fails with; undefined when there is none, or it has returned by then. */
  readonly errno?: ErrnoName | undefined;
  /** What goes back to the sender: an ICMP error, or a TCP reset. */
  readonly answer: IcmpError | 'reset' | undefined;
  /** The packet has come back in through lo: its sender is this host. */
  readonly looped?: boolean | undefined;
}

/** A TCP connect. Segments that a program makes itself go by raw sockets, whose calls fail as those of UDP do. */
const IS_CONNECT = all([equals('protocol', PROTOCOL.tcp), equals('tcpFlags', SYN)]);

/**
 * Ends the path of a packet that is dropped. A UDP or raw socket's call fails at once; a TCP connect goes on waiting, unless an answer comes back.
 *
 * That the host's own rules let the answer through to the socket is taken for granted. Source: `tcp_connect`, `tcp_v4_err`, `tcp_reset`.
 */
export function dropPacket({ builder, family }: Lowering, dropping: Dropping): StepId {
  const { at, answer, errno, looped = false } = dropping;
  const icmp = answer === 'reset' ? undefined : answer;
  const ending = (of: ErrnoName | undefined): Extract<Ending, { kind: 'drop' }> => ({
    kind: 'drop',
    at,
    errno: of,
    icmp,
    ...(answer === 'reset' ? { reset: true } : {}),
  });
  const dropped = (of: ErrnoName | undefined): StepId =>
    builder.add({ kind: 'end', ending: ending(of) });
  const answered = answer === undefined ? undefined : errnoOf(answer, family);
  if (errno === answered || (errno === undefined && !looped)) return dropped(errno);
  return builder.test(IS_CONNECT, dropped(answered), dropped(errno));
}

/**
 * Ends the path of a sender's packet that has no route: the call fails, with the errno of the lookup unless another is given. A connect whose SYN
 * was routed again waits for an answer instead.
 */
export function failLookup({ builder }: Lowering, at: Place, errno?: ErrnoName): StepId {
  const failed = builder.fail(at, errno);
  const again = at.kind === 'lookup' && at.purpose === 'reroute';
  return again ? builder.test(IS_CONNECT, builder.drop(at), failed) : failed;
}

function errnoOf(answer: IcmpError | 'reset', family: Family): ErrnoName | undefined {
  return answer === 'reset' ? 'ECONNREFUSED' : icmpErrno(family, answer);
}
