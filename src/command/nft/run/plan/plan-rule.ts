import type { Chain } from '../../../../netfilter/chain.js';
import { findTable } from '../../../../netfilter/nft/request/find.js';
import type { Rule } from '../../../../netfilter/nft/statement.js';
import type { Use } from '../../../../netfilter/nft/uses.js';
import type { RulePlace } from '../../../../netfilter/nft/request/request.js';
import { makeNftSet, noElements, type SetFlag } from '../../../../netfilter/nft/set/nft-set.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import { evaluateDeclaring } from '../../evaluate/evaluate-rule.js';
import { placeWritten } from '../../evaluate/written-at.js';
import type { RuleCommand, Spec } from '../../syntax/tree/command.js';
import type { Located, Span } from '../../syntax/tree/span.js';
import type { Rule as RuleTree } from '../../syntax/tree/statement.js';
import type { StepOf } from '../expand.js';
import { sourceText } from '../source-text.js';
import {
  evaluationContext,
  inTable,
  requireTable,
  tableSpec,
  type RunState,
  type TableSpec,
} from '../state.js';
import { missingOne, suggestIn } from '../suggest.js';
import { spanOfConnection, spanOfRead } from './span-of-connection.js';
import { spanOfUse } from './span-of-use.js';
import { spansBy, type PlannedRequest } from './planned.js';
import type { DeclaredMeter } from '../../statement/declared-meter.js';

/** A rule of a block. */
export function planBlockRule(step: StepOf<'rule'>, state: RunState): readonly PlannedRequest[] {
  const { chain, rule: tree, at } = step;
  const { rule, meters } = evaluateDeclaring(tree, evaluationContext(state, step));
  if (state.knowsRules) findChain(step, chain, state);
  return [
    ...planMeters(meters, step, at, state),
    plan({ table: step, chain, tree, rule, at, place: { kind: 'last' }, handle: undefined }),
  ];
}

/** `add rule`, `insert rule`, `replace rule`. Source: nft's `rule_evaluate`, `rule_cache_update`, `mnl_nft_rule_add`. */
export function planRule(command: RuleCommand, state: RunState): readonly PlannedRequest[] {
  const { spec, rule: tree, at } = command;
  const table = tableSpec(spec, at);
  const chain = spec.chain ?? { at, value: '' };
  // nft looks at a rule before it looks for where it goes.
  const { rule, meters } = evaluateDeclaring(tree, evaluationContext(state, table));
  if (state.knowsRules) checkPlace(spec, table, chain, state);
  const place = placeOf(command, table, chain, state);
  return [
    ...planMeters(meters, table, at, state),
    plan({ table, chain, tree, rule, at, place, handle: spec.handle?.at }),
  ];
}

interface Making {
  readonly table: TableSpec;
  readonly chain: Located<string>;
  readonly tree: RuleTree;
  readonly rule: Rule;
  readonly place: RulePlace;
  /** The whole command. */
  readonly at: Span;
  readonly handle: Span | undefined;
}

function plan({ table, chain, tree, rule, at, place, handle }: Making): PlannedRequest {
  return {
    request: {
      kind: 'new rule',
      chain: chain.value,
      rule,
      place,
      written: sourceText(at),
      family: table.family,
      table: table.table.value,
    },
    at,
    suggests: 'rule',
    name: chain.value,
    spanOf: (part) => {
      if (typeof part === 'object' && 'use' in part) {
        return firstSpan([part.use, ...part.among].flatMap((use) => spanOfNamed(tree, use) ?? []));
      }
      if (typeof part === 'object' && 'brought' in part) return placeWritten(part.brought);
      if (typeof part === 'object' && 'statement' in part) {
        const written = treeOf(part.of, tree, rule) ?? tree;
        return (
          spanOfWrite(written, part.of, part.statement) ??
          spanOfAlike(written, part.of, part.statement) ??
          spanOfRefused(written)
        );
      }
      if (typeof part === 'object' && 'read' in part) return spanOfRead(tree.statements, part.read);
      if (part === 'connection') return spanOfConnection(tree.statements);
      return spansBy({ table: table.table.at, chain: chain.at, handle })(part);
    },
  };
}

/** The sets of meters that the table hasn't. Source: nft's `stmt_evaluate_meter`, `implicit_set_declaration`. */
function planMeters(
  meters: readonly DeclaredMeter[],
  spec: TableSpec,
  at: Span,
  state: RunState,
): readonly PlannedRequest[] {
  if (meters.length === 0) return [];
  const { sets } = requireTable(state, spec);
  const missing = new Map(meters.map((meter) => [meter.name, meter]));
  return [...missing.values()]
    .filter(({ name }) => !sets.has(name))
    .map(({ name, keyType, size, hasTimeout }) => {
      const flags: readonly SetFlag[] = hasTimeout ? ['dynamic', 'timeout'] : ['dynamic'];
      const made = makeNftSet({
        name,
        keyType,
        flags,
        size: size === 0n ? undefined : Number(size),
      });
      const set = made.set('elements', noElements(made));
      const request = { ...inTable(spec), kind: 'new set' as const, set, exclusive: false };
      const spanOf = spansBy({ table: spec.table.at });
      return { request, at, suggests: undefined, name: undefined, spanOf };
    });
}

function firstSpan(spans: readonly Span[]): Span | undefined {
  return spans.toSorted((a, b) => a.line - b.line || a.column - b.column)[0];
}

function spanOfNamed(tree: RuleTree, use: Use): Span | undefined {
  return spanOfUse(tree.statements, use);
}

/** How a rule is written that is another or is brought by it. */
function treeOf(wanted: Rule, tree: RuleTree, rule: Rule): RuleTree | undefined {
  if (wanted === rule) return tree;
  const trees = tree.statements.flatMap((one) => (one.kind === 'chain' ? one.rules : []));
  const rules = rule.statements.flatMap((one) => (one.kind === 'chain' ? one.rules : []));
  for (const [place, inner] of rules.entries()) {
    const written = trees[place];
    const found = written && treeOf(wanted, written, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a rule writes something of `meta` or `ct`, by the place of that among its statements. */
function spanOfWrite(tree: RuleTree, { statements }: Rule, place: number): Span | undefined {
  const kindAt = (at: number): 'meta' | 'ct' | undefined => {
    const statement = statements[at];
    if (statement?.kind !== 'mangle') return undefined;
    const { kind } = statement.target;
    return kind === 'meta' || kind === 'ct' ? kind : undefined;
  };
  const kind = kindAt(place);
  if (kind === undefined) return undefined;
  const before = statements.slice(0, place).filter((_, at) => kindAt(at) === kind).length;
  return tree.statements.filter((one) => one.kind === `${kind}-set`)[before]?.at;
}

/** The limit, quota or synproxy at a place of the rule. */
function spanOfAlike(tree: RuleTree, { statements }: Rule, place: number): Span | undefined {
  const kind = statements[place]?.kind;
  if (kind !== 'limit' && kind !== 'quota' && kind !== 'synproxy') return undefined;
  const before = statements.slice(0, place).filter((one) => one.kind === kind).length;
  return tree.statements.filter((one) => one.kind === kind)[before]?.at;
}

function spanOfRefused({ statements }: RuleTree): Span | undefined {
  const kinds = new Set(['set-update', 'meter', 'nat', 'reject']);
  return statements.find(({ kind }) => kinds.has(kind))?.at;
}

function placeOf(
  { operation, spec }: RuleCommand,
  table: TableSpec,
  chain: Located<string>,
  state: RunState,
): RulePlace {
  if (operation === 'replace') return { kind: 'instead', handle: spec.handle?.value ?? 0n };
  const beside = operation === 'add' ? 'after' : 'before';
  if (spec.index !== undefined) {
    return { kind: beside, handle: handleAt(spec.index, table, chain, state) };
  }
  const position = spec.position?.value;
  if (position !== undefined && position !== 0n) return { kind: beside, handle: position };
  return { kind: operation === 'add' ? 'last' : 'first' };
}

/** Looks for the rule that a rule is to stand beside or in place of: those of this run have no handle yet. Source: nft's `rule_cache_update`. */
function checkPlace(
  { index, handle, position }: Spec,
  table: TableSpec,
  name: Located<string>,
  state: RunState,
): void {
  const { rules } = findChain(table, name, state);
  const beside = index === undefined ? (handle ?? position) : undefined;
  if (beside === undefined || beside.value === 0n) return;
  const firstNew = firstNewHandle(table, state);
  if (rules.some(({ handle: own }) => own < firstNew && BigInt(own) === beside.value)) return;
  throw new EvaluationError('Could not process rule: No such file or directory', beside.at);
}

/** The first handle that this run gives in a table. */
function firstNewHandle(spec: TableSpec, { start, netfilter }: RunState): number {
  const before = findTable(start, inTable(spec));
  return before?.handle === findTable(netfilter, inTable(spec))?.handle
    ? (before?.nextHandle ?? 0)
    : 0;
}

/** The chain of a rule. @throws EvaluationError when there is none */
function findChain(spec: TableSpec, name: Located<string>, state: RunState): Chain {
  const chain = requireTable(state, spec).chains.get(name.value);
  if (chain !== undefined) return chain;
  throw new EvaluationError(missingOne(suggestIn(state.netfilter, 'chain', name.value)), name.at);
}

/** The handle of the rule at an index. @throws EvaluationError when there is none */
function handleAt(
  index: NonNullable<Spec['index']>,
  spec: TableSpec,
  name: Located<string>,
  state: RunState,
): bigint {
  const chain = findChain(spec, name, state);
  const rule = chain.rules.get(Number(index.value));
  if (rule === undefined) {
    throw new EvaluationError('Could not process rule: No such file or directory', index.at);
  }
  return BigInt(rule.handle);
}
