import { assertNever } from '../../../assert-never.js';
import type { ErrnoName } from '../../../errno.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import type { NetfilterRule } from '../../../netfilter/rule.js';
import type { Table } from '../../../netfilter/table.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type {
  Command,
  ChainCommand,
  ElementCommand,
  ObjectCommand,
  PluralCommand,
  RuleHandleCommand,
  SetNameCommand,
  Spec,
  TableCommand,
} from '../syntax/tree/command.js';
import type { Step } from './expand.js';
import { describe } from './describe/describe.js';
import { getElements } from './get-elements.js';
import { listHooks } from './list/list-hooks.js';
import {
  listAll,
  listChain,
  listFlowtable,
  listObject,
  listOneSet,
  listSet,
  listTable,
  type Listed,
} from './list/list-command.js';
import type { RunListing } from './list/listing.js';
import { planChain } from './plan/plan-chain.js';
import {
  planChainDeletion,
  planChainFlush,
  planFlowtableDeletion,
  planObjectDeletion,
  planRename,
  planRuleDeletion,
  planSetDeletion,
} from './plan/plan-deletion.js';
import { planElements, planSetElements } from './plan/plan-elements.js';
import { planFlowtable } from './plan/plan-flowtable.js';
import { planObject } from './plan/plan-object.js';
import { planBlockRule, planRule } from './plan/plan-rule.js';
import { planSet } from './plan/plan-set.js';
import { planSetFlush } from './plan/plan-set-flush.js';
import {
  planRulesetFlush,
  planTable,
  planTableDeletion,
  planTableFlush,
} from './plan/plan-table.js';
import type { PlannedRequest } from './plan/planned.js';
import { resetElements, resetObjects, resetRules, type Reset } from './reset.js';
import type { NftUnsimulated } from '../unsimulated.js';
import { inTable, requireTable, tableSpec, type RunState } from './state.js';

/** What comes of a step: requests to the kernel, something to print, something to begin anew, or a name that isn't simulated. */
export type StepResult =
  | { readonly kind: 'requests'; readonly requests: readonly PlannedRequest[] }
  | { readonly kind: 'listed'; readonly listed: Listed; readonly reset: Reset | undefined }
  /** What is asked at once is refused. */
  | { readonly kind: 'refused'; readonly errno: ErrnoName }
  | { readonly kind: 'unsimulated'; readonly name: NftUnsimulated };

const requests = (planned: readonly PlannedRequest[]): StepResult => ({
  kind: 'requests',
  requests: planned,
});

const listing = (listed: Listed, reset?: Reset): StepResult => ({ kind: 'listed', listed, reset });

/** Evaluates a step. @throws EvaluationError for what nft refuses before it asks the kernel */
export function runStep(step: Step, state: RunState, style: RunListing): StepResult {
  switch (step.kind) {
    case 'table':
      return requests(planTable(step.command, step.exclusive));
    case 'chain':
      return requests(planChain(step, state));
    case 'object':
      return requests(planObject(step, state));
    case 'set':
      return requests(planSet(step, state));
    case 'elements':
      return requests(planSetElements(step, state));
    case 'flowtable':
      return requests(planFlowtable(step, state));
    case 'rule':
      return requests(planBlockRule(step, state));
    case 'command':
      return runCommand(step.command, state, style);
    default:
      return assertNever(step);
  }
}

/** Whether the table of which a command lists something has been deleted behind it. Elements have been listed before. Source: nft's `do_command_list`. */
function isTableGone({ operation, object, spec, at }: Command, state: RunState): boolean {
  if (!state.evaluated || spec.table === undefined || object === 'element') return false;
  const lists = operation === 'list' || operation === 'reset';
  return lists && findTable(state.netfilter, inTable(tableSpec(spec, at))) === undefined;
}

function runCommand(command: Command, state: RunState, style: RunListing): StepResult {
  if (isTableGone(command, state)) return { kind: 'refused', errno: 'ENOENT' };
  switch (command.object) {
    case 'table':
      switch (command.operation) {
        case 'list':
          return listing(listTable(command, state, style));
        case 'reset':
          return listing(listTable(command, state, style), resetOfRules(command, state));
        case 'flush':
          return requests(planTableFlush(command));
        case 'add':
        case 'create':
          return requests(planTable(command, command.operation === 'create'));
        default:
          return requests(planTableDeletion(command));
      }
    case 'chain':
      if (command.operation === 'rename') return requests(planRename(command, state));
      switch (command.operation) {
        case 'list':
          return listing(listChain(command, state, style));
        case 'reset':
          return listing(listChain(command, state, style), resetOfRules(command, state));
        case 'flush':
          return requests(planChainFlush(command));
        default:
          return requests(planChainDeletion(command));
      }
    case 'rule':
      if ('rule' in command) return requests(planRule(command, state));
      return command.operation === 'reset'
        ? resetOfRule(command, state, style)
        : requests(planRuleDeletion(command));
    case 'set':
    case 'map':
    case 'meter':
      if ('block' in command) throw new TypeError('a set that was not expanded');
      return runSetCommand(command, state, style);
    case 'element':
      return runElementCommand(command, state, style);
    case 'flowtable':
      return runFlowtableCommand(command, state, style);
    case 'markup':
      return refuseMarkup(command);
    case 'monitor':
      return { kind: 'unsimulated', name: 'nft monitor' };
    case 'expression': {
      const text = describe(command.expression, style.names);
      return listing({ text: () => text });
    }
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
    case 'synproxy':
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return runObjectCommand(command, state, style);
    default:
      return runPluralCommand(command, state, style);
  }
}

function runSetCommand(command: SetNameCommand, state: RunState, style: RunListing): StepResult {
  switch (command.operation) {
    case 'list':
      return listing(listSet(command, state, style));
    case 'reset': {
      const listed = listSet(command, state, style);
      return listing(
        listed,
        resetBy(command, state, (kernel) => setAnew(kernel, command)),
      );
    }
    case 'flush':
      return requests(planSetFlush(command, state));
    default:
      return requests(planSetDeletion(command));
  }
}

function setAnew(kernel: Netfilter, { spec, at }: SetNameCommand): Reset | undefined {
  const table = findTable(kernel, inTable(tableSpec(spec, at)));
  const set = table?.sets.get(spec.name?.value ?? '');
  return table && set && resetElements(kernel, table, set, () => true);
}

/** What a command begins anew, which the kernel does while nft asks it for what the last command is about. */
function resetBy(
  command: Command,
  { last, kernel }: RunState,
  anew: (kernel: Netfilter) => Reset | undefined,
): Reset | undefined {
  return command === last ? anew(kernel) : undefined;
}

function runElementCommand(
  command: ElementCommand,
  state: RunState,
  style: RunListing,
): StepResult {
  if (command.operation !== 'get' && command.operation !== 'reset') {
    return requests(planElements(command, state));
  }
  const { set, asked, held: found } = getElements(command, state);
  if (asked === undefined) return { kind: 'refused', errno: 'ENOENT' };
  const spec = tableSpec(command.spec, command.at);
  const table = requireTable(state, spec);
  const held = findTable(state.kernel, inTable(spec));
  const reset =
    command.operation === 'reset' && held !== undefined
      ? resetElements(state.kernel, held, held.sets.get(set.name) ?? set, (element) =>
          found.has(element),
        )
      : undefined;
  const { text } = listOneSet(asked, table, style);
  return listing({ text }, reset);
}

type FlowtableCommand = Extract<Command, { readonly object: 'flowtable' }>;

function runFlowtableCommand(
  command: FlowtableCommand,
  state: RunState,
  style: RunListing,
): StepResult {
  const { spec, at, operation, block } = command;
  if (operation === 'list') return listing(listFlowtable(command, state, style));
  if (operation !== 'add' && operation !== 'create') {
    return requests(planFlowtableDeletion(command));
  }
  if (block === undefined) return requests([]);
  const name = spec.name ?? { at, value: '' };
  const exclusive = operation === 'create';
  return requests(
    planFlowtable({ ...tableSpec(spec, at), name, exclusive, at, block, blame: block.at }, state),
  );
}

function runObjectCommand(command: ObjectCommand, state: RunState, style: RunListing): StepResult {
  const { operation, spec, at, object, block } = command;
  switch (operation) {
    case 'add':
    case 'create': {
      if (block === undefined) throw new TypeError('an object without what it is');
      const name = spec.name ?? { at, value: '' };
      const exclusive = operation === 'create';
      const step = { ...tableSpec(spec, at), kind: 'object' as const, name, exclusive, at, block };
      return requests(planObject(step, state));
    }
    case 'list':
      return listing(listObject(command, state, style));
    case 'reset': {
      const listed = listObject(command, state, style);
      const table = requireTable(state, tableSpec(spec, at));
      const isAsked = ({ name, data }: { name: string; data: { kind: string } }): boolean =>
        name === spec.name?.value && data.kind === object;
      const reset = resetBy(command, state, (kernel) =>
        resetObjects(kernel, sameIn(kernel, [table]), isAsked),
      );
      return listing(listed, reset);
    }
    default:
      return requests(planObjectDeletion(command));
  }
}

function runPluralCommand(command: PluralCommand, state: RunState, style: RunListing): StepResult {
  const { operation, object, spec } = command;
  if (operation === 'flush') return requests(planRulesetFlush(command));
  if (object === 'hooks') {
    const hooks = listHooks(spec);
    return hooks === undefined ? { kind: 'refused', errno: 'EINVAL' } : listing(hooks);
  }
  if (
    object === 'maps' &&
    spec.table !== undefined &&
    tablesOf(state.netfilter, spec).length === 0
  ) {
    return { kind: 'refused', errno: 'ENOENT' };
  }
  const listed = listAll(command, state, style);
  if (operation === 'list') return listing(listed);
  const reset = resetBy(command, state, (kernel) => {
    const tables = tablesOf(kernel, spec);
    return object === 'rules'
      ? resetRules(kernel, tables, (chain) => isNamed(spec, chain))
      : resetObjects(kernel, tables, ({ data }) => `${data.kind}s` === object);
  });
  return listing(listed, reset);
}

function isNamed({ chain }: Spec, name: string): boolean {
  return chain === undefined || chain.value === name;
}

/** Tables as the kernel has them. */
function sameIn(kernel: Netfilter, tables: readonly Table[]): readonly Table[] {
  return tables.flatMap(({ family, name }) => findTable(kernel, { family, table: name }) ?? []);
}

function tablesOf({ tables }: Netfilter, { family, table }: Spec): readonly Table[] {
  return [...tables.values()].filter(
    (one) =>
      (family === undefined || one.family === family) &&
      (table === undefined || one.name === table.value),
  );
}

/** The rules of a table, or of one of its chains, begun anew. */
function resetOfRules(command: TableCommand | ChainCommand, state: RunState): Reset | undefined {
  const { spec, at } = command;
  return resetBy(command, state, (kernel) => {
    const table = findTable(kernel, inTable(tableSpec(spec, at)));
    return table && resetRules(kernel, [table], (chain) => isNamed(spec, chain));
  });
}

function resetOfRule(command: RuleHandleCommand, state: RunState, style: RunListing): StepResult {
  const { spec, at } = command;
  const table = requireTable(state, tableSpec(spec, at));
  const { family: _family, table: _table, ...all } = spec;
  const whole: PluralCommand = { operation: 'list', object: 'ruleset', spec: all, at };
  const isAsked = (chain: string, rule: NetfilterRule): boolean =>
    isNamed(spec, chain) && BigInt(rule.handle) === spec.handle?.value;
  const reset = resetBy(command, state, (kernel) =>
    resetRules(kernel, sameIn(kernel, [table]), isAsked),
  );
  return listing(listAll(whole, state, style), reset);
}

type MarkupCommand = Extract<Command, { readonly object: 'markup' }>;

/** Source: nft's `cmd_evaluate_export`, `cmd_evaluate_import`. */
function refuseMarkup({ operation, format, at }: MarkupCommand): StepResult {
  if (operation === 'export' && format === 'xml') {
    throw new EvaluationError(
      'this output type is not supported, use nft -j list ruleset for JSON support instead',
      at,
    );
  }
  if (operation === 'export') {
    throw new EvaluationError(
      "JSON export is no longer supported, use 'nft -j list ruleset' instead",
      at,
    );
  }
  if (format === 'xml') throw new EvaluationError('this output type not supported', at);
  return { kind: 'refused', errno: 'EOPNOTSUPP' };
}
