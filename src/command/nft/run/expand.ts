import type { SetBlock, ChainBlock, ObjectBlock, FlowtableBlock } from '../syntax/tree/block.js';
import type { Command, TableCommand } from '../syntax/tree/command.js';
import { internalSpan, type Located, type Span } from '../syntax/tree/span.js';
import type { Rule } from '../syntax/tree/statement.js';
import { tableSpec, type TableSpec } from './state.js';

/** What is made by a command of its own or as a part of a block. */
interface Making extends TableSpec {
  readonly name: Located<string>;
  readonly exclusive: boolean;
  /** What an error without a place of its own marks. */
  readonly at: Span;
}

/** One thing to carry out: a command, or one of those that a block stands for. */
export type Step =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'table'; readonly command: TableCommand; readonly exclusive: boolean }
  | (Making & { readonly kind: 'chain'; readonly block: ChainBlock | undefined })
  | (Making & { readonly kind: 'object'; readonly block: ObjectBlock })
  | (Making & {
      readonly kind: 'set' | 'elements';
      readonly block: SetBlock;
      /** What an error about the declaration marks. */
      readonly blame: Span;
    })
  | (Making & { readonly kind: 'flowtable'; readonly block: FlowtableBlock })
  | (TableSpec & {
      readonly kind: 'rule';
      readonly chain: Located<string>;
      readonly rule: Rule;
      readonly at: Span;
    });

/** The steps of a kind. */
export type StepOf<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

/**
 * The steps that a command stands for, in the order in which nft asks the kernel: of a table its chains, objects, sets, flowtables and rules; the elements of a set
 * come right behind it. Source: nft's `nft_cmd_expand`.
 */
export function expandCommand(command: Command): readonly Step[] {
  if (command.operation !== 'add' && command.operation !== 'create') {
    return [{ kind: 'command', command }];
  }
  const exclusive = command.operation === 'create';
  switch (command.object) {
    case 'table':
      return [{ kind: 'table', command, exclusive }, ...expandTable(command)];
    case 'chain': {
      const name = command.spec.chain;
      if (name === undefined) return [{ kind: 'command', command }];
      const spec = tableSpec(command.spec, command.at);
      const { at, block } = command;
      const rules = block === undefined ? [] : rulesOf(spec, name, block);
      return [{ kind: 'chain', name, exclusive, at, block, ...spec }, ...rules];
    }
    case 'set': {
      const { at, block } = command;
      const name = command.spec.name ?? { at, value: '' };
      return setSteps({ ...tableSpec(command.spec, at), name, exclusive, at }, block, block.at);
    }
    default:
      return [{ kind: 'command', command }];
  }
}

function expandTable({ spec, block, at }: TableCommand): readonly Step[] {
  if (block === undefined) return [];
  const table = tableSpec(spec, at);
  const made = { ...table, exclusive: false };
  return [
    ...block.chains.map(({ name, block: of }): Step => ({
      kind: 'chain',
      name,
      block: of,
      at: name.at,
      ...made,
    })),
    ...block.objects.map((object): Step => ({
      ...made,
      ...object,
      name: unplaced(object.name),
      kind: 'object',
      at: object.name.at,
    })),
    ...block.sets.flatMap((set) =>
      setSteps({ name: set.name, at: set.name.at, ...made }, set.block, set.name.at),
    ),
    ...block.flowtables.map((flowtable): Step => ({
      ...made,
      ...flowtable,
      name: unplaced(flowtable.name),
      kind: 'flowtable',
      at: flowtable.name.at,
    })),
    ...block.chains.flatMap((chain) => rulesOf(table, chain.name, chain.block)),
  ];
}

/** A name whose place nft does not keep. Source: nft's `table_block`, where `handle_merge` has none. */
function unplaced({ value }: Located<string>): Located<string> {
  return { value, at: internalSpan };
}

function setSteps(made: Making, block: SetBlock, blame: Span): readonly Step[] {
  const set: Step = { kind: 'set', block, blame, ...made };
  if (block.elements === undefined) return [set];
  return [set, { ...set, kind: 'elements', exclusive: false }];
}

/** Without a spread, which takes ten times as long: there are many rules. */
function rulesOf(
  { family, table }: TableSpec,
  chain: Located<string>,
  block: ChainBlock,
): readonly Step[] {
  return block.rules.map((rule) => ({ kind: 'rule', chain, rule, at: rule.at, family, table }));
}
