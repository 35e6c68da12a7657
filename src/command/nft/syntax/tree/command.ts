import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import type {
  ChainBlock,
  ElementsExpression,
  FamilyName,
  FlowtableBlock,
  ObjectBlock,
  SetBlock,
  TableBlock,
} from './block.js';
import type { Expression } from './expression.js';
import type { Located, Uint64, Node } from './span.js';
import type { Rule } from './statement.js';

/** What a command is about: `ip t c handle 5`. */
export interface Spec {
  /** Absent only where a command asks for all families. Commands that don't give one get `ip`. */
  readonly family?: FamilyName;
  readonly table?: Located<string>;
  /** Of commands about chains and rules. */
  readonly chain?: Located<string>;
  /** Of sets, maps, meters, flowtables and objects; the device of `list hooks device`. */
  readonly name?: Located<string>;
  readonly handle?: Located<Uint64>;
  /** `position 5`, or `handle 5` where a rule is added or inserted. */
  readonly position?: Located<Uint64>;
  /** `index 0`, counted from 0. */
  readonly index?: Located<Uint64>;
}

interface CommandNode extends Node {
  readonly spec: Spec;
}

/** `table`, with a block or without. */
export interface TableCommand extends CommandNode {
  readonly operation: 'add' | 'create' | 'delete' | 'destroy' | 'list' | 'flush' | 'reset';
  readonly object: 'table';
  readonly block?: TableBlock;
}

/** `chain`, with a block or without. */
export interface ChainCommand extends CommandNode {
  readonly operation: 'add' | 'create' | 'delete' | 'destroy' | 'list' | 'flush' | 'reset';
  readonly object: 'chain';
  readonly block?: ChainBlock;
}

/** `rename chain t c d`. */
export interface RenameCommand extends CommandNode {
  readonly operation: 'rename';
  readonly object: 'chain';
  readonly newName: string;
}

/** `add rule`, `insert rule`, `replace rule`. */
export interface RuleCommand extends CommandNode {
  readonly operation: 'add' | 'insert' | 'replace';
  readonly object: 'rule';
  readonly rule: Rule;
}

/** `delete rule t c handle 5` and its like. */
export interface RuleHandleCommand extends CommandNode {
  readonly operation: 'delete' | 'destroy' | 'reset';
  readonly object: 'rule';
}

/** `add set`, `add map`. */
export interface SetCommand extends CommandNode {
  readonly operation: 'add' | 'create';
  readonly object: 'set';
  readonly block: SetBlock;
}

/** Sets and maps by their name. For nft a map that is deleted is a set. */
export interface SetNameCommand extends CommandNode {
  readonly operation: 'delete' | 'destroy' | 'list' | 'flush' | 'reset';
  readonly object: 'set' | 'map' | 'meter';
}

/** `add element t s { ... }`. */
export interface ElementCommand extends CommandNode {
  readonly operation: 'add' | 'create' | 'delete' | 'destroy' | 'get' | 'reset';
  readonly object: 'element';
  readonly elements: ElementsExpression;
}

/** `flowtable`, with a block or without. */
export interface FlowtableCommand extends CommandNode {
  readonly operation: 'add' | 'create' | 'delete' | 'destroy' | 'list';
  readonly object: 'flowtable';
  readonly block?: FlowtableBlock;
}

/** `counter t c` and the other objects. */
export interface ObjectCommand extends CommandNode {
  readonly operation: 'add' | 'create' | 'delete' | 'destroy' | 'list' | 'reset';
  readonly object: ObjectKind;
  readonly block?: ObjectBlock;
}

/** Commands about all of a kind, of a family, a table, or everything. */
export interface PluralCommand extends CommandNode {
  readonly operation: 'list' | 'reset' | 'flush';
  readonly object: PluralObject;
}

/** What can be listed as a whole. `tables` is listed as `table` without a name by nft. */
export type PluralObject =
  | 'tables'
  | 'chains'
  | 'rules'
  | 'ruleset'
  | 'sets'
  | 'maps'
  | 'meters'
  | 'flowtables'
  | 'hooks'
  | 'counters'
  | 'quotas'
  | 'limits'
  | 'secmarks'
  | 'synproxys'
  | 'ct helpers'
  | 'ct timeouts'
  | 'ct expectations';

/** `import` and `export`, which nft 1.1.3 reads but no longer does. */
export interface MarkupCommand extends CommandNode {
  readonly operation: 'import' | 'export';
  readonly object: 'markup';
  readonly format: 'xml' | 'json' | 'vm json';
}

/** `monitor new rules json`. */
export interface MonitorCommand extends CommandNode {
  readonly operation: 'monitor';
  readonly object: 'monitor';
  /** Not checked here: `new`, `destroy`. */
  readonly event?: Located<string>;
  readonly objects:
    'any' | 'tables' | 'chains' | 'sets' | 'rules' | 'elements' | 'ruleset' | 'trace';
  readonly format?: 'xml' | 'json' | 'vm json';
}

/** `describe tcp dport`. */
export interface DescribeCommand extends CommandNode {
  readonly operation: 'describe';
  readonly object: 'expression';
  readonly expression: Expression;
}

/** One command of the text. */
export type Command =
  | ChainCommand
  | DescribeCommand
  | ElementCommand
  | FlowtableCommand
  | MarkupCommand
  | MonitorCommand
  | ObjectCommand
  | PluralCommand
  | RenameCommand
  | RuleCommand
  | RuleHandleCommand
  | SetCommand
  | SetNameCommand
  | TableCommand;
