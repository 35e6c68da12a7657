import { assertNever } from '../../src/assert-never.js';
import type { PacketAnswer } from '../../src/cli/print/answer.js';
import { compareRan, type Difference } from './difference.js';
import { compareFollowed } from './follow/compare-followed.js';
import type { PacketLine, Question } from './question.js';
import { withoutDates, withoutRandom, type Answer } from './recording.js';
import type { SimulatedAnswer } from './simulated.js';
import { compareWhy, newWhyCounts, type WhyCounts } from './why/compare-why.js';
import type { Observation, Ran, Reply, Seen } from './world.js';

/**
 * Makes the comparison of a run of answers, question by question, as far as the kernel's side can be observed: fates, and explanations where
 * the kernel was asked for its own. It counts the ICMP errors on the way, because the kernel stops sending them to one address after a few.
 *
 * @param answersRouted - every sender can be answered: without that the kernel has errors that it can't send, and silence shows nothing
 * @param counts - is added to by how much of explanations is compared
 */
export function fateComparison(
  answersRouted = true,
  counts: WhyCounts = newWhyCounts(),
): (kernel: Answer, simulated: SimulatedAnswer, question: Question) => Difference[] {
  const errorsSent = new Map<string, number>();
  return (kernel, simulated, question) => {
    switch (kernel.kind) {
      case 'run':
        if (simulated.kind !== 'command') return compareKind(['command'], simulated);
        return compareRunning(kernel.ran, withoutDates(simulated));
      case 'listen':
        return compareKind(['listen'], simulated);
      case 'packet':
        if (simulated.kind === 'followed')
          return compareFollowed(kernel.observed, simulated.observed);
        if (!isFate(simulated)) return compareKind(['transmit'], simulated);
        if (question.kind !== 'packet') throw new TypeError('question: not a packet');
        return [
          ...compareFate(question.packet, kernel.observed, simulated),
          ...compareIcmpError(question.packet, kernel.observed, simulated, errorsSent).filter(
            (difference) => answersRouted || difference.kernel !== null,
          ),
          ...explained(question.packet, kernel.observed, simulated, counts),
        ];
      default:
        return assertNever(kernel);
    }
  };
}

/** What differs beyond what the kernel picks at random. */
function compareRunning(kernel: Ran, simulated: Ran): Difference[] {
  return compareRan(kernel, simulated).length === 0
    ? []
    : compareRan(withoutRandom(kernel), withoutRandom(simulated));
}

function explained(
  packet: PacketLine,
  { why }: Observation,
  simulated: Fate,
  counts: WhyCounts,
): Difference[] {
  if (why === undefined || simulated.steps === undefined) return [];
  return compareWhy({ packet, why, explained: simulated }, counts);
}

/** The simulator's answer to a packet. */
type Fate = PacketAnswer;

function isFate(answer: SimulatedAnswer): answer is Fate {
  return (
    answer.kind !== 'command' &&
    answer.kind !== 'listen' &&
    answer.kind !== 'invalid' &&
    answer.kind !== 'followed'
  );
}

/** What the kernel was seen to do with a packet, against the fate that the simulator gives it. */
export function compareFate(
  packet: PacketLine,
  { error, out, in: delivered, replies = [], why }: Observation,
  reported: Fate,
): Difference[] {
  const isAnswered = replies.length > 0 || reported.icmp !== null;
  // A packet whose neighbour nobody can ask for waits in vain.
  const waits = reported.kind === 'transmit' && reported.neighbour === 'unaskable';
  const fate: Fate = waits ? { ...reported, kind: 'drop', at: '' } : reported;
  const left = out?.find(({ dev }) => dev !== 'lo');
  // What arrives by the device that a sender's packet leaves by is the copy for the sender.
  const isCopy = ({ dev }: Seen): boolean =>
    packet.iif === undefined && fate.kind !== 'deliver' && dev === (left?.dev ?? fate.dev);
  const arrived = delivered?.find((seen) => !isCopy(seen));
  const copied = compareField('copy', delivered?.some(isCopy) === true, fate.copy === 'delivered');
  if (error !== undefined) {
    return [
      ...compareKind(['error', 'drop'], fate),
      ...compareField('errno', error, fate.errno),
      ...copied,
    ];
  }
  if (left !== undefined && (arrived === undefined || fate.kind !== 'deliver')) {
    return [...compareKind(['transmit'], fate), ...compareSeen(left, fate), ...copied];
  }
  // What observes is shown what sockets drop for its checksum.
  if (fate.kind === 'drop' && fate.at === 'checksum') {
    const isSeen = why?.drops?.some((drop) => /^(ICMP|TCP|UDP)_CSUM /.test(drop)) ?? true;
    return isSeen ? [] : compareKind(['deliver'], fate);
  }
  if (arrived !== undefined) {
    return [...compareKind(['deliver'], fate), ...compareSeen(arrived, fate)];
  }
  // Nothing came of it, and its sender's call succeeded; what a connect learns from an answer isn't seen, since answers are swallowed.
  // While its neighbour is asked for it waits, and its sender goes on before it comes to the egress of the device.
  const isQueued = fate.errno === 'ENOBUFS' && fate.neighbour === 'none';
  const returned = packet.iif === undefined && !isQueued && (fate.errno === null || !isAnswered);
  return [
    ...compareKind(['drop', 'error'], fate),
    ...copied,
    ...(returned ? compareField('errno', null, fate.errno) : []),
  ];
}

const SEEN_FIELDS = ['dev', 'src', 'dst', 'mark', 'tos', 'ttl'] as const;

function compareSeen(seen: Seen, fate: Fate): Difference[] {
  if (fate.kind !== 'transmit' && fate.kind !== 'deliver') return [];
  const { dport, nexthop, lladdr } = seen;
  // A packet of a host without addresses: the simulator says that it has no source.
  const src = fate.src ?? (seen.dst.includes(':') ? '::' : '0.0.0.0');
  return [
    ...SEEN_FIELDS.flatMap((name) => compareField(name, seen[name], { ...fate, src }[name])),
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
  { icmp }: Fate,
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

function compareKind(kinds: readonly string[], answer: SimulatedAnswer): Difference[] {
  if (kinds.includes(answer.kind)) return [];
  const other = answer.kind === 'invalid' ? answer.message : answer.kind;
  return [{ field: 'kind', kernel: kinds[0], other }];
}

function compareField(name: string, kernel: unknown, other: unknown): Difference[] {
  return Object.is(kernel, other) ? [] : [{ field: name, kernel, other }];
}
