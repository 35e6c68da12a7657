import type { PacketAnswer } from '../../../src/cli/print/answer.js';
import { parseRequest } from '../../../src/cli/input/request.js';
import { PROTOCOL } from '../../../src/packet/protocol.js';
import { SYN } from '../../../src/packet/socket.js';
import { explanationFaults } from '../../explain/explanation-faults.js';
import type { Difference } from '../difference.js';
import { printQuestion, type PacketLine } from '../question.js';
import { decided, endingSteps } from './decided.js';
import { dropReasons, SILENCE } from './drop-reasons.js';
import type { FlowKey, KernelLookup, KernelRule, KernelWhy } from './kernel-why.js';
import { explainedLookups, type ExplainedAnswer } from './explained-lookups.js';
import { explainedRules } from './explained-rules.js';

/** How much of explanations was compared. */
export interface WhyCounts {
  /** Tables asked. */
  lookups: number;
  /** Netfilter rules that held, and policies. */
  rules: number;
  /** Drops whose reason was compared. */
  drops: number;
}

/** Counts of nothing. */
export function newWhyCounts(): WhyCounts {
  return { lookups: 0, rules: 0, drops: 0 };
}

/** Adds counts to others. */
export function addWhyCounts(to: WhyCounts, { lookups, rules, drops }: WhyCounts): void {
  to.lookups += lookups;
  to.rules += rules;
  to.drops += drops;
}

/** What is compared: a packet, what the kernel reports of it, and how it is explained. */
export interface WhyQuestion {
  readonly packet: PacketLine;
  readonly why: KernelWhy;
  readonly explained: PacketAnswer;
}

/** The fields of the differences in explanations. */
export function isWhyField(field: string): boolean {
  return field.startsWith('why.');
}

/** Compares an explanation with what the kernel reports, as far as that can be seen: of each list the first line that differs. */
export function compareWhy(question: WhyQuestion, counts: WhyCounts): Difference[] {
  return [
    ...compareLookups(question, counts),
    ...compareRules(question, counts),
    ...compareDrop(question, counts),
    ...compareDecided(question),
    ...findFaults(question),
  ];
}

function compareLookups({ packet, why, explained }: WhyQuestion, counts: WhyCounts): Difference[] {
  if (isSentRaw(packet)) return [];
  const kernel = why.lookups ?? [];
  counts.lookups += kernel.length;
  const port = portOf(packet);
  const others = explainedLookups(explained.steps ?? []);
  return compareLines(
    'why.lookups',
    kernel.map((lookup) => printLookup(lookup.table, { ...lookup, ...port(lookup) }, lookup)),
    others.map((lookup, at) =>
      printLookup(
        lookup.table,
        { ...lookup, ...port(lookup) },
        nearest(lookup.answers, kernel[at]),
      ),
    ),
  );
}

/** A TCP segment that begins nothing is sent by a raw socket, which looks up in its own way; a TCP socket would not look up at all. */
function isSentRaw({ iif, protocol, tcpFlags }: PacketLine): boolean {
  const isTcp = protocol === 'tcp' || protocol === PROTOCOL.tcp;
  return (
    iif === undefined && isTcp && tcpFlags !== undefined && tcpFlags !== 'SYN' && tcpFlags !== SYN
  );
}

/** A port that nobody named is one that the kernel picked. */
function portOf({ iif, sport = 0 }: PacketLine): (key: FlowKey) => Pick<FlowKey, 'sport'> {
  return (key) =>
    iif !== undefined || sport !== 0 || key.sport === undefined ? {} : { sport: 'picked' };
}

/** The kernel's answer when one of the explained ones is the same, else the first of those. */
function nearest(
  answers: readonly ExplainedAnswer[],
  kernel: KernelLookup | undefined,
): ExplainedAnswer {
  const same = answers.some((answer) => kernel !== undefined && isSame(answer, kernel));
  return (same ? kernel : answers[0]) ?? {};
}

/**
 * Of a route without gateway the IPv4 tracepoint prints a gateway that is there by chance, and recordings have no gateways of IPv4: where one
 * side has none, the device is what counts. Source: `trace_event_raw_event_fib_table_lookup`.
 */
function isSame(answer: ExplainedAnswer, kernel: KernelLookup): boolean {
  if (answer.error !== kernel.error || answer.dev !== kernel.dev) return false;
  const either = kernel.via === undefined || answer.via === undefined;
  return answer.via === kernel.via || (either && !kernel.to.includes(':'));
}

/** The key of IPv6 has the bits for ECN too, at which no rule or route looks. Source: `fib6_rule_match`. */
const DSCP_BITS = 0xfc;
const KEY = ['to', 'from', 'iif', 'oif', 'tos', 'ipproto', 'sport', 'dport'] as const;

function printLookup(
  table: number,
  lookup: FlowKey & { readonly for: string },
  answer: ExplainedAnswer,
): string {
  const seen = { ...lookup, tos: (lookup.tos ?? 0) & DSCP_BITS || undefined };
  const key = KEY.flatMap((name) => (seen[name] === undefined ? [] : [`${name} ${seen[name]}`]));
  return `${lookup.for} table ${table} ${key.join(' ')}: ${printAnswer(answer)}`;
}

function printAnswer({ dev, via, error }: ExplainedAnswer): string {
  if (error !== undefined) return error;
  return via === undefined ? `dev ${dev}` : `via ${via} dev ${dev}`;
}

function compareRules({ packet, why, explained }: WhyQuestion, counts: WhyCounts): Difference[] {
  const kernel = why.rules ?? [];
  counts.rules += kernel.length;
  return compareLines(
    'why.rules',
    kernel.filter(({ chain }) => !UNNAMED.test(chain)).map(printRule),
    explainedRules(explained.steps ?? [], packet.iif !== undefined).map(printRule),
  );
}

/** The kernel numbers chains without a name; their rules are of the rule that leads there. */
const UNNAMED = /^__chain\d+$/;

function printRule({ table, chain, rule, verdict, to, mark = 0 }: KernelRule): string {
  return [
    `${table} ${chain} ${rule === undefined ? 'policy' : `rule ${rule}`} ${verdict}`,
    ...(to === undefined ? [] : [UNNAMED.test(to) ? '{' : to]),
    ...(mark === 0 ? [] : [`mark 0x${mark.toString(16)}`]),
  ].join(' ');
}

function compareDrop({ why, explained }: WhyQuestion, counts: WhyCounts): Difference[] {
  const drops = why.drops ?? [];
  const kernel = drops.length === 0 ? SILENCE : drops.join(', ');
  const endings = endingSteps(explained);
  if (endings.length !== (explained.kind === 'drop' || explained.kind === 'error' ? 1 : 0)) {
    const other = `${explained.kind}, ended by ${JSON.stringify(endings)}`;
    return [{ field: 'why.drop', kernel, other }];
  }
  const reasons = dropReasons(explained);
  if (reasons === undefined) return [];
  counts.drops += drops.length;
  const isReason = (drop: string): boolean =>
    reasons.includes(drop) || reasons.includes(drop.split(' ')[0] ?? '');
  if (drops.length === 0 ? reasons.includes(SILENCE) : drops.some(isReason)) return [];
  return [
    {
      field: 'why.drop',
      kernel,
      other: `${explained.at ?? explained.kind}: ${reasons.join(' or ')}`,
    },
  ];
}

function compareDecided({ why, explained }: WhyQuestion): Difference[] {
  const both = decided(why, explained);
  return both === undefined || both.kernel === both.explained
    ? []
    : [{ field: 'why.decided', kernel: both.kernel, other: both.explained }];
}

/** An explanation also has to agree with itself. */
function findFaults({ packet, explained }: WhyQuestion): Difference[] {
  const request = parseRequest(printQuestion({ kind: 'packet', packet }));
  if (request.kind !== 'packet') throw new TypeError('question: not a packet');
  const { steps = [], ...outcome } = explained;
  const faults = explanationFaults(request.packet, { outcome, steps });
  return faults.length === 0
    ? []
    : [{ field: 'why.faults', kernel: 'none', other: faults.join('; ') }];
}

function compareLines(
  field: string,
  kernel: readonly string[],
  others: readonly string[],
): Difference[] {
  const longest = kernel.length > others.length ? kernel : others;
  const at = longest.findIndex((_, index) => kernel[index] !== others[index]);
  if (at < 0) return [];
  const line = (lines: readonly string[]): string => `${at + 1}: ${lines[at] ?? 'no more'}`;
  return [{ field, kernel: line(kernel), other: line(others) }];
}
