import { assertNever } from '../../src/assert-never.js';
import { compareRan, type Difference } from './difference.js';
import type { PacketLine, Question } from './question.js';
import type { Answer } from './recording.js';
import { ranOf, type SimulatedAnswer } from './simulated.js';
import type { Observation, Reply, Seen } from './world.js';

/**
 * Makes the comparison of a run of answers, question by question, as far as the kernel's side can be observed. It counts the ICMP errors
 * on the way, because the kernel stops sending them to one address after a few.
 */
export function fateComparison(): (
  kernel: Answer,
  simulated: SimulatedAnswer,
  question: Question,
) => Difference[] {
  const errorsSent = new Map<string, number>();
  return (kernel, simulated, question) => {
    switch (kernel.kind) {
      case 'run':
        return simulated.kind === 'command'
          ? compareRan(kernel.ran, ranOf(simulated))
          : [{ field: 'kind', kernel: 'command', other: simulated.kind }];
      case 'listen':
        return [];
      case 'packet':
        if (question.kind !== 'packet') throw new TypeError('question: not a packet');
        return [
          ...compareFate(question.packet, kernel.observed, simulated),
          ...compareIcmpError(question.packet, kernel.observed, simulated, errorsSent),
        ];
      default:
        return assertNever(kernel);
    }
  };
}

/** What the kernel was seen to do with a packet, against the fate that the simulator gives it. */
export function compareFate(
  packet: PacketLine,
  { error, out, in: delivered }: Observation,
  fate: SimulatedAnswer,
): Difference[] {
  const left = out?.find(({ dev }) => dev !== 'lo');
  const arrived = delivered?.[0];
  if (error !== undefined) {
    return [
      ...compareKind(['error', 'drop'], fate),
      ...compareField('errno', error, fate.errno ?? null),
    ];
  }
  // A broadcast does both: it leaves, and a copy is delivered here.
  if (left !== undefined && (arrived === undefined || fate.kind !== 'deliver')) {
    return [...compareKind(['transmit'], fate), ...compareSeen(left, fate)];
  }
  if (arrived !== undefined) {
    return [...compareKind(['deliver'], fate), ...compareSeen(arrived, fate)];
  }
  // Nothing came of it. A sender of UDP was told of no error; a sender of TCP isn't told of what later hooks and lookups do.
  const told = packet.iif === undefined && packet.protocol !== 'tcp' && packet.protocol !== 6;
  return [
    ...compareKind(['drop', 'error'], fate),
    ...(told ? compareField('errno', null, fate.errno ?? null) : []),
  ];
}

const SEEN_FIELDS = ['dev', 'src', 'dst', 'mark', 'tos', 'ttl'] as const;

function compareSeen(seen: Seen, fate: SimulatedAnswer): Difference[] {
  if (fate.kind !== 'transmit' && fate.kind !== 'deliver') return [];
  const { dport, nexthop, lladdr } = seen;
  return [
    ...SEEN_FIELDS.flatMap((name) => compareField(name, seen[name], fate[name])),
    ...(dport === undefined ? [] : compareField('dport', dport, fate.dport)),
    ...(nexthop === undefined ? [] : compareField('nexthop', nexthop, fate.gateway ?? fate.dst)),
    ...(lladdr === undefined ? [] : compareField('neighbour', lladdr, fate.neighbour)),
  ];
}

/** After how many ICMP errors to one address the kernel begins to hold them back (five seconds' worth of tokens, one a second). */
const ERRORS_SENT_AT_ONCE = 5;
/** Destination unreachable and time exceeded, of ICMP and of ICMPv6. */
const ICMP_ERRORS: readonly (number | undefined)[] = [3, 11];
const ICMPV6_ERRORS: readonly (number | undefined)[] = [1, 3];

function compareIcmpError(
  packet: PacketLine,
  { replies = [], in: delivered }: Observation,
  { icmp = null }: SimulatedAnswer,
  errorsSent: Map<string, number>,
): Difference[] {
  // What was delivered is answered by the socket that is not there: that is not the path's doing.
  if (packet.iif === undefined || packet.src === undefined || delivered !== undefined) return [];
  const types = packet.dst.includes(':') ? ICMPV6_ERRORS : ICMP_ERRORS;
  const error = replies.find(({ icmpType }) => types.includes(icmpType));
  const before = errorsSent.get(packet.src) ?? 0;
  if (error === undefined && before >= ERRORS_SENT_AT_ONCE) return [];
  if (error !== undefined) errorsSent.set(packet.src, before + 1);
  return compareField('icmp', describe(error), icmp && `${icmp.type}/${icmp.code}`);
}

function describe(error: Reply | undefined): string | null {
  return error === undefined ? null : `${error.icmpType}/${error.icmpCode}`;
}

function compareKind(kinds: readonly string[], { kind }: SimulatedAnswer): Difference[] {
  return kinds.includes(kind) ? [] : [{ field: 'kind', kernel: kinds[0], other: kind }];
}

function compareField(name: string, kernel: unknown, other: unknown): Difference[] {
  return Object.is(kernel, other) ? [] : [{ field: name, kernel, other }];
}
