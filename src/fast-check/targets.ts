import { assertNever } from '../assert-never.js';
import type { Prefix } from '../address/prefix.js';
import { addressIn } from '../predicate/address-predicate.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Effect } from '../program/effect.js';
import { visitEffects } from '../program/flow.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Program } from '../program/program.js';
import { chainRuleOf, ruleOf, type Step, type StepId } from '../program/step.js';
import { edgesOf, type Edge } from './program-edges.js';

/** What packets are aimed at: the predicates, tables and address maps that a program is made of. */
export interface Targets {
  readonly program: Program;
  readonly edges: ReadonlyMap<StepId, readonly Edge[]>;
  /** Every predicate that the program tests, once, with the steps where it does. */
  readonly predicates: readonly Target[];
  /** Those of them that are rules of the host. */
  readonly rules: readonly Target[];
  /** That an address lies in a prefix which its tables and maps name, each once. */
  readonly prefixes: readonly Readonly<Record<'src' | 'dst', Predicate>>[];
}

/** A predicate, and the steps that test it or whose table has it. */
export interface Target {
  readonly when: Predicate;
  readonly steps: readonly StepId[];
}

/** Reads what a program can distinguish. */
export function readTargets(program: Program): Targets {
  const steps = new Map<string, { when: Predicate; steps: StepId[]; isRule: boolean }>();
  const prefixes = new Map<string, Targets['prefixes'][number]>();
  const addPredicate = (when: Predicate, id: StepId, isRule = false): void => {
    if ('of' in when && Array.isArray(when.of) && when.of.length === 0) return;
    const key = JSON.stringify(when);
    const known = steps.get(key);
    if (known === undefined) steps.set(key, { when, steps: [id], isRule });
    else known.steps.push(id);
  };
  const addPrefix = (prefix: Prefix, id: StepId): void => {
    const inside = { src: addressIn('src', prefix), dst: addressIn('dst', prefix) };
    prefixes.set(JSON.stringify(prefix), inside);
    addPredicate(inside.dst, id);
  };
  const addEffect = (effect: Effect, id: StepId, isRule: boolean): void => {
    switch (effect.kind) {
      case 'ask':
        return addPredicate(effect.when, id, isRule);
      case 'map':
        for (const { prefix } of effect.map.entries()) addPrefix(prefix, id);
        return undefined;
      case 'search':
        for (const { prefix, candidates } of effect.table.entries()) {
          addPrefix(prefix, id);
          for (const { when } of candidates) addPredicate(when, id);
        }
        return undefined;
      case 'take':
      case 'change':
      case 'read':
      case 'write':
      case 'move':
        return undefined;
      default:
        return assertNever(effect);
    }
  };
  for (const [id, step] of program.steps.entries()) {
    visitEffects(step, (effect) => {
      addEffect(effect, id, isOfRule(step));
    });
  }
  return {
    program,
    edges: edgesOf(program),
    predicates: [...steps.values()],
    rules: [...steps.values()].filter(({ isRule }) => isRule),
    prefixes: [...prefixes.values()],
  };
}

const known = new WeakMap<LoweredTable, readonly Predicate[]>();

/** For each prefix of a table, that the destination lies in it. */
export function prefixesOf(table: LoweredTable): readonly Predicate[] {
  let inside = known.get(table);
  if (inside === undefined) {
    inside = [...table.entries()].map(({ prefix }) => addressIn('dst', prefix));
    known.set(table, inside);
  }
  return inside;
}

function isOfRule(step: Step): boolean {
  return ruleOf(step) !== undefined || chainRuleOf(step) !== undefined;
}
