import {
  makeNftSet,
  noElements,
  type NftSet,
  type SetDataType,
  type SetFlag,
} from '../../../../netfilter/nft/set/nft-set.js';
import type { Request } from '../../../../netfilter/nft/request/request.js';
import { scalarType } from '../../../../netfilter/nft/value-type.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { DataType, SetBlock } from '../../syntax/tree/block.js';
import type { StepOf } from '../expand.js';
import { inTable, requireTable, setKey, type RunState } from '../state.js';
import { evaluateStateful } from '../../statement/stateful.js';
import type { DeclaredType } from '../../evaluate/key-type.js';
import { typeOfDeclaration } from './set-types.js';
import { spansBy, type PlannedRequest } from './planned.js';

type SetStep = StepOf<'set' | 'elements'>;

/** `add set`, `add map`: what the kernel is asked for. Source: nft's `set_evaluate`, `mnl_nft_set_add`. */
export function planSet(step: SetStep, state: RunState): readonly PlannedRequest[] {
  const { name, exclusive, at, block, blame } = step;
  const { kind: word } = block;
  if (block.key === undefined) {
    // A map whose data could not be read is a set to nft.
    const called = block.data === undefined ? 'set' : word;
    throw new EvaluationError(`${called} definition does not specify key`, blame);
  }
  const table = requireTable(state, step);
  const known = table.sets.get(name.value);
  if (block.autoMerge && !block.flags.includes('interval')) {
    const message = 'auto-merge only works with interval sets';
    throw new EvaluationError(message, blame, [], [], cachedSet(step, state, known));
  }
  const set = makeSet(step, state, known);
  // nft knows the sets that are there only when it needs them, as for elements.
  const isKnown = known !== undefined && (block.elements !== undefined || state.knowsSets);
  if (isKnown && !known.flags.includes('interval') && set.flags.includes('interval')) {
    throw new EvaluationError(`existing ${word} lacks interval flag`, blame);
  }
  const request = { kind: 'new set' as const, set, exclusive, ...inTable(step) };
  const spanOf = spansBy({ table: step.table.at, name: name.at });
  return [{ request, at, suggests: 'set', name: name.value, spanOf, declares: blame }];
}

/** A set that nft knows although it refuses it: it has not come to the parts of a concatenated key. Source: nft's `set_cache_add` in `set_evaluate`. */
function cachedSet(
  step: SetStep,
  state: RunState,
  known: NftSet | undefined,
): Extract<Request, { readonly kind: 'new set' }> | undefined {
  const declared = known === undefined ? declaredSet(step, state, known) : undefined;
  if (declared === undefined) return undefined;
  const isWhole = declared.keyType.kind === 'scalar';
  const set = isWhole ? declared : declared.set('keyType', scalarType('invalid', 0, undefined));
  return { kind: 'new set', set, exclusive: step.exclusive, ...inTable(step) };
}

/** The set that a declaration states, whatever else is wrong with it; undefined when its types say none. */
export function declaredSet(
  step: SetStep,
  state: RunState,
  known: NftSet | undefined,
): NftSet | undefined {
  if (step.block.key === undefined) return undefined;
  try {
    return makeSet(step, state, known);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function makeSet(step: SetStep, state: RunState, known: NftSet | undefined): NftSet {
  const { block, blame, name } = step;
  const declaration = { word: block.kind, blame };
  if (block.key === undefined) throw new TypeError('a set without a key');
  const key = typeOfDeclaration(block.key, declaration, step, state);
  const data = dataOf(step, state);
  const isConcatenation = key.type.kind === 'concatenation' && block.flags.includes('interval');
  const made = makeNftSet({
    name: name.value,
    keyType: key.type,
    keyTypeof: isGivenAlike(block) ? key.expressions : undefined,
    data: data?.data,
    dataTypeof: isGivenAlike(block) ? data?.selectors : undefined,
    flags: flagsOf(step, known, state),
    autoMerge: block.autoMerge && !isConcatenation,
    size: positive(block.size),
    timeout: positive(block.timeout),
    gcInterval: positive(block.gcInterval),
    policy: block.policy ?? 'performance',
    comment: block.comment,
    statements: block.statements.map(evaluateStateful),
  });
  return made.set('elements', noElements(made));
}

/** JSON can give one type by its name and the other by an expression; nft then keeps no expression. */
function isGivenAlike({ key, data }: SetBlock): boolean {
  return data?.kind !== 'data' || data.type.form === key?.form;
}

function positive(value: bigint | undefined): number | undefined {
  return value === undefined || value === 0n ? undefined : Number(value);
}

const LISTED: readonly SetFlag[] = ['constant', 'dynamic', 'interval', 'timeout'];

/** The flags of a declaration in the order of a listing; a default timeout asks for timeouts, and a set that rules add to stays so where nft knows it. */
function flagsOf(
  step: SetStep,
  known: NftSet | undefined,
  { updatedSets, knowsSets }: RunState,
): readonly SetFlag[] {
  const { flags, timeout }: SetBlock = step.block;
  const asked = new Set<SetFlag>(flags);
  // A set that rules of the same run add to is made so that they can.
  if (known === undefined && updatedSets.has(setKey(step, step.name.value))) asked.add('dynamic');
  if (positive(timeout) !== undefined) asked.add('timeout');
  const others = (known?.flags ?? []).filter((flag) => flag !== 'dynamic');
  const isAlike =
    others.length === [...asked].filter((flag) => flag !== 'dynamic').length &&
    others.every((flag) => asked.has(flag));
  if (knowsSets && known?.flags.includes('dynamic') && isAlike) asked.add('dynamic');
  return LISTED.filter((flag) => asked.has(flag));
}

function dataOf(
  step: SetStep,
  state: RunState,
): { readonly data: SetDataType; readonly selectors: DeclaredType['expressions'] } | undefined {
  const { block, blame } = step;
  if (block.kind === 'set') return undefined;
  if (block.data === undefined) {
    throw new EvaluationError('map definition does not specify mapping data type', blame);
  }
  const { data } = block;
  if (data.kind === 'object') {
    return { data: { kind: 'object', object: data.object }, selectors: undefined };
  }
  if (isVerdict(data)) return { data: { kind: 'verdict' }, selectors: undefined };
  const { type, expressions } = typeOfDeclaration(data.type, { word: 'map', blame }, step, state);
  return { data: { kind: 'values', type, interval: data.interval }, selectors: expressions };
}

function isVerdict({ type }: Extract<DataType, { readonly kind: 'data' }>): boolean {
  const [only] = type.parts;
  return type.parts.length === 1 && only?.kind === 'type' && only.name === 'verdict';
}
