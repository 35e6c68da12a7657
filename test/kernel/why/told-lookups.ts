import type { TraceStep } from '../../../src/host/explanation.js';
import { PROTOCOL } from '../../../src/packet/protocol.js';
import type { FlowKey } from './kernel-why.js';

/** A table that an explanation has read. */
export interface ToldLookup extends FlowKey {
  readonly for: string;
  readonly table: string;
  /** What the table gives: of a route with several next hops any, for which of them is taken is decided later. */
  readonly answers: readonly ToldAnswer[];
}

/** A next hop, or the errno of none. */
export interface ToldAnswer {
  readonly dev?: string;
  readonly via?: string;
  readonly error?: string;
}

/** The tables that an explanation has read, in order. */
export function toldLookups(steps: readonly TraceStep[]): readonly ToldLookup[] {
  let asked: ({ readonly for: string } & FlowKey) | undefined;
  return steps.flatMap((step): readonly ToldLookup[] => {
    if (step.kind === 'lookup') asked = { for: step.purpose, ...readKey(step.key) };
    if (step.kind !== 'table' || asked === undefined) return [];
    // While they are one, the kernel calls it main.
    const table = step.table === 'local+main' ? 'main' : step.table;
    return [{ ...asked, table, answers: answersOf(step, asked.to.includes(':')) }];
  });
}

function answersOf(
  { answer, route, error }: Extract<TraceStep, { kind: 'table' }>,
  v6: boolean,
): readonly ToldAnswer[] {
  if (error !== null) return [{ error }];
  if (answer === 'throw') return [{ error: 'EAGAIN' }];
  // The kernel has a route of its own where an IPv6 table has none.
  if (route === null) return [{ error: v6 ? 'EHOSTUNREACH' : 'EAGAIN' }];
  return nexthopsOf(route.split(' '));
}

/** The next hops in the words of `ip route`. */
function nexthopsOf(words: readonly string[]): readonly ToldAnswer[] {
  let via: string | undefined;
  return words.flatMap((word, at): readonly ToldAnswer[] => {
    const next = words[at + 1];
    if (word === 'via') via = /^inet6?$/.test(next ?? '') ? words[at + 2] : next;
    if (word !== 'dev' || next === undefined) return [];
    const hop = via === undefined ? { dev: next } : { dev: next, via };
    via = undefined;
    return [hop];
  });
}

const NUMBERS = ['tos', 'sport', 'dport'] as const;
const WORDS = ['from', 'iif', 'oif'] as const;
/** Of which the tracepoints print ports. */
const PORTED: ReadonlySet<number | undefined> = new Set([PROTOCOL.tcp, PROTOCOL.udp]);

/** Reads a key in the words of `ip route get`. */
function readKey(text: string): FlowKey {
  const words = text.split(' ');
  const found = new Map(
    words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? ''] as const] : [])),
  );
  const protocol = found.get('ipproto');
  const ipproto = protocol === undefined ? undefined : protocolNumber(protocol);
  if (!PORTED.has(ipproto)) for (const name of ['sport', 'dport']) found.delete(name);
  const texts = WORDS.flatMap((name) => entry(name, found.get(name)));
  const numbers = NUMBERS.flatMap((name) =>
    found.has(name) ? entry(name, Number(found.get(name))) : [],
  );
  return {
    to: found.get('to') ?? '',
    ...Object.fromEntries<string | number>([...texts, ...numbers, ...entry('ipproto', ipproto)]),
  };
}

function entry<Value>(
  name: string,
  value: Value | undefined,
): readonly (readonly [string, Value])[] {
  return value === undefined ? [] : [[name, value]];
}

function protocolNumber(text: string): number {
  const known: Readonly<Record<string, number>> = PROTOCOL;
  return known[text] ?? Number(text);
}
