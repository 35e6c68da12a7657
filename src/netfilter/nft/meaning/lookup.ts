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
import { constantValue, type Value } from './value.js';

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
    const usual = parts.map(usually);
    const known = usual.every((part) => part !== undefined)
      ? lookUp({ parts: usual, rows, statement, does, otherwise })
      : undefined;
    return [...guard, openLookup({ rows, statement, does, otherwise }, known)];
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

/** A value where what the packet doesn't decide is what it usually is; undefined when nothing is usual. */
function usually(part: Value): Value | undefined {
  if (part.kind !== 'open') return part;
  return part.usual === undefined ? undefined : constantValue(part.usual, part.present);
}

/** Something that the packet doesn't decide is looked up: it is taken for what is usual, or for nothing that is there. */
function openLookup(
  { rows, statement, does, otherwise }: Omit<Lookup, 'parts'>,
  usual: readonly Statement[] | undefined,
): OpenChoice {
  const found = [...new Set([otherwise, ...rows.map(does)])];
  const meanings = found.map((_, index) =>
    index === 0 ? 'no element has it' : `element ${index} has it`,
  );
  return {
    kind: 'open',
    name: 'lookup',
    key: statement,
    meanings: usual === undefined ? meanings : ['it is as usual', ...meanings],
    by: { kind: 'memory', transitions: [{ way: 0, state: -1 }] },
    ways: usual === undefined ? found : [usual, ...found],
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
