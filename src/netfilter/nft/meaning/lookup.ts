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
import type { RulePart } from '../../rule-predicate.js';
import type { Statement as NftStatement } from '../statement.js';
import { keyParts, liesIn, presenceOf, type Span } from './condition.js';
import type { MapRow } from './map-rows.js';
import { protocolsOf } from './value/raw-value.js';
import type { NftScope } from './scope.js';
import { constantValue, type Value } from './value/value.js';

/** What is looked up, and what is done with what is found. */
export interface Lookup {
  readonly parts: readonly Value[];
  readonly rows: readonly MapRow[];
  readonly statement: NftStatement;
  readonly scope: NftScope;
  /** What is done with a row; rows for which it returns the same list are one. */
  readonly does: (row: MapRow) => readonly Statement[];
  /** What is done when there is a key, but no row for it. */
  readonly otherwise: readonly Statement[];
}

/** The one of many rows that has a packet's key. A packet without a key ends the rule. */
export function lookUp(lookup: Lookup): readonly Statement[] {
  const { parts, rows, statement, scope, does, otherwise } = lookup;
  const guard = guarded(parts, statement);
  if (parts.some((part) => isNever(presenceOf(part)))) return guard;
  const doing = (row: MapRow): readonly Statement[] => {
    const { statements = [] } = row;
    const done = does(row);
    return statements.length === 0 || done === END_RULE ? done : [...statements, ...done];
  };
  const rest = rows.find(({ spans }) => spans === '*');
  const missing = rest === undefined ? otherwise : doing(rest);
  if (parts.some(({ kind }) => kind === 'open')) {
    const usual = parts.map(usually);
    const known = usual.every((part) => part !== undefined)
      ? lookUp({ ...lookup, parts: usual })
      : undefined;
    const possible = rows.filter(
      ({ spans }) =>
        spans !== '*' && spans.every((span, index) => canLieIn(parts[index], span, scope)),
    );
    if (possible.length > 0) {
      return [...guard, openLookup({ ...lookup, rows: possible, otherwise: missing }, known)];
    }
    return [...guard, ...missing];
  }
  const dispatch: Dispatch = {
    kind: 'dispatch',
    key: keyParts(parts),
    rows: rows.flatMap((row): readonly DispatchRow[] => {
      const { spans } = row;
      return spans === '*' ? [] : [{ parts: rowParts(parts, spans), does: doing(row) }];
    }),
    otherwise: missing,
    part: partOf(lookup),
  };
  return [...guard, dispatch];
}

/** Reports whether the packets at hand can have a part within a span: they are of few protocols where bits of a header are read. */
function canLieIn(part: Value | undefined, span: Span, { family, transport }: NftScope): boolean {
  if (part === undefined || part.kind === 'open') return true;
  const when = liesIn(part, span);
  if (when === undefined || transport === undefined || !isProtocol(part)) {
    return when === undefined || !isNever(when);
  }
  return protocolsOf(transport, family).some(
    (protocol) => span[0] <= BigInt(protocol) && BigInt(protocol) <= span[1],
  );
}

function isProtocol(part: Value): boolean {
  const registers = registersOf(part);
  return part.kind === 'words' && registers.length === 1 && registers[0] === 'protocol';
}

/** Asks whether all parts of something have a value; nothing where they always have. */
export function guarded(parts: readonly Value[], statement: NftStatement): readonly Statement[] {
  const present = all(parts.map(presenceOf));
  if (isAlways(present)) return [];
  return [{ kind: 'packet', when: present, parts: [{ when: present, statement }] }];
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
  { rows, statement, does, otherwise }: Omit<Lookup, 'parts' | 'scope'>,
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

/** What a rule asks by a lookup: that the packet's key is there. */
export function partOf({ parts, statement }: Pick<Lookup, 'parts' | 'statement'>): RulePart {
  return { when: NEVER, statement, reads: parts.flatMap(registersOf) };
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
