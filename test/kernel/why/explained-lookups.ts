import { assertNever } from '../../../src/assert-never.js';
import type { FlowJson, TraceStep } from '../../../src/host/explanation.js';
import { PROTOCOL } from '../../../src/packet/protocol.js';
import type { FlowKey } from './kernel-why.js';

/** A table that an explanation has read. */
export interface ToldLookup extends FlowKey {
  readonly for: string;
  readonly table: number;
  /** What the table gives: of a route with several next hops any, for which of them is taken is decided later. */
  readonly answers: readonly ExplainedAnswer[];
}

/** A next hop, or the errno of none. */
export interface ExplainedAnswer {
  readonly dev?: string;
  readonly via?: string;
  readonly error?: string;
}

type TableStep = Extract<TraceStep, { kind: 'table' }>;

/** The tables that an explanation has read, in order. */
export function explainedLookups(steps: readonly TraceStep[]): readonly ToldLookup[] {
  let purpose = '';
  return steps.flatMap((step): readonly ToldLookup[] => {
    if (step.kind === 'lookup') ({ purpose } = step);
    if (step.kind !== 'table') return [];
    return [{ for: purpose, table: tableOf(step), ...keyOf(step.flow), answers: answersOf(step) }];
  });
}

/** The number by which the kernel calls a table: while local and main are one it is main. */
export function tableOf({ ids }: TableStep): number {
  return ids.at(-1) ?? 0;
}

/** What the tracepoint prints of a table's answer. */
function answersOf({
  answer,
  error,
  dev,
  gateway,
  route,
  flow,
}: TableStep): readonly ExplainedAnswer[] {
  switch (answer) {
    case 'error':
      return [{ error: error ?? '' }];
    case 'throw':
      return [{ error: 'EAGAIN' }];
    case 'none':
      // The kernel has a route of its own where an IPv6 table has none.
      return [{ error: flow.dst.includes(':') ? 'EHOSTUNREACH' : 'EAGAIN' }];
    case 'route':
      return [
        { dev: dev ?? '', ...(gateway !== null && { via: gateway }) },
        ...nexthopsOf(route?.split(' ') ?? []),
      ];
    default:
      return assertNever(answer);
  }
}

/** The next hops in the words of `ip route`. */
function nexthopsOf(words: readonly string[]): readonly ExplainedAnswer[] {
  let via: string | undefined;
  return words.flatMap((word, at): readonly ExplainedAnswer[] => {
    const next = words[at + 1];
    if (word === 'via') via = /^inet6?$/.test(next ?? '') ? words[at + 2] : next;
    if (word !== 'dev' || next === undefined) return [];
    const hop = via === undefined ? { dev: next } : { dev: next, via };
    via = undefined;
    return [hop];
  });
}

/** Of which the tracepoints print ports. */
const PORTED: ReadonlySet<number> = new Set([PROTOCOL.tcp, PROTOCOL.udp]);
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

function keyOf({ src, dst, iif, oif, tos, protocol, sport, dport }: FlowJson): FlowKey {
  const ports = PORTED.has(protocol) ? { sport, dport } : {};
  const all = {
    iif,
    oif,
    from: UNSPECIFIED.has(src) ? null : src,
    tos,
    ipproto: protocol,
    ...ports,
  };
  const given = Object.entries(all).filter(([, value]) => value !== null && value !== 0);
  return { to: dst, ...Object.fromEntries(given) };
}
