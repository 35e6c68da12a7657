import { assertNever } from '../../../../assert-never.js';
import { compareBigints } from '../../../../netfilter/nft/set/compare.js';
import type { SetElement } from '../../../../netfilter/nft/set/element.js';
import { findOverlap, spliceIntervals } from '../../../../netfilter/nft/set/intervals.js';
import { isMap, type NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import { deleteElements } from '../../../../netfilter/nft/set/delete-elements.js';
import { setWithin } from '../../evaluate/evaluate-set-literal.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { ElementCommand } from '../../syntax/tree/command.js';
import type { Expression } from '../../syntax/tree/expression.js';
import { joinSpans } from '../../syntax/parser/parser.js';
import type { SetBlock } from '../../syntax/tree/block.js';
import type { Span } from '../../syntax/tree/span.js';
import { valueOf } from '../../syntax/tree/value-of.js';
import type { StepOf } from '../expand.js';
import { findTable } from '../../../../netfilter/nft/request/find.js';
import {
  inTable,
  requireTable,
  setKey,
  tableSpec,
  type RunState,
  type TableSpec,
} from '../state.js';
import { missingOne, suggestIn } from '../suggest.js';
import { declaredSet } from './plan-set.js';
import type { PlannedRequest } from './planned.js';
import type { PlacedElement } from '../placed-element.js';
import { readElements } from './read-elements.js';
import { asRead } from './wildcards-read.js';

/** The elements of a declaration. Source: nft's `elems_evaluate`. */
export function planSetElements(
  step: StepOf<'set' | 'elements'>,
  state: RunState,
): readonly PlannedRequest[] {
  const { block, name, at, blame } = step;
  if (block.elements !== undefined && block.key === undefined) {
    throw new EvaluationError('set definition does not specify key', blame);
  }
  if (block.elements === undefined) return [];
  const known = findTable(state.netfilter, inTable(step))?.sets.get(name.value);
  const declared = declaredSet(step, state, known);
  if (declared === undefined) return [];
  if (known === undefined) checkDeclared(block.elements, declared);
  const placed = readElements(block.elements, declared, step, state, {
    blame,
    keyAt: spanOfKey(block),
  });
  const set = known ?? declared;
  const target = { set, known: asRead(set, step, state), spec: step, at, strays: state.strays };
  const planned = planAdding(placed, { ...target, exclusive: false });
  // Where the declaration itself is wrong nothing is asked for.
  return known === undefined ? [] : planned;
}

/** The types of a key that has several. */
function spanOfKey({ key }: SetBlock): Span | undefined {
  const [first, ...others] = key?.parts ?? [];
  const last = others.at(-1);
  return first && last && joinSpans(first.at, last.at);
}

/** Elements of a declaration that was wrong. Source: nft's `elems_evaluate`, with a key that `set_evaluate` has not come to. */
function checkDeclared(tree: Expression, set: NftSet): void {
  const [first] = setWithin(tree)?.elements ?? [];
  if (first?.kind === 'element' && set.keyType.kind === 'concatenation') {
    if (valueOf(first.key).kind === 'symbol') {
      throw new EvaluationError('Could not parse symbolic invalid expression', first.key.at);
    }
  }
}

/** `add element` and its like that ask the kernel to change something. Source: nft's `setelem_evaluate`. */
export function planElements(command: ElementCommand, state: RunState): readonly PlannedRequest[] {
  const { spec, at, operation, elements } = command;
  const table = tableSpec(spec, at);
  const set = requireSet(command, state);
  const placed = readElements(elements, set, table, state);
  const { strays } = state;
  const target = { set, known: asRead(set, table, state), spec: table, at, strays };
  switch (operation) {
    case 'add':
    case 'create':
      return planAdding(placed, { ...target, exclusive: operation === 'create' });
    case 'delete':
    case 'destroy':
      return planDeleting(placed, { ...target, ignored: operation === 'destroy' });
    case 'get':
    case 'reset':
      return [];
    default:
      return assertNever(operation);
  }
}

/** The set of a command about elements. @throws EvaluationError when there is none */
export function requireSet({ spec, at }: ElementCommand, state: RunState): NftSet {
  const name = spec.name ?? { at, value: '' };
  const set = requireTable(state, tableSpec(spec, at)).sets.get(name.value);
  if (set !== undefined) return set;
  throw new EvaluationError(missingOne(suggestIn(state.netfilter, 'set', name.value)), name.at);
}

interface Target {
  readonly set: NftSet;
  /** The set as nft knows it. */
  readonly known: ReturnType<typeof asRead>;
  readonly spec: TableSpec;
  readonly at: Span;
  readonly strays: RunState['strays'];
}

function planAdding(
  placed: readonly PlacedElement[],
  { set, known, spec, at, strays, exclusive }: Target & { readonly exclusive: boolean },
): readonly PlannedRequest[] {
  if (placed.length === 0) return [];
  const kept = strays.get(setKey(spec, set.name)) ?? [];
  if (!set.autoMerge || isMap(set)) checkOverlap(known.toAdd, [...kept, ...placed]);
  const elements = placed.map(({ element }) => element);
  const kind = 'new elements' as const;
  const request = { kind, set: set.name, elements, exclusive, ...inTable(spec) };
  return [{ request, at, suggests: undefined, name: undefined, spanOf: placeOf(placed) }];
}

function planDeleting(
  placed: readonly PlacedElement[],
  { set, known, spec, at, strays, ignored }: Target & { readonly ignored: boolean },
): readonly PlannedRequest[] {
  const elements = placed.map(({ element }) => element);
  if (set.elements.kind === 'intervals') {
    const key = setKey(spec, set.name);
    const left = strayed(known.toDelete, placed, strays.get(key) ?? []);
    const [lowest] = left.toSorted((a, b) => byLowest(a.element, b.element));
    if (lowest !== undefined) {
      strays.set(key, left);
      throw new EvaluationError('element does not exist', lowest.at);
    }
  }
  const kind = 'delete elements' as const;
  const request = { kind, set: set.name, elements, ignored, ...inTable(spec) };
  return [{ request, at, suggests: undefined, name: undefined, spanOf: placeOf(placed) }];
}

function placeOf(placed: readonly PlacedElement[]): PlannedRequest['spanOf'] {
  return (part) =>
    typeof part === 'object' && 'element' in part ? placed[part.element]?.at : undefined;
}

/** Source: nft's `setelem_overlap`. */
function checkOverlap({ elements }: NftSet, placed: readonly PlacedElement[]): void {
  if (elements.kind !== 'intervals') return;
  const ranged = placed.filter(({ element }) => element.key.kind === 'ranges');
  const all = spliceIntervals(
    elements.sorted,
    ranged.map(({ element }) => element),
  );
  const overlap = findOverlap(all);
  if (overlap === undefined) return;
  const earlier = spanOfAdded(ranged, overlap.earlier.added);
  const later = spanOfAdded(ranged, overlap.later.added);
  if (earlier !== undefined && later !== undefined) {
    throw new EvaluationError('conflicting intervals specified', later, [earlier]);
  }
  const place = later ?? earlier;
  if (place === undefined) return;
  throw new EvaluationError('interval overlaps with an existing one', place);
}

function spanOfAdded(
  placed: readonly PlacedElement[],
  added: number | undefined,
): Span | undefined {
  return added === undefined ? undefined : placed[added]?.at;
}

/**
 * What stays with the set as nft knows it though it isn't there: the first of a deletion that is missing. Where a deletion before has left some, it comes no
 * further than its own first, unless intervals merge. Source: nft's `set_delete`, `setelem_delete`.
 */
function strayed(
  set: NftSet,
  placed: readonly PlacedElement[],
  kept: readonly PlacedElement[],
): readonly PlacedElement[] {
  const asked = kept.length === 0 || set.autoMerge ? placed : placed.slice(0, 1);
  const elements = asked.map(({ element }) => element);
  const missing = findMissing(set, asked, elements);
  return missing === undefined ? kept : [...kept, missing];
}

/** The first that is missing; where intervals merge the lowest. Source: nft's `set_delete`, `automerge_delete`. */
function findMissing(
  set: NftSet,
  placed: readonly PlacedElement[],
  elements: readonly SetElement[],
): PlacedElement | undefined {
  const sought = set.autoMerge ? elements.toSorted(byLowest) : elements;
  const answer = deleteElements(set, sought);
  const missing = 'errno' in answer ? sought[answer.place] : undefined;
  return missing && placed.find(({ element }) => element === missing);
}

/** The element that stands for the rest comes last. */
function byLowest(a: SetElement, b: SetElement): number {
  const [first, second] = [a, b].map(({ key }) =>
    key.kind === 'ranges' ? key.ranges[0]?.low : undefined,
  );
  if (first === undefined || second === undefined) {
    return Number(first === undefined) - Number(second === undefined);
  }
  return compareBigints(first, second);
}
