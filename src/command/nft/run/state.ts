import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { InTable } from '../../../netfilter/nft/request/request.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import type { Table } from '../../../netfilter/table.js';
import type { HostNames } from '../datatype/host-names.js';
import type { EvaluationContext } from '../evaluate/context.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { FamilyName } from '../syntax/tree/block.js';
import type { Command, Spec } from '../syntax/tree/command.js';
import type { Located, Span } from '../syntax/tree/span.js';
import { statedSize } from './cached.js';
import type { PlacedElement } from './placed-element.js';
import { missingTable, suggestIn, suggestTable } from './suggest.js';

/** What a command is evaluated with: netfilter as nft knows it behind the commands before, and the names of the host. */
export interface RunState {
  readonly netfilter: Netfilter;
  /** What the kernel has when it has done what the commands before ask for, of which nft may know a part. */
  readonly kernel: Netfilter;
  /** The last command: what it begins anew is what nft asks the kernel for, and no other command's is. */
  readonly last: Command | undefined;
  /** Netfilter before all commands. */
  readonly start: Netfilter;
  readonly names: HostNames;
  /** Sets that rules of this run add elements to, by {@link setKey}. */
  readonly updatedSets: ReadonlySet<string>;
  /** nft knows the sets that are there, as a command needs them. */
  readonly knowsSets: boolean;
  /** nft knows all rules, as a command places one by its index: it looks for the places of others too. */
  readonly knowsRules: boolean;
  /** Elements of intervals that this run was to delete and that are not there, by {@link setKey}: nft keeps them with the set. */
  readonly strays: Map<string, readonly PlacedElement[]>;
  /** All commands have been evaluated: what is listed now may have been deleted by a command behind. */
  readonly evaluated: boolean;
}

/** A set by its table and name. */
export function setKey(
  {
    family,
    table,
  }: { readonly family: FamilyName; readonly table: Pick<Located<string>, 'value'> },
  name: string,
): string {
  return `${family} ${table.value} ${name}`;
}

/** The table of a command, by family and name, with the places of its words. */
export interface TableSpec {
  readonly family: FamilyName;
  readonly table: Located<string>;
}

/** The table that a command is about; commands that have one always have both. */
export function tableSpec(spec: Spec, at: Span): TableSpec {
  return { family: spec.family ?? 'ip', table: spec.table ?? { at, value: '' } };
}

/** The names of a table alone. */
export function inTable({ family, table }: TableSpec): InTable {
  return { family, table: table.value };
}

/** The table of a command. @throws EvaluationError when there is none */
export function requireTable({ netfilter }: RunState, spec: TableSpec): Table {
  const found = findTable(netfilter, inTable(spec));
  if (found !== undefined) return found;
  const meant = suggestTable(netfilter, spec.table.value);
  throw new EvaluationError(missingTable(meant), spec.table.at);
}

/** What rules and elements of a table are evaluated in. */
export function evaluationContext(state: RunState, spec: TableSpec): EvaluationContext {
  return {
    family: spec.family,
    names: state.names,
    findSet: (name) => {
      const set = requireTable(state, spec).sets.get(name);
      if (set === undefined) return undefined;
      const { keyType, data, flags } = set;
      const before = findTable(state.start, inTable(spec))?.sets.get(name);
      const size = before?.handle === set.handle ? before.size : statedSize(set);
      return { name, keyType, data, flags, size };
    },
    suggestSet: (name) => {
      const meant = suggestIn(state.netfilter, 'set', name);
      if (meant === undefined) return undefined;
      const kind = meant.kind === 'map' ? 'map' : 'set';
      return { kind, name: meant.name, family: meant.table.family, table: meant.table.name };
    },
  };
}
