import { assertNever } from '../assert-never.js';
import type { Cause, Hop } from './hop.js';
import type { Journey } from './journey.js';
import type { SenderFate } from './sender.js';

/**
 * What comes of an attempt to reach somebody.
 *
 * - `established`: a TCP connection stands
 * - `answered`: an echo reply or a datagram has come
 * - `refused`: the port is closed, or a rule says so: a reset, or port unreachable
 * - `failed`: any other error, at once or by ICMP
 * - `timed-out`: nothing comes back
 */
export type AttemptResult = 'established' | 'answered' | 'refused' | 'failed' | 'timed-out';

/** Where an attempt ended, which did not succeed. */
export interface AttemptEnd {
  /** On the way there (`forth`), or of what came back. */
  readonly direction: 'forth' | 'back';
  /** Number of the packet, and its namespace: null for the machine's first one. */
  readonly packet: number;
  readonly ns: string | null;
  /**
   * - `dropped`: `at` says where
   * - `unheard`: it was delivered, and no socket there takes it
   * - `unanswered`: it was delivered, and nothing was sent back
   * - `left`: it left by the device `at`, behind which nothing is simulated
   */
  readonly how: 'dropped' | 'unheard' | 'unanswered' | 'left';
  readonly at: string;
}

/** What came of an attempt, and where it ended; null when it succeeded. */
export interface Verdict {
  readonly result: AttemptResult;
  readonly end: AttemptEnd | null;
}

/**
 * What a journey means to who sent its first packet.
 *
 * @example
 * ```ts
 * import { Host, udp, verdictOf } from 'nexthop';
 * const host = Host.fromCommands('ip link set lo up');
 * verdictOf(host.journey(udp({ dst: '127.0.0.1', dport: 9 }))).result; // 'refused'
 * ```
 */
export function verdictOf({ journey, sender }: Pick<Journey, 'journey' | 'sender'>): Verdict {
  const result = resultOf(sender);
  const succeeded = result === 'established' || result === 'answered';
  return { result, end: succeeded ? null : endOf(journey, result) };
}

function resultOf({ result, errno }: SenderFate): AttemptResult {
  switch (result) {
    case 'connected':
      return 'established';
    case 'answered':
      return 'answered';
    case 'silent':
      return 'timed-out';
    case 'error':
      return errno === 'ECONNREFUSED' ? 'refused' : 'failed';
    default:
      return assertNever(result);
  }
}

/** An error is about the packet that it quotes; silence, about the last one under way. */
function endOf(hops: readonly Hop[], result: AttemptResult): AttemptEnd | null {
  const first = hops.findLast(({ packet }) => packet === 0);
  const last = result === 'timed-out' ? (lastOfNewest(hops) ?? first) : first;
  if (last === undefined) return null;
  const { packet, ns } = last;
  const isBack = hops.some((hop) => ANSWERS.has(hop.cause) && hop.packet <= packet);
  const place = { direction: isBack ? 'back' : 'forth', packet, ns } as const;
  switch (last.kind) {
    case 'drop':
      return { ...place, how: 'dropped', at: last.at };
    case 'deliver':
      return { ...place, how: result === 'timed-out' ? 'unanswered' : 'unheard', at: last.dst };
    case 'transmit':
      return last.at === undefined
        ? { ...place, how: 'left', at: last.dev }
        : { ...place, how: 'dropped', at: last.at };
    case 'bridge':
      return { ...place, how: 'left', at: last.dev };
    default:
      return assertNever(last);
  }
}

/** What comes back; whatever began before it, a tunnel's packets too, is on the way there. */
const ANSWERS: ReadonlySet<Cause> = new Set<Cause>(['reply', 'icmp-error']);

/** The last thing that happened to the packet that began last, but for the sender's own copy, which nobody waits for. */
function lastOfNewest(all: readonly Hop[]): Hop | undefined {
  const hops = all.filter(({ cause }) => cause !== 'copy');
  const newest = Math.max(...hops.map(({ packet }) => packet));
  return hops.findLast(({ packet }) => packet === newest);
}
