import { assertNever } from '../assert-never.js';
import { printAddress } from '../address/address-text.js';
import { sameAddress, type Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { Packet } from '../packet/packet.js';
import type { Found, StepEvent } from '../evaluate/evaluate.js';
import { findShortfalls } from '../evaluate/misses.js';
import { loadAddress, type Registers } from '../evaluate/registers.js';
import { linkByIndex, type Namespace } from '../namespace/namespace.js';
import type { Field } from '../packet/field.js';
import type { Note } from '../program/note.js';
import type { Describe } from './describe.js';
import type { Change, Explanation, Miss, TraceStep } from './explanation.js';
import { makeOutcome } from './make-outcome.js';
import { printField, printMiss } from './miss-text.js';
import { sendPacket } from './send-packet.js';

/** Sends a packet and writes down every step. The namespace stays as it is. */
export function explainPacket(
  namespace: Namespace,
  describe: Describe,
  packet: Packet,
): Explanation {
  const tracer = new Tracer(namespace, describe, packet.dst.family);
  const { evaluation } = sendPacket(namespace, packet, { step: (event) => tracer.add(event) });
  return { outcome: makeOutcome(evaluation, namespace, describe), steps: tracer.steps };
}

/** The fields whose changes are told. */
const TOLD = [
  'mark',
  'tos',
  'ttl',
  'ctmark',
  'src',
  'dst',
  'sport',
  'dport',
] as const satisfies readonly Field[];

/** Turns the notes of steps into trace steps. */
class Tracer {
  readonly steps: TraceStep[] = [];
  /** The changes of the chain rule that matched last, and the registers before them. */
  #rule: { readonly changes: Change[]; readonly before: Registers } | undefined;

  /** The note of the last step. */
  #note: Note | undefined;

  constructor(
    readonly namespace: Namespace,
    private readonly describe: Describe,
    readonly family: Family,
  ) {}

  add(event: StepEvent): void {
    const step = this.#step(event);
    if (step === undefined) return;
    // A rule of several conditions has the note on each: the last one done says whether it matched.
    if (event.note.kind === 'chain-rule' && event.note === this.#note) this.steps.pop();
    this.#note = event.note;
    this.steps.push(step);
  }

  #step({ note, held, ...event }: StepEvent): TraceStep | undefined {
    switch (note.kind) {
      case 'hook':
      case 'policy':
      case 'loopback':
      case 'bridge':
      case 'copy':
      case 'copy-end':
        return note;
      case 'chain-rule':
        return this.#chainRule(note, { note, held, ...event });
      case 'target':
        this.#rule?.changes.push(...this.#changes(this.#rule.before, event.registers));
        return undefined;
      case 'lookup':
        return { kind: 'lookup', purpose: note.purpose, key: this.#key(event.registers) };
      case 'rule':
        return {
          kind: 'rule',
          priority: note.rule.priority,
          text: this.describe.rule(note.rule),
          written: note.rule.written ?? null,
          matched: held,
          misses: this.#misses({ note, held, ...event }),
        };
      case 'suppress':
        return {
          kind: 'suppress',
          priority: note.rule.priority,
          text: this.describe.rule(note.rule),
        };
      case 'table':
        return this.#table(note.tables, held, event.found);
      case 'source':
        return {
          kind: 'source',
          src: printAddress(loadAddress(event.registers, 'flowSrc', this.family)),
        };
      case 'reroute':
        return { kind: 'reroute', needed: !held, changes: this.#mangled(event.registers) };
      case 'check':
        return { kind: 'check', what: note.what, passed: held };
      case 'default-route':
        return { kind: 'default-route', route: this.#foundRoute(event.found) ?? '' };
      case 'nexthop':
        return { kind: 'nexthop', nexthop: this.#foundNexthop(event.found) };
      default:
        return assertNever(note);
    }
  }

  #chainRule(
    { table, chain, number, rule }: Extract<Note, { kind: 'chain-rule' }>,
    event: StepEvent,
  ): TraceStep {
    const changes: Change[] = [];
    if (event.held) this.#rule = { changes, before: { ...event.registers } };
    return {
      kind: 'chain-rule',
      table,
      chain,
      number,
      text: this.describe.chainRule(rule, chain, this.family),
      written: rule.written ?? null,
      matched: event.held,
      misses: this.#misses(event),
      changes,
    };
  }

  #table(tables: readonly number[], hit: boolean, found: Found | undefined): TraceStep {
    const route = hit ? found?.resolution.route : undefined;
    return {
      kind: 'table',
      table: tables.map((id) => this.describe.table(id)).join('+'),
      route: route === undefined ? null : this.describe.route(route),
      written: route?.written ?? null,
      error: hit ? (found?.resolution.error ?? null) : null,
    };
  }

  #foundRoute(found: Found | undefined): string | undefined {
    const route = found?.resolution.route;
    return route === undefined ? undefined : this.describe.route(route);
  }

  #foundNexthop(found: Found | undefined): string {
    const { gateway, dev = 0 } = found?.resolution ?? {};
    const name = linkByIndex(this.namespace, dev)?.name ?? `if${dev}`;
    return gateway === undefined ? `dev ${name}` : `via ${printAddress(gateway)} dev ${name}`;
  }

  #misses({ step, held, registers }: StepEvent): readonly Miss[] {
    if (held) return [];
    if (step.kind === 'choose') {
      const [needs = '', has = ''] = step.choice.meanings;
      return [{ field: 'choice', needs, has }];
    }
    if (step.kind !== 'test') return [];
    return findShortfalls(step.when, registers).flatMap(
      (shortfall) => printMiss(shortfall, registers, this) ?? [],
    );
  }

  #changes(before: Registers, after: Registers): readonly Change[] {
    return TOLD.flatMap((field) =>
      field === 'src' || field === 'dst'
        ? this.#addressChange(field, loadAddress(before, field, this.family), after)
        : this.#change(field, before[field], after[field]),
    );
  }

  /** What mangle OUTPUT changed of the fields that decide about routing again. */
  #mangled(registers: Registers): readonly Change[] {
    return [
      ...this.#addressChange('src', loadAddress(registers, 'savedSrc', this.family), registers),
      ...this.#addressChange('dst', loadAddress(registers, 'savedDst', this.family), registers),
      ...this.#change('mark', registers.savedMark, registers.mark),
      ...this.#change('tos', registers.savedTos, registers.tos),
    ];
  }

  #addressChange(field: 'src' | 'dst', before: Address, registers: Registers): readonly Change[] {
    const after = loadAddress(registers, field, this.family);
    if (sameAddress(before, after)) return [];
    return [{ field, from: printAddress(before), to: printAddress(after) }];
  }

  #change(field: Field, before: number, after: number): readonly Change[] {
    if (before === after) return [];
    const print = (value: number): string => printField(field, value, this.namespace);
    return [{ field, from: print(before), to: print(after) }];
  }

  /** The key of a lookup, in the words of `ip route get`; what is zero is left out. */
  #key(registers: Registers): string {
    const print = (field: Field): string => printField(field, registers[field], this.namespace);
    const [dst, src] = (['flowDst', 'flowSrc'] as const).map((field) =>
      loadAddress(registers, field, this.family),
    );
    const addresses = [
      ...(dst === undefined ? [] : [`to ${printAddress(dst)}`]),
      ...(src === undefined || src.words.every((word) => word === 0)
        ? []
        : [`from ${printAddress(src)}`]),
    ];
    const words = (
      [
        ['flowIif', 'iif'],
        ['flowOif', 'oif'],
        ['flowMark', 'mark'],
        ['flowTos', 'tos'],
        ['flowProtocol', 'ipproto'],
        ['flowSport', 'sport'],
        ['flowDport', 'dport'],
        ['flowUid', 'uid'],
      ] as const
    ).filter(([field]) => registers[field] !== 0);
    return [...addresses, ...words.map(([field, word]) => `${word} ${print(field)}`)].join(' ');
  }
}
