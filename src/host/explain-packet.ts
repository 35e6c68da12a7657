import { assertNever } from '../assert-never.js';
import { printAddress } from '../address/address-text.js';
import { sameAddress, type Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { Packet } from '../packet/packet.js';
import type { Found, Observer, StepEvent } from '../evaluate/evaluate.js';
import { loadAddress, type Registers } from '../evaluate/registers.js';
import { linkByIndex, type Namespace } from '../namespace/namespace.js';
import type { Field } from '../packet/field.js';
import { KEPT, type ComparedField } from '../program/kept-field.js';
import type { Route } from '../fib/route.js';
import { frozen } from '../frozen.js';
import type { RulePart } from '../netfilter/rule-predicate.js';
import type { TableReference } from '../netfilter/table.js';
import { isNftRule, type NetfilterRule } from '../netfilter/rule.js';
import type { Resolution } from '../program/resolution.js';
import { refusalOf } from '../rpdb/refusal.js';
import type { Note, RuleVerdict } from '../program/note.js';
import type { Describe } from './describe.js';
import type { Change, Explanation, FlowJson, Miss, TableAnswer, TraceStep } from './explanation.js';
import { makeOutcome } from './make-outcome.js';
import { printField, type MissScope } from './miss-text.js';
import { negatedMisses, partMisses } from './part-misses.js';
import { copyFate, type Ending } from '../program/ending.js';
import { sendPacket } from '../evaluate/send-packet.js';
import type { Steer } from '../evaluate/steered-chooser.js';

/** Sends a packet and writes down every step, on the way that choices are steered to. The namespace stays as it is. */
export function explainPacket(
  namespace: Namespace,
  describe: Describe,
  packet: Packet,
  steer?: Steer,
): Explanation {
  const tracer = new Tracer(namespace, describe, packet.dst.family);
  const observer: Observer = {
    step: (event) => tracer.add(event),
    emitted: ({ ending }) => tracer.end(ending),
  };
  const { evaluation } = sendPacket(namespace, packet, observer, steer && { steer });
  return frozen({ outcome: makeOutcome(evaluation, namespace, describe), steps: tracer.steps });
}

/** The fields whose changes are reported. */
const REPORTED = [
  'mark',
  'tos',
  'ttl',
  'ctmark',
  'src',
  'dst',
  'sport',
  'dport',
] as const satisfies readonly Field[];

/** The step of a chain's rule, of which its target has not been done yet. */
type ChainRuleStep = {
  -readonly [Key in keyof RuleStep]: RuleStep[Key];
};

type RuleStep = Extract<TraceStep, { kind: 'chain-rule' }>;

const VERDICTS = {
  ACCEPT: 'accept',
  DROP: 'drop',
  RETURN: 'return',
} as const satisfies Record<string, RuleVerdict>;

/** Where a rule of iptables leads; what an extension does is known when it has been done, and so is all that a rule of nft does. */
function verdictOf(rule: NetfilterRule): RuleVerdict {
  if (isNftRule(rule)) return 'continue';
  const { target } = rule;
  switch (target.kind) {
    case 'jump':
      return `jump ${target.chain}`;
    case 'goto':
      return `goto ${target.chain}`;
    case 'verdict':
      return VERDICTS[target.verdict];
    case 'none':
    case 'extension':
      return 'continue';
    default:
      return assertNever(target);
  }
}

function answerOf(hit: Resolution | undefined, thrown: Route | undefined): TableAnswer {
  if (hit !== undefined) return hit.error === undefined ? 'route' : 'error';
  return thrown === undefined ? 'none' : 'throw';
}

/** The steps of a lookup. */
const LOOKUP_STEPS: ReadonlySet<TraceStep['kind']> = new Set([
  'lookup',
  'rule',
  'suppress',
  'table',
  'no-route',
  'nexthop',
  'default-route',
]);

/** Turns the notes of steps into trace steps. */
export class Tracer {
  readonly steps: TraceStep[] = [];
  /** The changes of the chain rule that matched last, and the registers before them. */
  #rule:
    | {
        readonly rule: NetfilterRule;
        readonly step: ChainRuleStep;
        readonly before: Registers;
      }
    | undefined;

  constructor(
    readonly namespace: Namespace,
    private readonly describe: Describe,
    readonly family: Family,
  ) {}

  add(event: StepEvent): void {
    const step = this.#step(event);
    if (step === undefined) return;
    if (step.kind === 'check' && this.#repeats(step)) return;
    this.steps.push(step);
  }

  /** The copy for the sender has come to its end. */
  end(ending: Ending): void {
    const fate = copyFate(ending);
    if (fate !== null) this.steps.push({ kind: 'copy-end', fate });
  }

  /** One check can take several tests: it is passed once, and not at all if a later test fails. */
  #repeats({ what, passed }: Extract<TraceStep, { kind: 'check' }>): boolean {
    const first = this.steps.findLastIndex(({ kind }) => kind !== 'check') + 1;
    const before = this.steps.findIndex(
      (step, place) => place >= first && step.kind === 'check' && step.what === what && step.passed,
    );
    if (before >= 0 && !passed) this.steps.splice(before, 1);
    return before >= 0 && passed;
  }

  #step({ note, held, ...event }: StepEvent): TraceStep | undefined {
    switch (note.kind) {
      case 'policy':
        return { ...note, mark: event.registers.mark };
      case 'loopback': {
        const { routeDev } = event.registers;
        return { ...note, dev: linkByIndex(this.namespace, routeDev)?.name ?? `if${routeDev}` };
      }
      case 'hook':
      case 'bridge':
      case 'copy':
        return note;
      case 'chain-rule':
        return this.#chainRule(note, { note, held, ...event });
      case 'target':
        this.#target(note.verdict, event.registers);
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
          error: held ? (refusalOf(note.rule.action) ?? null) : null,
          misses: this.#ruleMisses(note, held, event.registers),
        };
      case 'translation': {
        const changes = this.#changes(event.before ?? event.registers, event.registers);
        return changes.length === 0 ? undefined : { kind: 'translation', changes };
      }
      case 'no-route':
        return { kind: 'no-route', error: event.found?.resolution.error ?? 'ENETUNREACH' };
      case 'on-link':
        return {
          kind: 'on-link',
          dev: this.#device(event.registers.routeDev) ?? '',
          why: note.why,
        };
      case 'destination':
        return {
          kind: 'destination',
          dst: printAddress(loadAddress(event.registers, note.field, this.family)),
        };
      case 'suppress':
        return {
          kind: 'suppress',
          priority: note.rule.priority,
          text: this.describe.rule(note.rule),
        };
      case 'table':
        return this.#table(note.tables, { note, held, ...event });
      case 'source':
        return {
          kind: 'source',
          src: printAddress(loadAddress(event.registers, 'flowSrc', this.family)),
        };
      case 'reroute':
        return {
          kind: 'reroute',
          needed: held === (note.again === 'yes'),
          changes: note.compared.flatMap((part) => this.#changeSinceKept(part, event.registers)),
        };
      case 'check':
        return { kind: 'check', what: note.what, passed: held === (note.passes === 'yes') };
      case 'default-route':
        return { kind: 'default-route', route: this.#foundRoute(event.found) ?? '' };
      case 'nexthop':
        return { kind: 'nexthop', nexthop: this.#foundNexthop(event.found) };
      default:
        return assertNever(note);
    }
  }

  #chainRule(
    { table, chain, number, rule, parts }: Extract<Note, { kind: 'chain-rule' }>,
    event: StepEvent,
  ): TraceStep | undefined {
    const begun = this.#rule;
    // What a rule looks up comes behind it.
    const last = this.steps.findLast(({ kind }) => !LOOKUP_STEPS.has(kind));
    // A rule of several conditions has a note on each: the last one done says whether it matched.
    if (begun !== undefined && last === begun.step && begun.rule === rule) {
      begun.step.matched = event.held;
      begun.step.misses = this.#chainRuleMisses(parts, table, event);
      if (!event.held) begun.step.verdict = null;
      return undefined;
    }
    const elements = this.describe.elements(rule, table, this.family, event.registers);
    const step: ChainRuleStep = {
      kind: 'chain-rule',
      table,
      chain,
      number,
      depth: event.depth,
      text: this.describe.chainRule(rule, chain, this.family, table),
      written: rule.written ?? null,
      matched: event.held,
      ...(elements.length === 0 ? {} : { elements }),
      misses: this.#chainRuleMisses(parts, table, event),
      changes: [],
      verdict: event.held ? verdictOf(rule) : null,
      mark: event.registers.mark,
    };
    this.#rule = event.held ? { rule, step, before: { ...event.registers } } : undefined;
    return step;
  }

  /** What the target of the rule that matched last has made of the packet. */
  #target(verdict: Extract<Note, { kind: 'target' }>['verdict'], registers: Registers): void {
    if (this.#rule === undefined) return;
    const { step, before } = this.#rule;
    step.changes = step.changes.concat(this.#changes(before, registers));
    step.verdict = verdict;
    step.mark = registers.mark;
    this.#rule = { ...this.#rule, before: { ...registers } };
  }

  #table(ids: readonly number[], { held, found, thrown, registers }: StepEvent): TraceStep {
    const hit = held ? found?.resolution : undefined;
    const route = hit?.route ?? thrown;
    const { gateway, error } = hit ?? {};
    return {
      kind: 'table',
      table: ids.map((id) => this.describe.table(id)).join('+'),
      ids,
      flow: this.#flow(registers),
      answer: answerOf(hit, thrown),
      route: route === undefined ? null : this.describe.route(route),
      written: route?.written ?? null,
      dev: hit === undefined || hit.dev === 0 ? null : this.#device(hit.dev),
      gateway: gateway === undefined ? null : printAddress(gateway),
      error: error ?? null,
    };
  }

  #flow(registers: Readonly<Registers>): FlowJson {
    return {
      iif: this.#device(registers.flowIif),
      oif: this.#device(registers.flowOif),
      src: printAddress(loadAddress(registers, 'flowSrc', this.family)),
      dst: printAddress(loadAddress(registers, 'flowDst', this.family)),
      mark: registers.flowMark,
      tos: registers.flowTos,
      protocol: registers.flowProtocol,
      sport: registers.flowSport,
      dport: registers.flowDport,
      uid: registers.flowUid,
    };
  }

  #device(index: number): string | null {
    return index === 0 ? null : (linkByIndex(this.namespace, index)?.name ?? `if${index}`);
  }

  #foundRoute(found: Found | undefined): string | undefined {
    const route = found?.resolution.route;
    return route === undefined ? undefined : this.describe.route(route);
  }

  #foundNexthop(found: Found | undefined): string {
    const { gateway, dev = 0 } = found?.resolution ?? {};
    const name = this.#device(dev) ?? 'none';
    return gateway === undefined ? `dev ${name}` : `via ${printAddress(gateway)} dev ${name}`;
  }

  #ruleMisses(
    { rule, parts }: Extract<Note, { kind: 'rule' }>,
    held: boolean,
    registers: Registers,
  ): readonly Miss[] {
    if (held) return [];
    return rule.not ? negatedMisses(parts, registers, this) : partMisses(parts, registers, this);
  }

  #chainRuleMisses(
    parts: readonly RulePart[],
    table: TableReference,
    { step, held, registers }: StepEvent,
  ): readonly Miss[] {
    if (held) return [];
    if (step.kind !== 'choose') {
      const { namespace, family, describe } = this;
      const words: MissScope['words'] = (statement) => describe.nftWords(statement, table, family);
      return partMisses(parts, registers, { namespace, family, words });
    }
    const [needs = '', has = ''] = step.choice.meanings;
    return [{ field: 'choice', needs, has }];
  }

  #changes(before: Registers, after: Registers): readonly Change[] {
    return REPORTED.flatMap((field) =>
      field === 'src' || field === 'dst'
        ? this.#addressChange(field, loadAddress(before, field, this.family), after)
        : this.#change(field, before[field], after[field]),
    );
  }

  /** How a part of the packet differs from what was kept of it. */
  #changeSinceKept(part: ComparedField, registers: Registers): readonly Change[] {
    return part === 'src' || part === 'dst'
      ? this.#addressChange(part, loadAddress(registers, KEPT[part], this.family), registers)
      : this.#change(part, registers[KEPT[part]], registers[part]);
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
