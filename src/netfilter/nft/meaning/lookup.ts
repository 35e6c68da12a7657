import { assertNever } from '../../../assert-never.js';
import type { Field } from '../../../packet/field.js';
import { fieldsOf } from '../../../predicate/fields-of.js';
import { all, isAlways, isNever, NEVER, type Predicate } from '../../../predicate/predicate.js';
import {
  BREAK,
  type Dispatch,
  type DispatchRow,
  type OpenChoice,
  type Statement,
} from '../../statement.js';
import type { Statement as NftStatement } from '../statement.js';
import { keyParts, liesIn, presenceOf, type Span } from './condition.js';
import type { MapRow } from './map-rows.js';
import type { Value } from './value.js';

/** What is looked up, and what is done with what is found. */
export interface Lookup {
  readonly parts: readonly Value[];
  readonly rows: readonly MapRow[];
  readonly statement: NftStatement;
  /** What is done with a row; rows for which it returns the same list are one. */
  readonly does: (row: MapRow) => readonly Statement[];
  /** What is done when there is a key, but no row for it. */
  readonly otherwise: readonly Statement[];
}

/** The one of many rows that has a packet's key. A packet without a key ends the rule. */
export function lookUp({ parts, rows, statement, does, otherwise }: Lookup): readonly Statement[] {
  const guard = guarded(parts, statement);
  if (parts.some((part) => isNever(presenceOf(part)))) return guard;
  if (parts.some(({ kind }) => kind === 'open')) {
    return [...guard, openLookup({ rows, statement, does, otherwise })];
  }
  const rest = rows.find(({ spans }) => spans === '*');
  const counting = (row: MapRow): readonly Statement[] => [...countsOf(row), ...does(row)];
  const doing = (row: MapRow): readonly Statement[] =>
    row.counters === undefined || row.counters.length === 0 || does(row) === END_RULE
      ? does(row)
      : counting(row);
  const dispatch: Dispatch = {
    kind: 'dispatch',
    key: keyParts(parts),
    rows: rows.flatMap((row): readonly DispatchRow[] => {
      const { spans } = row;
      return spans === '*' ? [] : [{ parts: rowParts(parts, spans), does: doing(row) }];
    }),
    otherwise: rest === undefined ? otherwise : doing(rest),
    part: { when: NEVER, statement, reads: parts.flatMap(registersOf) },
  };
  return [...guard, dispatch];
}

/** Asks whether all parts of something have a value; nothing where they always have. */
export function guarded(parts: readonly Value[], statement: NftStatement): readonly Statement[] {
  const present = all(parts.map(presenceOf));
  if (isAlways(present)) return [];
  return [{ kind: 'packet', when: present, parts: [{ when: present, statement }] }];
}

/** What an element counts that has a packet's key. Source: `nft_set_elem_update_expr`. */
export function countsOf({ counters = [] }: Pick<MapRow, 'counters'>): readonly Statement[] {
  return counters.map((counter) => ({ kind: 'count', counter }));
}

function rowParts(parts: readonly Value[], spans: readonly Span[]): DispatchRow['parts'] {
  return keyParts(parts).map((key, index): Span | Predicate => {
    const [part, span] = [parts[index], spans[index]];
    if (part === undefined || span === undefined) return NEVER;
    return key.kind === 'fields' ? span : (liesIn(part, span) ?? NEVER);
  });
}

/** Something that the packet doesn't decide is looked up: any row may have it, or none. */
function openLookup({ rows, statement, does, otherwise }: Omit<Lookup, 'parts'>): OpenChoice {
  const ways = [...new Set([otherwise, ...rows.map(does)])];
  return {
    kind: 'open',
    name: 'lookup',
    key: statement,
    meanings: ways.map((_, index) =>
      index === 0 ? 'no element has it' : `element ${index} has it`,
    ),
    by: { kind: 'memory', transitions: [{ way: 0, state: -1 }] },
    ways,
  };
}

/** Goes on for every key. */
export const GO_ON: readonly Statement[] = [];

/** Ends the rule. */
export const END_RULE: readonly Statement[] = [BREAK];

/** The registers that a value is made of. */
function registersOf(value: Value): readonly Field[] {
  switch (value.kind) {
    case 'words':
      return value.words.flatMap(({ terms }) => terms.map(({ field }) => field));
    case 'less':
      return [value.field];
    case 'cases':
      return [...new Set(value.cases.flatMap(({ when }) => [...fieldsOf(when)]))];
    case 'open':
      return [];
    default:
      return assertNever(value);
  }
}
